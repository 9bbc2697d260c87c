"""The Django project of BeeCatalog."""
