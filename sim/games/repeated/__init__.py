"""Matrix games played again and again."""
