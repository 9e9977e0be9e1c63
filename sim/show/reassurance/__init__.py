"""First steps that tell types apart, as people see them."""
