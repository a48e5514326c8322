"""What officials keep for their work: phrases, views, rules of two people, their first day."""
