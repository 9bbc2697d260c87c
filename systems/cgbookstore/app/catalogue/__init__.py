"""Books, their authors, publishers, categories and editions."""
