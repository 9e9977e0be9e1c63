"""Games as people and agents sit at them, a module per kind of scenario."""
