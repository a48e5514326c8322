"""Apps that are none: browsers that are told of news, Zalo, VNeID; each shows what it was given."""
