"""A concession game solved at many points at once."""
