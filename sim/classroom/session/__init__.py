"""What happens in a class, as events, and the state that they lead to."""
