"""Concession games: rounds, fakes, histories."""
