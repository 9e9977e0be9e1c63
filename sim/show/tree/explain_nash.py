"""Why an equilibrium of a game tree is one: decision by decision, in the order in which one reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.tree.reasons import places, threshold
from sim.engine.tree.threats import empty_threats, is_perfect
from sim.games.tree.game_tree import CHANCE
from sim.show.shown import shown
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import GAP, LONG, choice_items, equals, figure, in_one_line, length, share, verdict
from sim.show.text.words import listed, quoted, there_are, times

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.tree.profile import BehaviourProfile
    from sim.engine.tree.reasons import Place
    from sim.engine.tree.solution import TreeEquilibrium, TreeSolution
    from sim.engine.tree.threats import Threat
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_EQUILIBRIA = 6

MOST_DECISIONS = 16
"""Decisions of one equilibrium, most, that are told in full."""


def explanation(scenario: Scenario, solution: TreeSolution, depth: Depth) -> Text:
    """Explain equilibria of a game tree.

    Parameters
    ----------
    solution : TreeSolution
        Its equilibria.
    depth : {"brief", "full"}
        ``brief``: a line for each decision that play reaches. ``full``: every decision, with what each choice leads to.
    """
    found = solution.equilibria
    sections: list[Section] = []
    for k, e in enumerate(found[:MOST_EQUILIBRIA]):
        if k and sum(length(section.blocks) for section in sections) > LONG[depth]:
            break
        label = f"Equilibrium {k + 1}: " if len(found) > 1 else ""
        items, rest = reasons(scenario, solution.game, e, depth, solution.concept)
        title = "the decisions taken" if depth == "brief" else "from the last decisions up"
        title = f"{label}{title}" if label else title[0].upper() + title[1:]
        blocks: list[Paragraph | Points] = []
        if depth == "full":
            blocks.append(Paragraph(played(scenario, e.profile)))
        blocks.append(Points(tuple(items), numbered=depth == "full"))
        if rest:
            blocks.append(Paragraph(f"{times(rest, 'more decision', 'more decisions')} of the same kind are left out."))
        blocks += [Paragraph(line) for line in _ends(scenario, solution, e, depth)]
        sections.append(Section(title, tuple(blocks)))
    notes = shown(scenario, solution).notes() if depth == "full" else []
    if len(sections) < len(found):
        more = there_are(len(found) - len(sections), "more equilibrium", "more equilibria")
        notes.insert(0, f"{more}; 'detente run --json' lists them.")
    if notes:
        sections.append(Section("What else there is", tuple(map(Paragraph, notes))))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(sections))


def played(scenario: Scenario, profile: BehaviourProfile) -> str:
    """What each player does where play gets to, in a sentence or two."""
    told = []
    for player, own in enumerate(profile.behaviour):
        acts = [
            f"{mixture(own[name])} at {quoted(name)}"
            for name in profile.game.infosets
            if name in own and name in profile.reached
        ]
        if acts:
            told.append(f"{scenario.players[player].name} plays {listed(acts)}.")
    return " ".join(told)


def mixture(at: dict[str, Fraction]) -> str:
    """What is played at an information set."""
    return listed([quoted(a) if p == 1 else f"{quoted(a)} with chance {share(p)}" for a, p in at.items() if p])


def reasons(
    scenario: Scenario, game: GameTree, e: TreeEquilibrium, depth: Depth, concept: str
) -> tuple[list[Item], int]:
    """A point for each decision, and how many are left out: those that play does not reach go first."""
    found = [place for place in places(e.profile) if place.name in e.behaviour[place.player]]
    if depth == "brief" or concept == "nash":
        shown = [place for place in found if place.reached]
    else:
        keep = sorted(range(len(found)), key=lambda k: (not found[k].reached, -k))[:MOST_DECISIONS]
        shown = [found[k] for k in sorted(keep)]
    if depth == "brief":
        return [line(scenario, place) for place in shown], 0
    rest = 0 if concept == "nash" else len(found) - len(shown)
    return [decision_item(scenario, game, place) for place in shown], rest


def line(scenario: Scenario, place: Place) -> Item:
    """A decision in one line."""
    assert place.decision is not None
    return Item(
        in_one_line(scenario, place.decision), f"{scenario.players[place.player].name} at {quoted(place.name)}:"
    )


def decision_item(scenario: Scenario, game: GameTree, place: Place, more: tuple[Item, ...] = ()) -> Item:
    """A decision with what every choice leads to, and what is believed where that matters."""
    name = scenario.players[place.player].name
    told = []
    if place.subgame and place.members != (0,):
        told.append("What follows is a subgame of its own.")
    if not place.reached:
        told.append("Play does not get here.")
    labels = node_labels(game, place.members)
    below = [*belief_items(scenario, place, labels)]
    if place.decision is not None:
        below += [*choice_items(scenario, place.decision, labels), _concluded(scenario, place)]
    else:
        below += [_whatever(scenario, place, labels)]
    return Item(" ".join(told), f"{name} decides at {quoted(place.name)}.", (*below, *more))


def _concluded(scenario: Scenario, place: Place) -> Item:
    """What the comparison says; off the path a choice may be a bad one."""
    assert place.decision is not None
    if place.reached or not place.decision.regret:
        return Item(verdict(scenario, place.decision))
    chosen = quoted(max(place.decision.played, key=place.decision.behind).action)
    name = scenario.players[place.player].name
    return Item(f"{name} would play {chosen} here and hurt itself; as play does not get here, that costs nothing.")


def node_labels(game: GameTree, members: tuple[int, ...]) -> dict[int, str]:
    """What tells the nodes of an information set apart: what chance drew at the start, else where their ways part."""
    ways = [game.labels(k) for k in members]
    first = [way[0] if way else "" for way in ways]
    if game.nodes[0].player == CHANCE and len(set(first)) == len(ways):
        return dict(zip(members, first, strict=True))
    while all(len(way) > 1 for way in ways) and len({way[0] for way in ways}) == 1:
        ways = [way[1:] for way in ways]
    return {k: ", ".join(way) for k, way in zip(members, ways, strict=True)}


def belief_items(scenario: Scenario, place: Place, labels: dict[int, str]) -> list[Item]:
    """How likely each node of an information set is, and why; nothing where there is one alone."""
    if len(place.members) == 1:
        return []
    name = scenario.players[place.player].name
    unsure = f"{name} does not see which it is: {listed([quoted(labels[k]) for k in place.members], 'or')}."
    if place.belief is None:
        return [Item(f"{unsure} Nothing that is played leads here, so that it gives no chances.")]
    told = listed(
        [f"{quoted(labels[k])} has chance {share(p)}" for k, p in zip(place.members, place.belief, strict=True)]
    )
    if not place.by_bayes:
        return [Item(f"{unsure} What is played gives no chances here. It believes: {told}.")]
    return [Item(f"{unsure} {_bayes(place, labels)}")]


def _bayes(place: Place, labels: dict[int, str]) -> str:
    """Bayes' rule with the numbers in it."""
    assert place.belief is not None
    products = {}
    for arrival in place.arrivals:
        factors = list(arrival.factors)
        shown = factors if len(factors) <= 3 else [arrival.chance]
        products[arrival.node] = f"{GAP}\N{MULTIPLICATION SIGN}{GAP}".join(map(share, shown)) or "1"
    total = sum(arrival.chance for arrival in place.arrivals)
    plain = total == 1 and all(len(arrival.factors) <= 1 for arrival in place.arrivals)
    sure = [arrival.node for arrival, p in zip(place.arrivals, place.belief, strict=True) if p == 1]
    if sure:
        return f"By what is played it can only be {quoted(labels[sure[0]])}."
    parts = []
    whole = " + ".join(products[arrival.node] for arrival in place.arrivals if arrival.chance)
    for arrival, p in zip(place.arrivals, place.belief, strict=True):
        if not p:
            continue
        own = products[arrival.node]
        over = f"({own})" if len(arrival.factors) > 1 else own
        sign = equals([p, *(f for other in place.arrivals for f in other.factors)])
        formula = "" if plain else f"{over} / ({whole}) {sign} "
        parts.append(f"{quoted(labels[arrival.node])} has chance {formula}{share(p)}")
    others = ", and all else has chance 0" if len(parts) < len(place.arrivals) else ""
    how = "" if plain else "By Bayes' rule "
    return f"{how}{listed(parts)}{others}."


def _whatever(scenario: Scenario, place: Place, labels: dict[int, str]) -> Item:
    """For which chances the choice is best, where nothing says what they are."""
    items = [
        Item(f"if {quoted(labels[k])}:", "", tuple(choice_items(scenario, case, labels)))
        for k, case in zip(place.members, place.cases, strict=True)
    ]
    chosen = [choice.action for choice in place.cases[0].choices if choice.chance]
    told = " ".join(filter(None, (when_best(place, labels, action) for action in chosen)))
    return Item(told or "What each choice pays:", "", tuple(items))


def when_best(place: Place, labels: dict[int, str], action: str) -> str:
    """For which beliefs an action is best, in words; empty where that is not one number."""
    if len(place.members) != 2:
        return ""
    found = threshold(place, action)
    if found is None:
        return f"No belief makes {quoted(action)} a best choice."
    what = f"chance of {quoted(labels[place.members[1]])}"
    if found.low == 0 and found.high == 1:
        return f"{quoted(action)} is best whatever is believed."
    if found.low == found.high:
        return f"{quoted(action)} is best only if the {what} is {share(found.low)}."
    if found.high == 1:
        return f"{quoted(action)} is best if the {what} is {share(found.low)} or more."
    if found.low == 0:
        return f"{quoted(action)} is best if the {what} is {share(found.high)} or less."
    return f"{quoted(action)} is best if the {what} is between {share(found.low)} and {share(found.high)}."


def _ends(scenario: Scenario, solution: TreeSolution, e: TreeEquilibrium, depth: Depth) -> list[str]:
    """What it pays, threats that are not credible, and whether subgames bear it out."""
    threats = empty_threats(e.profile)
    told = threat_words(scenario, threats)
    if depth == "brief":
        return told
    pays = " and ".join(f"{p.name} {figure(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
    told.insert(0, f"It pays {pays}.")
    if solution.concept == "nash" and len(solution.game.subgames) > 1 and is_perfect(e.profile):
        told.append("In no subgame would anybody rather do something else: it is subgame perfect as well.")
    return told


def threat_words(scenario: Scenario, threats: list[Threat]) -> list[str]:
    """Empty threats: what each would cost, and what it holds up; in a line those that hold nothing up by themselves."""
    told = [_threat(scenario, threat) for threat in threats if threat.kept]
    rest = [threat for threat in threats if not threat.kept]
    if rest:
        choices = [
            f"{_threatened(t)} at {quoted(t.place.name)} ({_loss(t)} less than {quoted(t.better)})" for t in rest
        ]
        also = "Also off" if told else "Off"
        told.append(f"{also} the path and bad for the one who would choose it: {listed(choices)}.")
    return told


def _threat(scenario: Scenario, threat: Threat) -> str:
    name, other = scenario.players[threat.place.player].name, scenario.players[1 - threat.place.player].name
    return (
        f"An empty threat: at {quoted(threat.place.name)}, where play does not get to, {name} would play "
        f"{_threatened(threat)}, although {quoted(threat.better)} would pay it {_loss(threat)} more. The threat costs "
        f"nothing as long as nobody puts it to the test. If {other} expected {quoted(threat.better)} instead, it would "
        f"gain {figure(threat.kept)} by playing otherwise."
    )


def _threatened(threat: Threat) -> str:
    chance = next(c.chance for c in threat.place.cases[0].choices if c.action == threat.threatened)
    return quoted(threat.threatened) + (f" with chance {share(chance)}" if chance != 1 else "")


def _loss(threat: Threat) -> str:
    least = "at least " if len(threat.place.members) > 1 and threat.place.decision is None else ""
    return f"{least}{figure(threat.loss)}"
