"""Compare what people see to what they saw with an earlier commit: python compare.py COMMIT [PATTERN].

For changes that should move code and nothing else: each output that is not the same, byte for byte, is named, and both
versions are left in ``out/golden`` to be looked at.
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
OUT = REPOSITORY / "out" / "golden"


def compare(commit: str, pattern: str) -> list[str]:
    """Names of what is not the same; a command that only one of the two knows counts as well."""
    shutil.rmtree(OUT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as room:
        earlier = Path(room) / "earlier"
        subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", str(earlier), commit], cwd=REPOSITORY, check=True
        )
        try:
            _record(earlier, OUT / "before", pattern)
        finally:
            _git("worktree", "remove", "--force", str(earlier))
    _record(REPOSITORY, OUT / "after", pattern)
    return differences(OUT / "before", OUT / "after")


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=REPOSITORY, check=True)


def _record(checkout: Path, folder: Path, pattern: str) -> None:
    subprocess.run([sys.executable, str(HERE / "record.py"), str(checkout), str(folder), pattern], check=True)


def differences(before: Path, after: Path) -> list[str]:
    """Relative paths of files that differ or that stand in one of two folders only."""
    names = {file.relative_to(folder) for folder in (before, after) for file in folder.rglob("*") if file.is_file()}
    return sorted(str(name) for name in names if not _same(before / name, after / name))


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and filecmp.cmp(one, other, shallow=False)


if __name__ == "__main__":
    DIFFER = compare(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
    print(*(f"differs: {name}" for name in DIFFER), f"{len(DIFFER)} differ; both versions are in {OUT}", sep="\n")
    sys.exit(bool(DIFFER))
