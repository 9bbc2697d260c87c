"""Sellers: signing up, logging in, and slowing down who guesses passwords."""
