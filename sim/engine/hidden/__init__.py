"""What is found in games with hidden types or hidden actions."""
