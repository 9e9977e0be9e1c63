"""``python -m sim`` is ``detente``."""

from sim.cli import entry

entry()
