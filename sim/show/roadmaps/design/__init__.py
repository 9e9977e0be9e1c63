"""Designed roadmaps in words, as plain data and as a picture."""
