"""What is known of a keyword by its words alone: nothing here knows of a database or a page."""
