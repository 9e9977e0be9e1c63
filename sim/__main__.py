"""``python -m sim`` is ``detente``."""

from sim.cli import main

main()
