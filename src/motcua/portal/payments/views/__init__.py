"""The pages of paying: one's own orders, and somebody else's by his link."""
