"""Strategies together with beliefs: what holds off the path, whether it is an equilibrium, and what it reveals."""
