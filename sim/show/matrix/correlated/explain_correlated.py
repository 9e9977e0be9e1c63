"""Why what a mediator recommends is followed: what each recommendation tells, and what disobeying would pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.correlated import OBEDIENCE
from sim.engine.matrix.reasons import exact_plan, told_decision
from sim.show.matrix.aims import aim_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import chances, choice_items, figure, in_one_line, share
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.matrix.correlated import CorrelatedSolution
    from sim.engine.matrix.reasons import DecisionReasons, Number
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_PAIRS = 12
"""Pairs of recommendations, most, that are listed whole."""

MOST_RECOMMENDATIONS = 3
"""Recommendations to a side, most, that are gone through one by one where there are more pairs than that."""


def explanation(scenario: Scenario, solution: CorrelatedSolution, depth: Depth) -> Text:
    """Explain correlated equilibria.

    Parameters
    ----------
    solution : CorrelatedSolution
        The best for each aim.
    depth : {"brief", "full"}
        ``brief``: the plan of highest welfare, a line for each recommendation. ``full``: all plans, with the numbers.
    """
    aims: list[tuple[list[str], Sequence[Sequence[Number]]]] = []
    for e in solution.found if depth == "full" else solution.found[:1]:
        plan = exact_plan(solution.game, e.distribution.tolist()) or e.distribution.tolist()
        words = aim_words(scenario, e.aim)
        same = next((aims_of_plan for aims_of_plan, other in aims if other == plan), None)
        if same is None:
            aims.append(([words], plan))
        else:
            same.append(words)
    sections = [
        Section(f"A mediator's plan: {listed(words)}", _plan(scenario, solution, plan, depth)) for words, plan in aims
    ]
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(sections))


def _plan(
    scenario: Scenario, solution: CorrelatedSolution, plan: Sequence[Sequence[Number]], depth: Depth
) -> tuple[Paragraph | Points, ...]:
    game = solution.game
    one, two = scenario.players
    cells = [(p, i, j) for i, line in enumerate(plan) for j, p in enumerate(line) if p]
    likeliest = sorted(cells, reverse=True)[:MOST_PAIRS] if len(cells) > MOST_PAIRS else cells
    draws = [
        f"{quoted(game.actions[0][i])} to {one.name} and {quoted(game.actions[1][j])} to {two.name} with chance "
        f"{share(p)}"
        for p, i, j in likeliest
    ]
    if len(cells) > len(likeliest):
        rest = sum(p for p, _, _ in cells) - sum(p for p, _, _ in likeliest)
        draws.append(f"{len(cells) - len(likeliest)} more pairs with chance {share(rest)} together")
    draw = (
        "The mediator draws a pair of choices and tells each side its own alone. Each knows the chances: "
        f"{'; '.join(draws)}."
    )
    if len(cells) == 1:
        draw = f"The mediator says {draws[0].removesuffix(f' with chance {share(cells[0][0])}')}, and both know it."
    items = [item for player in (0, 1) for item in _obedience(scenario, solution, plan, player, depth)]
    pays = [
        sum(float(p) * float(side[i][j]) for p, i, j in cells) for side in (solution.game.row, solution.game.column)
    ]
    end = f"It pays {one.name} {figure(pays[0])} and {two.name} {figure(pays[1])}."
    return Paragraph(draw), Points(tuple(items)), Paragraph(end)


def _obedience(
    scenario: Scenario, solution: CorrelatedSolution, plan: Sequence[Sequence[Number]], player: int, depth: Depth
) -> list[Item]:
    """Why a player follows: the likeliest recommendations one by one, and by how much the others are followed."""
    lines = plan if player == 0 else list(zip(*plan, strict=True))
    told = [k for k, line in enumerate(lines) if any(line)]
    shown = told
    if sum(1 for line in plan for p in line if p) > MOST_PAIRS:
        shown, depth = sorted(sorted(told, key=lambda k: -sum(lines[k]))[:MOST_RECOMMENDATIONS]), "brief"
    items = [_obeys(scenario, solution.game.actions, plan, _decide(solution, plan, player, k), k, depth) for k in shown]
    others = [_decide(solution, plan, player, k) for k in told if k not in shown]
    if others:
        least = min(decision.behind(decision.others[0]) for decision in others)
        gap = f"every other choice is worse by {figure(least)} or more" if least else "no other choice pays more"
        about = f"{scenario.players[player].name}, at {len(others)} less likely recommendations:"
        items.append(Item(f"{gap}.", about))
    return items


def _decide(
    solution: CorrelatedSolution, plan: Sequence[Sequence[Number]], player: int, action: int
) -> DecisionReasons:
    line = plan[action] if player == 0 else [row[action] for row in plan]
    total = sum(float(p) for p in line)
    is_exact = not isinstance(plan[0][0], float)
    # What is certified is the gain times the chance of the recommendation, on the range of payoffs.
    slack = 0.0 if is_exact else OBEDIENCE * float(np.ptp(solution.game.arrays[player])) / total
    return told_decision(solution.game, plan, player, action, slack)


def _obeys(
    scenario: Scenario,
    actions: tuple[tuple[str, ...], tuple[str, ...]],
    plan: Sequence[Sequence[Number]],
    decision: DecisionReasons,
    recommended: int,
    depth: Depth,
) -> Item:
    player = decision.player
    name, other = scenario.players[player].name, scenario.players[1 - player].name
    about = f"{name}, told {quoted(actions[player][recommended])}:"
    if depth == "brief":
        return Item(in_one_line(scenario, decision), about)
    met = [(part.after[0][1], part.weight) for part in decision.choices[0].parts]
    knows = f"then {other} was told {chances(met)}."
    same = [quoted(c.action) for c in decision.others if not decision.behind(c)]
    if decision.regret:
        verdict = "To disobey would pay."
    elif same:
        verdict = f"To play {listed(same, 'or')} instead would gain nothing, so {name} may as well follow."
    else:
        verdict = f"So {name} follows." if decision.others else f"{name} has no other choice."
    return Item(knows, about, (*choice_items(scenario, decision), Item(verdict)))
