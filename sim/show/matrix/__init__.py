"""Matrix games, as people see them."""
