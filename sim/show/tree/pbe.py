"""The story of equilibria with beliefs: what is done, and what each side makes of what it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.tree.assessments.signalling import class_of
from sim.games.tree.game_tree import CHANCE
from sim.show.shown import Presenter, opening
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, listed, number, quoted, times
from sim.show.tree.intuitive_criterion import intuitive_entry, intuitive_words
from sim.show.tree.nash import chance_of, drawn

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario

MOST_EQUILIBRIA = 12

NAMES = {
    "bayes-nash": ("Bayes-Nash equilibrium", "Bayes-Nash equilibria"),
    "pbe": ("perfect Bayesian equilibrium", "perfect Bayesian equilibria"),
}
"""Name of each concept, of one and of several."""

ONE_AT_A_TIME = (
    "The tree is too large to list all equilibria. These were found one at a time: each is what play comes to if both "
    "make mistakes and the mistakes become ever smaller. There may be others."
)


def bayes_story(scenario: Scenario, solution: BayesSolution) -> str:
    """Tell the equilibria with what is believed in them.

    Parameters
    ----------
    solution : BayesSolution
        Its equilibria.
    """
    lines = []
    for k, e in enumerate(solution.equilibria[:MOST_EQUILIBRIA]):
        lines += _told(scenario, solution, k, e)
    if len(solution.equilibria) > MOST_EQUILIBRIA:
        lines.append(paragraph(f"... and {len(solution.equilibria) - MOST_EQUILIBRIA} more; --json has them all."))
    if not lines:
        lines.append(paragraph("None was found."))
    name = NAMES[solution.concept][1]
    sure = [checked(solution), *bayes_notes(scenario, solution)]
    parts = [
        opening(scenario),
        heading("The game") + "\n" + drawn(scenario, solution.game, None),
        heading(name[0].upper() + name[1:]) + "\n" + "\n".join(lines),
        heading("How sure this is") + "\n" + "\n".join(paragraph(note) for note in sure),
    ]
    return "\n\n".join(parts) + "\n"


def _told(scenario: Scenario, solution: BayesSolution, k: int, e: BayesEquilibrium) -> list[str]:
    """Lines about one equilibrium: its class and payoffs, choices, beliefs, and what is held against it."""
    game = solution.game
    pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
    kind = class_of(game, e)
    lines = [paragraph(f"{k + 1}. {kind[0].upper() + kind[1:] + '. ' if kind else ''}It pays {pays}.", "  ", "   ")]
    lines += choices_told(scenario, game, e)
    for name, members in game.infosets.items():
        if name in e.beliefs and len(members) > 1:
            who = scenario.players[game.owner(name)].name
            unreached = "" if name in e.reached else ", where play does not get to,"
            parts = zip(node_names(game, name), e.beliefs[name], strict=True)
            told = listed([f"{node} with chance {chance_of(p)}" for node, p in parts if p], "or")
            lines.append(paragraph(f"At {quoted(name)}{unreached} {who} believes in {told}.", "     "))
    if told := intuitive_words(solution.concept, game, e):
        lines.append(paragraph(told, "     "))
    return lines


def choices_told(scenario: Scenario, game: GameTree, e: BayesEquilibrium) -> list[str]:
    """A line for each player on what it does at its information sets."""
    lines = []
    for player in (0, 1):
        choices = [
            f"at {quoted(name)} " + _mixture(e.behaviour[player][name])
            for name in game.infosets
            if name in e.behaviour[player]
        ]
        lines.append(paragraph(f"{scenario.players[player].name}: {', '.join(choices) or 'has no choice'}.", "     "))
    return lines


def _mixture(at: dict[str, Fraction]) -> str:
    return listed([a if p == 1 else f"{a} ({chance_of(p)})" for a, p in at.items() if p], "or")


def node_names(game: GameTree, name: str) -> list[str]:
    """What tells the nodes of an information set apart: what chance drew at the start, or else the whole way there."""
    ways = [game.labels(k) for k in game.infosets[name]]
    first = [way[0] if way else "" for way in ways]
    if game.nodes[0].player == CHANCE and len(set(first)) == len(ways):
        return first
    return ["/".join(way) or "start" for way in ways]


def checked(solution: BayesSolution) -> str:
    """What has been checked of a solution."""
    if not solution.certified:
        return "Not certified: a deviation pays."
    if solution.concept == "bayes-nash":
        return "Checked on the tree itself, nowhere does another strategy pay (regret 0)."
    return (
        "Checked at every information set, reached or not: given what is believed there no other strategy pays from "
        "there on (regret 0), and beliefs follow by Bayes' rule from earlier ones wherever those leave a chance to get "
        "there."
    )


def bayes_notes(scenario: Scenario, solution: BayesSolution) -> list[str]:
    """What must be known before the solution is believed."""
    del scenario
    if solution.method == "trembles":
        return [ONE_AT_A_TIME]
    if solution.concept == "bayes-nash":
        done = "The list of extreme equilibria of the reduced strategic form is proven complete."
        return [done if solution.complete else "There may be others."]
    notes = []
    if solution.method == "both":
        notes.append("Some of them were found one at a time, as the limit of play with ever smaller mistakes.")
    if solution.rejected:
        what = times(solution.rejected, "way of play", "ways of play")
        notes.append(f"{what} of Nash equilibria can be supported by no beliefs and choices off the path.")
    if solution.complete:
        notes.append(
            "Every perfect Bayesian equilibrium plays in one of these ways; off it, choices and beliefs may vary."
        )
    if solution.several:
        notes.append("A connected set of Nash equilibria has several ways of play; none between them was looked at.")
    if solution.undecided:
        what = times(solution.undecided, "way of play", "ways of play")
        notes.append(f"Of {what} more it is open whether choices and beliefs off the path can support them.")
    if not solution.complete and (solution.method == "both" or not notes):
        notes.append("There may be others.")
    return notes


def bayes_line(scenario: Scenario, solution: BayesSolution) -> str:
    """A solution in one line."""
    one, many = NAMES[solution.concept]
    classes = dict.fromkeys(filter(None, (class_of(solution.game, e) for e in solution.equilibria)))
    told = f" ({', '.join(classes)})" if classes else ""
    return f"{scenario.title}: {times(len(solution.equilibria), one, many)}{told}."


def bayes_entries(solution: BayesSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    del all_states
    game = solution.game
    entries = []
    for e in solution.equilibria:
        entry: dict[str, Any] = {
            "payoffs": dict(zip(game.players, map(float, e.payoffs), strict=True)),
            "strategies": {
                player: {name: {a: float(p) for a, p in at.items() if p} for name, at in e.behaviour[k].items()}
                for k, player in enumerate(game.players)
            },
            "regret": float(max(e.regret)),
            "path": [],
            "class": class_of(game, e),
            "beliefs": {
                name: dict(zip(node_names(game, name), map(float, belief), strict=True))
                for name, belief in e.beliefs.items()
            },
        }
        entries.append(entry | intuitive_entry(solution.concept, game, e))
    return entries


def bayes_facts(scenario: Scenario, solution: BayesSolution) -> dict[str, str]:
    """Answers by question, for comparisons."""
    if not solution.equilibria:
        return {}
    pays = solution.equilibria[0].payoffs
    return {f"{p.name} gets": amount(v) for p, v in zip(scenario.players, pays, strict=True)}


PRESENTER = Presenter(
    story=bayes_story,
    line=bayes_line,
    entries=bayes_entries,
    notes=bayes_notes,
    facts=bayes_facts,
    views={"beliefs": "sim.show.hidden.draw_beliefs:beliefs_picture"},
)
