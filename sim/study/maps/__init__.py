"""Where the ending flips: regime maps and sensitivity."""
