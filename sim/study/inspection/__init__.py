"""Inspection by design: how much of it a roadmap needs, and how much of it is accepted."""
