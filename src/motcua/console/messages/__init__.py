"""The words of messages to people: read, written, published."""
