"""The rules of faked steps, one by one, with the numbers worked out by hand."""

from fractions import Fraction

import pytest

from sim.errors import ScenarioError
from sim.games.concessions.fakes import as_seen
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import Outcome, Phase, StochasticGame
from sim.scenario.load import load

F = Fraction
TEXT = """
format: 1
title: Fakes
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.8}}}}
status_quo: {{us: -3, nk: -2}}
concessions:
  us: [{{id: relief, effect: {{us: -1, nk: 2}}, reversible: true, after: [nk.freeze]}}]
  nk:
    - {{id: freeze, effect: {{us: 1, nk: -0.5}}, once: {{nk: -4}}, reversible: true, verification: 0.5}}
    - {{id: site, effect: {{us: 2, nk: -1}}, verification: 0.2}}
    - {{id: arms, effect: {{us: 4, nk: -1}}}}
agreement: {{us: 0.5, nk: 0.75}}
breakdown: {{payoff: {{us: -4, nk: -5}}, hazard: 0.1}}
moves: {moves}
actions: [concede, hold_out, walk_away, renege]
horizon: 5
{more}
"""


def game(fakes: tuple[bool, bool] = (False, True), more: str = "", moves: str = "simultaneous") -> StochasticGame:
    return from_concessions(load("t", text=TEXT.format(more=more, moves=moves)), fakes)


def outcome(g: StochasticGame, nk: tuple[str, ...], faked: tuple[str, ...], one: str, two: str) -> Outcome:
    phase: Phase = g.phases(0)[0]
    at = next(k for k, s in enumerate(g.states) if s.stands == ((), nk) and s.faked == ((), faked))
    node = phase.nodes[at]
    return phase.outcomes[node.cells[node.actions[0].index(one)][node.actions[1].index(two)]]


def test_engines_never_see_a_fake() -> None:
    assert game((False, False)) == from_concessions(load("t", text=TEXT.format(more="", moves="simultaneous")))
    assert not any(any(s.faked) for s in game((False, False)).states)


def test_a_fake_has_neither_its_effect_nor_its_single_payment_and_is_no_stalled_round() -> None:
    got = outcome(game(), (), (), "hold_out", "fake")
    assert got.reward == (F(-3), F(-2))
    assert got.risk == 0
    assert game().states[got.successor].stands == ((), ("freeze",))


def test_a_fake_meets_the_prerequisites_of_the_other_side() -> None:
    assert outcome(game(), ("freeze",), ("freeze",), "concede", "hold_out").reward == (F(-4), F(0))


def test_only_steps_with_a_verification_can_be_faked_and_only_by_those_who_may() -> None:
    g = game()
    for node in g.phases(0)[0].nodes:
        stands = g.states[node.state].stands[1]
        missing = [step for step in ("freeze", "site", "arms") if step not in stands]
        assert ("fake" in node.actions[1]) == (missing[:1] in (["freeze"], ["site"]))
        assert "fake" not in node.actions[0]


def test_every_standing_fake_is_discovered_on_its_own() -> None:
    # 1 - (1 - 0.5)(1 - 0.2), that of this round included.
    assert outcome(game(), ("freeze",), ("freeze",), "hold_out", "fake").discovery == F(3, 5)


def test_snapback_leaves_what_is_real_and_cannot_be_undone() -> None:
    # freeze is real and reversible, site is a fake: nothing is left but the status quo.
    assert outcome(game(), ("freeze",), (), "hold_out", "fake").discovered == (F(-3), F(-2))
    # site is real and stays: -3 + 2 and -2 - 1.
    assert outcome(game(), ("freeze", "site"), ("freeze",), "hold_out", "hold_out").discovered == (F(-1), F(-3))


@pytest.mark.parametrize("more", ["on_discovery: breakdown", "punishment: breakdown"])
def test_a_discovery_can_break_the_talks_down(more: str) -> None:
    assert outcome(game(more=more), (), (), "hold_out", "fake").discovered == (F(-4), F(-5))


def test_whoever_takes_steps_back_takes_back_fakes_of_them_too() -> None:
    g = game()
    got = outcome(g, ("freeze", "site"), ("freeze", "site"), "hold_out", "renege")
    assert g.states[got.successor].stands == ((), ("site",))
    assert g.states[got.successor].faked == ((), ("site",))


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_every_node_looks_like_a_node_without_fakes(moves: str) -> None:
    g, base = game((True, True), moves=moves), game((False, False), moves=moves)
    for phases, simple, layers in zip(g.cycle, base.cycle, as_seen(g, base), strict=True):
        for phase, other, like in zip(phases, simple, layers, strict=True):
            for node, k in zip(phase.nodes, like, strict=True):
                same = other.nodes[k]
                assert g.states[node.state].stands == base.states[same.state].stands
                assert node.leader.replace("fake", "concede") == same.leader
                for mine, theirs in zip(node.actions, same.actions, strict=True):
                    assert tuple(a for a in mine if a != "fake") == theirs


def test_a_discovery_that_is_a_breakdown_needs_its_payoff() -> None:
    text = TEXT.format(more="on_discovery: breakdown", moves="simultaneous")
    text = text.replace("breakdown: {payoff: {us: -4, nk: -5}, hazard: 0.1}\n", "").replace(", walk_away", "")
    with pytest.raises(ScenarioError, match="on_discovery: a discovery is a breakdown"):
        load("t", text=text)
