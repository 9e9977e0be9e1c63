"""Conflicts over options as people see them."""
