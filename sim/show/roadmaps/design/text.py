"""A designed roadmap told: what is taken when, what keeps both to it, and how sure it is that nothing is better."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from sim.engine.roadmaps.best import HIGHEST
from sim.engine.roadmaps.thresholds import RoadmapCourse
from sim.scenario.scenario import Concessions
from sim.show.hidden.words import own_numbers
from sim.show.roadmaps.words import leaving, patience, when
from sim.show.studies.briefs import cut, in_brief
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.scale import scaled
from sim.show.text.words import number, percent, quoted, times

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.roadmaps.design.designed import Designed, Piece
    from sim.scenario.scenario import Scenario, Step
    from sim.show.text.brief import Brief

OWN = "at the players' own patience"


@scaled
def design_text(scenario: Scenario, found: Designed) -> Text:
    """The answer at length."""
    sections = [Section("Round by round", (rounds_table(scenario, found),))] if found.pieces else []
    if found.judged is not None:
        sections.append(Section("What keeps each side", (Points(tuple(map(Item, _keeping(scenario, found)))),)))
    sections.append(Section("How sure this is", (Points(tuple(map(Item, design_notes(scenario, found)))),)))
    return Text(scenario.title, tuple(sections), (Paragraph(answer(scenario, found)),))


@scaled
def design_line(scenario: Scenario, found: Designed) -> str:
    """The answer in one line."""
    return f"{scenario.title}: {answer(scenario, found)}"


@scaled
def design_brief(scenario: Scenario, found: Designed) -> Brief:
    """The answer on one screen."""
    tables = [cut(rounds_table(scenario, found))] if found.pieces else []
    sure, *rest = design_notes(scenario, found)
    return in_brief(
        scenario,
        ("Certified. " if found.certified else "Not certified. ") + sure,
        (answer(scenario, found),),
        tables,
        rest[0],
        ("roadmaps", "orders of whole steps", ()),
        ("design", "it as a picture", (*(["--wait"] if found.ladders.waits else []), "--out", "design.png")),
        certified=found.certified,
    )


def answer(scenario: Scenario, found: Designed) -> str:
    """What is best, in a sentence or two; and that types are left out, where the file has them."""
    return " ".join(filter(None, (_best(scenario, found), own_numbers(scenario))))


def _best(scenario: Scenario, found: Designed) -> str:
    if found.judged is None:
        return _none(scenario, found)
    one, two = (player.name for player in scenario.players)
    first, second = map(patience, found.judged.thresholds)
    rounds = times(len(found.pieces), "round")
    needs = f"It asks for a patience of {first} of {one} and {second} of {two}, and takes {rounds}."
    whole = "orders and shares" if _divisible(scenario) else "orders"
    match found.by:
        case "patience":
            best = f"Of all {whole} this one asks for the least patience"
            bound = f" None asks for less than {_down(found.bound)} of whom it asks most." if found.proven else ""
            told = f"{needs}{bound}"
        case "margin":
            best = f"Of all {whole} this one bears the largest errors in payoffs"
            much = (
                "any error" if found.margin is None else f"errors of up to {_down(float(found.margin))} in each payoff"
            )
            told = f"Nobody prefers to leave with {much}, {OWN}. {needs}"
        case _:
            best = f"Of all {whole} that hold this one has the highest sum of payoffs"
            told = f"It is worth {number(found.total or 0)} per round to both together, {OWN}. {needs}"
    if not found.proven:
        best = best.replace(f"Of all {whole}", f"Of the {whole} that were tried")
    return f"{best}. {told}"


def _none(scenario: Scenario, found: Designed) -> str:
    where = f"from any patience up to {HIGHEST:g} on" if found.by == "patience" else OWN
    shares = f", and no shares in up to {times(found.parts, 'part')}" if _divisible(scenario) else ""
    if found.proven:
        return f"No roadmap holds {where}: no order of the steps{shares}."
    return f"No roadmap that holds {where} was found; that there is none is not proven."


def _divisible(scenario: Scenario) -> list[str]:
    return [step.name for step in file_steps(scenario) if step.divisible]


def left(found: Designed) -> str:
    """What whoever does not keep to the roadmap does, as a gerund."""
    return "waiting" if found.ladders.waits else "leaving"


def _down(value: float | None) -> str:
    """A number of three digits or more, rounded down, so that it is a bound as it is read; zero if it is less."""
    if not value or value < 1e-9:
        return "0"
    digits = max(2 - floor(log10(value)), 0)
    return number(floor(10**digits * value) / 10**digits)


def rounds_table(scenario: Scenario, found: Designed) -> Table:
    """What each side takes in each round, and what leaving then costs it."""
    rows = []
    for t, taken in enumerate([*found.pieces, ()]):
        cells = ["; ".join(_piece(found, piece) for piece in taken if piece.player == p) for p in (0, 1)]
        costs = [_cost(least(found, p, t)) for p in (0, 1)]
        rows.append((f"Round {t + 1}" if t < len(found.pieces) else "After", *cells, *costs))
    names = [player.name for player in scenario.players]
    head = ("", *names, *(f"{left(found)} costs {name}" for name in names))
    look = Look(columns={1: 0, 2: 1, 3: 0, 4: 1}, words=frozenset({1, 2}))
    waits = " (the side that does not move: with the roles exchanged)" if found.ladders.waits else ""
    return Table(f"Round by round; what {left(found)} costs{waits}, per round, {OWN}", head, tuple(rows), look)


def _piece(found: Designed, piece: Piece) -> str:
    name = found.ladders.steps[piece.player][piece.step].name
    if piece.share == 1:
        return name
    return f"{name} {percent(piece.share)}, in all {percent(piece.total)}"


def least(found: Designed, player: int, start: int) -> Fraction | None:
    """What leaving in a round costs a player at least, at its own patience; None if it has no way to leave."""
    assert found.cut is not None
    assert found.judged is not None
    course = RoadmapCourse(found.cut, found.judged.rounds)
    d = found.ladders.discount[player]
    return min((way.loss(d) for way in course.temptations(player) if way.round == start), default=None)


def _cost(value: Fraction | None) -> str:
    return "nothing due" if value is None else number(value)


def _keeping(scenario: Scenario, found: Designed) -> list[str]:
    assert found.judged is not None
    assert found.cut is not None
    told = []
    for p, stand in enumerate(found.judged.stands):
        name = scenario.players[p].name
        if stand.binding is None:
            told.append(f"{name} keeps to it however impatient it is.")
            continue
        how = f"{leaving(found.cut, stand.binding)} {when(found.judged.rounds, stand.binding)}"
        told.append(f"{name} is tempted most by {how}, and needs {patience(stand.threshold)}.")
    one, two = found.ladders.discount
    holds = "holds" if found.judged.self_enforcing else "does not hold"
    told.append(f"At the players' own patience, {number(one)} and {number(two)}, it {holds}.")
    payoffs = [number(stand.payoff) for stand in found.judged.stands]
    names = [player.name for player in scenario.players]
    told.append(f"Kept to, it is worth {payoffs[0]} per round to {names[0]} and {payoffs[1]} to {names[1]}.")
    if found.judged.self_enforcing and found.margin is not None:
        error = float(found.margin)
        much = f"still holds with every payoff of the file off by up to {_down(error)}"
        told.append(f"It {much}." if error > 1e-9 else "It bears no error in payoffs that is against it.")
    return told


def design_notes(scenario: Scenario, found: Designed) -> list[str]:
    """How sure it is, and what was looked at."""
    ways = times(found.cuttings, "way to cut the steps", "ways to cut the steps")
    if found.proven:
        groups = times(found.refused, "group of orders", "groups of orders")
        sure = f"That nothing is better is proven in exact numbers for {groups} over {ways}."
    elif found.late:
        sure = "The time was up: it is the best that was found, and a better one may have been missed."
    else:
        sure = "It is the best that was found; for some orders it could not be proven that nothing is better."
    if found.judged is not None and not found.confirmed:
        sure += " The check of the roadmap does not agree."
    notes = [sure]
    divisible = _divisible(scenario)
    if divisible:
        listing = ", ".join(map(quoted, divisible))
        cuts = f"into up to {times(found.parts, 'part')}"
        notes.append(f"Divisible are {listing}, {cuts}; with more --parts a better roadmap may exist.")
    else:
        notes.append(
            "No step of the file is divisible, so only the order is chosen; write 'divisible: true' in a step."
        )
    either = [step for step in file_steps(scenario) if step.either]
    if either:
        listing = ", ".join(quoted(step.name) for step in either)
        notes.append(
            f"Either side may take {listing}; {times(found.assignments, 'way')} to give and place such steps "
            f"{'were' if found.assignments != 1 else 'was'} {'not all' if found.late else 'all'} looked at."
        )
    after = any(s.after for ladder in found.ladders.steps for s in ladder)
    if after:
        keeps = "Each step waits for its prerequisites." if found.keep else "Prerequisites may be waived."
        notes.append(keeps)
    notes.append(_departures(found))
    game = scenario.game
    if isinstance(game, Concessions) and any(game.hazards):
        notes.append(
            "The hazard of the file is left out: no chance ends talks that stall. "
            "'roadmaps' with --hazard file judges the orders of whole steps with it."
        )
    return notes


def _departures(found: Designed) -> str:
    """What somebody may do in the place of the roadmap, and what follows."""
    if found.ladders.waits:
        follows = "the other side takes it a round later, and all that is still to come with the roles exchanged"
        return f"One side moves at a time. Where it does nothing, {follows}; there it may be waited for in turn."
    what = "all reversible steps are undone" if found.ladders.punishment == "snapback" else "the talks break down"
    return f"Whoever leaves does so once; from the next round on {what} and nothing moves again."


def file_steps(scenario: Scenario) -> list[Step]:
    """The steps as the file has them, whoever takes them in the design."""
    game = scenario.game
    return [step for ladder in game.ladders for step in ladder] if isinstance(game, Concessions) else []
