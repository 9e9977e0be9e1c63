"""What the Korean files are there to show, row by row of the report; thresholds against their own equations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.deadline import Deadline
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.roadmaps.study import study_roadmaps
from sim.games import compile_scenario
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.load import load
from sim.show.roadmaps.document import roadmap_document


def roadmaps(name: str, **settings: str) -> dict[str, dict[str, Any]]:
    """Roadmaps of a bundled scenario by name."""
    scenario = load(name, settings)
    named = [(roadmap.name, roadmap.rounds) for roadmap in scenario.game.roadmaps]  # type: ignore[union-attr]
    study = study_roadmaps(from_ladders(scenario, None), named, 1, None, Deadline(60))
    return {entry["name"]: entry for entry in roadmap_document(scenario, study)["roadmaps"]}


def path(name: str, **settings: str) -> list[Any]:
    """Rounds of the most likely play."""
    return list(solve_stochastic(compile_scenario(load(name, settings))).path)  # type: ignore[arg-type]


def patience(name: str, order: str, **settings: str) -> tuple[float | None, float | None]:
    found = roadmaps(name, **settings)[order]["patience"]
    return found["us"], found["nk"]


def least(on: list[float], off: float, first: float | None = None) -> float:
    """Least patience from which `on`, whose last entry lasts, is worth `first` now and `off` for ever after.

    (1 - δ) Σ δ^t on_t + δ^T on_T = (1 - δ) first + δ off, solved as a polynomial in δ.
    """
    delta = np.polynomial.Polynomial([0, 1])
    gap = np.polynomial.Polynomial([0])
    for t, value in enumerate(on[:-1]):
        gap += (1 - delta) * delta**t * value
    gap = gap + delta ** (len(on) - 1) * on[-1] - (1 - delta) * (off if first is None else first) - delta * off
    roots: Any = gap.roots()
    return max((float(root.real) for root in roots if abs(root.imag) < 1e-9 and 0 <= root.real < 1 - 1e-9), default=0.0)


FALL = [-2.6, -3.23, -4.7, -4.6, -4.4, -3.44, -1.0]  # North Korea, all its steps before the first American one


def test_row_2_all_of_the_dismantlement_first_asks_more_patience_of_north_korea_than_it_has() -> None:
    assert patience("action-for-action", "dismantle_first")[1] == pytest.approx(least(FALL, off=-2.4))
    assert not roadmaps("action-for-action")["dismantle_first"]["self_enforcing"]


def test_rows_3_and_4_phased_steps_and_reassurance_hold_and_each_asks_more_of_whoever_goes_first() -> None:
    found = roadmaps("action-for-action")
    assert all(found[name]["self_enforcing"] for name in ("phased", "simultaneous", "reassurance_first"))
    us = [found[name]["patience"]["us"] for name in ("phased", "reassurance_first")]
    nk = [found[name]["patience"]["nk"] for name in ("phased", "reassurance_first")]
    assert us[0] < us[1]
    assert nk[0] > nk[1]


@pytest.mark.parametrize("for_good", ["0", "1"])
def test_row_5_relief_that_cannot_be_taken_back_is_kept_and_not_answered(for_good: str) -> None:
    """With all relief in hand and no sanction back, stopping pays 0.3 per round and going on at most -1.0."""
    found = roadmaps("broken-promises", for_good=for_good)["relief_first"]
    assert found["self_enforcing"] == (for_good == "0")
    assert (found["patience"]["nk"] is None) == (for_good == "1")


def test_row_6_a_declaration_that_stays_given_does_not_hold_north_korea_however_much_it_is_worth() -> None:
    """What is kept after leaving cancels on both sides of the condition: only what can be withdrawn counts."""
    kept = [patience("soothing-steps", "soothed", declaration_worth=worth)[1] for worth in ("0.2", "0.6", "1")]
    assert kept[0] == pytest.approx(kept[1]) == pytest.approx(kept[2])
    drawn = [
        patience("soothing-steps", "soothed", declaration_worth=worth, revocable="1")[1] for worth in ("0.2", "0.6")
    ]
    assert kept[0] is not None
    assert drawn[0] is not None
    assert drawn[1] is not None
    assert kept[0] > drawn[0] > drawn[1]
    withheld = patience("soothing-steps", "withheld")[1]
    assert withheld is not None
    assert withheld > kept[0]


def test_row_9_gestures_that_stand_change_nothing_of_what_follows() -> None:
    """The same subgame: strategies and payoffs from their completion on are those of action for action."""
    later = path("gestures")
    plain = path("action-for-action")
    # The gestures are made in the first four rounds, and both sides have the turn as often in them. Both play on to
    # where nothing changes any more, so that two rounds more at the end do not matter.
    after, before = ([list(step.payoffs) for step in steps] for steps in (later[4:], plain[: len(later[4:])]))
    assert np.array(after, float) == pytest.approx(np.array(before, float))


def test_row_9_gestures_that_are_not_answered_ask_for_more_patience_than_answered_ones() -> None:
    unanswered, answered = (patience("gestures", name, gesture_cost="0.1")[1] for name in ("unanswered", "answered"))
    phased = patience("action-for-action", "phased")[1]
    assert unanswered is not None
    assert answered is not None
    assert phased is not None
    assert unanswered > phased > answered
    # Pause, freeze, declaration, site, partial relief, weapons, full relief, after two gestures of 0.1 each.
    assert unanswered == pytest.approx(least([-2.3, -2.4, -2.3, -2.5, -2.3, -2.93, -1.97, -3.44, -1.0], off=-2.2))


def test_row_12_the_fear_of_the_end_takes_the_place_of_patience() -> None:
    hope, none = (patience("fading-hope", "phased"), patience("action-for-action", "phased"))
    assert hope[1] is not None
    assert none[1] is not None
    assert hope[1] < none[1]


@pytest.mark.parametrize("blame", ["2.45", "3", "4.5", "8"])
def test_row_13_who_bears_more_of_a_breakdown_needs_less_patience(blame: str) -> None:
    """Whoever holds out or takes the freeze back has one better round, and the breakdown ever after.

    What has been dismantled stays so: after the site a breakdown is worth 0.63 less, after the weapons 2.1.
    """
    cost = -float(blame)
    us, nk = patience("blame", "dismantle_first", blame_nk=blame)
    leaving = [(-2.4, cost), (-2.4, cost), (-3.03, cost - 0.63), (-4.3, cost - 2.1)]
    steps = [least(FALL[k:], off=off, first=first) for k, (first, off) in enumerate(leaving)]
    assert nk == pytest.approx(max(steps))
    assert us == patience("blame", "dismantle_first")[0]


@pytest.mark.parametrize(("blame", "leaves"), [("1.5", True), ("2.2", True), ("2.45", False)])
def test_row_13_north_korea_walks_away_where_a_breakdown_costs_it_less_than_the_sanctions(
    blame: str, leaves: bool
) -> None:
    assert (path("blame", blame_nk=blame)[-1].breaks == "walk_away") == leaves


def test_row_12_the_danger_of_the_end_is_what_one_round_of_waiting_costs() -> None:
    """The most likely play has one stalled round, so the agreement has the chance 1 - impatience."""
    for impatience in (0.1, 0.3, 0.5):
        scenario = compile_scenario(load("fading-hope", {"impatience": str(impatience)}))
        assert solve_stochastic(scenario).path_chance == pytest.approx(1 - impatience)  # type: ignore[arg-type]
