"""Which numbers explain what was seen: a course of talks as an equilibrium, choices of people as play with errors."""
