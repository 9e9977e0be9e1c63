"""A commitment in a game tree as people see it: which strategy is announced, the reply, and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.matrix.stackelberg import TIES, commitment_entry, uncertified
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section, Table
from sim.show.text.words import amount, listed, percent, quoted
from sim.show.tree.outcomes import which_perfect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.tree.stackelberg import TreeStackelbergSolution
    from sim.games.tree.game_tree import Behaviour
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief

LONGEST = 300
"""Letters, most, of a strategy that is told in short."""


def shown(scenario: Scenario, solution: TreeStackelbergSolution) -> ShownTreeStackelberg:
    """A commitment in a game tree as people see it."""
    return ShownTreeStackelberg(scenario, solution)


class ShownTreeStackelberg(Shown["TreeStackelbergSolution"]):
    """A commitment in a game tree as people see it."""

    def story(self) -> Text:
        """What is announced, what it gains, and how sure that is."""
        solution, lead = self.solution, self.solution.leader
        leader, follower = self.scenario.players[lead].name, self.scenario.players[1 - lead].name
        one, two = solution.payoffs if lead == 0 else solution.payoffs[::-1]
        plain, which = solution.without.equilibria[0].payoffs, which_perfect(solution.without)
        sentences = [
            f"{leader}: {_plan(solution.behaviour[lead])}.",
            f"{follower} replies: {_plan(solution.behaviour[1 - lead])}.",
            f"It pays {leader} {amount(one)} and {follower} {amount(two)}.",
        ]
        if not solution.found.mixed.pure:
            sentences.append(
                f"Without chance the best announcement pays {leader} {amount(solution.found.pure.payoffs[0])}."
            )
        against = (
            f"{which[0].upper()}{which[1:]} pays {leader} {amount(plain[lead])} and {follower} "
            f"{amount(plain[1 - lead])}."
        )
        return self.told(
            Section(f"What {leader} announces", tuple(map(Paragraph, sentences))),
            Section("Against the game in which nobody can commit", (Paragraph(against),)),
            Section("How sure this is", tuple(map(Paragraph, self.notes()))),
        )

    def line(self) -> str:
        """What the best commitment pays."""
        leader = self.scenario.players[self.solution.leader].name
        best = "the best commitment of" if self.solution.certified else "a commitment, perhaps not the best, of"
        return self.pays(f"{best} {leader}", map(float, self.solution.payoffs))

    def brief(self) -> Brief:
        """What is announced, the reply, and what it gains."""
        solution, lead = self.solution, self.solution.leader
        leader, follower = self.scenario.players[lead].name, self.scenario.players[1 - lead].name
        without = solution.without.equilibria[0].payoffs
        rows: list[tuple[str, ...]] = [
            ("as announced", amount(solution.payoffs[lead]), amount(solution.payoffs[1 - lead]))
        ]
        if not solution.found.mixed.pure:
            rows.append(("the best without chance", *map(amount, solution.found.pure.payoffs)))
        rows.append((which_perfect(solution.without), amount(without[lead]), amount(without[1 - lead])))
        table = Table("With commitment and without", ("", leader, follower), tuple(rows))
        plans = [_plan(solution.behaviour[k]) for k in (lead, 1 - lead)]
        if max(map(len, plans)) > LONGEST:
            told = f"{leader} announces what it does everywhere, and {follower} replies; explain tells it in full."
        else:
            told = f"{leader} announces: {plans[0]}. {follower} replies: {plans[1]}."
        pays = f"It pays {leader} {rows[0][1]} and {follower} {rows[0][2]}."
        caveat = TIES if solution.certified else uncertified(solution.found)
        plain = ("run", "what happens without commitment", ("--solve", "subgame-perfect"))
        return self.on_screen([told, pays], [table], caveat, plain)

    def pictures(self) -> Mapping[str, Draw]:
        """The tree with what is announced and the reply."""
        from sim.show.tree.draw_tree import announced_tree

        return {"tree": lambda: announced_tree(self.scenario, self.solution)}

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The announcement and the reply."""
        del all_states
        sides = [
            {name: {a: float(p) for a, p in at.items() if p} for name, at in own.items()}
            for own in self.solution.behaviour
        ]
        return [commitment_entry(self.solution.game.players, self.solution.payoffs, sides, self.solution.regret)]

    def notes(self) -> list[str]:
        """What was checked."""
        if not self.solution.certified:
            return [uncertified(self.solution.found)]
        return [
            "Worked out in exact numbers, over all strategies of the reduced strategic form: weights prove that no "
            "announcement pays more, "
            "and on the tree itself no other reply pays the follower more.",
            TIES,
        ]

    def extras(self) -> dict[str, Any]:
        """What play without commitment pays."""
        players, plain = self.solution.game.players, self.solution.without.equilibria[0].payoffs
        return {
            "leader": players[self.solution.leader],
            "without_commitment": {
                "concept": "subgame-perfect",
                "complete": self.solution.without.complete,
                "payoffs": dict(zip(players, map(float, plain), strict=True)),
            },
        }

    def explain(self, depth: Depth) -> Text:
        """What the follower makes of it, and what any other announcement would bring."""
        from sim.show.tree.explain_stackelberg import explanation

        return explanation(self.scenario, self.solution, depth)


def _plan(behaviour: Behaviour) -> str:
    places = [
        f"at {quoted(name)} "
        + listed([quoted(a) if p == 1 else f"{quoted(a)} ({percent(p)})" for a, p in at.items() if p], "or")
        for name, at in behaviour.items()
    ]
    return ", ".join(places) or "no choice"
