"""One day of an office, played through in a real browser, after which all its books must agree."""
