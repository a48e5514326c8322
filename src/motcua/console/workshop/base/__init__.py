"""What the workshop knows of packs, pure: shapes of their parts, places in them, conditions."""
