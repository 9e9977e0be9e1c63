"""What is found in matrix games played again and again."""
