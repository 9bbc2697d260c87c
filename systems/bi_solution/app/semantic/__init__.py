"""The semantic layer: from a question's words to a query, without any model."""
