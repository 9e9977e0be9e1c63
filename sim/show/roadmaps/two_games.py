"""Which game solving a file answers and which its roadmaps do, and where the two differ what that hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.games.roadmaps.ladders import same_rules
from sim.scenario.scenario import Concessions
from sim.show.concessions.rules import hazard_words
from sim.show.roadmaps.words import break_down, hazard_told, label, leaving, reference, steps_taken, when
from sim.show.text.blocks import Paragraph, Section
from sim.show.text.words import listed, quoted, times

if TYPE_CHECKING:
    from sim.engine.roadmaps.thresholds import JudgedRoadmap
    from sim.games.roadmaps.ladders import Ladders
    from sim.scenario.scenario import Scenario
    from sim.study.two_games import TwoGames

MOST_ORDERS = 4


def two_games_section(scenario: Scenario, found: TwoGames) -> Section:
    """The part of a story that says which game it is about, and what the other one says."""
    return Section("Solved and agreed: two games", tuple(map(Paragraph, two_games_sentences(scenario, found))))


def two_games_sentences(scenario: Scenario, found: TwoGames) -> list[str]:
    """Which game each answers, whether they differ, and what that hangs on."""
    told = [own_game(scenario), agreed_game(scenario, _ladders(scenario, found))]
    if found.agree:
        return [*told, _agreement(found)]
    return [*told, f"{_difference(scenario, found)} {_reason(scenario, found)}"]


def two_games_in_short(scenario: Scenario, found: TwoGames) -> str:
    """What agreed orders say where that is not what solving the game says; empty where it is."""
    if found.agree:
        return ""
    if found.own is not None:
        ladders = _ladders(scenario, found)
        who = [_gain(scenario, ladders, found.own, player) for player in (0, 1)]
        held = f"this one does not hold: {listed([told for told in who if told])}"
    elif found.kept:
        held = _no_order(found)
    else:
        names = _names(found, 2)
        held = f"{names} {'hold' if len(_holding(found)) > 1 else 'holds'} all the same"
    return f"Of orders that are agreed on, and punished for ever if left, {held}."


def own_game(scenario: Scenario) -> str:
    """Which game solving a file answers."""
    game = scenario.game
    assert isinstance(game, Concessions)
    rounds = "rounds without end" if game.horizon is None else times(game.horizon, "round")
    moves = {
        "alternating": "turns",
        "simultaneous": "both moving at once",
        "sequential": "one side answering the other",
    }
    parts = [rounds, moves[game.moves]]
    if any(step.after for ladder in game.ladders for step in ladder):
        parts.append("prerequisites")
    if game.hazard:
        parts.append(f"a hazard of {hazard_words(game)} after a stalled round")
    if "walk_away" in game.actions:
        parts.append("walking away")
    return (
        f"Solving answers the game of the file, with {listed(parts)}. A departure is met by what is best for each side "
        "from there on."
    )


def agreed_game(scenario: Scenario, ladders: Ladders) -> str:
    """Which game roadmaps answer."""
    follows = (
        "both undo the steps that can be undone, and nothing moves again"
        if ladders.punishment == "snapback"
        else break_down(scenario)
    )
    if ladders.hazard and ladders.walk_away:
        ends = f"{hazard_told(scenario, ladders)}, either side may walk away"
    elif ladders.hazard:
        ends = f"{hazard_told(scenario, ladders)}, there is no walking away"
    elif ladders.walk_away:
        ends = "there is no hazard, either side may walk away"
    else:
        ends = "there is no hazard and no walking away"
    return (
        "Roadmaps answer whether an agreed order holds if whoever leaves it is punished for ever: from the next round "
        f"on {follows}. Rounds never end, {ends}, and no prerequisites bind."
    )


def two_games_entry(scenario: Scenario, found: TwoGames) -> dict[str, Any]:
    """The comparison as plain data."""
    ladders = _ladders(scenario, found)
    own = found.own
    return {
        "solved": {"complete_at_end": found.kept, "order": None if own is None else _order(ladders, own)},
        "roadmaps": {
            "punishment": ladders.punishment,
            "order_holds": None if own is None else own.self_enforcing,
            "hold": None if found.study is None or own is not None else _holding(found),
        },
        "agree": found.agree,
        "differences": list(found.present),
        "agree_without": [list(some) for some in found.enough],
        "open": found.open,
        "several": found.several,
    }


def _order(ladders: Ladders, own: JudgedRoadmap) -> list[list[str]]:
    return [[reference(ladders, step) for step in steps] for steps in steps_taken(ladders, own.rounds)]


def _ladders(scenario: Scenario, found: TwoGames) -> Ladders:
    """The steps and the rules by which roadmaps were judged; those of the file where none were."""
    return same_rules(scenario, None if found.study is None else found.study.ladders)


def _without(scenario: Scenario, found: TwoGames) -> dict[str, str]:
    """Each difference, as a game that does not have it."""
    ladders = _ladders(scenario, found)
    return {
        "prerequisites": "with the prerequisites waived",
        "hazard": "with the hazard of the roadmaps" if ladders.hazard else "without the hazard",
        "walk_away": "with walking away" if ladders.walk_away else "without walking away",
        "horizon": "without a last round",
    }


def _holding(found: TwoGames) -> list[str]:
    """Names of the complete orders that hold at the players' own patience."""
    assert found.study is not None
    return [label(found.study, entry) for entry in found.holding]


def _agreement(found: TwoGames) -> str:
    if found.own is not None:
        return "Here they agree: the order of the course that is shown holds as a roadmap too."
    if found.kept:
        return "Here they agree that the agreement can be complete in the end."
    return f"Here they agree: on the course that is shown it is not complete in the end, and {_no_order(found)}."


def _no_order(found: TwoGames) -> str:
    """That no order holds, as far as was searched."""
    cut = found.study is not None and found.study.search.cut
    holds = "was found to hold" if cut else "holds"
    return f"no order that takes all steps {holds} as a roadmap"


def _difference(scenario: Scenario, found: TwoGames) -> str:
    ladders = _ladders(scenario, found)
    if found.own is not None:
        steps = [quoted(step.name) for taken in steps_taken(ladders, found.own.rounds) for step in taken]
        who = [_gain(scenario, ladders, found.own, player) for player in (0, 1)]
        return (
            f"Here they differ: the order of the course that is shown ({', '.join(steps)}) does not hold as a roadmap, "
            f"where {listed([told for told in who if told])}."
        )
    if found.kept:
        return f"Here they differ: all steps stand at the end of the course that is shown, and {_no_order(found)}."
    holds = "hold" if len(_holding(found)) > 1 else "holds"
    return (
        "Here they differ: the agreement is not complete at the end of the course that is shown, and as a roadmap "
        f"{_names(found, MOST_ORDERS)} {holds}."
    )


def _names(found: TwoGames, most: int) -> str:
    """The complete orders that hold."""
    names = _holding(found)
    return listed([*map(quoted, names[:most]), *([f"{len(names) - most} more"] if names[most:] else [])])


def _gain(scenario: Scenario, ladders: Ladders, own: JudgedRoadmap, player: int) -> str:
    stand = own.stands[player]
    if stand.keeps or stand.tightest is None:
        return ""
    way = stand.tightest
    return f"{scenario.players[player].name} gains by {leaving(ladders, way)} {when(own.rounds, way)}"


def _reason(scenario: Scenario, found: TwoGames) -> str:
    without = _without(scenario, found)
    if found.enough:
        sets = [listed([without[kind] for kind in some]) for some in found.enough]
        first = sets[0][0].upper() + sets[0][1:]
        told = "; or ".join([first, *sets[1:]])
        ends = (
            "the game is no longer played to an order that does not hold"
            if found.kept
            else "the game too is played to a complete agreement"
        )
        return f"{told} {ends}.{_several(found)}"
    if found.open:
        return f"What that hangs on was not found: the game without a last round could not be solved.{_several(found)}"
    taken = [without[kind] for kind in found.present]
    left = "who moves when, and what follows a departure"
    if not taken:
        return f"What differs is {left}.{_several(found)}"
    return f"They differ {listed(taken)} as well; what is left is {left}.{_several(found)}"


def _several(found: TwoGames) -> str:
    return " The game may have other equilibria, which say something else." if found.several else ""
