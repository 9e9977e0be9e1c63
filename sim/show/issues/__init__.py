"""Bargaining over issues as people see it."""
