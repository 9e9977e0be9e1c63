"""A commitment in a matrix game as a picture: what each announcement of a leader with two actions pays it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from textwrap import fill
from typing import TYPE_CHECKING

from sim.engine.matrix.stackelberg import seen_by
from sim.show.pictures import COLOURS, GREY
from sim.show.text.words import amount, percent, quoted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.matrix.stackelberg import StackelbergSolution
    from sim.scenario.scenario import Scenario
    from sim.types import Matrix

    Stretch = tuple[Fraction, Fraction, int]

LINES = ("-", (0, (5, 1.5)), (0, (1, 1)), "-.")
"""How replies are drawn, one after the other."""


def announcements(scenario: Scenario, solution: StackelbergSolution) -> Figure:
    """Draw what the leader gets by each chance that it may announce, and the best of them.

    Parameters
    ----------
    solution : StackelbergSolution
        The commitment of a leader with two actions.
    """
    from matplotlib.figure import Figure

    lead = solution.leader
    own, other = seen_by(lead, solution.game.row, solution.game.column)
    leader, follower = scenario.players[lead].name, scenario.players[1 - lead].name
    figure = Figure(figsize=(8.2, 5.6), layout="constrained")
    figure.suptitle(f"{scenario.title}: what {leader} announces", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    _replies(axes, solution, own, replies(own, other))
    _without(axes, solution)
    best = solution.found.mixed
    where = f"{percent(float(best.mixture[0]))}: {amount(best.payoffs[0])}"
    axes.plot(
        float(best.mixture[0]), float(best.payoffs[0]), "*", color="black", markersize=17, zorder=6,
        linestyle="none", clip_on=False, label=f"best to announce, {where}",
    )  # fmt: skip
    told = f"Thick: where {follower} replies so, as its best reply; of several the one that {leader} likes best."
    axes.set_title(fill(told, 84), fontsize=9, color=GREY)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_xlabel(fill(f"announced chance of {quoted(solution.game.actions[lead][0])}", 60), color=COLOURS[lead])
    axes.set_ylabel(f"{leader}: payoff", color=COLOURS[lead])
    axes.margins(y=0.12)
    figure.legend(loc="outside lower left", ncol=1, frameon=False, fontsize=9, handlelength=3.6)
    return figure


def replies(own: Matrix, other: Matrix) -> list[Stretch]:
    """The reply to each chance of the leader's first action, as stretches from chance to chance.

    Parameters
    ----------
    own, other : sequence of sequence of Fraction, shape (2, n)
        Payoffs of the leader and of the follower; a row per action of the leader.

    Returns
    -------
    stretches : list of (Fraction, Fraction, int)
        From which chance to which, and the reply; where the follower is indifferent over a stretch, the reply that is
        best for the leader in its middle.
    """
    crossings = {Fraction(0), Fraction(1)}
    for i, j in combinations(range(len(other[0])), 2):
        for table in (other, own):
            first, second = table[0][i] - table[0][j], table[1][i] - table[1][j]
            if first != second:
                crossings.add(second / (second - first))
    ends = sorted(chance for chance in crossings if 0 <= chance <= 1)
    found: list[Stretch] = []
    for low, high in pairwise(ends):
        middle = (low + high) / 2
        reply = max(range(len(own[0])), key=lambda j: (_at(other, j, middle), _at(own, j, middle)))
        if found and found[-1][2] == reply:
            found[-1] = found[-1][0], high, reply
        else:
            found.append((low, high, reply))
    return found


def _at(table: Matrix, reply: int, chance: Fraction) -> Fraction:
    return chance * table[0][reply] + (1 - chance) * table[1][reply]


def _replies(axes: Axes, solution: StackelbergSolution, own: Matrix, stretches: list[Stretch]) -> None:
    """Each reply as a thin line over all chances, thick where it is the reply."""
    lead = solution.leader
    names = solution.game.actions[1 - lead]
    played = list(dict.fromkeys(reply for *_, reply in stretches))
    for k, reply in enumerate(played):
        line = LINES[k % len(LINES)]
        whole = [float(_at(own, reply, Fraction(chance))) for chance in (0, 1)]
        axes.plot([0, 1], whole, color=COLOURS[1 - lead], linewidth=0.9, linestyle=line, zorder=2)
        for low, high, at in stretches:
            if at == reply:
                label = f"reply {quoted(names[reply])}"
                axes.plot(
                    [float(low), float(high)], [float(_at(own, reply, chance)) for chance in (low, high)],
                    color=COLOURS[lead], linewidth=3.4, linestyle=line, solid_capstyle="butt", zorder=4,
                    label=None if label in axes.get_legend_handles_labels()[1] else label,
                )  # fmt: skip
    for low, *_ in stretches[1:]:
        axes.axvline(float(low), color="#8a8a8a", linewidth=1, linestyle=":", zorder=1)


def _without(axes: Axes, solution: StackelbergSolution) -> None:
    """What equilibria pay the leader if nobody can commit, where all are known."""
    found = solution.nash_range()
    if found is None or not solution.nash.complete:
        return
    worst, best = (float(pair[solution.leader]) for pair in found)
    label = f"without commitment: every Nash equilibrium pays {amount(best)}"
    if worst != best:
        label = f"without commitment: Nash equilibria pay {amount(worst)} to {amount(best)}"
        axes.axhspan(worst, best, color="#e6e6e6", zorder=0, label=label)
    else:
        axes.axhline(best, color="#555555", linewidth=1.4, linestyle=(0, (6, 3)), zorder=1, label=label)
