"""Games with many actions: their payoffs in machine numbers, their equilibria, and what sets these apart."""
