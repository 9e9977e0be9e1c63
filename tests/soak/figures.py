"""What has been tried and found so far, added up over runs and kept by version."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.version import __version__
from tests.fuzz.kept import write_kept
from tests.soak.outcome import Finding, Outcome

FILE = "figures.json"


class Figures:
    """The figures of a folder.

    Parameters
    ----------
    folder : Path
        Where they are kept, and findings beside them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / FILE
        self.document: dict[str, Any] = (
            json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"format": 1, "versions": {}}
        )
        blank = {"first": _today(), "seconds": {}, "counts": {}, "found": {}}
        self.own: dict[str, Any] = self.document["versions"].setdefault(__version__, blank)
        self.found: Counter[str] = Counter()

    def add(self, part: str, outcome: Outcome, seconds: float, again: str) -> list[Path]:
        """Count a unit, and keep the first finding of each kind; the files that are new."""
        self.own["seconds"][part] = round(self.own["seconds"].get(part, 0.0) + seconds, 1)
        counts = Counter(self.own["counts"].get(part, {}))
        counts.update(outcome.counts)
        self.own["counts"][part] = dict(counts)
        written = [path for finding in outcome.findings if (path := self._keep(part, finding, again))]
        self.save()
        return written

    def _keep(self, part: str, finding: Finding, again: str) -> Path | None:
        self.found[finding.what] += 1
        known = self.own["found"]
        known[finding.what] = known.get(finding.what, 0) + 1
        if known[finding.what] > 1:
            return None
        path = self.folder / f"{part}-{len(known)}.{finding.ending}"
        shown = [f"python -m tests.soak --file {path}"] if finding.ending == "yaml" else []
        head = "".join(f"# {line}\n" for line in (finding.what, *shown, again))
        write_kept(path, head + finding.text)
        return path

    def save(self) -> None:
        """Write all of it, whole or not at all."""
        self.own["last"] = _today()
        beside = self.folder / f".{FILE}"
        beside.write_text(json.dumps(self.document, indent=1) + "\n", encoding="utf-8")
        os.replace(beside, self.folder / FILE)

    def lines(self) -> list[str]:
        """All figures of this version, as they are printed."""
        found = []
        for part, counts in self.own["counts"].items():
            found.append(f"{part}: {self.own['seconds'][part] / 60:.1f} minutes")
            found += [f"  {count:9,} {words}" for words, count in sorted(counts.items())]
        found.append(f"findings: {sum(self.own['found'].values()) or 'none'}")
        return found + [f"  {count:9,} {what}" for what, count in self.own["found"].items()]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
