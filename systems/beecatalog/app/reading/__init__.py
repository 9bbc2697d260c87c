"""Reads a seller's file, row by row, whatever its size and however it was saved."""
