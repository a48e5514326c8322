"""How the node is: backups, room, work that waits."""
