"""The story of a concession game without a last round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.markov.markov import MOST_PROFILES
from sim.show.concessions.course import headline, setting, told_endings, told_path, worth
from sim.show.concessions.entries import decision_entry, path_entry
from sim.show.concessions.facts import concession_facts
from sim.show.concessions.notes import faking_notes
from sim.show.shown import Presenter
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, does, listed, percent, round_number, times

if TYPE_CHECKING:
    from sim.engine.concessions.markov.markov_perfect import ListGap, MarkovEquilibrium, MarkovSolution
    from sim.scenario.scenario import Scenario

MOST_LISTED = 8
"""Other equilibria, most, that the story lists."""


def markov_story(scenario: Scenario, solution: MarkovSolution) -> str:
    """Tell a solution."""
    parts = [
        heading(scenario.title) + "\n" + setting(scenario),
        heading("In short") + "\n" + paragraph(headline(scenario, solution)),
        heading("How it goes") + "\n" + told_path(scenario, solution),
        heading("What each gets, per round") + "\n" + worth(scenario, solution),
        heading("How it ends") + "\n" + told_endings(solution),
    ]
    if len(solution.equilibria) > 1:
        parts.append(heading("Other equilibria") + "\n" + _others(scenario, solution))
    parts.append(heading("How sure this is") + "\n" + _certainty(scenario, solution))
    return "\n\n".join(parts) + "\n"


def _others(scenario: Scenario, solution: MarkovSolution) -> str:
    """The other equilibria by how they begin, what they pay and how they end; those that look the same together."""
    kinds: dict[str, int] = {}
    for e in solution.equilibria[1:]:
        pays = listed([f"{p.name} {amount(v)}" for p, v in zip(scenario.players, e.values, strict=True)])
        told = f"{_opening(scenario, solution, e)}. It pays {pays}; {_ending(e)}."
        kinds[told] = kinds.get(told, 0) + 1
    lines = [paragraph("In the first round it could also go:")]
    for k, (told, count) in enumerate(list(kinds.items())[:MOST_LISTED]):
        same = f" ({count} equilibria, which differ later or off the path)" if count > 1 else ""
        lines.append(paragraph(f"{k + 1}. {told}{same}", "  ", "   "))
    if len(kinds) > MOST_LISTED:
        lines.append(paragraph(f"... and {len(kinds) - MOST_LISTED} more kinds; --json has them all."))
    return "\n".join(lines)


def _opening(scenario: Scenario, solution: MarkovSolution, e: MarkovEquilibrium) -> str:
    """What is done in the first round."""
    sides = []
    for k in sorted(k for k, since in e.profile.since.items() if since == 0 and solution.points[k].place[0] == 0):
        point = solution.points[k]
        state = solution.game.states[point.node.state]
        for player in point.movers:
            chances = e.profile.mixtures[k][player]
            actions = [
                does(scenario, player, a, state) + (f" ({percent(float(p))})" if p < 1 else "")
                for a, p in zip(point.node.actions[player], chances, strict=True)
                if p > 0
            ]
            after = AFTER.get(point.node.leader, "")
            sides.append(f"{scenario.players[player].name}{after} {listed(actions, 'or')}")
    return listed(list(dict.fromkeys(sides)))


AFTER = {"concede": ", after a step,", "hold_out": ", after holding out,", "renege": ", after a step back,"}
"""What the leader of the round did, where that matters."""

ENDINGS = {
    "agreement": "agreement in round {round}",
    "walk_away": "walking away in round {round}",
    "hazard": "breakdown in round {round}",
    "unfinished": "never complete",
}


def _ending(e: MarkovEquilibrium) -> str:
    likely = e.endings[0]
    chance = "" if likely.chance > 1 - 1e-12 else f" ({percent(likely.chance)})"
    when = round_number(likely.rounds + 1)
    return ENDINGS[likely.kind].format(round=when if likely.fixed else f"{when} on average") + chance


def _certainty(scenario: Scenario, solution: MarkovSolution) -> str:
    count = times(len(solution.points), "decision point")
    told = (
        f"Markov perfect: what is done depends on the steps that stand and on whose turn it is alone, and at none of "
        f"the {count} does anybody gain by any deviation, however long."
        if solution.certified
        else f"Found over {count}, but not certified: rounding leaves a gain by deviating."
    )
    lines = [paragraph(told)]
    if solution.complete and len(solution.equilibria) == 1:
        lines.append(paragraph("It is the only Markov perfect equilibrium."))
    lines += [paragraph(note) for note in markov_notes(scenario, solution)]
    lines.append(
        paragraph("Strategies that remember more than the state can support other courses; these are not looked for.")
    )
    return "\n".join(lines)


def markov_notes(scenario: Scenario, solution: MarkovSolution) -> list[str]:
    """What must be known about a solution before it is believed."""
    told = faking_notes(scenario)
    if len(solution.equilibria) > 1:
        told.append(
            f"There are {len(solution.equilibria)}{'' if solution.complete else ' or more'} Markov perfect equilibria; "
            f"the rule '{solution.rule.name}' selected the one told here, decision point by decision point."
        )
        tied = [choice for choice in solution.choices if choice.reason.name == "ORDER"]
        if tied:
            told.append(
                f"At {times(len(tied), 'decision point')} the rule held several equilibria equal, and the stated order "
                "of names decided: the answer there hangs on a tie."
            )
    if solution.gap is not None:
        told.append(why_incomplete(solution.gap))
    if not solution.certified:
        told.append("Not certified: rounding leaves a gain by deviating that is larger than the tolerance.")
    return told


def why_incomplete(gap: ListGap) -> str:
    """Why not all equilibria are listed."""
    if gap.by is not None:
        end = "with a breakdown" if gap.by.breakdown else "for ever as it is"
        rounds = gap.by.rounds
        found = "best replies in turn" if rounds is None else f"backward induction over {rounds} rounds that end {end}"
        return (
            "Steps can be undone, so play may go round in circles and not all equilibria can be listed; this one was "
            f"found by {found}."
        )
    return {
        "many": f"There are more than {MOST_PROFILES} equilibria; not all are listed.",
        "time": f"The list was {gap.error}; there may be other equilibria.",
        "doubts": "Some comparisons of irrational numbers were too close to call.",
    }[gap.kind]


def markov_line(scenario: Scenario, solution: MarkovSolution) -> str:
    """A solution in one line."""
    return f"{scenario.title}: {headline(scenario, solution)}"


def markov_entries(solution: MarkovSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    return [_entry(solution, e, all_states) for e in solution.equilibria]


def _entry(solution: MarkovSolution, e: MarkovEquilibrium, all_states: bool) -> dict[str, Any]:
    game = solution.game
    return {
        "payoffs": dict(zip(game.players, e.values, strict=True)),
        "strategies": _strategies(solution, e, all_states),
        "regret": max(e.regret),
        "path": [path_entry(game, r) for r in e.course.path],
        "path_chance": e.course.chance,
        "endings": [{"kind": end.kind, "chance": end.chance, "mean_round": end.rounds} for end in e.endings],
    }


def _strategies(solution: MarkovSolution, e: MarkovEquilibrium, all_states: bool) -> dict[str, list[dict[str, Any]]]:
    """What is done in each state; ``round`` is the first in which it can come up, and null if it never does."""
    game = solution.game
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for k, point in enumerate(solution.points):
        if not all_states and k not in e.profile.since:
            continue
        for player in point.movers:
            chances = zip(point.node.actions[player], e.profile.mixtures[k][player], strict=True)
            lists[game.players[player]].append(decision_entry(game, e.profile.since.get(k), point.node, chances))
    return lists


PRESENTER = Presenter(
    story=markov_story,
    line=markov_line,
    entries=markov_entries,
    notes=markov_notes,
    facts=concession_facts,
    views={"path": "sim.show.concessions.draw_path:path_of_play"},
)
