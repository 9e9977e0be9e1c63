"""Exact arithmetic: linear systems and programmes, complementarity, vertices, polynomials."""
