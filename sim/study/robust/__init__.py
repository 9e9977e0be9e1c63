"""Whether an answer holds if the rules of the game, or its numbers, are a little different."""
