"""Equilibria: from a game form to a certified solution."""
