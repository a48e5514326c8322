"""What a proof reads and says, without the database."""
