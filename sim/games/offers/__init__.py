"""Alternating offers."""
