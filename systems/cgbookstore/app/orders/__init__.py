"""The cart, orders without payment, and the sales report."""
