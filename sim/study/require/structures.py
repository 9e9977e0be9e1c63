"""Changes of the rules of a concession game, one at a time: a step, a prerequisite, the order of moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

from sim.scenario.scenario import Concessions, JointEffect, Moves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Scenario, Step
    from sim.types import Pair

Sort = Literal["reversible", "after", "split", "order", "moves", "first"]
"""A step made irreversible or reversible, a prerequisite dropped, a step in halves, a step before the one below it, the
order of moves, who begins."""

HALF = "_first_half"
"""How the identifier of a first half ends; the second keeps that of the step, which stands once both do."""


@dataclass(frozen=True)
class Structure:
    """A change of the rules.

    Parameters
    ----------
    sort : str
        What sort of change.
    key : str
        The key of the file that it is about.
    to : object
        What the key is to hold, as plain data; of a step in halves its identifiers.
    scenario : Scenario
        The game with the change.
    step : (int, int) or None
        Player and place of the step that it is about.
    dropped : (int, int) or None
        Player and place of the prerequisite that is dropped.
    also : tuple of (str, str)
        Keys that have to hold something else as well.
    """

    sort: Sort
    key: str
    to: Any
    scenario: Scenario
    step: tuple[int, int] | None = None
    dropped: tuple[int, int] | None = None
    also: tuple[tuple[str, str], ...] = ()


def structures(scenario: Scenario) -> Iterator[Structure]:
    """All changes of the rules that are looked at, one at a time.

    Parameters
    ----------
    scenario : Scenario
        A concession game.
    """
    game = _game(scenario)
    for player, ladder in enumerate(game.ladders):
        for k, step in enumerate(ladder):
            key = f"concessions.{scenario.players[player].id}.{step.id}"
            other = replace(step, reversible=not step.reversible)
            yield Structure(
                "reversible", f"{key}.reversible", other.reversible, _with_step(scenario, player, k, other), (player, k)
            )
            for needed in step.after:
                left = tuple(place for place in step.after if place != needed)
                names = [_name(scenario, place) for place in left]
                own = _with_step(scenario, player, k, replace(step, after=left))
                yield Structure("after", f"{key}.after", names, own, (player, k), needed)
            yield Structure("split", key, [step.id + HALF, step.id], in_halves(scenario, player, k), (player, k))
            if k and _can_be_complete(own := swapped(scenario, player, k)):
                ids = [each.id for each in _game(own).ladders[player]]
                yield Structure("order", f"concessions.{scenario.players[player].id}", ids, own, (player, k))
    yield from _orders(scenario)


def _game(scenario: Scenario) -> Concessions:
    assert isinstance(scenario.game, Concessions)
    return scenario.game


def _name(scenario: Scenario, place: tuple[int, int]) -> str:
    player, k = place
    return f"{scenario.players[player].id}.{_game(scenario).ladders[player][k].id}"


def _with_step(scenario: Scenario, player: int, k: int, step: Step) -> Scenario:
    ladders = list(_game(scenario).ladders)
    ladders[player] = (*ladders[player][:k], step, *ladders[player][k + 1 :])
    return replace(scenario, game=replace(_game(scenario), ladders=(ladders[0], ladders[1])))


def in_halves(scenario: Scenario, player: int, k: int) -> Scenario:
    """The game in which a step is taken in two halves, one after the other.

    Each half has half of what the step brings per round and pays once. The first waits for what the step waits for;
    what waits for the step, and what is added while it stands, waits for the second. Named roadmaps are left out.

    Parameters
    ----------
    player, k : int
        The step's owner and its place on the ladder.
    """
    game = _game(scenario)

    def moved(place: tuple[int, int]) -> tuple[int, int]:
        return (player, place[1] + 1) if place[0] == player and place[1] >= k else place

    def shifted(step: Step) -> Step:
        joint = tuple(JointEffect(j.effect, tuple(map(moved, j.when))) for j in step.joint)
        return replace(step, after=tuple(map(moved, step.after)), joint=joint)

    ladders = [[shifted(step) for step in ladder] for ladder in game.ladders]
    whole = ladders[player][k]
    joint = tuple(JointEffect(_half(j.effect), j.when) for j in whole.joint)
    first = replace(
        whole,
        id=whole.id + HALF,
        name=f"{whole.name} (first half)",
        effect=_half(whole.effect),
        once=_half(whole.once),
        joint=joint,
    )
    second = replace(whole, effect=_half(whole.effect), once=_half(whole.once), joint=joint, after=())
    ladders[player][k : k + 1] = [first, second]
    rests = tuple(
        frozenset({*map(moved, rest), *([(player, k)] if (player, k) in rest else [])}) for rest in game.rests
    )
    one, two = map(tuple, ladders)
    return replace(scenario, game=replace(game, ladders=(one, two), rests=rests, roadmaps=()))


def swapped(scenario: Scenario, player: int, k: int) -> Scenario:
    """The game in which a step comes before the one below it on its ladder. Named roadmaps are left out.

    Parameters
    ----------
    player, k : int
        The step's owner and its place on the ladder, which is not the lowest.
    """
    game = _game(scenario)
    places = {(player, k): (player, k - 1), (player, k - 1): (player, k)}

    def moved(place: tuple[int, int]) -> tuple[int, int]:
        return places.get(place, place)

    def shifted(step: Step) -> Step:
        joint = tuple(JointEffect(j.effect, tuple(map(moved, j.when))) for j in step.joint)
        return replace(step, after=tuple(map(moved, step.after)), joint=joint)

    ladders = [[shifted(step) for step in ladder] for ladder in game.ladders]
    ladders[player][k - 1 : k + 1] = ladders[player][k], ladders[player][k - 1]
    rests = tuple(frozenset(map(moved, rest)) for rest in game.rests)
    one, two = map(tuple, ladders)
    return replace(scenario, game=replace(game, ladders=(one, two), rests=rests, roadmaps=()))


def _can_be_complete(scenario: Scenario) -> bool:
    """Whether no step waits for one that waits for it."""
    ladders, stand = _game(scenario).ladders, [0, 0]
    while True:
        free = [
            p for p in (0, 1) if stand[p] < len(ladders[p]) and all(stand[w] > k for w, k in ladders[p][stand[p]].after)
        ]
        if not free:
            return stand == [len(ladder) for ladder in ladders]
        stand[free[0]] += 1


def _half(pair: Pair) -> Pair:
    return Fraction(pair[0]) / 2, Fraction(pair[1]) / 2


def _orders(scenario: Scenario) -> Iterator[Structure]:
    """Other orders of moves, and who begins."""
    game = _game(scenario)
    for moves in get_args(Moves):
        for first in (0, 1) if moves != "simultaneous" else (game.first,):
            own = replace(scenario, game=replace(game, moves=moves, first=first))
            begins = scenario.players[first].id
            if moves != game.moves:
                also = () if moves == "simultaneous" else (("first", begins),)
                yield Structure("moves", "moves", moves, own, also=also)
            elif moves != "simultaneous" and first != game.first:
                yield Structure("first", "first", begins, own)
