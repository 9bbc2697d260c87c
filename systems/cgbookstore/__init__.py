"""CGBookStore: a bookstore with debates, on Django and SQLite."""
