"""Under which numbers what was seen could have been seen, in words, as plain data and as a picture."""
