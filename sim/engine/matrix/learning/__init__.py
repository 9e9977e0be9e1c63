"""Where learning leads in matrix games."""
