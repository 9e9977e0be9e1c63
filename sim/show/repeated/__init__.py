"""Matrix games played again and again, as people see them."""
