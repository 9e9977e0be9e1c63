"""Random games, solved here and by other programs; what they differ on is made small and kept as a file."""

from __future__ import annotations

from pathlib import Path
from random import Random

from sim.errors import ScenarioError
from tests.fuzz.kept import with_comments
from tests.fuzz.least import least, smaller_data
from tests.fuzz.mutants import as_yaml
from tests.peers.comparisons import COMPARISONS, Comparison
from tests.peers.random_files import Data
from tests.soak.outcome import Finding, Outcome

COMPARED = "# compared: "
"""Before the words of a comparison, in the comments of a finding."""


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Compare some games in one way; the ways take turns."""
    del folder
    there = [comparison for comparison in COMPARISONS if not comparison.absent]
    comparison = there[number % len(there)]
    draw, outcome = Random(f"games {seed} {number}"), Outcome()
    for _ in range(comparison.many):
        data = comparison.draw(draw)
        outcome.counts[comparison.words] += 1
        if wrong := difference(comparison, as_yaml(data)):
            outcome.findings.append(found(comparison, data, wrong))
    return outcome


def left_out() -> list[str]:
    """Comparisons that are not made, and for want of what."""
    return [f"{c.words}: {c.absent} is not installed" for c in COMPARISONS if c.absent]


def difference(comparison: Comparison, text: str) -> str:
    """What is wrong with our answer for a file; an error of ours or of the other program is wrong, too."""
    try:
        return comparison.judge(text)
    except ScenarioError:
        return ""
    except Exception as error:
        return type(error).__name__


def found(comparison: Comparison, data: Data, wrong: str) -> Finding:
    """The smallest file of which the same is wrong."""
    small = least(data, lambda smaller: difference(comparison, as_yaml(smaller)) == wrong, smaller_data)
    text = with_comments([COMPARED.removeprefix("# ") + comparison.words], as_yaml(small))
    return Finding(f"{comparison.words}: {wrong}", text, "yaml")


def compared_in(comments: list[str]) -> Comparison | None:
    """The comparison whose finding has these comments; None where it is another's.

    Raises
    ------
    LookupError
        If it is not made here, for want of another program.
    """
    for line in comments:
        if line.startswith(COMPARED):
            comparison = next(c for c in COMPARISONS if c.words == line.removeprefix(COMPARED))
            if comparison.absent:
                raise LookupError(f"{comparison.absent} is not installed")
            return comparison
    return None
