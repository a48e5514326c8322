"""Cash drawers at the counters: opened, counted, handed over, brought to the bank."""
