"""The tariff of the post, kept by who keeps what holds for every agency."""
