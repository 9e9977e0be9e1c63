"""Equilibria that corners of the sets of all subgame-perfect equilibria stand for, as they are chosen, played and told."""
