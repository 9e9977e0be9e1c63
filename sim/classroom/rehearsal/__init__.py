"""A class of bots, from the first hello to the records."""
