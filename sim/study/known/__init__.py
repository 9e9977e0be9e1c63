"""Games whose answers are known: each is solved, and what is found is held against the answer."""
