"""People, accounts, sign-in."""
