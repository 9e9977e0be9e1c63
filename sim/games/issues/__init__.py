"""Bargaining over several issues at once, with points for each side."""
