"""Courses of play in concession games: what happens on them, what becomes of the agreement, and how they end."""
