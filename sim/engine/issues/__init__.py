"""What is found in bargaining over several issues."""
