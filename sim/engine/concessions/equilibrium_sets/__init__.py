"""What every subgame-perfect equilibrium of a concession game agrees on."""
