"""Records of played games, and what a class chose."""
