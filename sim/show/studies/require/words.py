"""Claims, changes and what comes of them, in a few words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import is_exact, listed, number, percent, quoted
from sim.study.require.claim import Breakdown, Deal, Taken

if TYPE_CHECKING:
    from sim.scenario.scenario import Concessions, Scenario
    from sim.study.require.changes import Change
    from sim.study.require.claim import Claim
    from sim.study.require.judge import Judged
    from sim.study.require.options import Wanted
    from sim.study.require.paths import Threshold
    from sim.study.require.required import Required
    from sim.study.require.structures import Structure

ORDERS = {
    "alternating": "taking turns round by round",
    "sequential": "one side leading in each round",
    "simultaneous": "both choosing at the same time",
}
"""Orders of moves, as a change."""


def claim_words(scenario: Scenario, claim: Claim) -> str:
    """What is claimed, as the subject of a sentence."""
    names = [player.name for player in scenario.players]
    match claim.about:
        case Deal(by=None):
            return "no deal" if claim.denied else "a deal"
        case Deal(by=by):
            return f"a deal by round {by}"
        case Breakdown():
            return "that the talks do not break down" if claim.denied else "a breakdown of the talks"
        case Taken(step=step, before=None):
            return f"that {names[step[0]]} takes the step {step_name(scenario, *step)}"
        case Taken(step=step, before=other) if other is not None:
            return f"that {step_name(scenario, *step)} comes before {step_name(scenario, *other)}"
    _, _, rest = claim.text.partition(" ")
    _, sign, _ = rest.split(" ", 2)
    how = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}[sign]
    return f"that {names[claim.about.player]} gets {how} {exact(claim.about.least)} per round"  # type: ignore[union-attr]


def step_name(scenario: Scenario, player: int, step: str) -> str:
    """What people read of a step."""
    game: Concessions = scenario.game  # type: ignore[assignment]
    return next(each.name for each in game.ladders[player] if each.id == step)


def exact(value: Fraction) -> str:
    """A number in full where it has few decimals, else rounded."""
    text = number(value)
    if is_exact(value, text):
        return text
    digits = f"{float(value):.7g}"
    return digits.replace("-", "\N{MINUS SIGN}")


def now_sentence(scenario: Scenario, found: Required) -> str:
    """What holds in the file's own game."""
    what = claim_words(scenario, found.claim)
    word = found.now.word
    known = "; it is so in some equilibrium" if word == OPEN and found.now.some else ""
    if what.startswith("that "):
        return (
            f"Over all equilibria it is {word} {what.replace('that', 'whether', 1) if word == OPEN else what}{known}."
        )
    if word == OPEN:
        return f"Over all equilibria it is open whether there is {what}{known}."
    return f"Over all equilibria {what} is {word}."


def outcome(judged: Judged, be: Wanted | None) -> str:
    """What a change makes of the claim: its word, or whether it is then what it is to be."""
    if be is None or judged.word == OPEN:
        told = judged.answer(be)
        return {"yes": str(be), "no": f"not {be}"}.get(told, told)
    return judged.word


def change_words(scenario: Scenario, change: Change) -> str:
    """What is changed."""
    if change.structure is not None:
        return structure_words(scenario, change.structure)
    parameters = {p.name: p for p in scenario.parameters}
    told = [
        f"{called(parameters[name])} {with_unit(exact(value), parameters[name])} (now {exact(parameters[name].value)})"
        for name, value in change.values.items()
    ]
    return listed(told)


def subject_words(scenario: Scenario, change: Change) -> str:
    """What is changed, as the subject of a sentence."""
    structure = change.structure
    if structure is None:
        parameters = {p.name: p for p in scenario.parameters}
        told = [
            f"{called(parameters[name])} at {with_unit(exact(value), parameters[name])} "
            f"instead of {exact(parameters[name].value)}"
            for name, value in change.values.items()
        ]
        return listed(told)
    game: Concessions = scenario.game  # type: ignore[assignment]
    name = "" if structure.step is None else quoted(game.ladders[structure.step[0]][structure.step[1]].name)
    match structure.sort:
        case "reversible":
            return f"the step {name} made {'reversible' if structure.to else 'irreversible'}"
        case "after":
            assert structure.dropped is not None
            player, k = structure.dropped
            return f"the step {name} no longer waiting for {quoted(game.ladders[player][k].name)}"
        case "split":
            return f"the step {name} taken in two halves"
        case "order":
            return f"the step {name} taken before {quoted(_below(game, structure))}"
        case "first":
            return f"{_player(scenario, structure.to)} beginning"
    return structure_words(scenario, structure)


def structure_words(scenario: Scenario, structure: Structure) -> str:
    """What rule is changed."""
    game: Concessions = scenario.game  # type: ignore[assignment]
    name = "" if structure.step is None else game.ladders[structure.step[0]][structure.step[1]].name
    match structure.sort:
        case "reversible":
            return f"{name}: {'can be taken back' if structure.to else 'made irreversible'}"
        case "after":
            assert structure.dropped is not None
            player, k = structure.dropped
            return f"{name}: no longer waits for {game.ladders[player][k].name}"
        case "split":
            return f"{name}: taken in two halves"
        case "order":
            return f"{name}: taken before {_below(game, structure)}"
        case "first":
            return f"{_player(scenario, structure.to)} begins"
    first = [_player(scenario, who) for _, who in structure.also]
    if structure.to == "sequential" and first:
        return f"{first[0]} leading in each round, the other answering"
    return ORDERS[structure.to] + (f", {first[0]} first" if first else "")


def _below(game: Concessions, structure: Structure) -> str:
    """The step below one that is taken before it."""
    assert structure.step is not None
    player, k = structure.step
    return game.ladders[player][k - 1].name


def _player(scenario: Scenario, identifier: str) -> str:
    return next(player.name for player in scenario.players if player.id == identifier)


def size_words(change: Change) -> str:
    """How much it is, as a share of the range."""
    if change.share is None:
        return "a rule"
    many = len(change.values) > 1
    return f"{percent(change.share)}{' of each range' if many else ' of its range'}"


def place_words(threshold: Threshold, be: Wanted | None) -> str:
    """Where along a range the answer changes, and what holds just there."""
    if threshold.value is not None and threshold.at is not None:
        value, text = threshold.value, exact(threshold.value)
        # A fraction is written out where its decimals do not end soon.
        short = is_exact(value, number(value)) or value.denominator > 99_999
        written = text if short else f"{value} \N{ALMOST EQUAL TO} {text}"
        return f"{written}, where it is {outcome(threshold.at, be)}"
    return f"between {_digits(threshold.low)} and {_digits(threshold.high)}"


def _digits(value: Fraction) -> str:
    return f"{float(value):.12g}".replace("-", "\N{MINUS SIGN}")


SMALL, LARGE = Fraction(1, 10), Fraction(1, 3)
"""Shares of a range: up to the first a change is little, from the second on it is much."""


def by_how_much(share: Fraction) -> str:
    """A change in a word."""
    return "little" if share <= SMALL else "much" if share >= LARGE else "some way"


def verb(judged: Judged, be: Wanted | None) -> str:
    """What a change does, in a sentence: makes it certain, undoes it."""
    if judged.answer(be) == OPEN:
        return "leaves it open"
    if be is not None:
        return f"makes it {be}" if judged.answer(be) == "yes" else f"makes it no longer {be}"
    return {CERTAIN: "makes it certain", POSSIBLE: "makes it only possible", IMPOSSIBLE: "undoes it"}[judged.word]
