"""Writes the documents that are promised, where there are none yet: ``python -m tests.golden.write_documents``.

A document that is there is not written anew: it is what others' programs read. Who has to, removes it first. The file
of their schemas is written anew where nothing that it promises would be lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.golden.promised import COMMANDS, DOCUMENTS, SHAPES, laid_down, read
from tests.golden.schemas import FILE, broken, present, promised


def main() -> None:
    """Write them, and print their names."""
    root = Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        laid_down(folder)
        for document, typed in COMMANDS.items():
            file = DOCUMENTS / f"{document}.json"
            if file.exists():
                continue
            line = [sys.executable, "-m", "sim", *typed.split(), "--json"]
            environment = {**os.environ, "PYTHONPATH": str(root)}
            done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            if not done.stdout:
                sys.exit(f"{typed}: {done.stderr}")
            found = read(done.stdout)
            found = _short(found) if document in SHAPES else found
            file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            print(document)
    _write_schemas()


def _short(value: Any) -> Any:
    """The same with no more than two entries of each list, of which the rest have the same structure."""
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    return [_short(each) for each in value[:2]] if isinstance(value, list) else value


def _write_schemas() -> None:
    made = present()
    kept = promised() if FILE.exists() else {}
    now = {name: {**shape, "$defs": made["$defs"]} for name, shape in made["documents"].items()}
    lost = [f"{name}{told}" for name, shape in kept.items() for told in broken(shape, now.get(name, {}))]
    if lost:
        sys.exit("\n".join(lost))
    FILE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
