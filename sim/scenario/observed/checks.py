"""Checks of what people did that need the whole file: whose choices, where, and that there are such choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.errors import nearest
from sim.scenario.source import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sim.scenario.kind import Found

    Known = Callable[[Any, Path], "Iterator[Found]"]
    """What is wrong with one entry of ``choices``, which stands at a path."""


def observed_problems(model: Any, known: Known) -> Iterator[Found]:
    """What is wrong with what people did, as (path, message, hint).

    Parameters
    ----------
    model : FileModel
        The file, of a kind that has ``observed``.
    known : callable
        What is wrong with an entry of ``choices`` of the kind.
    """
    for k, study in enumerate(model.observed):
        yield from _set(model, study, ("observed", k, "set"))
        for n, entry in enumerate(study.choices):
            yield from known(entry, ("observed", k, "choices", n))


def _set(model: Any, study: Any, path: Path) -> Iterator[Found]:
    for name, value in study.set.items():
        parameter = model.parameters.get(name)
        if parameter is None:
            hint = nearest(name, model.parameters) or "the file has no parameters"
            yield (*path, name), f"the file has no parameter '{name}'", hint
        elif parameter.min is not None and value < parameter.min:
            yield (*path, name), f"expected at least its min {float(parameter.min):g}, found {float(value):g}", ""
        elif parameter.max is not None and value > parameter.max:
            yield (*path, name), f"expected at most its max {float(parameter.max):g}, found {float(value):g}", ""


def unknown(counts: Collection[str], labels: Collection[str], what: str, path: Path) -> Iterator[Found]:
    """Choices that were counted and that there are none of.

    Parameters
    ----------
    counts : collection of str
        What was counted.
    labels : collection of str
        What could be chosen.
    what : str
        What it is, as in ``action of us``, behind "is no".
    path : Path
        Where the counts stand.
    """
    for label in counts:
        if label not in labels:
            yield (*path, label), f"'{label}' is no {what}", nearest(label, labels) or f"one of {_few(labels)}"


def _few(labels: Collection[str]) -> str:
    told = [f"'{label}'" for label in list(labels)[:5]]
    return ", ".join(told) + (", …" if len(labels) > 5 else "")


def late(entry: Any, rounds: int | None, path: Path) -> Iterator[Found]:
    """A round that comes after the last one."""
    if entry.round is not None and rounds is not None and entry.round > rounds:
        yield (*path, "round"), f"the game has {rounds:,} rounds, found round {entry.round:,}", ""


def too_many_accepted(entry: Any, path: Path) -> Iterator[Found]:
    """Offers that were accepted more often than they were made."""
    for share, count in (entry.accepted or {}).items():
        made = entry.offered.get(share)
        if made is None:
            hint = nearest(share, entry.offered) or "count it under 'offered' as well"
            yield (*path, "accepted", share), f"the share {share} was accepted and is not under 'offered'", hint
        elif count > made:
            told = f"expected at most the {made:,} offers that were made, found {count:,}"
            yield (*path, "accepted", share), told, ""
