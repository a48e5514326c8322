"""A telephone network that is not one: takes messages, shows them as phones, reports on them."""
