"""Under which numbers what was seen could have been seen: courses of talks as equilibria, choices of people as errors."""
