"""The queues of a working day."""
