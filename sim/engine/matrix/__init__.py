"""What is found in matrix games."""
