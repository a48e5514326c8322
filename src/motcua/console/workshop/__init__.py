"""The workshop: procedures written, checked and published by administrators, without code."""
