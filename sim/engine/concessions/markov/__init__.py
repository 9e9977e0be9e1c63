"""Markov perfect equilibria of concession games without a last round."""
