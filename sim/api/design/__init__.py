"""What is asked by those who want to change a game, or to know which numbers it has; and the answers."""
