"""Who turns a question into SQL: the offline reader, or a model where a key is set."""
