"""Why a commitment in a game tree is the best one: the reply, and what any other announcement would bring."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.matrix.stackelberg import announced, seen_by
from sim.engine.tree.reasons import places
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.engine.tree.threats import mistake
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import figure
from sim.show.text.words import listed, quoted
from sim.show.tree.explain_nash import decision_item, line, mixture
from sim.show.tree.outcomes import which_perfect

if TYPE_CHECKING:
    from sim.engine.tree.reasons import Place
    from sim.engine.tree.stackelberg import TreeStackelbergSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_PLANS = 12
"""Strategies of the leader up to which each is told."""

MOST_DECISIONS = 10


def explanation(scenario: Scenario, solution: TreeStackelbergSolution, depth: Depth) -> Text:
    """Explain a commitment in a game tree.

    Parameters
    ----------
    solution : TreeStackelbergSolution
        The commitment.
    depth : {"brief", "full"}
        ``brief``: a line for each decision. ``full``: every choice, and every other announcement.
    """
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(_sections(scenario, solution, depth)))


def _sections(scenario: Scenario, solution: TreeStackelbergSolution, depth: Depth) -> list[Section]:
    game, lead = solution.game, solution.leader
    leader, follower = scenario.players[lead].name, scenario.players[1 - lead].name
    says = "; ".join(f"{mixture(at)} at {quoted(name)}" for name, at in solution.behaviour[lead].items())
    found = [p for p in places(solution.profile) if p.name in solution.behaviour[p.player]]
    theirs = [place for place in found if place.player != lead and (place.reached or depth == "full")][:MOST_DECISIONS]
    items = tuple(
        line(scenario, place) if depth == "brief" else decision_item(scenario, game, place)
        for place in theirs
        if depth == "full" or place.decision is not None
    )
    own, other = solution.payoffs[lead], solution.payoffs[1 - lead]
    blocks = (
        Paragraph(f"{leader} announces: {says}. It is bound by this. {follower} knows it and takes its best reply."),
        Points(items, numbered=depth == "full"),
        Paragraph(f"It pays {leader} {figure(own)} and {follower} {figure(other)}."),
    )
    sections = [Section("What is announced, and the reply", blocks)]
    if others := _other_plans(scenario, solution):
        sections.append(Section("Why nothing else is announced", others))
    plain = solution.without.equilibria[0].payoffs[lead]
    without = (
        f"In {which_perfect(solution.without)} of the game in which nobody can commit {leader} gets {figure(plain)}."
    )
    mistakes = [sentence for place in found if place.player == lead and (sentence := _bound(leader, place))]
    sections.append(Section("Without the word that binds", tuple(map(Paragraph, [*reversed(mistakes), without]))))
    return sections


def _bound(leader: str, place: Place) -> str:
    """What the leader would rather do at an information set."""
    gain = mistake(place) or place.sure_gain
    if gain is None:
        return ""
    says, rather, least = gain
    ending = "" if place.reached else " Play does not get there."
    least_told = f"{'' if place.decision else 'at least '}{figure(least)}"
    return (
        f"At {quoted(place.name)} {leader} would rather play {quoted(rather)} than {quoted(says)}, and gain "
        f"{least_told}: only because it is bound does it keep its word.{ending}"
    )


def _other_plans(scenario: Scenario, solution: TreeStackelbergSolution) -> tuple[Paragraph | Points, ...]:
    """What every single strategy that could be announced brings, and that no mixture brings more."""
    game, lead = solution.game, solution.leader
    leader, follower = scenario.players[lead].name, scenario.players[1 - lead].name
    plans = strategies(game)
    if len(plans[lead]) > MOST_PLANS:
        return ()
    own, other = seen_by(lead, *strategic_form(game, plans))
    best = solution.found.mixed.payoffs[0]
    items: list[tuple[Fraction, Item]] = []
    for k, plan in enumerate(plans[lead]):
        found = announced(own, other, tuple(Fraction(int(j == k)) for j in range(len(plans[lead]))))
        says = listed([f"{quoted(action)} at {quoted(name)}" for name, action in plan.items()]) or "nothing"
        theirs = plans[1 - lead][found.reply].items()
        reply = listed([f"{quoted(action)} at {quoted(name)}" for name, action in theirs]) or "nothing"
        gap = best - found.payoffs[0]
        pays = f"It pays {leader} {figure(found.payoffs[0])}" + (f": worse by {figure(gap)}." if gap else ".")
        items.append((gap, Item(f"If it announces {says}, {follower} replies {reply}. {pays}")))
    items.sort(key=lambda pair: pair[0])
    blocks: list[Paragraph | Points] = [Points(tuple(item for _, item in items))]
    if solution.certified:
        blocks.append(
            Paragraph(f"No announcement with chances in it pays {leader} more than {figure(solution.found.bound)}.")
        )
    return tuple(blocks)
