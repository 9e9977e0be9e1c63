"""Concession games, as people see them."""
