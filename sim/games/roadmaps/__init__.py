"""Ladders of steps, as roadmaps climb them."""
