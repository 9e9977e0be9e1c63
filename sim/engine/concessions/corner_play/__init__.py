"""Equilibria that attain the corners of the sets of all subgame-perfect equilibria: chosen, played and checked."""
