"""A game whose numbers are uncertain: the chance of a deal, what it hangs on, and the worst case."""
