"""Questions on a game tree: what each side plans, and what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.lesson.questions.asked import Asked
from sim.show.text.words import listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.scenario.scenario import Scenario, Tree
    from sim.show.lesson.picture import TreePicture
    from sim.study.sliders import Curve


MOST_EQUILIBRIA, MOST_PLANNED = 4, 8
"""Equilibria, most, that are told side by side, and information sets of a side whose choices paper has room for."""


def tree_questions(scenario: Scenario, game: Tree, picture: TreePicture, curves: Sequence[Curve]) -> Iterator[Asked]:
    """What the only equilibrium plans and pays; of several, how they differ.

    Parameters
    ----------
    picture : TreePicture
        What the equilibria play.
    curves : sequence of Curve
        Their names and payoffs.
    """
    if not picture.plays:
        return
    if len(curves) > 1:
        if len(curves) <= MOST_EQUILIBRIA:
            told = "; ".join(f"({k}) {curve.name}" for k, curve in enumerate(curves, 1))
            ask = "Theory alone does not say which equilibrium is played. How do they differ, and what speaks for each?"
            yield Asked(ask, f"{told}.", paper=False)
        return
    paid = [f"{p.name} {number(v)}" for p, v in zip(scenario.players, curves[0].payoffs, strict=True)]
    by_chance = _draws(game) or any(0 < c < 1 for plan in picture.plays[0].values() for c in plan.values())
    yield Asked("What does each side get in the end?", f"{'On average: ' if by_chance else ''}{listed(paid)}.")
    yield from _plans(scenario, game, picture.plays[0])


def _plans(scenario: Scenario, game: Tree, plays: Mapping[str, Mapping[str, float]]) -> Iterator[Asked]:
    for k, player in enumerate(scenario.players):
        plan = [
            f"{quoted(place)}: {listed([f'{a} ({percent(c)})' if c < 1 else a for a, c in mixture.items() if c > 0])}"
            for place, mixture in plays.items()
            if _owner(game, place) == k
        ]
        if plan:
            asked = f"What does {player.name} plan to do at each point at which it may have to choose?"
            yield Asked(asked, f"At {'; at '.join(plan)}.", paper=len(plan) <= MOST_PLANNED)


def _draws(game: Tree) -> bool:
    """Whether chance moves anywhere."""
    return any(node.player is None and node.payoffs is None for node in game.nodes)


def _owner(game: Tree, place: str) -> int | None:
    return next((node.player for node in game.nodes if node.infoset == place), None)
