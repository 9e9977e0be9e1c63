"""Writes the documents that are promised, where there are none yet: ``python -m tests.golden.write_documents``.

A document that is there is not written anew: it is what others' programs read. Who has to, removes it first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.golden.promised import COMMANDS, DOCUMENTS, laid_down, read


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
            file.write_text(json.dumps(read(done.stdout), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            print(document)


if __name__ == "__main__":
    main()
