"""The leader's page: the state of the units one looks on, on one screen."""
