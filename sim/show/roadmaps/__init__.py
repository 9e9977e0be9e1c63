"""Roadmaps, as people see them."""
