"""The story of a scenario's roadmaps: who must be how patient, what tempts, and which order is best."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.engine.roadmaps.study import verification_curve
from sim.show.hidden.words import own_numbers
from sim.show.roadmaps.own_game import own_game_line, own_game_sections
from sim.show.roadmaps.two_games import two_games_section
from sim.show.roadmaps.words import (
    BEST,
    BEST_FOUND,
    NEVER,
    break_down,
    chance_needed,
    label,
    leaving,
    patience,
    steps_taken,
    talks_told,
    when,
)
from sim.show.shown import summary
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.words import amount, listed, number, percent, quoted, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.best import BestRoadmap
    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap
    from sim.engine.roadmaps.thresholds import Stand
    from sim.scenario.scenario import Scenario
    from sim.study.two_games import TwoGames

LEVELS = tuple(Fraction(level) for level in ("0.5", "0.6", "0.7", "0.8", "0.9", "0.95"))
"""Levels of patience in the table on verification."""


def roadmap_text(scenario: Scenario, study: RoadmapStudy, beside: TwoGames | None = None) -> Text:
    """Tell a study at length.

    Parameters
    ----------
    beside : TwoGames, optional
        What solving the game itself says.
    """
    known = own_numbers(scenario)
    sections = (
        Section("In short", (Paragraph(roadmap_answer(scenario, study)),)),
        *([Section("", (Paragraph(known),))] if known else []),
        Section("", (_rules(scenario, study),)),
        _table(scenario, study),
        _tempting(scenario, study),
        *_best(scenario, study),
        *_verification(scenario, study),
        *_split(study),
        *own_game_sections(scenario, study),
        *([] if beside is None else [two_games_section(scenario, beside)]),
        _sure(study),
    )
    return Text(scenario.title, sections, summary(scenario))


def roadmap_line(scenario: Scenario, study: RoadmapStudy) -> str:
    """A study in one line."""
    told = roadmap_answer(scenario, study)
    return f"{scenario.title}: {told[0].lower()}{told[1:]}"


def roadmap_answer(scenario: Scenario, study: RoadmapStudy) -> str:
    """Which orders hold themselves, and how patient both must be for the best."""
    hold = [label(study, e) for e in study.entries if e.roadmap.self_enforcing]
    told = f"Self-enforcing at the players' own patience: {listed(hold) if hold else 'no order of the steps'}"
    if study.best is None:
        return " ".join(filter(None, (f"{told}. {_none(study.search)}", own_game_line(study))))
    one, two = (patience(value) for value in study.best.roadmap.thresholds)
    names = [player.name for player in scenario.players]
    best = "The best of all orders" if study.search.proven else "The best order found"
    best = f"{best} needs {one} of {names[0]} and {two} of {names[1]}."
    return " ".join(filter(None, (f"{told}. {best}", own_game_line(study))))


def _none(search: BestRoadmap) -> str:
    """What is known where the search finds nothing."""
    if search.cut:
        return "No order was found that holds from some patience on, but the search was cut for size."
    return f"No order that takes all steps holds from some patience below {number(search.bound)} on."


def _rules(scenario: Scenario, study: RoadmapStudy) -> Paragraph:
    follows = (
        "the steps that can be undone are undone, by both, and nothing moves again"
        if study.ladders.punishment == "snapback"
        else break_down(scenario)
    )
    told = (
        f"A roadmap is an agreed order of steps. Whoever leaves it gains once; from the next round on {follows}.",
        talks_told(scenario, study.ladders),
        "Patience is what the next round counts against this one. The patience that a roadmap asks of a player is the "
        "least from which on leaving never pays.",
    )
    return Paragraph(" ".join(filter(None, told)))


def orders_table(scenario: Scenario, study: RoadmapStudy) -> Table:
    """What each order asks for, whether it holds, and what it would gain."""
    one, two = (p.name for p in scenario.players)
    head = ("", one, two, "holds", "slack", "of Nash's gain")
    rows = []
    for entry in study.entries:
        stands = entry.roadmap.stands
        rows.append(
            (
                label(study, entry) + ("" if entry.keeps_prerequisites else " *"),
                *(patience(stand.threshold) for stand in stands),
                "yes" if entry.roadmap.self_enforcing else "no",
                " ".join(_slack(s.slack) if s.slack is not None else "-" for s in stands),
                " ".join("-" if share is None else _share(share) for share in entry.shares),
            )
        )
    return Table("The patience that each roadmap asks for", head, tuple(rows))


def _table(scenario: Scenario, study: RoadmapStudy) -> Section:
    one, two = (p.name for p in scenario.players)
    own = " and ".join(number(d) for d in study.ladders.discount)
    told = (
        f"Holds: at the players' own patience, {own}. Slack: the least that leaving would then cost {one} and {two} "
        "per round; what is negative, leaving pays. Of Nash's gain: what each gains over the status quo, as a share of "
        "what Nash's bargaining solution over lasting payoffs would gain it. Patience is rounded up."
    )
    if not all(entry.keeps_prerequisites for entry in study.entries):
        told += " *: takes steps before their prerequisites in this file ('after') stand; both must waive them."
    return Section("How patient each must be", (orders_table(scenario, study), Paragraph(told)))


def _slack(value: float | Fraction) -> str:
    """What leaving would cost; never without its sign where it would pay."""
    told = amount(value)
    return (
        told if value == 0 or told.strip("-\N{MINUS SIGN}0.") else f"{float(value):.1g}".replace("-", "\N{MINUS SIGN}")
    )


def _share(value: float) -> str:
    if abs(value) > 10:
        return "-"
    places = 0 if f"{100 * value:.0f}" not in ("0", "-0", "100") or round(value, 9) in (0, 1) else 1
    return f"{100 * value:.{places}f}%".replace("-", "\N{MINUS SIGN}")


def _tempting(scenario: Scenario, study: RoadmapStudy) -> Section:
    items = []
    for entry in study.entries:
        told = [
            text
            for player, stand in zip(scenario.players, entry.roadmap.stands, strict=True)
            if (text := _fragile(study, entry, player.name, stand))
        ]
        what = " ".join(told) or "nobody is ever tempted."
        items.append(Item(f"{label(study, entry)}: {what}"))
    return Section("Where each is fragile", (Points(tuple(items)),))


def _fragile(study: RoadmapStudy, entry: StudiedRoadmap, name: str, stand: Stand) -> str:
    if stand.binding is None:
        return ""
    way = stand.binding
    what = f"{leaving(study.ladders, way)} {when(entry.roadmap.rounds, way)}"
    if stand.threshold is None:
        return f"{name} is lost by {what}: there is no patience from which on it stays."
    return f"{name} is tempted most by {what}, and needs {patience(stand.threshold)}."


def _best(scenario: Scenario, study: RoadmapStudy) -> Iterator[Section]:
    title = "The best of all orders" if study.best is None or study.search.proven else "The best order found"
    yield _order(scenario, study, study.best, study.search, title)
    if study.kept_search is not None and study.kept is not study.best:
        yield _order(scenario, study, study.kept, study.kept_search, "The best within the prerequisites")
    if study.holding is None:
        yield Section("At the players' own patience", (Paragraph(_none_holds(study)),))
    elif study.holding is not study.best:
        told = Paragraph(f"{quoted(label(study, study.holding))} holds.")
        rounds = [_rounds(scenario, study, study.holding)] if study.holding.origin == "search" else []
        yield Section("At the players' own patience", (told, *rounds))


def _none_holds(study: RoadmapStudy) -> str:
    if study.search.cut:
        return "No order that takes all steps was found to hold, but the search was cut for size."
    return "No order that takes all steps holds."


def _order(
    scenario: Scenario, study: RoadmapStudy, entry: StudiedRoadmap | None, search: BestRoadmap, title: str
) -> Section:
    if entry is None:
        return Section(title, (Paragraph(_none(search)),))
    known = [Paragraph(f"It is {quoted(label(study, entry))}, as above.")] if entry.origin != "search" else []
    one, two = (patience(value) for value in entry.roadmap.thresholds)
    names = [player.name for player in scenario.players]
    least = "no order has a smaller one" if search.proven else "that no order has a smaller one is not proven"
    asks = Paragraph(f"It asks {names[0]} for {one} and {names[1]} for {two}; of the larger of the two {least}.")
    return Section(title, (*known, _rounds(scenario, study, entry), asks))


def _rounds(scenario: Scenario, study: RoadmapStudy, entry: StudiedRoadmap) -> Points:
    """The steps of a roadmap, round by round."""
    items = []
    for k, steps in enumerate(steps_taken(study.ladders, entry.roadmap.rounds)):
        taken = [f"{scenario.players[s.owner].name}: {s.name}" for s in steps]
        items.append(Item(f"Round {k + 1}. {'; '.join(taken)}"))
    return Points(tuple(items))


def _verification(scenario: Scenario, study: RoadmapStudy) -> Iterator[Section]:
    items = []
    for entry in study.entries:
        for player, found in zip(scenario.players, entry.verified, strict=True):
            if found is None:
                continue
            step = study.ladders.steps[0 if player is scenario.players[0] else 1][found.step]
            if found.needed is None:
                told = f"no chance of discovery keeps {player.name} to it."
            elif found.needed == 0:
                told = f"{player.name} fakes nothing even if nobody looks."
            else:
                told = (
                    f"{player.name} fakes nothing if each round finds a fake with a chance of at least "
                    f"{chance_needed(found.needed)}; the step that asks for it is {quoted(step.name)} in round "
                    f"{found.round + 1}, for which the file has {percent(step.verification or 0)}."
                )
            items.append(Item(f"{label(study, entry)}: {told}"))
    if items:
        yield Section("How well steps must be verified, at the players' own patience", (Points(tuple(items)),))
        yield _curves(scenario, study)


def _curves(scenario: Scenario, study: RoadmapStudy) -> Section:
    """The chance of discovery that is needed, by patience."""
    head, rows = ("patience", *(f"{float(d):g}" for d in LEVELS)), []
    for entry in study.entries:
        for player, found in enumerate(entry.verified):
            if found is not None:
                curve = verification_curve(study.ladders, entry.roadmap.rounds, player, LEVELS)
                name = f"{label(study, entry)}, {scenario.players[player].name}"
                rows.append((name, *("none" if q is None else chance_needed(q) for _, q in curve)))
    told = (
        "The least chance per round of finding a fake with which the roadmap holds that player. None: no chance is "
        "enough; the player leaves it in another way, or gains by faking even if that is found out at once."
    )
    table = Table("The least chance of discovery that is enough", head, tuple(rows))
    return Section("Verification that is enough, by patience", (table, Paragraph(told)))


def _split(study: RoadmapStudy) -> Iterator[Section]:
    if not study.splits:
        return
    names = [entry.name or label(study, entry) for entry in study.listed]
    proven = all(row.best.proven for row in study.splits)
    head, rows = ("parts of a step", *names, BEST if proven else BEST_FOUND), []
    for row in study.splits:
        best = row.best.roadmap.needed if row.best.roadmap else None
        rows.append((str(row.parts), *(patience(r.needed) for r in row.listed), patience(best)))
    needs = {row.parts: row.best.roadmap.needed if row.best.roadmap else None for row in study.splits}
    end = _smaller_is_better(needs) if proven else ""
    told = f"The larger of both players' thresholds. {NEVER.capitalize()}: no patience below 1 is enough. {end}"
    table = Table("The patience that orders ask for if steps are cut into parts", head, tuple(rows))
    yield Section("Small steps", (table, Paragraph(told)))


def _smaller_is_better(needs: dict[int, Fraction | None]) -> str:
    """What cutting the steps into parts does to the best order, as far as the table goes."""
    (_, whole), *small = needs.items()
    possible = {parts: need for parts, need in small if need is not None}
    if whole is None:
        held = listed([str(parts) for parts in possible], "or")
        return f"Cut into {held} parts the deal can be held; in whole steps it cannot." if possible else ""
    if len(possible) == len(small) and all(one > two for one, two in pairwise([whole, *possible.values()])):
        return "The more parts, up to these, the less patience the best order asks for."
    least = min(possible.values(), default=whole)
    if least < whole:
        few = listed([str(parts) for parts, need in possible.items() if need == least], "or")
        return (
            f"The best order asks for the least patience in {few} parts: each part takes a round, and delays the rest."
        )
    return "More parts do not help the best order here: each part takes a round, and the agreement comes later."


def _sure(study: RoadmapStudy) -> Section:
    return Section("How sure this is", (Paragraph(" ".join(sure_words(study))),))


def sure_words(study: RoadmapStudy) -> list[str]:
    """What was confirmed, whether an order may be missing, and last against what a roadmap is judged."""
    told = []
    if all(entry.confirmed for entry in study.entries):
        told.append(
            f"The thresholds of {times(len(study.entries), 'roadmap')} were confirmed by playing out every deviation."
        )
    else:
        told.append("Not certified: playing out the deviations disagrees with a threshold, which is an error of ours.")
    if study.search.cut:
        told.append("The search was cut for size, so a better order may have been missed.")
    else:
        wide, high = study.ladders.size
        told.append(f"The search left out none of the orders of {wide} and {high} steps.")
    ladders = study.ladders
    hazard = f"with a hazard of {percent(ladders.hazard)}" if ladders.hazard else ""
    rounds = f"without end or prerequisites and {hazard}" if hazard else "without end, hazard or prerequisites"
    ways = (
        "in one way, walking away among them; a fake" if ladders.walk_away else "in one way; walking away, and a fake"
    )
    looked = " is not looked at" if ladders.walk_away else ", are not looked at"
    told.append(
        f"A roadmap is judged over rounds {rounds}, against leaving it once, {ways} that is followed by another fake "
        f"or by leaving{looked}."
    )
    return told
