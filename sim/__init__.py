"""Detente: negotiations as games, written in YAML, solved and told."""

__version__ = "0.1.0"
