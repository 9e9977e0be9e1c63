"""A long run on request: ``python -m tests.fuzz --seed 7 --mutants 100000``; what fails is made small."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from tests.fuzz.kept import mutant_kept, write_kept
from tests.fuzz.run import faults
from tests.fuzz.shrink import shrunk


def main() -> None:
    """Try mutants, and keep the smallest file for each way to fail."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--first", type=int, default=0, help="number of the first mutant")
    options.add_argument("--mutants", type=int, default=20_000)
    options.add_argument("--out", type=Path, default=Path("out/fuzz"))
    options.add_argument("--whole", action="store_true", help="do not make files smaller")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known: dict[str, int] = {}
    start = time.monotonic()
    for number, tried, fault in faults(asked.seed, range(asked.first, asked.first + asked.mutants)):
        known[fault.what] = known.get(fault.what, 0) + 1
        if known[fault.what] > 1:
            continue
        small = tried if asked.whole else shrunk(tried, fault.what)
        path = asked.out / f"{asked.seed}-{number}.yaml"
        about = [f"python -m tests.soak --file {path}", fault.told]
        write_kept(path, f"# {fault.what}\n" + mutant_kept(small, about))
        print(f"{path}: {fault.what}", flush=True)
    print(f"{asked.mutants} mutants in {time.monotonic() - start:.0f} seconds")
    for what, count in sorted(known.items(), key=lambda item: -item[1]):
        print(f"{count:6} {what}")


if __name__ == "__main__":
    main()
