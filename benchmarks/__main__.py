"""One command that prints every ratio the project cares about, measured in this run on this machine."""

from __future__ import annotations

from benchmarks import bimatrix, commands, growth

for module in (commands, growth, bimatrix):
    module.main()
