"""Writes what is missing in a listing: by rules of our own, or by a model that has a key."""
