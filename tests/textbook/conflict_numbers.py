"""The numbers in the answers of games of threats, trust and help from outside, and of those that people played."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sim.scenario.load import load
from sim.scenario.observed.here import played_here
from sim.study.observed.best_reply import best_replies
from tests.textbook.play import Number, at, document, equilibria, only, solved

Numbers = list[list[Number]]


def audience_costs() -> Numbers:
    usual, higher = (only("audience-costs", "pbe", audience=price) for price in ("0.5", "0.8"))
    gives_in = [e.behaviour[1]["is threatened"]["give in"] for e in (usual, higher)]
    (bluffs,) = {e.behaviour[0]["is unresolved"]["threaten"] for e in (usual, higher)}
    war = [at("audience-costs")["resolved"] * (1 - chance) for chance in gives_in]
    return [[*gives_in, Fraction(1, 2), 0.8], [bluffs, Fraction(1, 2), 0.8], [*war, Fraction(1, 2), 0.8]]


def brinkmanship() -> Numbers:
    def at_the_edge(**settings: Number) -> tuple[float, float]:
        """The chance to give in, and that of a disaster, where nobody knows who will."""
        more = [f"--set={name}={value}" for name, value in settings.items()]
        found = document("run", "brinkmanship", *more)["equilibria"]
        (e,) = (e for e in found if not any(e["payoffs"].values()))
        (ends,) = (end["chance"] for end in e["endings"] if end["kind"] == "hazard")
        return e["strategies"]["first"][0]["actions"]["concede"], ends

    usual, gentle, worse = at_the_edge(), at_the_edge(risk=0.01), at_the_edge(disaster=20)
    own = at("brinkmanship")
    return [
        [own["disaster"], own["risk"], usual[0]],
        [own["risk"], usual[1], 0.01, gentle[1], gentle[0]],
        [20, own["disaster"], worse[1], worse[0]],
    ]


def trust_game() -> Numbers:
    one, two = only("trust-game").payoffs
    bound = document("run", "trust-game", "--with", "commit=trustee")["equilibria"][0]["payoffs"]
    grown = 10 * at("trust-game")["growth"]
    assert bound["investor"] == one == two == 10
    return [[one], [one, grown, grown + two, one + two], [one, bound["trustee"]]]


def dictator() -> Numbers:
    def given(guilt: str) -> Any:
        return only("dictator", guilt=guilt).payoffs[1]

    ends = [node.payoffs for node in load("dictator").game.nodes if node.payoffs]  # type: ignore[union-attr]
    cost = ends[0][0] - ends[1][0]
    closer = (ends[0][0] - ends[0][1]) - (ends[1][0] - ends[1][1])
    return [
        [given("0"), ends[0][0]],
        [cost, closer, Fraction(cost, closer), 0.4, given("0.4"), 0.6, given("0.6")],
    ]


def ultimatum_responders() -> Numbers:
    scenario = load("ultimatum-responders")
    (study,) = scenario.observed
    taken = {entry.at: entry.shares["accept"] for entry in study.choices}
    (reply,) = best_replies(scenario, study)
    worths = reply.worths
    assert reply.best == ("offer 40",)
    kept, got = only("ultimatum-responders").payoffs
    envious = solved("ultimatum-responders", envy=0.5).equilibria[0].payoffs
    return [
        [40, taken["offered 40"], worths["offer 40"] or 0, 50, worths["offer 50"] or 0, got, worths["offer 5"] or 0],
        [100 - kept, taken["offered 5"]],
        [0.5, 100 - envious[0], *envious],
    ]


def ultimatum_people() -> list[Number]:
    """The numbers of the question on people of the file of that name."""
    scenario = load("ultimatum")
    (study,) = scenario.observed
    (reply,) = best_replies(scenario, study)
    assert reply.best == ("keep 3",)
    return [1, 2, 3, *(entry.shares["accept"] for entry in study.choices), reply.worths["keep 3"] or 0]


def power_shift_transfer() -> Numbers:
    own = at("power-shift-transfer")
    peace = only("power-shift-transfer")
    war = [own["now"] - own["cost"], 1 - own["now"] - own["cost"]]
    least = 2 * war[0] - own["later"]
    assert solved("power-shift-transfer", transfer=0.69).equilibria[0].payoffs == tuple(war[::-1])
    fast = {"now": "0.9", "later": "0.1", "transfer": "1"}
    lost = solved("power-shift-transfer", **fast).equilibria[0].payoffs[1]
    return [
        [own["transfer"], own["later"], *peace.payoffs, *war],
        [least, 0.69],
        [0.9, 0.1, lost, 1, (1 + Fraction(1, 10)) / 2],
    ]


def biased_mediator() -> Numbers:
    own = at("biased-mediator")
    least = own["slip"] * own["cost"] / (own["pressed"] - Fraction(1, 2))
    best = {bias: max(e.payoffs[1] for e in equilibria("biased-mediator", "pbe", bias=bias)) for bias in ("0.3", "0.2")}
    assert best["0.2"] == Fraction(1, 2)
    return [[own["pressed"], best["0.2"]], [least, 0.3, 0.2], [best["0.2"], best["0.3"]]]


def laboratory_dilemma() -> Numbers:
    def began(reward: int, patience: str) -> tuple[Number, Number, Number]:
        """Share that began with cooperation, the patience for grim trigger, and that from which it is safer."""
        scenario = load("laboratory-dilemma", {"reward": str(reward), "patience": patience})
        (study,) = (study for study in scenario.observed if played_here(scenario, study))
        found = solved("laboratory-dilemma", reward=reward, patience=patience)
        return study.choices[0].shares["cooperate"], found.deals[0].critical[0] or 0, found.risk.patience[0]

    usual, longer, little = began(40, "0.5"), began(40, "0.75"), began(32, "0.75")
    own = at("laboratory-dilemma")
    (study,) = (
        study for study in load("laboratory-dilemma").observed if played_here(load("laboratory-dilemma"), study)
    )
    after = {entry.after: entry.shares["cooperate"] for entry in study.choices}
    assert little[1] < Fraction(3, 4) < little[2]
    return [
        [own["reward"], usual[1], own["patience"], usual[0], 0.75, longer[0]],
        [own["reward"], usual[2], 32, 0.75, little[2], little[0]],
        [own["patience"], own["reward"], after["cooperate", "cooperate"], after["defect", "defect"]],
    ]


CONFLICT: dict[str, Callable[[], Numbers]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        audience_costs,
        brinkmanship,
        trust_game,
        dictator,
        ultimatum_responders,
        power_shift_transfer,
        biased_mediator,
        laboratory_dilemma,
    )
}
"""By scenario: the numbers in its answers, question by question."""
