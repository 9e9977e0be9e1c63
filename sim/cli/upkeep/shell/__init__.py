"""What shells need to complete a line: scripts for them, and words for what is typed."""
