"""Many games at once: a scenario solved at every point of a set of its parameters' values."""
