"""The lowest and highest chance of a deal over all equilibria, and what proves them."""
