"""Words for roadmaps: names, steps, rounds and ways of leaving."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.roadmaps.study import climbs_all
from sim.games.roadmaps.ladders import advance
from sim.show.concessions.rules import game_of, kept_words, rests_words, stalled_words
from sim.show.text.words import listed, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap
    from sim.engine.roadmaps.thresholds import Temptation
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Scenario, Step

NEVER = "never"

BEST, BEST_FOUND = "best of all orders", "best order found"
"""What the best is called where it is proven that no order needs less patience, and where it is not."""


SETTLED = 9
"""Decimals of a computed chance that do not hang on how it was computed."""


def label(study: RoadmapStudy, entry: StudiedRoadmap) -> str:
    """What a roadmap is called in tables."""
    if entry.name is not None:
        return entry.name + ("" if climbs_all(study.ladders, entry) else " (stops short)")
    if entry.origin == "standard":
        return "together (step for step)" if len(entry.roadmap.rounds[0]) == 2 else "one side first"
    if entry is study.best:
        return BEST if study.search.proven else BEST_FOUND
    return "best within 'after'" if entry is study.kept else "one that holds"


def patience(value: Fraction | None) -> str:
    """A threshold with three decimals, rounded up, so that it is enough as it is read."""
    if value is None:
        return NEVER
    thousandths = -(-1000 * value // 1)
    return f"{float(thousandths) / 1000:.3f}" if thousandths < 1000 or value >= 1 else "just below 1"


def chance_needed(chance: float | Fraction) -> str:
    """A least chance in percent, rounded up, so that it is enough as it is read."""
    permille = -(-1000 * (chance if isinstance(chance, Fraction) else Fraction(round(chance, SETTLED))) // 1)
    return percent(Fraction(permille, 1000))


def steps_taken(ladders: Ladders, rounds: Rounds) -> Iterator[tuple[Step, ...]]:
    """The steps of each round."""
    place = (0, 0)
    for movers in rounds:
        yield tuple(ladders.steps[p][place[p]] for p in movers)
        place = advance(place, movers)


def reference(ladders: Ladders, step: Step) -> str:
    """A step as files name it."""
    return f"{ladders.players[step.owner]}.{step.id}"


def leaving(ladders: Ladders, way: Temptation) -> str:
    """A way of leaving a roadmap, as a gerund."""
    own = ladders.steps[1 - way.player if way.exchanged else way.player]
    if way.kind == "renege":
        return f"taking back {listed([quoted(own[k].name) for k in way.undoes])}"
    due = quoted(own[way.step].name) if way.step is not None else ""
    if way.kind == "walk_away":
        return "walking away"
    if way.kind == "fake":
        return f"faking {due}"
    if way.kind == "wait":
        return f"waiting instead of taking {due}"
    return f"holding out instead of {due}"


def when(rounds: Rounds, way: Temptation) -> str:
    """The round of a temptation."""
    if way.round == len(rounds):
        return "once all steps are taken"
    return f"in round {way.round + 1}{', the roles being exchanged' if way.exchanged else ''}"


def break_down(scenario: Scenario) -> str:
    """That the talks break down, and what of the steps then stays."""
    kept = kept_words(game_of(scenario))
    return f"the talks break down; {kept} stay" if kept else "the talks break down"


def hazard_told(scenario: Scenario, ladders: Ladders) -> str:
    """What the hazard of roadmaps is: ``a round in which nobody takes a step ends the talks with chance 5%``."""
    stalled = stalled_words(game_of(scenario))
    return f"a round {stalled} ends the talks with chance {percent(ladders.hazard)}"


def talks_told(scenario: Scenario, ladders: Ladders) -> str:
    """How talks may end on a roadmap, in sentences; empty where nothing ends them."""
    if not ladders.hazard and not ladders.walk_away:
        return ""
    told = []
    if ladders.hazard:
        hazard = hazard_told(scenario, ladders)
        told.append(f"Until the agreement is complete {hazard}.{rests_words(scenario, game_of(scenario))}")
    if ladders.walk_away:
        told.append("Until the agreement is complete either side may also walk away.")
    kept = kept_words(game_of(scenario))
    stays = f", plus {kept}" if kept else ""
    return " ".join([*told, f"From then on each round pays what the file's breakdown pays{stays}."])
