"""Reads files of books as they are: dirty."""
