"""Tests of BeeCatalog, unit to browser."""
