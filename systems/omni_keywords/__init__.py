"""Omni Keywords Finder: from a list of words to the keywords that are worth an article."""
