"""Questions of a calibration in words, and outcomes and answers as they are called there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions, Matrix
from sim.show.text.words import listed, number, percent, quoted, times
from sim.study.calibrate.outcomes import AGREEMENT, BREAKDOWN, STATUS_QUO

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.study.calibrate.answers import Answer
    from sim.study.calibrate.outcomes import Outcome
    from sim.study.calibrate.questions import Query

ROUNDS = 10
"""Rounds of which a question asks how many."""

NAMED = {
    STATUS_QUO: "the status quo",
    AGREEMENT: "the complete agreement",
    BREAKDOWN: "the talks broken down",
}

ELSE = "Enter skips the question, b takes the last answer back, q ends the questions."
HELP_ROUNDS = (
    f"Type a number of rounds from 0 to {ROUNDS}, such as 4 or 2.5; two of them for a range, such as 3 to 5; or a "
    f"share such as 40%. {ELSE}"
)
HELP_CHANCE = (
    f"Type a chance in per cent from 0 to 100, such as 40 or 40%; two of them for a range, such as 30 to 50. {ELSE}"
)
HELP_WAIT = f"Type a number of rounds, such as 4 or 2.5; or two of them for a range, such as 3 to 5. {ELSE}"


def outcome_words(scenario: Scenario, outcome: Outcome) -> str:
    """An outcome as it stands in a sentence: ``“Freeze” and “Pause of exercises” standing``."""
    game = scenario.game
    if isinstance(game, Concessions):
        if outcome.parts[0] in NAMED:
            return NAMED[outcome.parts[0]]
        for k, (player, ladder) in enumerate(zip(scenario.players, game.ladders, strict=True)):
            if set(outcome.parts) == {f"{player.id}.{step.id}" for step in ladder} and len(ladder) > 1:
                return f"all steps of {player.name} and none of {scenario.players[1 - k].name}"
        names = {
            f"{p.id}.{s.id}": s.name for p, ladder in zip(scenario.players, game.ladders, strict=True) for s in ladder
        }
        return f"{listed([quoted(names[part]) for part in outcome.parts])} standing"
    if isinstance(game, Matrix):
        both = zip(scenario.players, outcome.parts, strict=True)
        return " and ".join(f"{player.name} {quoted(action)}" for player, action in both)
    return ", then ".join(quoted(label) for label in outcome.parts)


def in_rounds(scenario: Scenario) -> bool:
    """Whether there are rounds to count, or else chances."""
    return isinstance(scenario.game, Concessions)


def question_words(scenario: Scenario, query: Query) -> str:
    """A question in words."""
    who = scenario.players[query.player].name
    this, better, worse = (outcome_words(scenario, o) for o in (query.this, query.better, query.worse))
    if query.how == "after":
        return (
            f"For {who}: how many rounds of {worse} may there be before {better} holds for good, for it to be just as "
            f"good as {this} from now on?"
        )
    if in_rounds(scenario):
        return (
            f"For {who}: in how many of {ROUNDS} rounds would there have to be {better}, with {worse} in the others, "
            f"to be just as good as {this} in all {ROUNDS}?"
        )
    return (
        f"For {who}: with what chance would it have to be {better}, and otherwise {worse}, to be just as good as "
        f"{this} for certain?"
    )


def prompt_words(scenario: Scenario, query: Query) -> tuple[str, str, int | None]:
    """What is asked for in a word, what can be typed, and how many make the whole where a share is asked for."""
    if query.how == "after":
        return "Rounds", HELP_WAIT, None
    if in_rounds(scenario):
        return f"Rounds (0 to {ROUNDS})", HELP_ROUNDS, ROUNDS
    return "Chance in per cent", HELP_CHANCE, 100


def answer_words(scenario: Scenario, answer: Answer) -> str:
    """An answer as a sentence."""
    who = scenario.players[answer.player].name
    this, that, other = (outcome_words(scenario, o) for o in (answer.this, answer.that, answer.otherwise))
    if answer.is_plain:
        return f"For {who}: {this} is as good as {that}."
    if answer.how == "after":
        when = _span(answer.least, answer.most, times_words)
        return f"For {who}: {this} at once is as good as {that} after {when} of {other}."
    share = _span(answer.least, answer.most, _share)
    what = f"in {share} of the rounds" if in_rounds(scenario) else f"with a chance of {share}"
    return f"For {who}: {this} is as good as {that} {what} and {other} otherwise."


def times_words(count: Fraction) -> str:
    """A number of rounds."""
    return times(int(count), "round") if count.denominator == 1 else f"{number(count)} rounds"


def _span(least: Fraction, most: Fraction, told: Callable[[Fraction], str]) -> str:
    return told(least) if least == most else f"{told(least)} to {told(most)}"


def _share(share: Fraction) -> str:
    return percent(share)
