"""Writes the marketplaces' workbooks."""
