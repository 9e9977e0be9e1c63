"""What a result holds as rows of tables: payoffs, strategies, the course of play."""
