"""Why the equilibria of a matrix game are equilibria: what dominance rules out, and every choice with what it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.matrix.dominance import eliminate, faults, weakly
from sim.engine.matrix.reasons import balance, matrix_decision
from sim.show.matrix.many_actions import ranged, replies
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import (
    LONG,
    chances,
    choice_items,
    equals,
    factor,
    figure,
    in_one_line,
    length,
    share,
    verdict,
)
from sim.show.text.words import listed, quoted, there_are

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.matrix.dominance import Dominance, Elimination, Weak
    from sim.engine.matrix.nash import NashSolution
    from sim.engine.matrix.reasons import Balance
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_EQUILIBRIA = 12
"""Equilibria, most, that are told; in full fewer if they are long."""


def explanation(scenario: Scenario, solution: NashSolution, depth: Depth) -> Text:
    """Explain the Nash equilibria of a matrix game.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.
    depth : {"brief", "full"}
        ``brief``: a line for each choice. ``full``: every choice, with the numbers.
    """
    game, found = solution.game, solution.result.equilibria
    sections = [_of_many(scenario, solution) if solution.result.large else ruled_out(scenario, game, depth)]
    for k, e in enumerate(found[:MOST_EQUILIBRIA]):
        if k and sum(length(section.blocks) for section in sections) > LONG[depth]:
            break
        many = "" if len(found) == 1 and solution.complete else f" {k + 1}"
        what = profile(scenario, game, e) if e.pure or depth == "brief" else "mixed"
        sections.append(Section(f"Equilibrium{many}: {what}", _reasons(scenario, solution, k, depth)))
    if notes := _notes(solution, len(sections) - 1):
        sections.append(Section("What else there is", tuple(Paragraph(note) for note in notes)))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(sections))


def profile(scenario: Scenario, game: StrategicForm, e: Equilibrium) -> str:
    """What both play, in a line."""
    sides = zip(scenario.players, game.actions, e.strategies, strict=True)
    return "; ".join(
        f"{player.name} {chances(list(zip(actions, mixed, strict=True)))}" for player, actions, mixed in sides
    )


def _reasons(scenario: Scenario, solution: NashSolution, k: int, depth: Depth) -> tuple[Paragraph | Points, ...]:
    game, e = solution.game, solution.result.equilibria[k]
    decisions = [matrix_decision(game, e.strategies, player) for player in (0, 1)]
    if depth == "brief":
        return (
            Points(tuple(Item(in_one_line(scenario, d), f"{scenario.players[d.player].name}:") for d in decisions)),
        )
    items = []
    for d in decisions:
        name, other = scenario.players[d.player].name, scenario.players[1 - d.player].name
        against = chances(list(zip(game.actions[1 - d.player], e.strategies[1 - d.player], strict=True)))
        below = [*choice_items(scenario, d), Item(verdict(scenario, d))]
        if len(d.played) > 1:
            below.append(Item(_why_these_chances(scenario, solution, k, d.player)))
        items.append(Item(f"if {other} plays {against}:", f"{name},", tuple(below)))
    blocks: list[Paragraph | Points] = [Points(tuple(items))]
    if all(d.strict for d in decisions):
        blocks.append(Paragraph("Each side would lose by any other choice: the equilibrium is strict."))
    if solution.traits[k].admissible is False:
        blocks.append(Paragraph("It plays a weakly dominated strategy: another is never worse, and sometimes better."))
    if better := _better_for_both(scenario, solution, e):
        blocks.append(Paragraph(better))
    return tuple(blocks)


def _why_these_chances(scenario: Scenario, solution: NashSolution, k: int, mixer: int) -> str:
    """What fixes the chances of a mixture."""
    game, e = solution.game, solution.result.equilibria[k]
    name, other = scenario.players[mixer].name, scenario.players[1 - mixer].name
    reason = balance(game, e.strategies, mixer)
    if reason is not None:
        return _balanced(scenario, game, reason)
    theirs_all = matrix_decision(game, e.strategies, 1 - mixer)
    theirs = [quoted(c.action) for c in theirs_all.played]
    if len(theirs) > 1 and solution.traits[k].index is not None:
        return (
            f"Why these chances? Of all mixtures of these choices of {name} it is the only one against which "
            f"{listed(theirs)} pay {other} the same."
        )
    ties = [quoted(c.action) for c in theirs_all.others if not theirs_all.behind(c)]
    best = f"Against these chances {listed(theirs)} {'is' if len(theirs) == 1 else 'are'} best for {other}"
    best += f", with {listed(ties)} just as good" if ties else ""
    many = sum(other_one.component == e.component for other_one in solution.result.equilibria) > 1
    return f"{best}. They are a corner of a whole set of equilibria." if many else f"{best}."


def _balanced(scenario: Scenario, game: StrategicForm, reason: Balance) -> str:
    name, other = scenario.players[reason.mixer].name, scenario.players[1 - reason.mixer].name
    mixed = [quoted(game.actions[reason.mixer][k]) for k in reason.mixed]
    theirs = [quoted(game.actions[1 - reason.mixer][k]) for k in reason.compared]
    times_, gap = "\N{MULTIPLICATION SIGN}", "\N{NO-BREAK SPACE}"
    rest = f"(1{gap}\N{MINUS SIGN}{gap}p)"
    sums = [f"p {times_} {factor(a)} + {rest} {times_} {factor(b)}" for a, b in reason.pays]
    sign = equals([reason.chance])
    return (
        f"Why these chances? If {name} plays {mixed[0]} with chance p and else {mixed[1]}, {theirs[0]} pays {other} "
        f"{sums[0]} and {theirs[1]} pays {sums[1]}. The two are equal at p {sign} {share(reason.chance)}. With a "
        f"larger p {theirs[reason.above]} would be better for {other}, with a smaller one {theirs[1 - reason.above]}."
    )


def _better_for_both(scenario: Scenario, solution: NashSolution, e: Equilibrium) -> str:
    """An outcome that both would like better, and who would not keep to it."""
    game = solution.game
    m, n = game.shape
    better = solution.better_for_both(e)
    if better is None:
        return ""
    i, j = better
    one, two = game.row[i][j], game.column[i][j]
    names = [p.name for p in scenario.players]
    both = (
        f"Both would get more if {names[0]} played {quoted(game.actions[0][i])} and {names[1]} "
        f"{quoted(game.actions[1][j])}: {figure(one)} and {figure(two)} instead of {figure(e.payoffs[0])} and "
        f"{figure(e.payoffs[1])}."
    )
    best = [max(range(m), key=lambda a: game.row[a][j]), max(range(n), key=lambda b: game.column[i][b])]
    leaves = [
        f"{names[k]} would rather play {quoted(game.actions[k][best[k]])} and get {figure(high)}"
        for k, high in enumerate((game.row[best[0]][j], game.column[i][best[1]]))
        if high > (one, two)[k]
    ]
    return f"{both} But then {', and '.join(leaves)}." if leaves else f"{both} That is an equilibrium as well."


def ruled_out(scenario: Scenario, game: StrategicForm, depth: Depth) -> Section:
    """What strict dominance rules out, step by step, and what is only weakly dominated.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    depth : {"brief", "full"}
        Whether the numbers are told.
    """
    found = eliminate(game.row, game.column)
    if faults(game.row, game.column, found):
        failed = "Not told: the record of the elimination failed its check against the payoffs."
        return Section("What can be ruled out", (Paragraph(failed),))
    blocks: list[Paragraph | Points] = []
    if found.steps:
        if depth == "full":
            blocks.append(
                Paragraph(
                    "A choice is ruled out if another pays strictly more whatever the other side may still do. Then "
                    "the other side need not reckon with it, and more may be ruled out."
                )
            )
        blocks.append(Points(tuple(_step(scenario, game, step, depth) for step in found.steps), numbered=True))
    blocks.append(Paragraph(_left(scenario, game, found)))
    if depth == "full":
        weak = weakly(game.row, game.column, found.left)
        blocks += [Points(tuple(_weak(scenario, game, w) for w in weak))] if weak else []
    return Section("What can be ruled out", tuple(blocks))


def _of_many(scenario: Scenario, solution: NashSolution) -> Section:
    """What strict dominance leaves of many actions."""
    game, left = solution.game, solution.result.left
    if tuple(map(len, left)) == game.shape:
        told = "Nothing: no choice of either side is worse than another whatever the other side does."
    else:
        sides = [f"{p.name} {ranged(game, k, left[k], 'or')}" for k, p in enumerate(scenario.players)]
        told = (
            "Choices go to which another is strictly better whatever the other side may still do, again and again. "
            f"What is left: {'; '.join(sides)}."
        )
        if len(left[0]) == len(left[1]) == 1:
            told += " Each side has one choice left, so there is no other equilibrium."
    told += " Mixtures were not looked at: the game is too large for that here."
    return Section("What can be ruled out", (Paragraph(told), *replies(scenario, game)))


def _step(scenario: Scenario, game: StrategicForm, step: Elimination, depth: Depth) -> Item:
    name, other = scenario.players[step.player].name, scenario.players[1 - step.player].name
    own, theirs = game.actions[step.player], game.actions[1 - step.player]
    mixed = len(step.by) > 1
    by = (
        f"the mixture of {listed([f'{quoted(own[a])} with chance {share(p)}' for a, p in step.by])}"
        if mixed
        else quoted(own[step.by[0][0]])
    )
    label = f"{name} does not play {quoted(own[step.action])}"
    if depth == "brief":
        return Item(f"{label}: {by} pays more whatever {other} {'does' if step.round == 1 else 'still does'}.")
    numbers = []
    for j, low, high in zip(step.against, step.pays, step.instead, strict=True):
        high_told = _mixed_sum(game, step, j, high) if mixed else figure(high)
        numbers.append(f"{high_told} instead of {figure(low)} against {quoted(theirs[j])}")
    whatever = f"Whatever {other} does"
    if len(step.against) < len(theirs):
        whatever = f"Whatever {other} still does" if len(step.against) > 1 else f"Against all that is left to {other}"
    return Item(f"{label}. {whatever}, {by} pays more: {listed(numbers)}.")


def _mixed_sum(game: StrategicForm, step: Elimination, j: int, high: Fraction) -> str:
    cells = [(p, game.row[a][j] if step.player == 0 else game.column[j][a]) for a, p in step.by]
    terms = " + ".join(f"{share(p)} \N{MULTIPLICATION SIGN} {factor(v)}" for p, v in cells)
    return f"{terms} {equals([x for cell in cells for x in cell], high)} {figure(high)}"


def _left(scenario: Scenario, game: StrategicForm, found: Dominance) -> str:
    extent = "" if found.mixtures else " Mixtures were not looked at: the game is too large for that here."
    if not found.steps:
        than = "another, or than a mixture of others," if found.mixtures else "another"
        return f"Nothing: no choice of either side is worse than {than} whatever the other side does.{extent}"
    sides = [
        f"{player.name} {listed([quoted(game.actions[k][a]) for a in found.left[k]], 'or')}"
        for k, player in enumerate(scenario.players)
    ]
    only = " Each side has one choice left, so there is no other equilibrium." if _solved(found) else ""
    return f"What is left: {'; '.join(sides)}.{only}{extent}"


def _solved(found: Dominance) -> bool:
    return all(len(own) == 1 for own in found.left)


def _weak(scenario: Scenario, game: StrategicForm, weak: Weak) -> Item:
    name = scenario.players[weak.player].name
    own, theirs = game.actions[weak.player], game.actions[1 - weak.player]

    def pays(a: int, j: int) -> str:
        return figure(game.row[a][j] if weak.player == 0 else game.column[j][a])

    worse = listed(
        [f"{pays(weak.action, j)} instead of {pays(weak.by, j)} against {quoted(theirs[j])}" for j in weak.worse]
    )
    same = listed([f"{pays(weak.action, j)} against {quoted(theirs[j])}" for j in weak.same])
    return Item(
        f"{quoted(own[weak.action])} is never better for {name} than {quoted(own[weak.by])} and sometimes worse: "
        f"{worse}. Otherwise both pay the same ({same}), so it is only weakly dominated, and an equilibrium may still "
        "play it."
    )


def _notes(solution: NashSolution, shown: int) -> list[str]:
    result = solution.result
    notes = []
    if shown < len(result.equilibria):
        more = there_are(len(result.equilibria) - shown, "more equilibrium", "more equilibria")
        notes.append(f"{more}; 'detente run --json' lists them.")
    if result.degenerate:
        notes.append(
            "There are infinitely many equilibria: those listed are the corners of connected sets. Between two corners "
            "of one set that agree in what one side plays, every mixture of what the other side plays is an "
            "equilibrium too."
        )
    if not result.complete:
        notes.append("It is not proven that these are all equilibria.")
    return notes
