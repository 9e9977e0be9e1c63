"""The numbers in the answers of the Korean files, read off what the commands print: a list for each question."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from sim.engine.solve import solve
from sim.scenario.load import load
from tests.textbook.play import Number, at, document, line, needed, solved

Numbers = list[list[Number]]


def complete_in(name: str, **settings: Number | str) -> tuple[int, float]:
    """The round in which the agreement is complete, and with what chance."""
    found = re.search(
        r"agreement is complete in round (\d+) and kept(?: \(chance ([\d.]+)%\))?", line(name, **settings)
    )
    assert found, line(name, **settings)
    return int(found[1]), float(found[2] or 100) / 100


def fails(name: str, **settings: Number | str) -> bool:
    """Whether there is no agreement when the rounds run out."""
    return "The agreement is never complete; the rounds run out" in line(name, **settings)


def gains(name: str, **settings: Number | str) -> tuple[float, float]:
    """What each side gains over the status quo per round; a loss is negative."""
    told = line(name, **settings)
    found = re.findall(r"(?:United States|North Korea) (gains|loses) ([\d.]+)", told)
    first, second = (float(number) * (1 if word == "gains" else -1) for word, number in found)
    return first, second


def breaks_down(name: str) -> tuple[int, float]:
    """The round in which talks break down after a stalled round, and with what chance."""
    endings = {ending.kind: ending for ending in solved(name).endings}
    return round(endings["hazard"].rounds) + 1, endings["hazard"].chance


def first_step(name: str, by: str) -> float:
    """The smallest first step that tells the types apart, as the command says it."""
    (interval,) = document("reassurance", name, "--by", by)["sizes"][0]["intervals"]
    return float(interval["from"])


def action_for_action() -> Numbers:
    name = "action-for-action"
    assert fails(name, leakage="0.4")
    return [[complete_in(name)[0], *gains(name)], [0.4, at(name)["leakage"]]]


def dismantle_first() -> Numbers:
    name = "dismantle-first"
    assert fails(name)
    asked = needed("action-for-action", "dismantle_first")[1]
    first, second = gains(name, nk_patience="0.9")
    rounds = load(name).game.horizon  # type: ignore[union-attr]
    return [
        [asked, at(name)["nk_patience"], rounds],
        [0.9, complete_in(name, nk_patience="0.9")[0], first, -second],
    ]


def relief_first() -> Numbers:
    (complete, chance), (broken, risk) = complete_in("relief-first"), breaks_down("relief-first")
    return [[chance, complete, risk, broken], [*gains("relief-first"), *gains("action-for-action")]]


def stalled() -> Numbers:
    assert fails("stalled")
    assert document("roadmaps", "stalled")["best"] is None
    numbers = at("stalled")
    left = numbers["pressure"] * (1 - numbers["leakage"])
    return [[numbers["leakage"], left, numbers["pressure"]], [0.3, complete_in("stalled", leakage="0.3")[0]]]


def broken_promises() -> Numbers:
    name = "broken-promises"
    assert fails(name)
    assert needed(name, "relief_first")[1] == float("inf")
    (first, second), (complete, chance) = gains(name), complete_in(name, for_good=0)
    return [[-first, second], [complete, chance, *gains(name, for_good=0)]]


def soothing_steps() -> Numbers:
    name, patience = "soothing-steps", at("soothing-steps")["nk_patience"]
    revocable = needed(name, "soothed", "--set=revocable=1")[1]
    return [[needed(name, "withheld")[1], needed(name, "soothed")[1], patience], [revocable]]


def seoul() -> Numbers:
    assert fails("seoul", push_us=0, push_nk=0)
    numbers = at("seoul")
    assert numbers["push_us"] == numbers["push_nk"]
    first, second = gains("seoul", leakage="0.7")
    assert first == second
    return [[numbers["push_us"], complete_in("seoul")[0]], [0.7, numbers["leakage"], -first]]


def gestures() -> Numbers:
    name = "gestures"
    assert fails(name, gesture_cost="0.3")
    asked = [needed(name, order)[1] for order in ("unanswered", "answered")]
    return [asked, [0.25, complete_in(name, gesture_cost="0.25")[0], 0.3]]


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
    chance = breaks_down(name)[1]
    little, none = complete_in(name, impatience="0.05")[0], complete_in(name, impatience=0)[0]
    assert fails("action-for-action", nk_patience="0.65", impatience="0.2")
    late = complete_in("action-for-action", nk_patience="0.65", impatience="0.4")[0]
    return [
        [0.05, little, none, danger, complete_in(name)[0], chance, -gains(name)[1]],
        [0.65, 0.2, late, 0.4],
    ]


def blame() -> Numbers:
    numbers = at("blame")
    assert "The agreement is never complete; North Korea walks away in round 1." in line("blame")
    sanctions = numbers["pressure"] * (1 - numbers["leakage"])
    dear = needed("blame", "dismantle_first", "--set=blame_nk=3.2")[1]
    return [
        [numbers["blame_nk"], sanctions, 1, numbers["blame_us"], -gains("blame")[0]],
        [needed("blame", "dismantle_first")[1], 3.2, dear, numbers["nk_patience"]],
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
    (ending,) = (e for e in solved(name).endings if e.kind == "agreement")
    return [
        [us, free["payoffs"]["us"], round(ending.rounds) + 1, ending.chance, nk, free["payoffs"]["nk"]],
        [staying.values[0]],
    ]


KOREAN: dict[str, Callable[[], Numbers]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        action_for_action,
        dismantle_first,
        relief_first,
        stalled,
        broken_promises,
        soothing_steps,
        seoul,
        gestures,
        covert_production,
        mixed_signals,
        fading_hope,
        blame,
        reassurance,
        sanctions_until_done,
    )
}
"""By scenario: its answers' numbers, question by question."""
