"""Agents that bargain over packages: what they do by their definitions, and runs that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.agents import PackageAgent, PackageView
from sim.agents.arenas.issues import IssuesArena
from sim.agents.packages.runs import package_agents, package_field, package_tournament, simulate_packages
from sim.deadline import Deadline
from sim.engine.issues.erring_play import package_quantal
from sim.errors import AgentError
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.scenario import Scenario

SPLIT = """format: 1
kind: issues
title: Shares
players: {a: {name: Ann, walk_away: 0, patience: 0.9}, b: {name: Bob, walk_away: 0, patience: 0.9}}
issues: {share: {options: {OPTIONS}}}
offers: {rounds: 11, breakdown: CHANCE}
""".replace("OPTIONS", ", ".join(f"s{k}: [{k}, {10 - k}]" for k in range(11)))


def shares(breakdown: str = "0") -> Scenario:
    return load("t", text=SPLIT.replace("CHANCE", breakdown))


def offers_of(agent: str, other: str = "hard_liner") -> list[float]:
    """What the offers of an agent in the first seat leave it."""
    found = simulate_packages(shares(), {"a": agent, "b": other}, 2, 1)
    return [float(found.arena.game.pays(package)[0]) for who, package in found.course if who == 0]


def test_boulware_gives_way_late_and_a_conceder_early() -> None:
    """Faratin, Sierra and Jennings (1998): best - (best - least) (t / T) ^ (1 / e), rounded up to an option."""
    boulware, conceder = offers_of("boulware"), offers_of("conceder")
    assert boulware == sorted(boulware, reverse=True)
    assert conceder == sorted(conceder, reverse=True)
    assert boulware[2] == 10  # 10 (1 - 0.4 ^ 5) = 9.9
    assert conceder[1] == 5  # 10 (1 - 0.2 ^ (1 / 3)) = 4.2
    assert all(a >= b for a, b in zip(boulware, conceder, strict=False))


def test_a_hard_liner_and_tit_for_tat_do_not_move_where_the_other_does_not() -> None:
    assert set(offers_of("hard_liner")) == {10}
    assert set(offers_of("tit_for_tat")) == {10}


def test_tit_for_tat_gives_as_much_as_it_was_given() -> None:
    """Against a conceder it gives way by what the last two offers brought it, never more."""
    found = simulate_packages(shares(), {"a": "tit_for_tat", "b": "conceder"}, 2, 1)
    worth = found.arena.game.pays
    mine = [worth(package)[0] for who, package in found.course if who == 0]
    theirs = [worth(package)[0] for who, package in found.course if who == 1]
    for k in range(2, len(mine)):
        assert mine[k - 1] - mine[k] <= max(theirs[k - 1] - theirs[k - 2], 0)


def test_equilibrium_against_itself_is_paid_as_the_equilibrium() -> None:
    found = simulate_packages(shares(), {}, 2, 1)
    assert found.expected == found.arena.value(found.arena.start)


def test_what_is_drawn_is_near_what_is_expected() -> None:
    found = simulate_packages(shares("0.2"), {"a": "boulware", "b": "hard_liner"}, 4_000, 1)
    assert found.expected is not None
    for estimate, exact in zip(found.payoffs, found.expected, strict=True):
        assert abs(estimate.mean - exact) <= 5 * estimate.standard_error + 1e-12
    assert {ending for ending, _ in found.endings} == {"breakdown", "agreement"}


class Coin(PackageAgent):
    """Accepts or waits by a coin, and asks for what is best."""

    def act(self, view: PackageView) -> str | Mapping[str, float]:
        return view.says(view.best) if view.offer is None else {"accept": 0.5, "wait": 0.5}


class Liar(PackageAgent):
    """Names a package that there is not."""

    def act(self, view: PackageView) -> str:
        return "share=everything"


def test_agents_of_ones_own_play_and_their_mistakes_are_told() -> None:
    found = simulate_packages(shares(), {"b": Coin()}, 50, 1)
    assert sum(share for _, share in found.endings) == pytest.approx(1)
    with pytest.raises(AgentError, match="round 1"):
        simulate_packages(shares(), {"a": Liar()}, 2, 1)
    with pytest.raises(AgentError):
        simulate_packages(shares(), {"a": "nobody"}, 2, 1)


def test_everybody_meets_everybody() -> None:
    ranked = package_tournament(shares(), package_field([Coin]), 20, 1)
    assert len(ranked.ranking) == 6
    assert ranked.payoffs.shape == (6, 6, 2)


def test_a_file_without_offers_is_played_in_rounds_that_cost_nothing() -> None:
    text = SPLIT.partition("offers:")[0].replace(", patience: 0.9", "")
    arena = IssuesArena(load("t", text=text))
    assert arena.horizon == 20
    assert arena.weight((7, None), 0) == 1


def test_an_agent_that_errs_expects_what_play_with_errors_is_worth_and_is_asked_for_by_name() -> None:
    """Its first offer has the chances of `package_quantal`, and both expect what the first round is worth there."""
    found = simulate_packages(
        shares(), {"a": "quantal_response,precision=2", "b": "quantal_response,precision=2"}, 20, 1
    )
    first = package_quantal(found.arena.game, 2.0, Deadline())[0]
    means = [found.payoffs[k] for k in (0, 1)]
    assert all(e.low - 1 < w < e.high + 1 for e, w in zip(means, first.worth, strict=True))
    assert "quantal_response" not in {agent.name for agent in package_field()}
    assert "quantal_response" in package_agents()
