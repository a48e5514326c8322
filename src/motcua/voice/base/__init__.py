"""What the shipped, dated rows of the room say, and how codes are written and masked."""
