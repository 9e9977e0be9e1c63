"""What it would take, in words, as plain data and as a picture."""
