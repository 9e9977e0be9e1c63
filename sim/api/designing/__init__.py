"""What is designed for a game, as Python users hold it."""
