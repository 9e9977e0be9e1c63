"""What is found in alternating offers."""
