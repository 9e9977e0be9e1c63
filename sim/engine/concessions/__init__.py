"""What is found in concession games."""
