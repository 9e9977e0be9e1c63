"""What can be said of a list of equilibria: how many of which sort, which hang together, whether some may lack."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.errors import ListCutError
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.words import apart, listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.matrix.bimatrix import BimatrixSolution, Equilibrium
    from sim.engine.matrix.nash import NashSolution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block
    from sim.types import Pair

MOST_LISTED = 12
"""Most equilibria that a story tells one by one."""

PROOFS = {
    "enumeration": "proven by exact enumeration",
    "convex": "the equilibria of a zero-sum game form a convex set, and this one has no other near it",
}
"""How it is known that a list holds every equilibrium, by code."""


def stopped(result: BimatrixSolution) -> str:
    """Why a list may lack some, without a full stop; empty if it is proven that it does not."""
    return "" if result.cut is None else str(ListCutError(result.cut, result.reason))


def stopped_sentence(result: BimatrixSolution) -> str:
    """The same as a sentence of its own."""
    reason = stopped(result)
    return f"{reason[:1].upper()}{reason[1:]}."


def at_best_sum(scenario: Scenario, payoffs: Sequence[Pair]) -> dict[str, str]:
    """What each player gets where the sum of both is highest, for comparisons; a range where several share that sum.

    Parameters
    ----------
    payoffs : sequence of pair of Fraction
        Payoffs of all that is compared, each of both players.

    Returns
    -------
    dict of str to str
        Answers by question, one per player, as `sim.show.shown.Shown.facts` has them; none without payoffs.
    """
    most = max(map(sum, payoffs), default=None)
    best = [pair for pair in payoffs if sum(pair) == most]
    facts = {}
    for k, player in enumerate(scenario.players if best else ()):
        low, high = apart(*(end(pair[k] for pair in best) for end in (min, max)))
        facts[f"{player.name}, where the sum is highest"] = low if low == high else f"{low} to {high}"
    return facts


def overview(scenario: Scenario, solution: NashSolution) -> list[Block]:
    """Sum up equilibria that are too many to be told one by one.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.
    """
    found = solution.result.equilibria
    what = "corners of sets of equilibria" if solution.result.degenerate else "equilibria"
    blocks: list[Block] = [
        Paragraph(
            f"There are {'' if solution.complete else 'at least '}{len(found):,} {what}, too many to tell one by one; "
            f"--json lists {'them all' if solution.complete else 'those that were found'}."
        ),
        by_sort(scenario, found),
        Paragraph(ranges(scenario, found)),
    ]
    signs = Counter(t.index for t in solution.traits)
    if solution.complete and None not in signs:
        blocks.append(
            Paragraph(
                f"{signs[1]} have index +1 and {signs[-1]} have index \N{MINUS SIGN}1; the sum is "
                f"+{signs[1] - signs[-1]}, as it must be in a nondegenerate game (Shapley 1974)."
            )
        )
    pure = sum(e.pure for e in found)
    if pure:
        blocks.append(Paragraph(f"{'The pure one' if pure == 1 else 'The pure ones'}:"))
    return blocks


def by_sort(scenario: Scenario, found: Sequence[Equilibrium]) -> Table:
    """How many equilibria there are for each number of actions that the sides play.

    Parameters
    ----------
    found : sequence of Equilibrium
        One or more.
    """
    names = [p.name for p in scenario.players]
    sorts = Counter(tuple(sum(p > 0 for p in side) for side in e.strategies) for e in found)
    head = (f"actions {names[0]} plays", f"actions {names[1]} plays", "equilibria")
    rows = tuple((str(one), str(two), f"{count:,}") for (one, two), count in sorted(sorts.items()))
    return Table("Equilibria by the number of actions that each side plays", head, rows)


def ranges(scenario: Scenario, found: Sequence[Equilibrium]) -> str:
    """The least and the most that each side gets.

    Parameters
    ----------
    found : sequence of Equilibrium
        One or more.
    """
    return f"{listed([_range(p.name, [e.payoffs[k] for e in found]) for k, p in enumerate(scenario.players)])}."


def _range(name: str, payoffs: list[Fraction]) -> str:
    low, high = min(payoffs), max(payoffs)
    return f"{name} gets {number(low)}" + ("" if low == high else f" to {number(high)}")


def components(scenario: Scenario, solution: NashSolution) -> list[Paragraph]:
    """A paragraph for each connected set of equilibria that is more than a point, if there are several sets.

    What a set pays is said where all of its corners pay the same: then so does every equilibrium between them, since
    payoffs are linear in either side's strategy.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.
    """
    groups: dict[int, list[tuple[int, Equilibrium]]] = {}
    for k, e in enumerate(solution.result.equilibria):
        groups.setdefault(e.component, []).append((k, e))
    if len(groups) < 2:
        return []
    paragraphs = []
    for which, group in sorted(groups.items()):
        if len(group) == 1:
            continue
        corners = listed([str(k + 1) for k, _ in group])
        line = f"Component {which + 1} is one connected set of equilibria, with the corners {corners}"
        if len({e.payoffs for _, e in group}) == 1:
            pays = zip(scenario.players, group[0][1].payoffs, strict=True)
            line += f"; all of it pays {' and '.join(f'{p.name} {number(v)}' for p, v in pays)}"
        paragraphs.append(Paragraph(f"{line}."))
    return paragraphs
