"""The made-up world: invented people, a year of history, scenes and proof."""
