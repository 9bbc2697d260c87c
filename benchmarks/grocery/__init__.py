"""A real database: a year of grocery shopping, laid into SQLite as a prototype app would."""
