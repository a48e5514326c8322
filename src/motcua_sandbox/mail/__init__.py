"""A mail server that delivers nowhere: takes everything, shows it as inboxes."""
