"""The counter: shifts and queue tickets, people filed for on the spot, originals seen, kiosks."""
