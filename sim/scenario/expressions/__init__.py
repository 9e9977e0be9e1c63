"""Expressions over parameters: their grammar, their exact values, and floats with bounds at many points at once."""
