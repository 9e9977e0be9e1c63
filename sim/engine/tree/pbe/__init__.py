"""Equilibria with beliefs of game trees."""
