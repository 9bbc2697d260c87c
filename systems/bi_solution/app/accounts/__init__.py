"""People, what they may see, their conversations and the audit, in SQLite."""
