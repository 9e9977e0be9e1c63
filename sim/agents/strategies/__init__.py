"""Strategies that come along, a module per temper."""
