"""Courses of play in concession games, as people see them: told, explained and drawn."""
