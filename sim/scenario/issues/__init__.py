"""Files of kind issues: their model, the game that they say, and what only a whole file shows."""
