"""The Django project of CGBookStore."""
