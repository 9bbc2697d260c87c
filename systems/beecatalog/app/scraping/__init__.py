"""Reads what a product's page says of it: politely, and never on a private network."""
