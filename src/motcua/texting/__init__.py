"""Text messages that people send us from a plain phone: tracking, and paying from a wallet."""
