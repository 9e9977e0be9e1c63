"""Inspection by design, in words, as plain data and as a picture."""
