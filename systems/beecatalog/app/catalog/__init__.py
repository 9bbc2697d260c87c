"""Batches of products, what each marketplace is told of them, and their history."""
