"""Game trees, as people see them."""
