"""Why the follower keeps to an announced course, and where the leader would rather not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.stackelberg.reasons import kept_decisions
from sim.show.concessions.notes import which_perfect
from sim.show.shown import shown
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import amount, does, number, small

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.concessions.stackelberg.reasons import Kept, Leaving
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth


def explanation(scenario: Scenario, solution: AnnouncedSolution, depth: Depth) -> Text:
    """Why the follower keeps to an announced course.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``brief``: each decision with the best other choice. ``full``: with all, and what the leader has announced for
        each.
    """
    return _Explained(scenario, solution).text(depth)


class _Explained:
    """A commitment as it is explained."""

    def __init__(self, scenario: Scenario, solution: AnnouncedSolution) -> None:
        self.scenario, self.solution, self.game = scenario, solution, solution.game
        self.names = [player.name for player in scenario.players]
        self.leader, self.follower = self.names[solution.leader], self.names[1 - solution.leader]
        self.kept = {kept.place[0]: kept for kept in kept_decisions(solution)}
        self.tempted = {t.round: t for t in solution.temptations if t.gain > 0}

    def text(self, depth: Depth) -> Text:
        """The whole explanation."""
        groups = self._groups()
        items = tuple(self._round(group, depth) for group in groups)
        parts = [
            Section("What is announced", tuple(Paragraph(line) for line in self._announced())),
            Section("How to read it", (Paragraph(self._key()),)),
            Section("Round by round", (Points(items),)),
            Section("How sure this is", tuple(Paragraph(note) for note in shown(self.scenario, self.solution).notes())),
        ]
        return Text(f"{self.scenario.title}: why the announced course is kept", tuple(parts))

    def _announced(self) -> list[str]:
        one, two = self.solution.values
        without = self.solution.without.values
        return [
            f"{self.leader} announces a course for both, and that it will hold {self.follower} to the least it can "
            f"for the rest of the talks once {self.follower} leaves it. {self.leader} is bound by its word; "
            f"{self.follower} is not, and keeps to the course because leaving it nowhere pays more.",
            f"The course pays {self.names[0]} {amount(one)} and {self.names[1]} {amount(two)} per round. In "
            f"{which_perfect(self.solution.without)} of the game in which nobody can commit they get "
            f"{amount(without[0])} and {amount(without[1])}.",
        ]

    def _key(self) -> str:
        d = self.game.discount[1 - self.solution.leader]
        return (
            f"For each decision of {self.follower}: what the rest of the course is worth to it, as an average per "
            "round from there on, and how much less the best is that it could get by another choice, once the leader "
            f"does what it has announced for that. To {self.follower} the round at hand counts {number(1 - d)} and "
            f"everything after it {number(d)}."
        )

    def _groups(self) -> list[list[PathRound]]:
        """Rounds of the course; those in a row in which nobody moves in the same state are put together."""
        groups: list[list[PathRound]] = []
        for r in self.solution.path:
            quiet = all(turn.action == "hold_out" for turn in r.turns) and not r.breaks
            if groups and quiet and groups[-1][-1].state == r.state and not self._tempts(r, groups[-1][-1]):
                before = groups[-1][-1]
                if all(turn.action == "hold_out" for turn in before.turns):
                    groups[-1].append(r)
                    continue
            groups.append([r])
        return groups

    def _tempts(self, *rounds: PathRound) -> bool:
        return any(r.round in self.tempted for r in rounds)

    def _round(self, group: list[PathRound], depth: Depth) -> Item:
        first, last = group[0].round + 1, group[-1].round + 1
        label = f"Round {first}." if first == last else f"Rounds {first} to {last}."
        below = []
        kept = [self.kept[r.round] for r in group if r.round in self.kept]
        movers = {turn.player for r in group for turn in r.turns}
        # Where the sides take turns, two rounds have one move of each.
        for r in group[: 1 if len(movers) == len(group[0].turns) else 2]:
            for turn in r.turns:
                state = self.game.states[self.game.phases(r.round)[turn.phase].nodes[turn.node].state]
                if turn.player == self.solution.leader:
                    told = f"{self.leader} {does(self.scenario, turn.player, turn.action, state)}, as it has announced."
                    below.append(Item(told + self._tempted(r)))
                elif not any(k.place[0] == r.round for k in kept):
                    below.append(
                        Item(
                            f"{self.follower} has no choice and {does(self.scenario, turn.player, turn.action, state)}."
                        )
                    )
        if kept:
            closest = min(kept, key=lambda k: min(a.loss for a in k.leavings))
            below.append(self._kept(closest, len(kept) > 1, depth))
        return Item("", label, tuple(below))

    def _tempted(self, r: PathRound) -> str:
        t = self.tempted.get(r.round)
        if t is None:
            return ""
        state = self.game.states[self.game.phases(t.round)[t.phase].nodes[t.node].state]
        act = does(self.scenario, self.solution.leader, t.action, state, "taking")
        return f" Its word binds it here: {act} would gain it {amount(t.gain)}, if from then on nobody could commit."

    def _kept(self, kept: Kept, many: bool, depth: Depth) -> Item:
        player = 1 - self.solution.leader
        state = self.game.states[self.game.phases(kept.place[0])[kept.place[1]].nodes[kept.place[2]].state]
        told = f"{self.follower} {does(self.scenario, player, kept.action, state)} ({amount(kept.value)})."
        if many:
            told += f" The numbers are those of round {kept.place[0] + 1}, where leaving costs it least."
        leavings = sorted(kept.leavings, key=lambda a: a.loss)
        if depth == "brief":
            a = leavings[0]
            return Item(
                f"{told} Next best is {does(self.scenario, player, a.action, state, 'taking')}: {_less(a.loss)}."
            )
        below = []
        for a in leavings:
            name = does(self.scenario, player, a.action, state, "taking")
            below.append(Item(self._left(a), name[0].upper() + name[1:] + ":"))
        return Item(told, below=tuple(below))

    def _left(self, a: Leaving) -> str:
        told = f"{amount(a.value)} at best, {_less(a.loss)}."
        if a.answer is None:
            return told
        (t, p, k), action = a.answer
        state = self.game.states[self.game.phases(t)[p].nodes[k].state]
        return (
            f"{told} {self.leader} has announced to "
            f"{does(self.scenario, self.solution.leader, action, state, 'take')} then, in round {t + 1}."
        )


def _less(loss: Fraction) -> str:
    return "the same" if loss == 0 else f"{small(float(loss))} less"
