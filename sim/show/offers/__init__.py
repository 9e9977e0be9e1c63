"""Alternating offers, as people see them."""
