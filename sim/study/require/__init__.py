"""What it would take: the smallest changes of a file that make a verdict true, or undo it."""
