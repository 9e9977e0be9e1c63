"""The numbers in the answers of the Korean files, read off what the commands print: a list for each question."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from sim.engine.options.reasons import deterrent, improvements
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.study.preferences.completions import completions
from sim.study.preferences.options import PreferencesOptions
from tests.textbook.play import Number, at, document, line, needed, solved

Numbers = list[list[Number]]


def verdict(name: str, **settings: Number | str) -> dict[str, Any]:
    """What all subgame-perfect equilibria agree on."""
    arguments = [f"--set={key}={value}" for key, value in settings.items()]
    found: dict[str, Any] = document("run", name, *arguments)["verdict"]
    return found


def complete_in(name: str, **settings: Number | str) -> int:
    """The round in which every equilibrium has the agreement complete, if it is."""
    found = verdict(name, **settings)
    assert found["deal"] == "certain"
    assert found["earliest"] == found["latest"]
    return int(found["earliest"])


def fails(name: str, **settings: Number | str) -> bool:
    """Whether no equilibrium has an agreement."""
    return bool(verdict(name, **settings)["deal"] == "impossible")


def least_rounds(name: str, **settings: Number | str) -> int:
    """The fewest rounds with which there is an agreement in the one equilibrium."""
    written = {key: str(value) for key, value in settings.items()}
    text = load(name).text
    for rounds in range(1, 20):
        longer = re.sub(r"^horizon: \d+", f"horizon: {rounds}", text, flags=re.MULTILINE)
        solution: Any = solve(load(name, written, longer))
        assert solution.complete
        if any(ending.kind == "agreement" for ending in solution.endings):
            return rounds
    raise AssertionError(name)


def gains(name: str, **settings: Number | str) -> tuple[float, float]:
    """What each side gains over the status quo per round, in every equilibrium; a loss is negative."""
    found, numbers = verdict(name, **settings)["payoffs"], at(name) | {k: Fraction(str(v)) for k, v in settings.items()}
    before = {"us": -numbers["threat"], "nk": -numbers["pressure"] * (1 - numbers["leakage"])}
    assert all(low == pytest.approx(high) for low, high in found.values())
    return found["us"][0] - float(before["us"]), found["nk"][0] - float(before["nk"])


def first_step(name: str, by: str) -> float:
    """The smallest first step that tells the types apart, as the command says it."""
    (interval,) = document("reassurance", name, "--by", by)["sizes"][0]["intervals"]
    return float(interval["from"])


def action_for_action() -> Numbers:
    name = "action-for-action"
    assert fails(name, leakage="0.5")
    return [[complete_in(name), *gains(name)], [0.5, at(name)["leakage"]]]


def action_at_once() -> Numbers:
    found, turns = verdict("action-at-once"), verdict("action-for-action")
    assert found["deal"] == "possible"
    both = [end for payoffs in (found["payoffs"], turns["payoffs"]) for pair in payoffs.values() for end in pair]
    # Both walk away at once in the worst equilibrium of either side, in the first round.
    (worst,) = document("run", "action-at-once", "--select=worst:us")["equilibria"]
    assert worst["path"][0]["actions"] == {"us": "walk_away", "nk": "walk_away"}
    return [both, [worst["path"][0]["round"] + 1]]


def dismantle_first() -> Numbers:
    name = "dismantle-first"
    assert fails(name)
    asked = needed("action-for-action", "dismantle_first")[1]
    return [
        [asked, at(name)["nk_patience"]],
        [0.9, complete_in(name, nk_patience="0.9"), *gains(name, nk_patience="0.9")],
    ]


def relief_first() -> Numbers:
    name = "relief-first"
    rounds = load(name).game.horizon  # type: ignore[union-attr]
    return [[least_rounds(name)], [rounds, gains(name)[0], gains("action-for-action")[0]]]


def stalled() -> Numbers:
    assert fails("stalled")
    assert document("roadmaps", "stalled")["best"] is None
    numbers = at("stalled")
    left = numbers["pressure"] * (1 - numbers["leakage"])
    return [[numbers["leakage"], left, numbers["pressure"]], [0.3, complete_in("stalled", leakage="0.3")]]


def broken_promises() -> Numbers:
    name = "broken-promises"
    assert fails(name)
    assert needed(name, "relief_first")[1] == float("inf")
    return [[], [least_rounds(name, for_good=0)]]


def soothing_steps() -> Numbers:
    name, numbers = "soothing-steps", at("soothing-steps")
    assert fails(name)
    revocable = needed(name, "soothed", "--set=revocable=1")[1]
    assert revocable <= numbers["nk_patience"]
    assert fails(name, revocable=1)
    assert complete_in(name, declaration_worth=1)
    return [
        [needed(name, "withheld")[1], needed(name, "soothed")[1], numbers["nk_patience"]],
        [revocable, 1, numbers["declaration_worth"]],
    ]


def seoul() -> Numbers:
    name, numbers = "seoul", at("seoul")
    assert fails(name, push_us=0, push_nk=0)
    assert numbers["push_us"] == numbers["push_nk"]
    assert fails(name, push_nk=0)
    rounds = load(name).game.horizon  # type: ignore[union-attr]
    push = numbers["push_us"]
    return [[push, complete_in(name)], [push, complete_in(name, push_us=0), rounds]]


def gestures() -> Numbers:
    name = "gestures"
    assert fails(name, gesture_cost="0.2")
    asked = [needed(name, order)[1] for order in ("unanswered", "answered")]
    return [asked, [at(name)["gesture_cost"], complete_in(name), 0.2]]


def relief_in(**settings: Number | str) -> set[int]:
    """The rounds in which the United States lifts sanctions on the likeliest courses of covert production."""
    arguments = [f"--set={key}={value}" for key, value in settings.items()]
    found = document("run", "covert-production", *arguments)["equilibria"]
    steps = [step for e in found for step in e["path"] if step["actions"].get("us") == "concede"]
    return {step["round"] + 1 for step in steps}


def covert_production() -> Numbers:
    (relief,) = relief_in()
    assert not relief_in(inspection="0.15")
    return [[at("covert-production")["inspection"], relief], [0.15]]


def intrusion() -> Numbers:
    usual, dear = (document("inspection", "intrusion", *more) for more in ((), ("--set=exposure=3",)))
    (own,), (other,) = usual["parameters"], dear["parameters"]
    assert other["window"] == []
    needed, accepted = own["needed"][0]["from"], own["accepted"][0]["to"]
    assert [b["acts"][0]["step"] for b in own["breaks"]] == ["nk.freeze", "nk.access"]
    return [[needed, accepted], [other["needed"][0]["from"], other["accepted"][0]["to"]]]


def mixed_signals() -> Numbers:
    n = at("mixed-signals")
    # What a freeze costs, against relief a round later and what the site adds a round after that.
    least = n["freeze_cost"] / (n["nk_patience"] * 2 + n["nk_patience"] ** 2 * Fraction(1, 5))
    freezes = [
        any(step["actions"].get("nk") == "concede" and step["round"] == 1 for step in e["path"])
        for trust in (least + Fraction(1, 1000), least - Fraction(1, 1000))
        for e in document("run", "mixed-signals", f"--set=trust={float(trust)}")["equilibria"][:1]
    ]
    assert freezes == [True, False]
    assert n["words_cost"] == n["blocked_words_cost"]
    return [[n["trust"], least], [first_step("mixed-signals", "blocked_words_cost"), n["words_cost"]]]


def fading_hope() -> Numbers:
    name, danger = "fading-hope", at("fading-hope")["impatience"]
    low, high = verdict(name)["chance"]
    assert low == pytest.approx(high)
    assert complete_in(name, impatience=0)
    assert fails("stalled")
    assert verdict("action-for-action", impatience=danger)["chance"] == [1, 1]
    return [[complete_in(name), low], [danger, complete_in("stalled", impatience=danger)]]


def blame() -> Numbers:
    numbers = at("blame")
    (leaving,) = re.findall(r"North Korea walks away in round (\d+)\.", line("blame"))
    assert verdict("blame")["unique"]
    sanctions = numbers["pressure"] * (1 - numbers["leakage"])
    dear = needed("blame", "dismantle_first", "--set=blame_nk=3.5")[1]
    return [
        [numbers["blame_nk"], sanctions, int(leaving), numbers["blame_us"], -gains("blame")[0]],
        [needed("blame", "dismantle_first")[1], 3.5, dear, numbers["nk_patience"]],
    ]


def reassurance() -> Numbers:
    numbers = at("korea/reassurance")
    classes = document("run", "reassurance", "--set=trust=0.05")["equilibria"]
    assert {e["class"] for e in classes} == {"separating", "pooling"}
    return [[first_step("reassurance", "size"), numbers["size"]], [0.05, numbers["trust"]]]


def sanctions_until_done() -> Numbers:
    name = "sanctions-until-done"
    bound, free = (document("run", name, f"--solve={c}")["equilibria"][0] for c in ("stackelberg", "subgame-perfect"))
    us, nk = bound["payoffs"].values()
    staying = solve(load(name, text=load(name).text.replace(", walk_away", "")))
    (ending,) = solved(name).endings
    assert ending.kind == "agreement"
    return [
        [us, free["payoffs"]["us"], round(ending.rounds) + 1, nk, free["payoffs"]["nk"]],
        [staying.values[0]],
    ]


def five_parties() -> Numbers:
    solution = solved("five-parties")
    game, start = solution.game, solution.game.start
    nash = solution.equilibrium("nash")
    assert nash[start]
    (departure,) = (d for d in solution.joint.departures["nash"][start] if d.coalition == (0, 1))
    assert {"us.relief", "us.assure", "nk.dismantle"} <= set(game.taken(departure.there))
    exchange = departure.there
    assert [bool(solution.equilibrium(d)[exchange]) for d in ("nash", "gmr", "seq")] == [False, True, True]
    back = next(t for t in improvements(game, 0, exchange) if "us.relief" not in game.taken(t))
    way = deterrent(game, 0, exchange, back, "seq")
    assert way is not None
    assert any("nk.test" in game.taken(there) for _, there in way)
    shares = []
    for first in (5, 3, 2):
        found = completions(load("five-parties"), PreferencesOptions(statements=first, draws=1)).shares["nash"][start]
        assert found.exact
        shares += [first, found.value]
    return [[int(nash.sum()), game.count], [], shares]


KOREAN: dict[str, Callable[[], Numbers]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        five_parties,
        action_for_action,
        action_at_once,
        dismantle_first,
        relief_first,
        stalled,
        broken_promises,
        soothing_steps,
        seoul,
        gestures,
        covert_production,
        intrusion,
        mixed_signals,
        fading_hope,
        blame,
        reassurance,
        sanctions_until_done,
    )
}
"""By scenario: its answers' numbers, question by question."""
