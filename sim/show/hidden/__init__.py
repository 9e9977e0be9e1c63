"""Games with hidden types or hidden actions, as people see them."""
