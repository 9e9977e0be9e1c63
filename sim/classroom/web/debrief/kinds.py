"""What theory says in the terms of a kind: what can hold itself, and where packages lie among all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.agents.arenas.issues import IssuesArena
from sim.classroom.web.figures.drawing import WIDTH, Drawing, cut, figure
from sim.engine.issues.packages import cloud
from sim.engine.repeated.repeated import RepeatedSolution
from sim.engine.solve import solve
from sim.errors import DetenteError
from sim.scenario.scenario import Matrix
from sim.show.issues.words import package_words
from sim.show.play.class_agreements import agreements_words
from sim.show.repeated.agreed import agreed
from sim.show.repeated.infinite import verdict_of
from sim.show.repeated.words import outcome, patience
from sim.show.shown import shown
from sim.show.studies.require.briefly import would_hold_told
from sim.show.text.blocks import Paragraph, Section, Table, Text, as_html
from sim.show.text.words import listed, number, percent
from sim.study.require.briefly import would_hold

if TYPE_CHECKING:
    from sim.classroom.web.debrief.analysis import Analysis
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def holding(analysis: Analysis) -> list[Block]:
    """In a repeated game which outcomes can hold themselves, beside how often this class played each; else nothing."""
    scenario = analysis.table.scenario
    if not isinstance(scenario.game, Matrix) or scenario.game.repeat is None:
        return []
    try:
        solution = solve(scenario, "repeated", time_limit=analysis.limit)
    except DetenteError as error:
        return [Paragraph(f"What can hold itself was not found out: {error}.")]
    if not isinstance(solution, RepeatedSolution):
        return [Paragraph(shown(scenario, solution).line().removeprefix(f"{scenario.title}: "))]
    played = [turn.moves for r in analysis.table.replays for turn in r.session.turns]
    names = [player.name for player in scenario.players]
    rows = tuple(
        (
            outcome(solution.game, deal.cell),
            percent(sum(moves == _moves(solution, deal.cell) for moves in played) / len(played)) if played else "",
            ", ".join(dict.fromkeys(map(patience, deal.critical))),
            verdict_of(solution, deal),
        )
        for deal in solution.deals
    )
    own = listed([f"{name} has {number(p)}" for name, p in zip(names, solution.game.patience, strict=True)])
    told = Table("Outcomes and what holds them", ("", "this class", "patience needed", "so it"), rows)
    lead = (
        "Which outcomes can hold themselves for ever, beside how often this class played each. Where two numbers "
        f"stand, {names[0]} needs the first patience and {names[1]} the second; {own}."
    )
    return [Paragraph(lead), told, *_agreed(scenario, solution)]


def needed(analysis: Analysis) -> list[Block]:
    """In a concession game what would have made a deal hold, or undone it; nothing where that is not known in time."""
    found = would_hold(analysis.table.scenario, (), analysis.limit / 3)
    if found is None:
        return []
    told = would_hold_told(analysis.table.scenario, found)
    return [Paragraph(f"What would have made your deal hold, or undone it, in theory: {told}")]


def _agreed(scenario: Scenario, solution: RepeatedSolution) -> list[Block]:
    """What all equilibria pay, without what only helps at a command line."""
    return [Paragraph(_plain(block.text)) for block in agreed(scenario, solution) if isinstance(block, Paragraph)]


def _plain(text: str) -> str:
    lead, found, _ = text.partition("; what they pay fills an area")
    return f"{lead}." if found and "--json" in text else text


def _moves(solution: RepeatedSolution, cell: tuple[int, int]) -> tuple[str, str]:
    one, two = (own[k] for own, k in zip(solution.game.actions, cell, strict=True))
    return one, two


def packages(analysis: Analysis) -> list[Markup]:
    """What part of the gain was captured, and where this class's packages lie among all."""
    arena, found = analysis.table.arena, analysis.table.agreements
    assert isinstance(arena, IssuesArena)
    if found is None:
        return []
    text = as_html(Text("", (Section("", tuple(map(Paragraph, agreements_words(arena.scenario, found)))),)))
    return [Markup(text), _cloud(analysis)]


def _cloud(analysis: Analysis) -> Markup:
    arena, found = analysis.table.arena, analysis.table.agreements
    assert isinstance(arena, IssuesArena)
    assert found is not None
    names = [player.name for player in arena.scenario.players]
    counts: dict[tuple[int, ...], int] = {}
    for game in found.reached:
        assert game.package is not None
        counts[game.package] = counts.get(game.package, 0) + 1
    pays = {package: arena.game.pays(package) for package in counts}
    drawn = cloud(arena.game)
    walk = arena.game.walk_away
    every = [(float(a), float(b)) for a, b in drawn.points]
    ends = [*every, *((float(a), float(b)) for a, b in pays.values()), (float(walk[0]), float(walk[1]))]
    low = [min(end[k] for end in ends) for k in (0, 1)]
    high = [max(end[k] for end in ends) for k in (0, 1)]
    left, right, top, bottom = 34.0, WIDTH - 10.0, 14.0, 300.0

    def at(pair: tuple[float, float]) -> tuple[float, float]:
        x, y = ((pair[k] - low[k]) / ((high[k] - low[k]) or 1.0) for k in (0, 1))
        return left + x * (right - left), bottom - y * (bottom - top)

    caption = "Where this class's packages lie among all"
    told = "; ".join(f"{package_words(arena.scenario, p)}: {n}" for p, n in counts.items()) or "no agreement"
    drawing = Drawing(bottom + 44, f"{caption}. {told}")
    for pair in sorted({(round(x, 1), round(y, 1)) for x, y in map(at, every)}):
        drawing.put("circle", cx=pair[0], cy=pair[1], r=1.4, class_="all")
    best = [at((float(e.payoffs[0]), float(e.payoffs[1]))) for e in found.solution.frontier]
    if len(best) > 1:
        drawing.put("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in best), class_="line three")
    wx, wy = at((float(walk[0]), float(walk[1])))
    drawing.line(wx, top, wx, bottom, "rule")
    drawing.line(left, wy, right, wy, "rule")
    for package, count in counts.items():
        x, y = at((float(pays[package][0]), float(pays[package][1])))
        drawing.put("circle", cx=x, cy=y, r=7.0, class_="node")
        drawing.words(x, y + 4, str(count), "small strong", "middle")
    drawing.words(0, 10, cut(f"points of {names[1]}", WIDTH), "small two")
    drawing.words(WIDTH, bottom + 18, cut(f"points of {names[0]}", WIDTH), "small one", "end")
    drawing.words(left, bottom + 36, "green line: best packages; grey lines: walking away", "small soft")
    rows = [
        [package_words(arena.scenario, p), number(pays[p][0]), number(pays[p][1]), str(n)] for p, n in counts.items()
    ]
    return figure(f"{caption} (circles: how many agreed there)", drawing, ["package", *names, "games"], rows)
