"""What all subgame-perfect equilibria agree on, at each point of a study."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline, check_time, own_time
from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.verdict import OPEN
from sim.errors import AskError, TimeLimitError
from sim.games.concessions.rounds import from_concessions
from sim.scenario.load import load_source
from sim.scenario.scenario import Concessions
from sim.study.maps.regime import VERDICTS
from sim.study.record import SINGLY, Chunk, StudyFile, empty_chunk
from sim.study.single import TROUBLE, message_of, parsed, settings_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime import Solve
    from sim.study.record import Words
    from sim.types import Floats


@dataclass(frozen=True)
class Agreed:
    """What all subgame-perfect equilibria agree on at n points.

    Parameters
    ----------
    deal : ndarray of str, shape (n,)
        ``certain``, ``possible``, ``impossible`` or ``open``; empty where the point failed.
    payoffs : ndarray of float, shape (n, 2, 2)
        For each player the least and the most that any equilibrium pays; NaN where that is not known.
    rounds : ndarray of float, shape (n, 2)
        First and last round, from 1, in which the agreement is complete for the first time in any equilibrium; NaN
        where it never is, or that is not known.
    """

    deal: Words
    payoffs: Floats
    rounds: Floats

    def then(self, other: Agreed) -> Agreed:
        """These points and others after them."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Agreed(*(np.concatenate(pair) for pair in pairs))


def empty_agreed(n: int) -> Agreed:
    """Nothing known at n points."""
    return Agreed(np.full(n, "", dtype=object), np.full((n, 2, 2), np.nan), np.full((n, 2), np.nan))


def refuse_verdicts(scenario: Scenario, asked: str) -> None:
    """Refuse scenarios whose equilibria are not found as sets.

    Parameters
    ----------
    asked : str
        The option that asks for them.

    Raises
    ------
    AskError
        If it is no concession game with a last round in which nothing is hidden.
    """
    game = scenario.game
    if not isinstance(game, Concessions) or game.horizon is None or scenario.variants:
        raise AskError(asked, "it is for concession games with a last round in which nothing is hidden")


def verdicts(file: StudyFile, names: Sequence[str], values: Floats) -> tuple[Agreed, tuple[tuple[int, str], ...]]:
    """What all subgame-perfect equilibria agree on at some points.

    Parameters
    ----------
    names : sequence of str, length k
        Parameters that differ from point to point.
    values : ndarray of float, shape (n, k)
        Their values.

    Returns
    -------
    agreed : Agreed
        The answers.
    messages : tuple of (int, str)
        What went wrong at points that failed.
    """
    found, told = empty_agreed(len(values)), []
    for k, row in enumerate(values):
        check_time()
        try:
            _put(found, k, _verdict(file, settings_at(file, names, row)))
        except TimeLimitError:
            found.deal[k] = OPEN
        except TROUBLE as error:
            told.append((k, f"verdict: {message_of(error)}"))
    return found, tuple(told)


def _verdict(file: StudyFile, settings: dict[str, str]) -> Verdict:
    scenario = load_source(parsed(file), settings)
    refuse_verdicts(scenario, "verdict")
    with own_time():
        return verdict_of(scenario, Deadline(file.time_limit))


def verdict_of(scenario: Scenario, deadline: Deadline) -> Verdict:
    """What all subgame-perfect equilibria of a concession game agree on, its steps taken at their word.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return every_subgame_perfect(from_concessions(scenario, deadline=deadline), deadline).verdict


def _put(agreed: Agreed, k: int, verdict: Verdict) -> None:
    agreed.deal[k] = verdict.deal
    if verdict.payoffs is not None:
        agreed.payoffs[k] = [[float(end) for end in both] for both in verdict.payoffs]
    if verdict.earliest is not None and verdict.latest is not None:
        agreed.rounds[k] = verdict.earliest, verdict.latest


def verdict_solver(file: StudyFile, names: tuple[str, ...]) -> Solve:
    """A solver for maps whose endings are what all equilibria say of a deal; it keeps no payoffs.

    Parameters
    ----------
    names : tuple of str
        Parameters that differ from point to point.
    """
    return partial(_chunk, file, names)


def _chunk(file: StudyFile, names: tuple[str, ...], values: Floats) -> Chunk:
    agreed, told = verdicts(file, names, values)
    blank = empty_chunk(len(values))
    ending = np.array([VERDICTS.get(str(word), "") for word in agreed.deal], dtype=object)
    how = np.where(ending == "", blank.how, SINGLY).astype(np.uint8)
    return Chunk(blank.payoffs, ending, blank.rounds, blank.equilibrium, how, told)
