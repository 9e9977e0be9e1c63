"""Why a commitment is the best one: what the follower makes of it, and what any other announcement would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.matrix.reasons import inducements, matrix_decision
from sim.engine.matrix.stackelberg import StackelbergSolution, seen_by
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import chances, choice_items, figure, in_one_line
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_REPLIES = 12
"""Replies up to which it is worked out what each could bring the leader."""


def explanation(scenario: Scenario, solution: StackelbergSolution, depth: Depth) -> Text:
    """Explain a commitment in a matrix game.

    Parameters
    ----------
    solution : StackelbergSolution
        The commitment.
    depth : {"brief", "full"}
        ``brief``: a line for each decision. ``full``: every choice, and every other announcement.
    """
    sections = [_announced(scenario, solution, depth)]
    if max(solution.game.shape) <= MOST_REPLIES:
        sections.append(_other_replies(scenario, solution, depth))
    bound = (*_temptation(scenario, solution, depth), _against(scenario, solution))
    sections.append(Section("Without the word that binds", bound))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(sections))


def _announced(scenario: Scenario, solution: StackelbergSolution, depth: Depth) -> Section:
    """What is announced, and why the reply to it is the best one."""
    game, best, lead = solution.game, solution.found.mixed, solution.leader
    leader, follower = scenario.players[lead].name, scenario.players[1 - lead].name
    says = chances(list(zip(game.actions[lead], best.mixture, strict=True)))
    reply = matrix_decision(game, solution.strategies(), 1 - lead)
    announces = f"{leader} announces {says} and is bound by it. {follower} knows this and takes its best reply."
    blocks: tuple[Paragraph | Points, ...]
    if depth == "brief":
        blocks = Paragraph(announces), Points((Item(in_one_line(scenario, reply), f"{follower}:"),))
    else:
        below = [*choice_items(scenario, reply)]
        if best.ties:
            ties = listed([quoted(game.actions[1 - lead][j]) for j in best.ties], "or")
            below.append(Item(f"It could reply {ties} just as well; the tie goes to {leader}."))
        blocks = Paragraph(announces), Points((Item("", f"{follower}:", tuple(below)),))
    pays = f"It pays {leader} {figure(best.payoffs[0])} and {follower} {figure(best.payoffs[1])}."
    return Section("What is announced, and the reply", (*blocks, Paragraph(pays)))


def _other_replies(scenario: Scenario, solution: StackelbergSolution, depth: Depth) -> Section:
    """What each reply of the follower can bring the leader at best: the best of these is what is announced."""
    game, best, lead = solution.game, solution.found.mixed, solution.leader
    leader, follower = scenario.players[lead].name, scenario.players[1 - lead].name
    found = inducements(*seen_by(lead, game.row, game.column))
    possible = sorted(
        (inducement for inducement in found if inducement is not None), key=lambda inducement: -inducement.value
    )
    items = []
    for inducement in possible:
        label = quoted(game.actions[1 - lead][inducement.reply])
        gap = best.payoffs[0] - inducement.value
        mixture_shown = best.mixture if inducement.reply == best.reply else inducement.mixture
        says = chances(list(zip(game.actions[lead], mixture_shown, strict=True)))
        end = f": worse by {figure(gap)}." if gap > 0 else "." if inducement.reply == best.reply else ", the same."
        items.append(Item(f"For the reply {label}: announce {says}. It pays {figure(inducement.value)}{end}"))
    never = [quoted(game.actions[1 - lead][j]) for j, inducement in enumerate(found) if inducement is None]
    blocks: list[Paragraph | Points] = []
    if depth == "full":
        blocks.append(
            Paragraph(
                f"Whatever {leader} announces, {follower} gives some reply. For each reply this is the most that "
                f"{leader} can get from an announcement to which it is a best one:"
            )
        )
    blocks.append(Points(tuple(items if depth == "full" else items[:2])))
    if never and depth == "full":
        blocks.append(Paragraph(f"Nothing that could be announced makes {listed(never, 'or')} a best reply."))
    return Section("Why nothing else is announced", tuple(blocks))


def _temptation(scenario: Scenario, solution: StackelbergSolution, depth: Depth) -> tuple[Points | Paragraph, ...]:
    """What the leader would rather do once the reply is made."""
    best, lead = solution.found.mixed, solution.leader
    leader = scenario.players[lead].name
    after = matrix_decision(solution.game, solution.strategies(), lead)
    reply = quoted(solution.game.actions[1 - lead][best.reply])
    if not best.temptation:
        return (Paragraph(f"Once the reply is {reply}, what {leader} announced is also its best answer."),)
    tempted = (
        f"Once the reply is {reply}, {leader} would gain {figure(best.temptation)} by playing "
        f"{quoted(solution.game.actions[lead][best.instead])}. So it must be bound: if it could still choose, "
        f"{scenario.players[1 - lead].name} would not believe it."
    )
    blocks: list[Points | Paragraph] = [Paragraph(tempted)]
    if depth == "full":
        blocks.insert(
            0, Points((Item(f"if the reply is {reply}:", f"{leader},", tuple(choice_items(scenario, after))),))
        )
    return tuple(blocks)


def _against(scenario: Scenario, solution: StackelbergSolution) -> Paragraph:
    found = solution.nash_range()
    leader = scenario.players[solution.leader].name
    if found is None or not solution.nash.complete:
        return Paragraph("Not all equilibria without commitment were found in time, so nothing is said of them.")
    low, high = found[0][solution.leader], found[1][solution.leader]
    many = f"every Nash equilibrium pays {leader} {figure(high)}"
    if low != high:
        many = f"Nash equilibria pay {leader} {figure(low)} to {figure(high)}"
    gain = solution.found.mixed.payoffs[0] - high
    more = (
        f"Commitment is worth {figure(gain)} more than the best of that."
        if gain
        else "Commitment adds nothing to the best of that."
    )
    return Paragraph(f"Where nobody can commit, {many}. {more}")
