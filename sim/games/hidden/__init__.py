"""Games with hidden types or hidden actions."""
