"""What readers say of a book, with a rating."""
