"""Equilibria that are proof against renegotiation: their sets, the check of these, and what they agree on."""
