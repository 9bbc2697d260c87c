"""A web shop with a community, made from a seed, full of things that mislead an index advisor."""
