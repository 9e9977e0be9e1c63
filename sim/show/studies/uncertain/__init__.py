"""A game whose numbers are uncertain, in words, as plain data and as a picture."""
