"""A file with other values at some of its keys: what is typed, where it goes, and the text that comes of it."""
