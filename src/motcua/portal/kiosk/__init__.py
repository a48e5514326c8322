"""The public display of a queue, and the portal on a device that people serve themselves with."""
