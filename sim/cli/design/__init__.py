"""Commands that ask what it would take."""
