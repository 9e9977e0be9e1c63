"""One command that prints every ratio the project cares about, measured in this run on this machine.

Names of files after it, as in ``python -m benchmarks sets sweep``, run those alone.
"""

from __future__ import annotations

import sys

from benchmarks import (
    bimatrix,
    commands,
    design,
    exact,
    growth,
    packages,
    phones,
    repeated,
    roadmaps,
    scale,
    sets,
    sweep,
    trees,
)

if __name__ == "__main__":  # the tree benchmark starts processes, which import this again
    modules = (
        commands,
        growth,
        sets,
        sweep,
        scale,
        roadmaps,
        design,
        trees,
        bimatrix,
        repeated,
        exact,
        packages,
        phones,
    )
    known = {module.__name__.removeprefix("benchmarks."): module for module in modules}
    unknown = [name for name in sys.argv[1:] if name not in known]
    if unknown:
        sys.exit(f"no benchmark is called {unknown[0]}; there are {', '.join(known)}")
    for name in sys.argv[1:] or known:
        known[name].main()
