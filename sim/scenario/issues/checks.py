"""Checks of bargaining over issues that need a whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.errors import nearest
from sim.scenario.fields import ID, no_identifier
from sim.scenario.labels import as_name
from sim.scenario.observed.checks import observed_problems, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.scenario.issues.model import IssuesModel
    from sim.scenario.kind import Found
    from sim.scenario.observed.model import SettledModel
    from sim.scenario.source import Path


def problems(model: IssuesModel) -> Iterator[Found]:
    """What only a whole file shows: names that stand twice, weights and extras that name nothing, missing patience."""
    issues = ((key, issue.name) for key, issue in model.issues.items())
    yield from _called(("issues",), "issues", issues, "issue", "options")
    for key, issue in model.issues.items():
        named = ((option, choice.name) for option, choice in issue.options.items())
        yield from _called(("issues", key, "options"), "options of this issue", named, "option", "points")
    yield from _weights(model)
    yield from _extras(model)
    for player, side in model.players.items():
        if model.offers is not None and side.patience is None:
            yield (
                ("players", player, "patience"),
                "this key is missing: where offers are made in turn each player needs its patience",
                "add a discount factor from 0 up to but not including 1, such as 'patience: 0.9'",
            )
    yield from observed_problems(model, lambda entry, path: _observed(model, entry, path))


def _observed(model: IssuesModel, entry: SettledModel, path: Path) -> Iterator[Found]:
    """What is wrong with how an issue was settled."""
    if entry.at not in model.issues:
        yield (*path, "at"), f"there is no issue '{entry.at}'", nearest(entry.at, model.issues)
    else:
        yield from unknown(entry.counts, model.issues[entry.at].options, f"option of '{entry.at}'", (*path, "counts"))


def _called(path: Path, what: str, named: Iterable[tuple[str, str | None]], word: str, rest: str) -> Iterator[Found]:
    met: set[str] = set()
    for key, name in named:
        if not re.fullmatch(ID, key):
            yield (*path, key), no_identifier(key)[0], as_name(key, word, rest)
        if (name or key) in met:
            yield (*path, key), f"two {what} are called '{name or key}'", "give them different names"
        met.add(name or key)


def _weights(model: IssuesModel) -> Iterator[Found]:
    for player, side in model.players.items():
        for issue in side.weights:
            if issue not in model.issues:
                yield (
                    ("players", player, "weights", issue),
                    f"there is no issue '{issue}'",
                    nearest(issue, list(model.issues)),
                )


def _extras(model: IssuesModel) -> Iterator[Found]:
    known = {f"{issue}.{option}": issue for issue, entry in model.issues.items() for option in entry.options}
    for k, extra in enumerate(model.extras):
        wrong = [j for j, option in enumerate(extra.when) if option not in known]
        for j in wrong:
            told = f"there is no option '{extra.when[j]}'"
            yield ("extras", k, "when", j), told, nearest(extra.when[j], list(known))
        if not wrong and known[extra.when[0]] == known[extra.when[1]]:
            yield ("extras", k, "when"), "expected options of two different issues, found one issue", ""
