"""The story of quantal responses in a concession game: how errors change what becomes of the talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.courses.endings import SHARES, shares
from sim.show.concessions.entries import ending_entries, strategy_entries
from sim.show.matrix.quantal import unreached
from sim.show.shown import Shown
from sim.show.text.blocks import Look, Paragraph, Section, Table
from sim.show.text.brief import Brief
from sim.show.text.typed import nexts
from sim.show.text.words import amount, listed, percent, percent_cell, small

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.quantal.solution import LatticeQuantalSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Text

LEAST_TOLD = 0.01
"""Least chance of an ending that one screen tells of."""

MEANING = (
    "At precision 0 everybody chooses blindly; the higher the precision, the more a difference of payoffs decides, "
    "given that all choices err, the own ones in later rounds too. Precision is per unit of payoff per round. The "
    "branch that starts at blind choice may end in another equilibrium than the one that a rule selects."
)


def shown(scenario: Scenario, solution: LatticeQuantalSolution) -> ShownLatticeQuantal:
    """Quantal responses in a concession game as people see them: how errors change what becomes of the talks."""
    return ShownLatticeQuantal(scenario, solution)


class ShownLatticeQuantal(Shown["LatticeQuantalSolution"]):
    """Quantal responses in a concession game as people see them: how errors change what becomes of the talks."""

    solution: LatticeQuantalSolution

    def story(self) -> Text:
        """A table by precision, and how sure it is."""
        return self.told(
            Section(
                "Quantal response: negotiating with errors", (_table(self.scenario, self.solution), Paragraph(MEANING))
            ),
            Section("How sure this is", (Paragraph(_sure(self.solution)),)),
        )

    def line(self) -> str:
        """With what chances the talks end in which way at the highest precision."""
        told = "with errors: no answer."
        if self.solution.points:
            last = self.solution.points[-1]
            found = [f"{words} with chance {percent(chance)}" for words, chance in shares(last.endings).items()]
            told = f"with errors at precision {last.precision:.3g} the agreement is {listed(found, 'or')}."
        return " ".join([f"{self.scenario.title}: {told}", *unreached(self.solution)])

    def brief(self) -> Brief:
        """How the talks end at some precisions, and what they pay."""
        return Brief(
            self.scenario.title,
            f"{'Certified. ' if self.solution.certified else ''}{_sure(self.solution)}",
            (" ".join([_likeliest(self.solution), *unreached(self.solution)]),),
            (_short_table(self.scenario, self.solution),) if self.solution.points else (),
            then=nexts(
                self.scenario,
                ("plot", "how the talks end, by precision", ("--solve", "quantal")),
                ("run", "without errors", ()),
                ("run", "all of it at length", ("--solve", "quantal", "--detail")),
            ),
            certified=self.solution.certified,
            players=tuple(player.name for player in self.scenario.players),
        )

    def notes(self) -> list[str]:
        """Where no answer was found."""
        return unreached(self.solution)

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each precision."""
        del all_states
        game = self.solution.game
        return [
            {
                "precision": point.precision,
                "payoffs": dict(zip(game.players, point.values, strict=True)),
                "strategies": strategy_entries(game, point.response, point.response.played),
                "regret": point.regret,
                "residual": point.response.residual,
                "path": [],
                "endings": ending_entries(game.players, point.endings),
            }
            for point in self.solution.points
        ]

    def pictures(self) -> Mapping[str, Draw]:
        """How the talks end, by precision."""
        from sim.show.concessions.draw_quantal import endings_by_precision

        return {"quantal": lambda: endings_by_precision(self.scenario, self.solution)}


def _likeliest(solution: LatticeQuantalSolution) -> str:
    """How the talks most likely end at the highest precision, and how else they may."""
    if not solution.points:
        return "With errors: no answer."
    last = solution.points[-1]
    found = sorted(shares(last.endings).items(), key=lambda ending: -ending[1])
    (words, chance), *others = found
    other = [f"{words} with chance {percent(chance)}" for words, chance in others if chance >= LEAST_TOLD]
    told = f"With errors at precision {last.precision:.3g} the agreement is most likely {words} ({percent(chance)})"
    return f"{told}, else {listed(other, 'or')}." if other else f"{told}."


def _short_table(scenario: Scenario, solution: LatticeQuantalSolution) -> Table:
    """How the talks end and what that pays, without endings that are unlikely at every precision."""
    full = _table(scenario, solution, moves=False)
    found = [shares(point.endings) for point in solution.points]
    likely = {words for each in found for words, chance in each.items() if chance >= LEAST_TOLD}
    rows = [row for row in full.rows if row[0] in likely or row[0] not in SHARES.values()]
    names = {f"{player.name} gets per round": k for k, player in enumerate(scenario.players)}
    owners = {i: names[row[0]] for i, row in enumerate(rows) if row[0] in names}
    return Table(full.caption, full.head, tuple(rows), Look(rows=owners))


def _table(scenario: Scenario, solution: LatticeQuantalSolution, moves: bool = True) -> Table:
    """How the talks end and what that pays; also what is done in the first round where `moves` says so."""
    head, rows = ("precision", *(f"{point.precision:.3g}" for point in solution.points)), []
    found = [shares(point.endings) for point in solution.points]
    for words in dict.fromkeys(SHARES.values()):
        if any(words in each for each in found):
            rows.append((words, *(percent_cell(each.get(words, 0.0)) for each in found)))
    for k, player in enumerate(scenario.players):
        rows.append((f"{player.name} gets per round", *(amount(point.values[k]) for point in solution.points)))
    rows += _opening_moves(scenario, solution) if moves else []
    return Table("How the talks end, by precision", head, tuple(rows))


def _opening_moves(scenario: Scenario, solution: LatticeQuantalSolution) -> list[tuple[str, ...]]:
    """What either side does in the first round."""
    game, rows = solution.game, []
    node = game.phases(0)[0].nodes[0]
    for k, player in enumerate(scenario.players):
        for a, action in enumerate(node.actions[k]):
            if action:
                chances = [float(point.response.mixture(0, 0, 0, k)[a]) for point in solution.points]
                rows.append((f"round 1, {player.name}: {action}", *(percent_cell(p) for p in chances)))
    return rows


def _sure(solution: LatticeQuantalSolution) -> str:
    told = []
    if solution.points:
        worst = max(point.response.residual for point in solution.points)
        told.append(f"Each choice is the logit response to all others to within {worst:.1g}.")
        last = solution.points[-1]
        told.append(
            f"At the highest precision either side could gain at most {small(last.regret)} per round by choosing "
            "without errors."
        )
    told += unreached(solution)
    told.append("There may be other quantal responses; this is the branch that starts at blind choice.")
    return " ".join(told)
