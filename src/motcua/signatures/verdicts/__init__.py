"""What a signed file is worth: judged without database or Django, in limited processes."""
