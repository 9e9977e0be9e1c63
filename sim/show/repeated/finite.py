"""A game repeated a given number of times, as people see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.matrix.many_equilibria import PROOFS, at_best_sum, stopped_sentence
from sim.show.repeated.entries import finite_entries, finite_extras
from sim.show.repeated.words import mixture, stage_table
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table
from sim.show.text.words import number, times

if TYPE_CHECKING:
    from sim.engine.repeated.repeated import FiniteSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief

MOST_ROWS = 6
"""Equilibria of a single round, most, that an answer on one screen has a row for."""


class ShownFinite(Shown["FiniteSolution"]):
    """A game repeated a given number of times, as people see it."""

    no_picture = (
        "there is no picture of a game repeated a given number of times; solve for nash and plot a single round"
    )

    def story(self) -> Text:
        """A single round, what repetition changes, the equilibria, and how sure they are."""
        scenario, solution = self.scenario, self.solution
        return self.told(
            Section("The game of each round", stage_table(scenario, solution.game)),
            Section(f"What {times(solution.game.rounds or 0, 'round')} can change", (Paragraph(_change(solution)),)),
            Section("Subgame-perfect equilibria", (_equilibria(scenario, solution),)),
            Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
        )

    def brief(self) -> Brief:
        """What repetition changes, and what is played in every round."""
        scenario, solution = self.scenario, self.solution
        found = solution.stage.equilibria
        rounds = times(solution.game.rounds or 0, "round")
        table = Table(
            "Equilibria of a single round, each played in every round whatever has happened",
            ("", "what is played", *(p.name for p in scenario.players)),
            tuple(
                (str(k), mixture(solution.game, e.strategies), *map(number, e.payoffs))
                for k, e in enumerate(found[:MOST_ROWS], 1)
            ),
            Look(words=frozenset({1})),
        )
        left = f" {len(found) - MOST_ROWS} more are listed by --detail." if len(found) > MOST_ROWS else ""
        first, *rest = _change(solution).split(". ")
        changed = f"What {rounds} can change: {first[:1].lower()}{first[1:]}{'. ' + '. '.join(rest) if rest else ''}"
        caveat = next(iter(self.notes()), self._checked())
        once = ("run", "a single round", ("--solve", "nash"))
        return self.on_screen([self._played(), changed, left.strip()], [table] if found else [], caveat, once)

    def _played(self) -> str:
        """What is played in every round, as far as that is known."""
        found, rounds = self.solution.stage.equilibria, times(self.solution.game.rounds or 0, "round")
        if not self.solution.unique:
            return self.line().removeprefix(f"{self.scenario.title}: ")
        e = found[0]
        pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(self.scenario.players, e.payoffs, strict=True))
        when = "In its only round" if self.solution.game.rounds == 1 else f"In each of {rounds}"
        return f"{when} {mixture(self.solution.game, e.strategies)} is played, which pays {pays}."

    def line(self) -> str:
        """How many equilibria of a single round there are to repeat."""
        solution, title = self.solution, self.scenario.title
        rounds = times(solution.game.rounds or 0, "round")
        if solution.unique:
            kept = "played" if solution.game.rounds == 1 else "repeated"
            return f"{title}: in {rounds} the only equilibrium of a single round is {kept}."
        count = times(len(solution.stage.equilibria), "equilibrium", "equilibria")
        repeat = "" if solution.game.rounds == 1 else " to repeat"
        return f"{title}: {rounds}, {count} of a single round{repeat}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each equilibrium of a single round."""
        del all_states
        return finite_entries(self.solution)

    def extras(self) -> dict[str, Any]:
        """The rounds, and what a single one has."""
        return finite_extras(self.solution)

    def notes(self) -> list[str]:
        """What could not be certified, and which other equilibria there are."""
        solution = self.solution
        sentences = [] if solution.stage.complete else [stopped_sentence(solution.stage)]
        if solution.rigid and not solution.complete:
            sentences.append(
                "Other subgame-perfect equilibria pass from one equilibrium of a single round to another and pay the "
                "same."
            )
        elif not solution.complete and len(solution.stage.equilibria) > 1 and solution.game.rounds != 1:
            sentences.append(
                "There are other subgame-perfect equilibria: to play those of a single round in any order is one, and "
                "threats of the worse ones can hold more (Benoit and Krishna 1985)."
            )
        return sentences

    def facts(self) -> dict[str, str]:
        """How many equilibria there are, and what the one of highest sum pays."""
        found = self.solution.stage.equilibria
        facts = {"equilibria": f"{len(found)}{'' if self.solution.complete else ' or more'}"}
        return facts | at_best_sum(self.scenario, [e.payoffs for e in found])

    def explain(self, depth: Depth) -> Text:
        """From the last round back."""
        from sim.show.repeated.explain_repeated import explanation

        return explanation(self.scenario, self.solution, depth)

    def _checked(self) -> str:
        if not self.solution.unique:
            return "In each of those listed, no player gains by another action in any round (regret 0)."
        return (
            "It is the only subgame-perfect equilibrium: a single round has one equilibrium "
            f"({PROOFS[self.solution.stage.proof]}), and then only its repetition is subgame-perfect (Benoit and "
            "Krishna 1985). In no round does a player gain by another action (regret 0)."
        )


def _change(solution: FiniteSolution) -> str:
    """What repetition changes."""
    if solution.game.rounds == 1:
        return "There is one round and no tomorrow: this is the game itself."
    if solution.rigid:
        last = (
            "the only equilibrium of a single round is played"
            if solution.unique
            else ("an equilibrium of a single round is played, and all of them pay the same")
        )
        return (
            f"Nothing. In the last round there is no tomorrow, so {last}, whatever has happened. What is done in the "
            "round before can then neither be rewarded nor punished, so that the same is true there, and so on back to "
            "the first round. Both sides know from the start how many rounds there are, and that rules promises out."
        )
    if not solution.stage.complete:
        return "Not known: the list of equilibria of a single round may lack some."
    return (
        "In the last round an equilibrium of a single round is played. There are several, and they do not pay the "
        "same, so which one comes later can reward or punish what is done now. More than is listed here can then be an "
        "equilibrium; how much depends on the number of rounds and on patience, and is not computed here."
    )


def _equilibria(scenario: Scenario, solution: FiniteSolution) -> Points:
    """Each equilibrium of a single round, played in every round."""
    items = []
    for e in solution.stage.equilibria:
        pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
        played = mixture(solution.game, e.strategies)
        items.append(Item(f"{played} in every round, whatever has happened. It pays {pays}."))
    return Points(tuple(items), numbered=True)
