"""Under which numbers what was seen could have been seen: a course of talks, or the choices of a class."""
