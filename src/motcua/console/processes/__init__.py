"""Processes at the console: drawn, downloaded, and open dossiers moved to a newer one."""
