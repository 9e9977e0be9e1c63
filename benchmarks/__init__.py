"""Measurements against peers: ``python -m benchmarks`` (or ``make bench``) prints all ratios."""
