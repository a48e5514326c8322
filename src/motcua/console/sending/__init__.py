"""How messages are sent: what was given up and why, what it costs, when people are left alone."""
