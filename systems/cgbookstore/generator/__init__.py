"""Writes the data that the bookstore starts with."""
