"""Who meets whom in a round, and under which treatment."""
