"""Studies of many games, as people see them."""
