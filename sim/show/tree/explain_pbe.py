"""Why an equilibrium with beliefs is one: what is seen, what it tells, and what is best given that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.tree.assessments.signalling import (
    class_of,
    informed_player,
    intuitive_objection,
    is_signalling,
    prospects,
)
from sim.engine.tree.reasons import places
from sim.engine.tree.threats import empty_threats
from sim.games.tree.game_tree import CHANCE
from sim.show.shown import shown
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import LONG, figure, length, share
from sim.show.text.words import listed, quoted, there_are, times
from sim.show.tree.explain_nash import decision_item, line, node_labels, played, threat_words, when_best
from sim.show.tree.intuitive_criterion import intuitive_words

if TYPE_CHECKING:
    from sim.engine.tree.reasons import Place
    from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_EQUILIBRIA = 6

MOST_DECISIONS = 16
"""Decisions of one equilibrium, most, that are told in full; those that play reaches come first."""


def explanation(scenario: Scenario, solution: BayesSolution, depth: Depth) -> Text:
    """Explain equilibria with beliefs.

    Parameters
    ----------
    solution : BayesSolution
        Its equilibria.
    depth : {"brief", "full"}
        ``brief``: a line for each decision that play reaches. ``full``: every decision with the belief it rests on.
    """
    game, found = solution.game, solution.equilibria
    sections = []
    if start := _start(scenario, game):
        sections.append(Section("What is known at the start", (Paragraph(start),)))
    told = 0
    for e in found[:MOST_EQUILIBRIA]:
        if told and sum(length(section.blocks) for section in sections) > LONG[depth]:
            break
        told += 1
        kind = class_of(game, e)
        number = f"Equilibrium {told}" if len(found) > 1 else "The equilibrium"
        sections.append(Section(f"{number}{f': {kind}' if kind else ''}", _reasons(scenario, solution, e, depth)))
    notes = shown(scenario, solution).notes() if depth == "full" else []
    if told < len(found):
        more = there_are(len(found) - told, "more equilibrium", "more equilibria")
        notes.insert(0, f"{more}; 'detente run --json' lists them.")
    if notes:
        sections.append(Section("What else there is", tuple(map(Paragraph, notes))))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(sections))


def _start(scenario: Scenario, game: GameTree) -> str:
    """What chance draws, and who learns it."""
    root = game.nodes[0]
    if root.player != CHANCE:
        return ""
    draws = [f"{quoted(a)} with chance {share(p)}" for a, p in zip(root.actions, root.chances, strict=True)]
    told = f"Chance draws {listed(draws, 'or')}."
    informed = informed_player(game)
    if informed is not None:
        told += f" {scenario.players[informed].name} learns which; {scenario.players[1 - informed].name} does not."
    return told


def _reasons(
    scenario: Scenario, solution: BayesSolution, e: BayesEquilibrium, depth: Depth
) -> tuple[Paragraph | Points, ...]:
    game = solution.game
    found = [p for p in places(e.profile, e.beliefs) if p.name in e.behaviour[p.player]]
    if depth == "brief":
        shown = [place for place in found if place.reached]
        blocks: list[Paragraph | Points] = [Points(tuple(line(scenario, place) for place in shown))]
    else:
        keep = sorted(range(len(found)), key=lambda k: (not found[k].reached, -k))[:MOST_DECISIONS]
        shown = [found[k] for k in sorted(keep)]
        items = [decision_item(scenario, game, p, tuple(_more(scenario, solution, p, found))) for p in shown]
        blocks = [Paragraph(played(scenario, e.profile)), Points(tuple(items), numbered=True)]
        if len(shown) < len(found):
            more = times(len(found) - len(shown), "more decision", "more decisions")
            blocks.append(Paragraph(f"{more} that play does not reach are left out."))
        pays = " and ".join(f"{p.name} {figure(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
        blocks.append(Paragraph(f"It pays {pays}."))
    if solution.concept == "bayes-nash":
        blocks += [Paragraph(told) for told in threat_words(scenario, empty_threats(e.profile))]
    objection = intuitive_words(solution.concept, game, e)
    if objection:
        told = _prospects(game, e) if depth == "full" else ""
        blocks.append(Paragraph(" ".join(filter(None, [objection, told]))))
    elif depth == "full" and solution.concept == "pbe" and is_signalling(game):
        blocks.append(Paragraph("The intuitive criterion has nothing against it."))
    return tuple(blocks)


def _prospects(game: GameTree, e: BayesEquilibrium) -> str:
    """The numbers behind what the intuitive criterion holds against an equilibrium."""
    found = intuitive_objection(game, e)
    if found is None:
        return ""
    types = game.nodes[0].actions
    anybody = {p.type: p for p in prospects(game, e, found.message, types)}
    left = [t for t in types if t not in found.excluded]
    after = {p.type: p for p in prospects(game, e, found.message, left)}[found.type]
    told = [
        f"{quoted(t)} has {figure(anybody[t].now)} and could get {figure(anybody[t].most)} at most."
        for t in found.excluded
    ]
    told.append(f"{quoted(found.type)} has {figure(after.now)} and would get {figure(after.least)} or more.")
    return " ".join(told)


def _more(scenario: Scenario, solution: BayesSolution, place: Place, others: list[Place]) -> list[Item]:
    """For which beliefs an answer off the path is best; whom a choice that is not made would imitate."""
    told = []
    if place.belief is not None and not place.by_bayes:
        labels = node_labels(solution.game, place.members)
        chosen = [choice.action for choice in place.cases[0].choices if choice.chance]
        told += [words for action in chosen if (words := when_best(place, labels, action))]
    if place.player == informed_player(solution.game) and place.decision is not None:
        for choice in place.decision.others:
            who = [
                quoted(o.name)
                for o in others
                if o.player == place.player
                and o.name != place.name
                and any(c.action == choice.action and c.chance for c in o.cases[0].choices)
            ]
            behind = place.decision.behind(choice)
            if who:
                ending = f"would cost it {figure(behind)}" if behind else "would pay it the same"
                told.append(
                    f"To play {quoted(choice.action)}, as {scenario.players[place.player].name} does at {listed(who)}, "
                    f"{ending}."
                )
    return [Item(words) for words in told]
