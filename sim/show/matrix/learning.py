"""The story of learning: what each way of it takes people to be, where it went, and how near to equilibrium."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sim.show.matrix.many_equilibria import stopped
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table
from sim.show.text.words import amount, listed, percent, quoted, round_number, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.matrix.learning.learning import LearningEnd, LearningSolution, Near, Process
    from sim.engine.matrix.learning.nearest_equilibrium import Landmark
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Block, Text

MOST_POINTS = 200
MOST_EQUILIBRIA = 6

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


def shown(scenario: Scenario, solution: LearningSolution) -> ShownLearning:
    """Where learning leads, as people see it."""
    return ShownLearning(scenario, solution)


class ShownLearning(Shown["LearningSolution"]):
    """Where learning leads, as people see it."""

    solution: LearningSolution

    def story(self) -> Text:
        """The equilibria, each way of learning, the starts, and how sure all that is."""
        scenario, solution = self.scenario, self.solution
        return self.told(
            Section("Where it could come to rest", _equilibria(scenario, solution)),
            *(_process(scenario, solution, process) for process in solution.processes),
            Section("Does it matter where they start?", _starts(solution)),
            Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
        )

    def line(self) -> str:
        """Whether each way of learning settles."""
        words = {"settled": "settles", "cycling": "cycles", "moving": "has not settled"}
        told = [f"{p.name} {words[p.arrival.verdict]}" for p in self.solution.processes]
        return f"{self.scenario.title}: {listed(told)}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each way of learning, equilibrium or not."""
        del all_states
        return [_entry(self.solution, process) for process in self.solution.processes]

    def notes(self) -> list[str]:
        """The seed, and what is not certified."""
        processes, nash = self.solution.processes, self.solution.nash
        told = [f"Chance was drawn with seed {self.solution.seed}."]
        if not nash.complete:
            told.append(f"Not certified: {stopped(nash.result)}, so a nearer equilibrium may be missing.")
        told += [
            f"Not certified: the path of {p.name} depends on the step ({_points(p.error or 0.0)})."
            for p in processes
            if not p.checked and p.error is not None
        ]
        told += [f"Not certified: {p.name} did not pass its check." for p in processes if not p.checked and not p.error]
        return told

    def pictures(self) -> Mapping[str, Draw]:
        """The paths of all ways of learning."""
        from sim.show.matrix.draw_learning import learning_paths

        return {"learning": lambda: learning_paths(self.scenario, self.solution)}

    def _checked(self) -> str:
        error = next((p.error for p in self.solution.processes if p.error is not None), 0.0)
        return (
            "Learning is no equilibrium concept: it tells what certain people would come to do, not what is best "
            "against each other. What is checked: every point is a pair of mixed strategies; the gains and distances "
            "were computed apart from the learning; in the course of fictitious play told above every action was a "
            "best reply, in exact numbers; with steps twice as long the path of replicator dynamics differs by "
            f"{_tiny(error)}. {quoted('Settles')} and {quoted('cycles')} describe what was seen in the time given; "
            "they prove nothing about for ever."
        )


def _equilibria(scenario: Scenario, solution: LearningSolution) -> tuple[Block, ...]:
    """The equilibria against which learning is measured."""
    found = solution.nash.result.equilibria
    if not found:
        return (Paragraph("No Nash equilibrium was found in the time allowed."),)
    named = {k for process in solution.processes for k in _named(process)}
    items = [
        Item(
            f"{_plays(scenario, solution, [[float(p) for p in side] for side in e.strategies])}. "
            f"It pays {_pays(scenario, [float(v) for v in e.payoffs])}.",
            number=k,
        )
        for k, e in enumerate(found, 1)
        if k <= MOST_EQUILIBRIA or k in named
    ]
    blocks: list[Block] = [
        Paragraph("The Nash equilibria of the game, against which learning is measured:"),
        Points(tuple(items), numbered=True),
    ]
    if len(found) > len(items):
        rest = times(len(found) - len(items), "more Nash equilibrium", "more Nash equilibria")
        blocks.append(Paragraph(f"And {rest}, which are not named below; --solve nash --json lists all."))
    return tuple(blocks)


def _named(process: Process) -> set[int]:
    """Numbers of the equilibria that are named in what is told of a process."""
    arrivals = [process.arrival, *process.arrivals, *([process.average_arrival] if process.average_arrival else [])]
    marks = [mark for a in arrivals for mark in (a.home, a.nearest.landmark if a.nearest else None)]
    return {k for mark in marks if mark is not None for k in mark.equilibria}


def _plays(scenario: Scenario, solution: LearningSolution, strategies: Sequence[Any]) -> str:
    """Both players' strategies; what is played with less than one chance in two thousand is left out."""
    told = []
    for player, actions, side in zip(scenario.players, solution.game.actions, strategies, strict=True):
        kept = [(a, float(p)) for a, p in zip(actions, side, strict=True) if p >= 0.0005]
        chances = [quoted(a) if len(kept) == 1 else f"{quoted(a)} {percent(p)}" for a, p in kept]
        told.append(f"{player.name} {listed(chances)}")
    return "; ".join(told)


def _pays(scenario: Scenario, payoffs: Sequence[float]) -> str:
    return listed([f"{player.name} {amount(v)}" for player, v in zip(scenario.players, payoffs, strict=True)])


def _process(scenario: Scenario, solution: LearningSolution, process: Process) -> Section:
    """What a way of learning takes people to be, and where it went."""
    assumption = ASSUMPTIONS[process.name].format(odds=_odds(solution))
    lines = [assumption, _course(scenario, solution, process)]
    if process.average is not None and process.average_arrival is not None and process.arrival.verdict != "settled":
        lines.append(
            f"The average over all that time is {_plays(scenario, solution, process.average)}: "
            f"{_off(process.average_arrival.nearest, solution)}."
        )
    lines.append(_earned(scenario, solution, process))
    return Section(TITLES[process.name], tuple(Paragraph(line) for line in lines if line))


def _odds(solution: LearningSolution) -> str:
    from math import exp

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
            f"It settles: after {_span(solution, process)} it stands at {_plays(scenario, solution, path.last)}. In "
            f"the last half of that time no probability changed by {_more(path.moved)}. "
            f"{_sentence(_measures(solution, arrival))}{_response(process)}"
        )
    moved = f"in the last half of that time a probability still changed by {_points(path.moved)}"
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
        f"response to these shares lies {_points(process.residual)} away from them."
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _more(chance: float) -> str:
    return "as much as 0.1 percentage points" if chance < 0.001 else f"more than {_points(chance)}"


def _pace(growth: float) -> str:
    if 0.95 <= growth <= 1.05:
        return "each time in about the same time as the time before"
    if growth < 1:
        return "at an uneven pace"
    return f"the last time taking {growth:.1f} times as long as the time before"


def _points(chance: float) -> str:
    """A difference of probabilities."""
    points = 100 * chance
    if points < 0.1:
        return "less than 0.1 percentage points"
    text = round_number(points)
    return f"{text} percentage point{'' if text == '1' else 's'}"


def _measures(solution: LearningSolution, arrival: LearningEnd) -> str:
    told = "less than 0.005" if arrival.regret < 0.005 else f"up to {amount(arrival.regret)}"
    return f"{_off(arrival.nearest, solution)}, and another action would gain a side {told}"


def _off(near: Near | None, solution: LearningSolution) -> str:
    if near is None:
        return "no equilibrium is known to measure it by"
    return f"the nearest equilibrium{_which(near.landmark, solution)} is {_points(near.distance)} away"


def _which(landmark: Landmark, solution: LearningSolution) -> str:
    """Which one a component of equilibria is, by the numbers of its corners."""
    numbers = [str(k) for k in landmark.equilibria]
    if len(numbers) > 1:
        return f", in the connected set with the corners {listed(numbers)},"
    return "" if len(solution.nash.result.equilibria) == 1 else f", number {numbers[0]},"


def _earned(scenario: Scenario, solution: LearningSolution, process: Process) -> str:
    """What was received on the way; what it means if that is not what the settled frequencies would pay."""
    received = process.path.received
    told = f"On average over the whole course it paid {_pays(scenario, received)}."
    expected = _payoffs(solution, process.path.last)
    slack = 0.02 * solution.scale
    settled = process.arrival.verdict == "settled"
    if process.name == "fictitious play" and settled and _apart(received, expected) > slack:
        told += (
            f" Drawn independently, the same shares would pay {_pays(scenario, expected)}. The shares have settled, "
            "but the two sides change their actions in step, so what is played together is not what the shares suggest."
        )
    equilibria = solution.nash.result.equilibria
    if not settled and solution.nash.complete and len(equilibria) == 1:
        at_rest = [float(v) for v in equilibria[0].payoffs]
        if all(got > value + slack for got, value in zip(received, at_rest, strict=True)):
            told += " Both did better than in the only equilibrium."
        elif all(got < value - slack for got, value in zip(received, at_rest, strict=True)):
            told += " Both did worse than in the only equilibrium."
    return told


def _apart(one: Sequence[float], two: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, two, strict=True))


def _payoffs(solution: LearningSolution, strategies: Sequence[Any]) -> list[float]:
    x, y = strategies
    return [float(x @ side @ y) for side in solution.game.arrays]


def _starts(solution: LearningSolution) -> tuple[Block, ...]:
    """Which equilibrium the course came to from each start."""
    count = len(solution.processes[0].arrivals)
    homes = {
        process.name: Counter(a.home.equilibria if a.home else () for a in process.arrivals)
        for process in solution.processes
    }
    marks = sorted({key for counter in homes.values() for key in counter if key})
    named = [(key, ("equilibrium " if len(key) == 1 else "set ") + listed([str(k) for k in key])) for key in marks]
    head = ("", *(name for _, name in named), "not settled")
    rows = tuple((name, *(str(counter[key]) for key, _ in named), str(counter[()])) for name, counter in homes.items())
    lead = (
        f"{times(count, 'starting point')} drawn at random (--seed draws others), the first of them told above. How "
        "many came to rest, and which equilibrium was nearest then:"
    )
    several = any(sum(1 for key in counter if key) > 1 for counter in homes.values())
    meaning = (
        "Where there are several equilibria, learning does not say which one is right: the start "
        "decides, and among people who err chance does too."
        if several
        else "In this game the start does not change which equilibrium it leads to."
        if len(marks) == 1 and len(marks[0]) == 1 and not any(counter[()] for counter in homes.values())
        else ""
    )
    table = Table("How many courses came to rest where", head, rows)
    return Paragraph(lead), table, *([Paragraph(meaning)] if meaning else [])


def _tiny(error: float | None) -> str:
    return "less than a millionth" if error is not None and error < 1e-6 else f"{error:.1g}"


def _entry(solution: LearningSolution, process: Process) -> dict[str, Any]:
    game, path = solution.game, process.path
    near = process.arrival.nearest

    def strategies(pair: Sequence[Any]) -> dict[str, dict[str, float]]:
        return {
            player: {a: float(p) for a, p in zip(game.actions[k], pair[k], strict=True)}
            for k, player in enumerate(game.players)
        }

    return {
        "process": process.name,
        "payoffs": dict(zip(game.players, _payoffs(solution, path.last), strict=True)),
        "average_payoffs": dict(zip(game.players, path.received, strict=True)),
        "strategies": strategies(path.last),
        "regret": process.arrival.regret,
        "settled": process.arrival.verdict == "settled",
        "verdict": process.arrival.verdict,
        "moved": path.moved,
        "turns": process.turns.count,
        "turn_growth": process.turns.growth if process.turns.count > 1 else None,
        "nearest": None if near is None else {"equilibria": list(near.landmark.equilibria), "distance": near.distance},
        "average": None if process.average is None else strategies(process.average),
        "residual": process.residual,
        "error": process.error,
        "starts": [
            {"verdict": a.verdict, "nearest": list(a.home.equilibria) if a.home else None, "regret": a.regret}
            for a in process.arrivals
        ],
        "trajectory": [
            {"time": float(path.times[k]), "strategies": strategies([side[k] for side in path.strategies])}
            for k in path.thinned(MOST_POINTS)
        ],
        "path": [],
    }
