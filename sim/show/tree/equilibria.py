"""Equilibria of a game tree as people see them, whatever their concept: the tree, and who does what where."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from sim.engine.tree.margins import margins
from sim.engine.tree.solution import checked, outcomes
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.selection_words import BECAUSE
from sim.show.text.words import amount, listed, number, quoted, times
from sim.show.tree.in_short import Naming, in_short, nearest, next_best_entry, tables
from sim.show.tree.outcomes import alike, at_least, same_outcome, unfinished
from sim.show.tree.several import several_table, short_section
from sim.show.tree.tree_in_letters import chance_of, drawn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.engine.tree.solution import TreeEquilibrium, TreeSolution
    from sim.show.shown import Depth, Draw, NextStep
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

MOST_EQUILIBRIA = 12

MOST_DECISIONS = 24
"""Decision points of both players up to which an equilibrium is told whole, and not only where play gets to."""

MOST_CHOICES = 6

MOST_ALIKE = 3
"""Equilibria with the outcome of another, most, that are told one by one."""

CHANCE_MOVES = "a move of chance"
"""What stands for the name of an information set where chance moves."""


class ShownTree(Shown["TreeSolution"]):
    """Equilibria of a game tree as people see them."""

    solution: TreeSolution

    @property
    @abstractmethod
    def heading(self) -> str:
        """What the equilibria are called above their list."""

    @property
    @abstractmethod
    def numbered(self) -> bool:
        """Whether each equilibrium carries its number."""

    @abstractmethod
    def completeness(self) -> list[str]:
        """What has been checked, and whether that is all."""

    def story(self) -> Text:
        """The tree, the equilibria, and how sure they are."""
        found = self.solution.equilibria
        alone = found[0] if len(found) == 1 else None
        return self.told(
            *short_section(self.brief()),
            Section(
                "The game, and what is played in it" if alone else "The game",
                drawn(self.scenario, self.solution.game, alone),
            ),
            Section(self.heading, tuple(self._listed())),
            Section("How sure this is", tuple(map(Paragraph, self._sure()))),
        )

    def brief(self) -> Brief:
        """What happens in the first equilibrium, and what doing otherwise would cost."""
        scenario, solution = self.scenario, self.solution
        words, e = self.naming, solution.equilibria[0]
        beliefs = e.profile.beliefs
        which, before = self.which()
        shown = *tables(words, e, beliefs), several_table(scenario, solution.equilibria, [])
        answer = which, before + in_short(words, e, beliefs)
        return self.on_screen(answer, shown, nearest(words, margins(e)), self.beside)

    @property
    def naming(self) -> Naming:
        """What people read of the tree."""
        return Naming(self.scenario, self.solution.game)

    @property
    @abstractmethod
    def beside(self) -> NextStep:
        """What else is worth solving it for: what that shows, and the command."""

    @abstractmethod
    def which(self) -> tuple[str, str]:
        """How many there are and what they agree on, and what stands before what is told of one."""

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each equilibrium."""
        del all_states
        players, found = self.solution.game.players, self.solution.equilibria
        listed = self.solution.concept == "nash" or len(found) > 1
        return [
            {
                "payoffs": dict(zip(players, map(float, e.payoffs), strict=True)),
                "strategies": {
                    player: {name: {a: float(p) for a, p in at.items() if p} for name, at in e.behaviour[k].items()}
                    for k, player in enumerate(players)
                },
                "regret": float(max(e.regret)),
                "next_best": next_best_entry(e),
                **({"outcome": outcome} if listed else {}),
                "path": [],
            }
            for e, outcome in zip(found, outcomes(found), strict=True)
        ]

    def notes(self) -> list[str]:
        """What was not finished, where the rule selected one of several, and what that means in a tree of one piece."""
        return [*unfinished(self.solution), *self._selected()]

    def _selected(self) -> list[str]:
        solution = self.solution
        if not solution.choices:
            return []
        told = [
            f"{times(at.count, 'equilibrium', 'equilibria')} at {quoted(at.infoset or CHANCE_MOVES)} "
            f"({BECAUSE[at.reason]})"
            for at in solution.choices
        ]
        if len(told) > MOST_CHOICES:
            told[MOST_CHOICES:] = [f"several at {len(told) - MOST_CHOICES} more"]
        notes = [f"The rule '{solution.rule.name}' selected one of several in these subgames: {listed(told)}."]
        if solution.game.subgames in ([], [0]):
            notes.append(
                "The whole tree is its only subgame, so every Nash equilibrium is subgame perfect here, even one that "
                "rests on an empty threat; --solve nash lists them."
            )
        if len({sum(solution.game.nodes[k].payoffs) for k in solution.game.ends}) == 1:
            notes.append(
                "What one side wins the other loses, so all equilibria pay the same: it is the value of the game."
            )
        return notes

    def facts(self) -> dict[str, str]:
        """How many equilibria are listed, and what the first pays."""
        found = self.solution.equilibria
        count = {"equilibria": at_least(f"{len(found)}", self.solution, brief=True)}
        paid = zip(self.scenario.players, found[0].payoffs, strict=True)
        return count | {f"{p.name} gets": amount(v) for p, v in paid}

    def explain(self, depth: Depth) -> Text:
        """Decision by decision, in the order in which one reasons."""
        from sim.show.tree.explain_nash import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The tree."""
        from sim.show.tree.draw_tree import game_tree

        return {"tree": lambda: game_tree(self.scenario, self.solution)}

    def _listed(self) -> list[Block]:
        found = self.solution.equilibria
        groups = alike(found)
        items = [self._item(first, last) for first, last in groups[:MOST_EQUILIBRIA]]
        blocks: list[Block] = [Points(tuple(items), numbered=True)]
        if len(groups) > MOST_EQUILIBRIA:
            rest = len(found) - groups[MOST_EQUILIBRIA][0]
            blocks.append(Paragraph(f"... and {rest} more; --json has them all."))
        return blocks

    def _item(self, first: int, last: int) -> Item:
        """Equilibria with one outcome: what each side does where in the first, what it pays, and what the others do."""
        e = self.solution.equilibria[first]
        brief = len(e.behaviour[0]) + len(e.behaviour[1]) > MOST_DECISIONS
        reached = e.profile.reached if brief else frozenset(self.solution.game.infosets)
        sides = []
        for player in (0, 1):
            behaviour = e.behaviour[player]
            choices = [
                f"at {quoted(name)} {mixture(behaviour[name])}"
                for name in self.solution.game.infosets
                if name in behaviour and name in reached
            ]
            rest = len(behaviour) - len(choices)
            if brief and rest:
                choices.append(f"and its choices at {rest} decision points that play does not reach (--json has them)")
            sides.append(f"{self.scenario.players[player].name}: {', '.join(choices) or 'has no choice'}")
        pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(self.scenario.players, e.payoffs, strict=True))
        told = f"{'. '.join(sides)}. It pays {pays}."
        below = [self._otherwise(k, e) for k in range(first + 1, last + 1)]
        if brief or len(below) > MOST_ALIKE:
            below = [same_outcome(first, last - first)] if below else []
        lines = tuple(Item(line, flush=True) for line in below)
        return Item(told, number=first + 1 if self.numbered else 0, below=lines)

    def _otherwise(self, k: int, first: TreeEquilibrium) -> str:
        """What an equilibrium with the outcome of another does where play does not get to."""
        told, e = [], self.solution.equilibria[k]
        for name in self.solution.game.infosets:
            player = self.solution.game.owner(name)
            at, other = e.behaviour[player].get(name), first.behaviour[player].get(name)
            if at is not None and (other is None or any(at[a] != other[a] for a in at)):
                told.append(f"{self.scenario.players[player].name} at {quoted(name)} {mixture(at)}")
        return f"{k + 1} is the same where play gets to; where it does not, {listed(told)}."

    def _sure(self) -> list[str]:
        if not checked(self.solution.equilibria):
            return ["Not certified: a deviation pays."]
        return [*self.completeness(), *self.notes()]


def mixture(at: Mapping[str, Fraction]) -> str:
    """What is done at an information set, with its chances."""
    return listed([a if p == 1 else f"{a} ({chance_of(p)})" for a, p in at.items() if p], "or")
