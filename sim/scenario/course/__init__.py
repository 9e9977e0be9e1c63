"""A course of talks that was seen: the file that states it, checked with line and column."""
