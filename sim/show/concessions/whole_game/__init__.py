"""What all subgame-perfect equilibria of a concession game have in common, its corners, and which one is told."""
