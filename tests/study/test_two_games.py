"""Solving a file and judging its roadmaps answer two games: where they differ, and what that hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.concessions.courses.course import WithCourse
from sim.engine.roadmaps.certificate import most_gained
from sim.engine.solve import solve
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.load import load
from sim.study.two_games import TwoGames, two_games

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

SWAP = """\
format: 1
title: A step that can be taken back for one that cannot
players: {a: {patience: 0.9}, b: {patience: 0.9}}
status_quo: {a: 0, b: 0}
concessions:
  a: [{id: x, effect: {a: -1, b: 2}, reversible: true}]
  b: [{id: y, effect: {a: 2, b: -1}}]
breakdown: {payoff: {a: -5, b: -5}, hazard: HAZARD}
moves: alternating
actions: [concede, hold_out, renege]
horizon: infinite
"""


def compared(text: str) -> TwoGames:
    found = two_games(load("test.yaml", text=text))
    assert found is not None
    return found


def test_a_hazard_holds_an_order_that_no_roadmap_holds() -> None:
    """By hand: once y stands, a gains 2 - 1 = 1 per round by taking x back, and y is not undone for it.

    As a roadmap the order is therefore lost. With a hazard of 3/10 after every round in which nothing moves, a would
    risk -5 for ever from the round after next on, which is more than it gains; without hazard nothing keeps it.
    """
    found = compared(SWAP.replace("HAZARD", "0.3"))
    assert found.kept
    assert found.own is not None
    assert found.own.rounds == ((0,), (1,))
    assert found.own.stands[0].slack == -1
    assert not found.agree
    assert found.present == ("hazard",)
    assert found.enough == (("hazard",),)
    without = compared(SWAP.replace("HAZARD", "0"))
    assert not without.kept
    assert without.agree


WAITING = """\
format: 1
title: One round too few
players: {a: {patience: 0.9}, b: {patience: 0.9}}
status_quo: {a: 0, b: 0}
concessions:
  a: [{id: x, effect: {a: -1, b: 1}, after: [b.y]}]
  b: [{id: y, effect: {a: 1, b: -1}}]
agreement: {a: 2, b: 2}
moves: alternating
first: a
actions: [concede, hold_out]
horizon: 2
"""


def test_waived_prerequisites_are_named_where_a_deal_hangs_on_them() -> None:
    """By hand: a moves in round 1 alone and may not, so nothing can be complete and b, alone at the end, pays nothing.

    Waived, a takes its step since b then adds its own: 1 - 1 + 2 is more than 1.
    """
    found = compared(WAITING)
    assert (found.kept, found.own, found.agree) == (False, None, False)
    assert found.present == ("prerequisites", "horizon")
    assert found.enough == (("prerequisites",),)
    assert {tuple(e.roadmap.rounds) for e in found.holding} >= {((0,), (1,))}


STEP = st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.booleans())
GAME = st.fixed_dictionaries(
    {
        "steps": st.tuples(STEP, STEP, STEP),
        "quo": st.tuples(st.integers(-2, 2), st.integers(-2, 2)),
        "agreement": st.integers(0, 3),
        "hazard": st.sampled_from(["0", "0.1", "0.3"]),
        "moves": st.sampled_from(["alternating", "sequential"]),
        "walk": st.booleans(),
        "after": st.booleans(),
        "rounds": st.integers(2, 6),
    }
)


def text_of(game: dict[str, object], without: tuple[str, ...] = ()) -> str:
    """The file of a drawn game, or of one without some of what roadmaps leave out."""
    (x1, y1, back1), (x2, y2, back2), (x3, y3, back3) = game["steps"]  # type: ignore[misc]
    q1, q2 = game["quo"]  # type: ignore[misc]
    walk = game["walk"] and "walk_away" not in without
    after = ", after: [b.u]" if game["after"] and "prerequisites" not in without else ""
    return f"""\
format: 1
title: Drawn
players: {{a: {{patience: 0.8}}, b: {{patience: 0.9}}}}
status_quo: {{a: {q1}, b: {q2}}}
concessions:
  a:
    - {{id: s, effect: {{a: {x1}, b: {y1}}}, reversible: {str(back1).lower()}}}
    - {{id: t, effect: {{a: {x2}, b: {y2}}}, reversible: {str(back2).lower()}{after}}}
  b: [{{id: u, effect: {{a: {x3}, b: {y3}}}, reversible: {str(back3).lower()}}}]
agreement: {{a: {game["agreement"]}, b: {game["agreement"]}}}
breakdown: {{payoff: {{a: -4, b: -4}}, hazard: {0 if "hazard" in without else game["hazard"]}}}
moves: {game["moves"]}
actions: [concede, hold_out, renege{", walk_away" if walk else ""}]
horizon: {"infinite" if "horizon" in without else game["rounds"]}
"""


def kept_and_denied(scenario: Scenario) -> tuple[bool, bool]:
    """Whether all steps stand at the end of the course, and whether roadmaps deny its order, played out one by one."""
    solution = solve(scenario)
    assert isinstance(solution, WithCourse)
    if solution.outcome.kind != "agreement":
        return False, False
    acts = [{turn.player: turn.action for turn in r.turns} for r in solution.path]
    if any("renege" in own.values() for own in acts):
        return True, False
    rounds = [tuple(player for player in (0, 1) if own.get(player) == "concede") for own in acts]
    while rounds and not rounds[-1]:
        rounds.pop()
    ladders = from_ladders(scenario, None)
    gains = [most_gained(ladders, tuple(rounds), player, ladders.discount[player]) for player in (0, 1)]
    return True, any(gain is not None and gain > 0 for gain in gains)


@settings(max_examples=12, deadline=None)
@given(GAME)
def test_what_a_difference_hangs_on_is_found_again_in_a_file_without_it(game: dict[str, object]) -> None:
    """Files are written again without what is named, and the order is judged by playing out every deviation."""
    scenario = load("test.yaml", text=text_of(game))
    found = two_games(scenario)
    assert found is not None
    kept, denied = kept_and_denied(scenario)
    assert found.kept == kept
    if found.own is not None:
        assert found.agree != denied
    for some in found.enough:
        there, held_up = kept_and_denied(load("test.yaml", text=text_of(game, some)))
        assert not (there and held_up) if kept else there
