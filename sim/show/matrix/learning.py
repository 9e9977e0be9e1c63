"""Where learning leads in a matrix game, as people see it: each way of it, and whether it matters where they start."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.show.matrix.learning_process import expected_payoffs, pays, percentage_points, plays, process_section
from sim.show.matrix.many_equilibria import stopped
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table
from sim.show.text.words import listed, quoted, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.matrix.learning.solution import LearningSolution, Process
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

MOST_POINTS = 200
MOST_EQUILIBRIA = 6

VERDICTS = {"settled": "settles", "cycling": "cycles", "moving": "has not settled"}
"""What a course does."""


def shown(scenario: Scenario, solution: LearningSolution) -> ShownLearning:
    """Where learning leads, as people see it."""
    return ShownLearning(scenario, solution)


class ShownLearning(Shown["LearningSolution"]):
    """Where learning leads, as people see it."""

    def story(self) -> Text:
        """The equilibria, each way of learning, the starts, and how sure all that is."""
        scenario, solution = self.scenario, self.solution
        return self.told(
            Section("Where it could come to rest", _equilibria(scenario, solution)),
            *(process_section(scenario, solution, process) for process in solution.processes),
            Section("Does it matter where they start?", _starts(solution)),
            Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
        )

    def brief(self) -> Brief:
        """Whether each way of learning settles, where, and how far that is from an equilibrium."""
        scenario, solution = self.scenario, self.solution
        rows = []
        for p in solution.processes:
            near = p.arrival.nearest
            away = "" if near is None else percentage_points(near.distance)
            which = "" if near is None else ("" if len(near.landmark.equilibria) == 1 else "set ")
            which += "" if near is None else listed([str(k) for k in near.landmark.equilibria])
            rows.append((p.name, VERDICTS[p.arrival.verdict], plays(scenario, solution, p.path.last), which, away))
        head = ("", "it", "plays in the end", "nearest equilibrium", "away")
        table = Table("Where each way of learning comes to", head, tuple(rows), Look(words=frozenset({1, 2, 3, 4})))
        told = self.line().removeprefix(f"{scenario.title}: ")
        caveat = f"Seen in the time given from the starts drawn; it proves nothing about for ever. {self.notes()[0]}"
        nash = ("run", "its equilibria", ("--solve", "nash"))
        brief = self.on_screen([f"{told[:1].upper()}{told[1:]}", _matters(solution)], [table], caveat, nash)
        simulated = "Simulated, and its numbers checked; learning is no equilibrium concept."
        return replace(brief, certificate=simulated) if solution.certified else brief

    def line(self) -> str:
        """Whether each way of learning settles."""
        verdicts = [f"{p.name} {VERDICTS[p.arrival.verdict]}" for p in self.solution.processes]
        return f"{self.scenario.title}: {listed(verdicts)}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each way of learning, equilibrium or not."""
        del all_states
        return [_entry(self.solution, process) for process in self.solution.processes]

    def notes(self) -> list[str]:
        """The seed, and what is not certified."""
        processes, nash = self.solution.processes, self.solution.nash
        sentences = [f"Chance was drawn with seed {self.solution.seed}."]
        if not nash.complete:
            sentences.append(f"Not certified: {stopped(nash.result)}, so a nearer equilibrium may be missing.")
        sentences += [
            f"Not certified: the path of {p.name} depends on the step ({percentage_points(p.error or 0.0)})."
            for p in processes
            if not p.checked and p.error is not None
        ]
        sentences += [
            f"Not certified: {p.name} did not pass its check." for p in processes if not p.checked and not p.error
        ]
        return sentences

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
        return (Paragraph("No Nash equilibrium was found in the time allowed, though there is one."),)
    named = {k for process in solution.processes for k in _named(process)}
    items = [
        Item(
            f"{plays(scenario, solution, [[float(p) for p in side] for side in e.strategies])}. "
            f"It pays {pays(scenario, [float(v) for v in e.payoffs])}.",
            number=k,
        )
        for k, e in enumerate(found, 1)
        if k <= MOST_EQUILIBRIA or k in named
    ]
    blocks: list[Block] = [
        Paragraph(
            f"{'The Nash' if solution.nash.complete else 'Nash'} equilibria of the game, against which learning is "
            "measured:"
        ),
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
    meaning = _matters(solution)
    table = Table("How many courses came to rest where", head, rows)
    return Paragraph(lead), table, *([Paragraph(meaning)] if meaning else [])


def _matters(solution: LearningSolution) -> str:
    """Whether it matters where they start; empty where that is not seen."""
    homes = [Counter(a.home.equilibria if a.home else () for a in process.arrivals) for process in solution.processes]
    marks = {key for counter in homes for key in counter if key}
    if any(sum(1 for key in counter if key) > 1 for counter in homes):
        return (
            "Where there are several equilibria, learning does not say which one is right: the start "
            "decides, and among people who err chance does too."
        )
    alone = len(marks) == 1 and len(min(marks)) == 1 and not any(counter[()] for counter in homes)
    return "In this game the start does not change which equilibrium it leads to." if alone else ""


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
        "payoffs": dict(zip(game.players, expected_payoffs(solution, path.last), strict=True)),
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
