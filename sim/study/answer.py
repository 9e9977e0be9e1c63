"""From the solution of one scenario to what a study keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import nan
from typing import TYPE_CHECKING, Any

from sim.errors import UnansweredError
from sim.study.course_ending import course_ending
from sim.study.record import AGREEMENT, ANNOUNCED, MIXED, SELECTED, UNIQUE, endings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.selection import Rule
    from sim.engine.tree.profile import BehaviourProfile
    from sim.types import Pair


@dataclass(frozen=True)
class StudyAnswer:
    """What is kept of one point; see `Chunk` for the fields."""

    payoffs: tuple[float, float]
    ending: str
    rounds: float
    equilibrium: str


def answer(solution: Any, rule: Rule) -> StudyAnswer:
    """What a study keeps of a solution by its form's default concept.

    Parameters
    ----------
    solution : Solution
        As `sim.engine.solve` gives it.
    rule : Rule
        Which equilibrium counts where a matrix game has several.

    Raises
    ------
    UnansweredError
        If the solution lists no equilibrium for certain, or is of another concept.
    """
    readers = {
        "subgame-perfect": _perfect,
        "markov-perfect": _course,
        "nash": _matrix,
        "repeated": _repeated,
        "stackelberg": _announced,
        "pbe": _hidden,
        "bayes-nash": _hidden,
    }
    if solution.concept not in readers:
        raise UnansweredError(f"studies do not keep solutions of the concept {solution.concept}")
    found: StudyAnswer = readers[solution.concept](solution, rule)
    return found


def _perfect(solution: Any, rule: Rule) -> StudyAnswer:
    if hasattr(solution, "offers"):
        return _offers(solution)
    return _tree(solution) if hasattr(solution, "equilibria") else _course(solution, rule)


def _course(solution: Any, rule: Rule) -> StudyAnswer:
    """A concession game, with a last round or without."""
    del rule
    ending, rounds = course_ending(solution.outcome)
    kind = UNIQUE if solution.complete and len(getattr(solution, "equilibria", "1")) == 1 else SELECTED
    kind = MIXED if _mixes(solution) else kind
    return StudyAnswer(solution.values, endings_of(solution.game.players)[ending], rounds, kind)


def _mixes(solution: Any) -> bool:
    """Whether somebody mixes at a decision that play gets to."""
    if solution.concept == "markov-perfect":
        return any(max(side) < 1 for k in solution.profile.since for side in solution.profile.mixtures[k])
    return any(
        bool(mask.any()) and bool(min(layer.row[mask].max(axis=1).min(), layer.column[mask].max(axis=1).min()) < 1)
        for masks, layers in zip(solution.played, solution.profile.layers, strict=True)
        for mask, layer in zip(masks, layers, strict=True)
    )


def _matrix(solution: Any, rule: Rule) -> StudyAnswer:
    result, game = solution.result, solution.game
    if not result.complete or not result.equilibria:
        raise UnansweredError(result.note or "not all equilibria were found")
    picked = _picked(game, [e.payoffs for e in result.equilibria], [e.strategies for e in result.equilibria], rule)
    e = result.equilibria[picked]
    kind = UNIQUE if len(result.equilibria) == 1 else SELECTED
    return StudyAnswer(_floats(e.payoffs), _profile(game, e.strategies), nan, kind if e.pure else MIXED)


def _picked(game: Any, payoffs: Sequence[Pair], strategies: Sequence[Any], rule: Rule) -> int:
    from sim.engine.matrix.refinements import safest
    from sim.engine.selection import order_key, select

    ranges = [max(v for line in side for v in line) - min(v for line in side for v in line) for side in _sides(game)]
    keys = [order_key(game.players, game.actions, s) for s in strategies]
    safe = safest(*_sides(game), _Listed.of(payoffs, strategies)) if rule.safest_first else None
    return select(payoffs, keys, rule.within((ranges[0], ranges[1])), safe)[0]


@dataclass(frozen=True)
class _Listed:
    """As much of an equilibrium as the comparison by risk reads."""

    payoffs: Pair
    strategies: Any

    @staticmethod
    def of(payoffs: Sequence[Pair], strategies: Sequence[Any]) -> Any:
        return [_Listed(p, s) for p, s in zip(payoffs, strategies, strict=True)]


def _sides(game: Any) -> tuple[Any, Any]:
    return game.row, game.column


def _profile(game: Any, strategies: Any) -> str:
    """The actions of both players; those that are mixed with a plus between them."""
    told = [
        "+".join(action for action, p in zip(labels, side, strict=True) if p)
        for labels, side in zip(game.actions, strategies, strict=True)
    ]
    return " / ".join(told)


def _repeated(solution: Any, rule: Rule) -> StudyAnswer:
    """The cell that the rule picks of those that hold themselves, else the stage equilibrium that it picks."""
    game, stage = solution.game, solution.stage
    if not stage.complete or not stage.equilibria:
        raise UnansweredError(stage.note or "not all equilibria of a round were found")
    found = [(e.payoffs, e.strategies) for e in stage.equilibria]
    kind = UNIQUE if getattr(solution, "unique", False) else SELECTED
    for deal in getattr(solution, "held", ()):
        pure = tuple(tuple(Fraction(int(k == a)) for k in range(n)) for a, n in zip(deal.cell, game.shape, strict=True))
        found += [(deal.payoffs, pure)] if pure not in [s for _, s in found] else []
    payoffs, strategies = found[_picked(game, [p for p, _ in found], [s for _, s in found], rule)]
    mixed = any(max(side) < 1 for side in strategies)
    return StudyAnswer(_floats(payoffs), _profile(game, strategies), nan, MIXED if mixed else kind)


def _announced(solution: Any, rule: Rule) -> StudyAnswer:
    del rule
    if hasattr(solution, "path"):
        ending, rounds = course_ending(solution.outcome)
        return StudyAnswer(solution.values, endings_of(solution.game.players)[ending], rounds, ANNOUNCED)
    if hasattr(solution, "behaviour"):
        return StudyAnswer(_floats(solution.payoffs), _way(solution.profile), nan, ANNOUNCED)
    return StudyAnswer(_floats(solution.payoffs()), _profile(solution.game, solution.strategies()), nan, ANNOUNCED)


def _hidden(solution: Any, rule: Rule) -> StudyAnswer:
    """The first equilibrium of a game with hidden types or fakes."""
    from sim.study.hidden_answer import ending_of, kind_of

    del rule
    if not hasattr(solution, "solution"):
        raise UnansweredError(f"studies keep solutions of the concept {solution.concept} of files with hidden types")
    if not solution.solution.equilibria:
        raise UnansweredError("no equilibrium was found")
    return StudyAnswer(_floats(solution.solution.equilibria[0].payoffs), *ending_of(solution), kind_of(solution))


def _tree(solution: Any) -> StudyAnswer:
    e = solution.equilibria[0]
    kind = UNIQUE if solution.complete else SELECTED
    return StudyAnswer(_floats(e.payoffs), _way(e.profile), nan, MIXED if e.profile.mixed else kind)


def _way(profile: BehaviourProfile) -> str:
    """Labels along the likeliest way through a tree."""
    return " / ".join(profile.game.labels(profile.likeliest_end()))


def _offers(solution: Any) -> StudyAnswer:
    agreed = solution.agreed
    ending = AGREEMENT if agreed is not None else "no agreement"
    rounds = nan if agreed is None else float(agreed + 1)
    return StudyAnswer(_floats(solution.payoffs), ending, rounds, UNIQUE if solution.complete else SELECTED)


def _floats(pair: Pair) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])
