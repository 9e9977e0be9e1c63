"""One command that prints every ratio the project cares about, measured in this run on this machine."""

from __future__ import annotations

from benchmarks import bimatrix, commands, exact, growth, repeated, roadmaps, sets, sweep, trees

if __name__ == "__main__":  # the tree benchmark starts processes, which import this again
    for module in (commands, growth, sets, sweep, roadmaps, trees, bimatrix, repeated, exact):
        module.main()
