"""Reads what people bring: files of any sort and encoding, pasted lists, lists of addresses."""
