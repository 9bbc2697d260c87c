"""Accounts, profiles and shelves."""
