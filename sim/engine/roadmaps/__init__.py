"""Which orders of steps hold themselves, and how patient the players must be."""
