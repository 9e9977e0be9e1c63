"""What is told of one way of learning: what it takes people to be, where it went, and how near to equilibrium."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any

from sim.show.text.blocks import Paragraph, Section
from sim.show.text.scale import current
from sim.show.text.words import amount, listed, number, percent, quoted, round_number, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.matrix.learning.nearest_equilibrium import Landmark
    from sim.engine.matrix.learning.solution import LearningEnd, LearningSolution, Near, Process
    from sim.scenario.scenario import Scenario

TITLES = {
    "fictitious play": "Fictitious play: best reply to what has been seen",
    "logit response": "Logit response: the same with errors",
    "replicator dynamics": "Replicator dynamics: what does well is imitated",
}
ASSUMPTIONS = {
    "fictitious play": "Each side counts what the other has done so far, takes these shares for the chances of what it "
    "will do next, and plays the best reply to them. Nobody looks ahead.",
    "logit response": "Each side counts in the same way, but errs: the better an action looks, the more likely it is "
    "played. An action that looks better by a tenth of the payoff range is {odds} times as likely.",
    "replicator dynamics": "Nobody reckons. Each side is a large population whose members play one action each; what "
    "earns more than its population's average spreads, what earns less dies out.",
}


def process_section(scenario: Scenario, solution: LearningSolution, process: Process) -> Section:
    """What a way of learning takes people to be, and where it went."""
    assumption = ASSUMPTIONS[process.name].format(odds=_odds(solution))
    sentences = [assumption, _course(scenario, solution, process)]
    if process.average is not None and process.average_arrival is not None and process.arrival.verdict != "settled":
        sentences.append(
            f"The average over all that time is {plays(scenario, solution, process.average)}: "
            f"{_off(process.average_arrival.nearest, solution)}."
        )
    sentences.append(_earned(scenario, solution, process))
    return Section(TITLES[process.name], tuple(map(Paragraph, sentences)))


def _odds(solution: LearningSolution) -> str:
    return f"{exp(solution.precision * solution.scale / 10):.1f}"


def _span(solution: LearningSolution, process: Process) -> str:
    """How long the course was followed."""
    end = float(process.path.times[-1])
    if process.name == "replicator dynamics":
        return f"{end:,.0f} units of time"
    return times(round(end), "period")


def _course(scenario: Scenario, solution: LearningSolution, process: Process) -> str:
    path, arrival = process.path, process.arrival
    if arrival.verdict == "settled":
        return (
            f"It settles: after {_span(solution, process)} it stands at {plays(scenario, solution, path.last)}. In "
            f"the last half of that time no probability changed by {_more(path.moved)}. "
            f"{_sentence(_measures(solution, arrival))}{_response(process)}"
        )
    moved = f"in the last half of that time a probability still changed by {percentage_points(path.moved)}"
    stopped = f"Where it was stopped: {_measures(solution, arrival)}."
    if arrival.verdict == "cycling":
        return (
            f"It does not settle, it cycles: in {_span(solution, process)} it went round "
            f"{times(process.turns.count, 'time')} and the circle did not become narrower, "
            f"{_pace(process.turns.growth)}; {moved}. {stopped}"
        )
    return f"It has not settled in {_span(solution, process)}: {moved}. Whether it will is not known. {stopped}"


def _response(process: Process) -> str:
    """Where learners who err rest, if not at a Nash equilibrium."""
    if process.residual is None:
        return ""
    return (
        f" Such learners rest where each side's shares are the logit response to the other's (--solve quantal); the "
        f"response to these shares lies {percentage_points(process.residual)} away from them."
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _more(chance: float) -> str:
    return "as much as 0.1 percentage points" if chance < 0.001 else f"more than {percentage_points(chance)}"


def _pace(growth: float) -> str:
    if 0.95 <= growth <= 1.05:
        return "each time in about the same time as the time before"
    if growth < 1:
        return "at an uneven pace"
    return f"the last time taking {growth:.1f} times as long as the time before"


def percentage_points(chance: float) -> str:
    """A difference of probabilities."""
    hundredths = 100 * chance
    if hundredths < 0.1:
        return "less than 0.1 percentage points"
    text = round_number(hundredths)
    return f"{text} percentage point{'' if text == '1' else 's'}"


def _measures(solution: LearningSolution, arrival: LearningEnd) -> str:
    least = current().least
    gain = f"less than {number(least)}" if arrival.regret < least else f"up to {amount(arrival.regret)}"
    return f"{_off(arrival.nearest, solution)}, and another action would gain a side {gain}"


def _off(near: Near | None, solution: LearningSolution) -> str:
    if near is None:
        return "no equilibrium is known to measure it by"
    return f"the nearest equilibrium{_which(near.landmark, solution)} is {percentage_points(near.distance)} away"


def _which(landmark: Landmark, solution: LearningSolution) -> str:
    """Which one a component of equilibria is, by the numbers of its corners."""
    numbers = [str(k) for k in landmark.equilibria]
    if len(numbers) > 1:
        return f", in the connected set with the corners {listed(numbers)},"
    return "" if len(solution.nash.result.equilibria) == 1 else f", number {numbers[0]},"


def _earned(scenario: Scenario, solution: LearningSolution, process: Process) -> str:
    """What was received on the way; what it means if that is not what the settled frequencies would pay."""
    received = process.path.received
    sentences = f"On average over the whole course it paid {pays(scenario, received)}."
    expected = expected_payoffs(solution, process.path.last)
    slack = 0.02 * solution.scale
    settled = process.arrival.verdict == "settled"
    if process.name == "fictitious play" and settled and _apart(received, expected) > slack:
        sentences += (
            f" Drawn independently, the same shares would pay {pays(scenario, expected)}. The shares have settled, "
            "but the two sides change their actions in step, so what is played together is not what the shares suggest."
        )
    equilibria = solution.nash.result.equilibria
    if not settled and solution.nash.complete and len(equilibria) == 1:
        at_rest = [float(v) for v in equilibria[0].payoffs]
        if all(got > value + slack for got, value in zip(received, at_rest, strict=True)):
            sentences += " Both did better than in the only equilibrium."
        elif all(got < value - slack for got, value in zip(received, at_rest, strict=True)):
            sentences += " Both did worse than in the only equilibrium."
    return sentences


def _apart(one: Sequence[float], two: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, two, strict=True))


def expected_payoffs(solution: LearningSolution, strategies: Sequence[Any]) -> list[float]:
    """What both would get if each drew from its shares independently of the other."""
    x, y = strategies
    return [float(x @ side @ y) for side in solution.game.arrays]


MOST = 8
"""Actions of one side that are named, most."""


def plays(scenario: Scenario, solution: LearningSolution, strategies: Sequence[Any]) -> str:
    """Both players' strategies; what is played with less than one chance in two thousand is left out."""
    sides = []
    for player, actions, side in zip(scenario.players, solution.game.actions, strategies, strict=True):
        kept = [(a, float(p)) for a, p in zip(actions, side, strict=True) if p >= 0.0005]
        chances = [quoted(a) if p == 1 else f"{quoted(a)} {percent(p)}" for a, p in kept]
        if len(kept) > MOST:
            likeliest, p = max(kept, key=lambda each: each[1])
            ends = f"from {quoted(kept[0][0])} to {quoted(kept[-1][0])}"
            chances = [f"{len(kept)} actions {ends}, {quoted(likeliest)} the most, {percent(p)}"]
        sides.append(f"{player.name} {listed(chances)}")
    return "; ".join(sides)


def pays(scenario: Scenario, payoffs: Sequence[float]) -> str:
    """Payoffs with the players' names."""
    return listed([f"{player.name} {amount(v)}" for player, v in zip(scenario.players, payoffs, strict=True)])
