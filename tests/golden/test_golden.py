"""The comparison of what people see before and after a change can fail, and the same code is seen as the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.golden.compare import HERE, REPOSITORY, differences

SAMPLE = r"^(help-run|stag-hunt/(quiet|check)|chicken/nash\.(json|svg))$"


def test_what_is_seen_is_recorded_and_a_changed_byte_is_found(tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        line = [sys.executable, str(HERE / "record.py"), str(REPOSITORY), str(folder), SAMPLE]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    recorded = {str(file.relative_to(folders[0])) for file in folders[0].rglob("*") if file.is_file()}
    assert recorded == {"help-run", "stag-hunt/quiet", "stag-hunt/check", "chicken/nash.json", "chicken/nash.svg"}
    assert all((folders[0] / name).read_bytes().endswith(b"\nexit 0\n") for name in recorded)
    assert differences(*folders) == []
    (folders[1] / "stag-hunt" / "quiet").write_bytes(b"another line")
    (folders[1] / "help-run").unlink()
    assert differences(*folders) == ["help-run", "stag-hunt/quiet"]
