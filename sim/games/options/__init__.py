"""Conflicts in which two to eight parties take options or leave them."""
