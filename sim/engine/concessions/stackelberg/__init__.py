"""Announced courses of concession games."""
