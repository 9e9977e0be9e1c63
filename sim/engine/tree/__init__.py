"""What is found in game trees."""
