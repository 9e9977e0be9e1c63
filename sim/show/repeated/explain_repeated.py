"""Why an outcome of a repeated game holds: what leaving it brings today against what it costs from tomorrow on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.matrix.reasons import matrix_decision
from sim.engine.repeated.repeated import FiniteSolution
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import GAP, chances, choice_items, equals, factor, figure, in_one_line, share, verdict
from sim.show.text.words import quoted, times

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.repeated.grim_trigger import Deal
    from sim.engine.repeated.repeated import RepeatedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_DEALS = 4

MOST_EQUILIBRIA = 4


def explanation(scenario: Scenario, solution: RepeatedSolution | FiniteSolution, depth: Depth) -> Text:
    """Explain a repeated game.

    Parameters
    ----------
    solution : RepeatedSolution or FiniteSolution
        What is known of it.
    depth : {"brief", "full"}
        ``brief``: the best outcome that holds. ``full``: those of interest, and the equilibria that threats rest on.
    """
    sections = (
        _finite(scenario, solution, depth)
        if isinstance(solution, FiniteSolution)
        else _endless(scenario, solution, depth)
    )
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(sections))


def _endless(scenario: Scenario, solution: RepeatedSolution, depth: Depth) -> list[Section]:
    shown = _of_interest(solution)
    sections = []
    for deal in shown[: 1 if depth == "brief" else MOST_DEALS]:
        holds = "holds" if deal in solution.held else "does not hold by this threat"
        title = f"{_named(scenario, solution, deal)} in every round: {holds}"
        blocks = _deal(scenario, solution, deal)
        if deal in solution.held and not deal.needs_no_threat and depth == "full":
            blocks = (
                *blocks,
                Paragraph(
                    "One departure from it does not pay, and so no series of departures does (one-shot deviation)."
                ),
            )
        sections.append(Section(title, blocks))
    if depth == "full":
        used = sorted({e for deal in shown[:MOST_DEALS] for e in deal.threats if e is not None})
        for e in used:
            believed = (
                "Nobody gains by not carrying the threat out: played in every round it is an equilibrium, since what "
                "is done in one round changes nothing in the next."
            )
            blocks = (Paragraph(believed), _stage(scenario, solution, solution.stage.equilibria[e], depth))
            sections.append(
                Section(f"The threat of {_played(scenario, solution, solution.stage.equilibria[e])}", blocks)
            )
    return sections


def _of_interest(solution: RepeatedSolution) -> list[Deal]:
    """Outcomes in the order in which they are worth telling: those that hold and pay most, then those that do not."""
    return sorted(solution.deals, key=lambda deal: (deal not in solution.held, -sum(deal.payoffs)))


def _named(scenario: Scenario, solution: RepeatedSolution, deal: Deal) -> str:
    game = solution.game
    return "; ".join(
        f"{player.name} {quoted(actions[a])}"
        for player, actions, a in zip(scenario.players, game.actions, deal.cell, strict=True)
    )


def _played(scenario: Scenario, solution: RepeatedSolution | FiniteSolution, e: Equilibrium) -> str:
    sides = zip(scenario.players, solution.game.actions, e.strategies, strict=True)
    return "; ".join(f"{player.name} {chances(list(zip(own, mixed, strict=True)))}" for player, own, mixed in sides)


def _deal(scenario: Scenario, solution: RepeatedSolution, deal: Deal) -> tuple[Paragraph | Points, ...]:
    names = [p.name for p in scenario.players]
    pays = f"It pays {names[0]} {figure(deal.payoffs[0])} and {names[1]} {figure(deal.payoffs[1])} per round."
    items = [Item(_keeps(scenario, solution, deal, k), f"{names[k]}:") for k in (0, 1)]
    return Paragraph(pays), Points(tuple(items))


def _keeps(scenario: Scenario, solution: RepeatedSolution, deal: Deal, k: int) -> str:
    """Today's gain against tomorrow's loss, with the numbers."""
    game, kept, once = solution.game, deal.payoffs[k], deal.temptation[k]
    threat = deal.threats[k]
    if threat is None:
        return "its choice is its best answer already, so it needs no threat."
    after, p = solution.stage.equilibria[threat].payoffs[k], game.patience[k]
    table = [game.row[i][deal.cell[1]] for i in range(game.shape[0])] if k == 0 else list(game.column[deal.cell[0]])
    action = quoted(game.actions[k][table.index(once)])
    minus, cross = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
    if deal.punish is not None:
        return _keeps_for_a_while(deal, k, action, after, p)
    leaving = (1 - p) * once + p * after
    sign = equals([p, 1 - p, once, after], leaving)
    sentences = [
        f"by {action} it would get {figure(once)} once instead of {figure(kept)}, which is {figure(once - kept)} more "
        f"today. From the next round on it would get {figure(after)}.",
        f"With patience {share(p)} leaving is worth (1{GAP}{minus}{GAP}{share(p)}) {cross} {factor(once)} + "
        f"{share(p)} {cross} {factor(after)} {sign} {figure(leaving)}, staying {figure(kept)}: "
        f"{_compared(kept - leaving)}",
        _least(deal.critical[k], kept, once, after),
    ]
    return " ".join(sentences)


def _keeps_for_a_while(deal: Deal, k: int, action: str, after: Fraction, p: Fraction) -> str:
    """Today's gain against the loss of the rounds in which it is punished."""
    kept, once, rounds, need = deal.payoffs[k], deal.temptation[k], deal.punish or 0, deal.critical[k]
    again = p ** (rounds + 1)
    leaving = (1 - p) * once + (p - again) * after + again * kept
    if need is not None:
        least = f"It stays if its patience is at least {share(need)}."
    elif after >= kept:
        least = _least(None, kept, once, after)
    else:
        least = f"No patience below 1 is enough: {times(rounds, 'round')} of punishment cost it no more than it gains."
    return (
        f"by {action} it would get {figure(once)} once instead of {figure(kept)}, which is {figure(once - kept)} more "
        f"today. Then it would get {figure(after)} for {times(rounds, 'round')}, and after that {figure(kept)} again. "
        f"With patience {share(p)} leaving is worth {figure(leaving)}, staying {figure(kept)}: "
        f"{_compared(kept - leaving)} {least}"
    )


def _compared(lead: Fraction) -> str:
    if lead == 0:
        return "both are worth the same, so it stays."
    return f"staying is better by {figure(lead)}." if lead > 0 else f"leaving is better by {figure(-lead)}."


def _least(need: Fraction | None, kept: Fraction, once: Fraction, after: Fraction) -> str:
    """The patience from which on it holds."""
    minus = "\N{MINUS SIGN}"
    if need is None:
        return f"No patience below 1 is enough, since the threat leaves it {figure(after)}, not less than it has now."
    ratio = f"({share(once)} {minus} {factor(kept)}) / ({share(once)} {minus} {factor(after)})"
    return f"It stays if its patience is at least {ratio} {equals([kept, once, after, need])} {share(need)}."


def _stage(scenario: Scenario, solution: RepeatedSolution | FiniteSolution, e: Equilibrium, depth: Depth) -> Points:
    """Why an equilibrium of a single round is one."""
    items = []
    for k in (0, 1):
        decision = matrix_decision(solution.game, e.strategies, k)
        name = scenario.players[k].name
        if depth == "brief":
            items.append(Item(in_one_line(scenario, decision), f"{name}:"))
        else:
            items.append(
                Item(
                    "in any round:", f"{name},", (*choice_items(scenario, decision), Item(verdict(scenario, decision)))
                )
            )
    return Points(tuple(items))


def _finite(scenario: Scenario, solution: FiniteSolution, depth: Depth) -> list[Section]:
    found, rounds = solution.stage.equilibria, solution.game.rounds or 1
    sections = []
    for k, e in enumerate(found[:MOST_EQUILIBRIA]):
        number = f" {k + 1}" if len(found) > 1 else ""
        title = f"The last round, equilibrium{number}: {_played(scenario, solution, e)}"
        last = "After the last round there is no tomorrow, so each side does what is best in that round alone."
        sections.append(Section(title, (Paragraph(last), _stage(scenario, solution, e, depth))))
    if rounds > 1:
        sections.append(Section(f"The {times(rounds - 1, 'round')} before it", (Paragraph(_before(solution)),)))
    return sections


def _before(solution: FiniteSolution) -> str:
    if solution.unique:
        return (
            "In the last round the only equilibrium of a single round is played, whatever has happened. What is done "
            "in the round before can then neither be rewarded nor punished, so the same numbers decide there, and so "
            "on back to the first round."
        )
    if solution.rigid:
        return (
            "All equilibria of a single round pay the same. What is done in one round can then neither be rewarded nor "
            "punished later, so that every round is played as if it were the only one."
        )
    return (
        "To play one of these in every round, whatever has happened, is an equilibrium: what is done in one round "
        "changes nothing later. They do not all pay the same, so that which one comes later can reward or punish, and "
        "more can be an equilibrium; that is not worked out here."
        if solution.stage.complete
        else "To play one of these in every round, whatever has happened, is an equilibrium. The list may lack others."
    )
