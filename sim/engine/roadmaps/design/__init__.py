"""The best roadmap over orders of the steps and shares of the divisible ones."""
