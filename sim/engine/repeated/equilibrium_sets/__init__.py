"""Payoffs of all subgame-perfect equilibria without a last round: sets that are worth themselves."""
