"""Why types that are numbers choose what they do: what the choices beside it would pay them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.hidden.stated import Choices
from sim.show.hidden.in_short import HiddenNaming
from sim.show.hidden.on_a_scale import MOST_ROWS, choices_by_type, told
from sim.show.hidden.rules import hidden_facts
from sim.show.hidden.stated import notes_on
from sim.show.text.blocks import Look, Paragraph, Section, Table, Text
from sim.show.text.words import number
from sim.show.tree.assessments import checked

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def explanation_by_number(scenario: Scenario, solution: HiddenSolution) -> Text:
    """Why the first equilibrium of a matrix game whose types are numbers is one.

    Parameters
    ----------
    solution : HiddenSolution
        Its equilibria.
    """
    found, sure = solution.solution.equilibria, [checked(solution.solution), *notes_on(scenario, solution)]
    parts = [Section("What is hidden", tuple(map(Paragraph, hidden_facts(scenario))))]
    if found:
        e, words = found[0], HiddenNaming(scenario, solution.game.tree, solution.game)
        blocks: list[Block] = [Paragraph(told(words, e))]
        if len(found) > 1:
            blocks.insert(0, Paragraph(f"The first of {len(found)} that were found, which pays both together most."))
        key = (
            "Each type weighs its choices by what the other side's types do, all as likely as they are. A choice that "
            "pays as much as the one that is taken could be taken as well; none pays more."
        )
        tables = [_table(words, e, player) for player in (0, 1)]
        parts += [
            Section("The equilibrium", tuple(blocks)),
            Section("Why nobody chooses otherwise", (Paragraph(key), *tables)),
        ]
    else:
        sure.insert(0, "No equilibrium was found, so there is nothing to explain.")
    parts.append(Section("How sure this is", tuple(map(Paragraph, sure))))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(parts))


def _table(words: HiddenNaming, e: BayesEquilibrium, player: int) -> Table:
    """What the choice of each type pays, or of some at equal distances, the ones beside it, and the best other."""
    choices, own = Choices(words.game), choices_by_type(words, player)
    pays, count, rows = choices.pay(e.behaviour), min(len(own), MOST_ROWS), []
    for k in sorted({round(i * (len(own) - 1) / max(1, count - 1)) for i in range(count)}):
        name, kind = own[k]
        actions = words.game.nodes[words.game.infosets[name][0]].actions
        worth = [value / choices.chances[name] for value in pays[name]] if choices.chances[name] else pays[name]
        done = [i for i, action in enumerate(actions) if e.behaviour[player][name].get(action)]
        label = kind.name if kind else words.scenario.players[player].name
        does = ", ".join(actions[i] for i in done)
        rows.append(
            (label, does, number(worth[done[0]]), *_beside(actions, worth, done), *_other(actions, worth, done))
        )
    head = ("", "does", "which pays", "one lower", "one higher", "best other", "which pays")
    who = words.scenario.players[player].name
    look = Look(rows=dict.fromkeys(range(len(rows)), player), words=frozenset({1, 5}))
    return Table(f"What the choices of {who} pay it", head, tuple(rows), look)


def _beside(actions: tuple[str, ...], worth: list[Fraction], done: list[int]) -> tuple[str, str]:
    """What the choice before the first that is made pays, and the one behind the last."""
    low, high = done[0] - 1, done[-1] + 1
    return number(worth[low]) if low >= 0 else "", number(worth[high]) if high < len(actions) else ""


def _other(actions: tuple[str, ...], worth: list[Fraction], done: list[int]) -> tuple[str, str]:
    """The best choice that is not made, and what it pays."""
    rest = [i for i in range(len(actions)) if i not in done]
    if not rest:
        return "", ""
    best = max(rest, key=lambda i: worth[i])
    return actions[best], number(worth[best])
