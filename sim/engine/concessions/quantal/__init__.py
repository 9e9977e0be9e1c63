"""Play with errors in concession games."""
