"""The story of a commitment in a concession game: the announced course, the threat behind it, and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.courses.course import outcome_sentence, told_endings, worth
from sim.show.concessions.courses.shown_course import ShownCourse
from sim.show.concessions.entries import decision_entry, equilibrium_entry
from sim.show.concessions.notes import which_perfect
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table
from sim.show.text.words import amount, change, does, same, small

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block, Text


def shown(scenario: Scenario, solution: AnnouncedSolution) -> ShownAnnounced:
    """A commitment in a concession game as people see it: the course, the threat behind it, and what it gains."""
    return ShownAnnounced(scenario, solution)


class ShownAnnounced(ShownCourse["AnnouncedSolution"]):
    """A commitment in a concession game as people see it: the course, the threat behind it, and what it gains."""

    solution: AnnouncedSolution

    def story(self) -> Text:
        """The rules, what is announced, what it gains, where it is tested, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        leader, follower = scenario.players[solution.leader].name, scenario.players[1 - solution.leader].name
        held = (
            f"{leader} announces a course for both, and that it will hold {follower} to the least it can for the rest "
            f"of the talks as soon as {follower} leaves it. {follower} knows this before the first round."
        )
        rounds = Points(tuple(_round(scenario, solution, group) for group in _groups(solution.path)))
        return self.with_setting(
            Section(f"What {leader} announces", (Paragraph(held), rounds)),
            Section("Against the game in which nobody can commit", _against(scenario, solution)),
            Section("Where its word is tested", tuple(map(Paragraph, _tested(scenario, solution)))),
            Section("What each gets, per round", worth(scenario, self._course)),
            Section("How it ends", told_endings(scenario, self._course)),
            Section("How sure this is", tuple(map(Paragraph, self.notes()))),
        )

    def line(self) -> str:
        """What the best commitment pays."""
        leader = self.scenario.players[self.solution.leader].name
        return self.pays(f"the best commitment of {leader}", self.solution.values)

    @property
    def checked(self) -> str:
        """What was worked out again, or that this failed."""
        if not self.solution.certified:
            return self.notes()[0]
        follower = self.scenario.players[1 - self.solution.leader].name
        return f"{follower}'s best reply to it was worked out again apart from the search, and the course replayed."

    @property
    def answer(self) -> tuple[str, ...]:
        """What is announced, and what comes of it."""
        told = self.line().removeprefix(f"{self.scenario.title}: ")
        return told[:1].upper() + told[1:], outcome_sentence(self.scenario, self._course)

    @property
    def hangs_on(self) -> str:
        """Where the leader would rather break its word, before anything else."""
        if any(t.gain > 0 for t in self.solution.temptations):
            return f"Its word is tested. {_tested(self.scenario, self.solution)[0]}"
        return super().hangs_on

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The announced course."""
        del all_states
        return _entries(self.solution)

    def notes(self) -> list[str]:
        """What the announcement is the best of."""
        return announced_notes(self.solution)

    def extras(self) -> dict[str, Any]:
        """What is announced for whoever leaves the course, where breaking it tempts, and play without commitment."""
        return _extras(self.solution)

    def explain(self, depth: Depth) -> Text:
        """Why the follower keeps to the course, and where the leader would rather not."""
        from sim.show.concessions.explain_stackelberg import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The announced course."""
        from sim.show.concessions.courses.draw_path import drawn_course

        return {"path": lambda: drawn_course(self.scenario, self.solution, " ".join(self.answer))}


def _groups(path: tuple[PathRound, ...]) -> list[list[PathRound]]:
    """Rounds of the course; those at the end in which nobody moves any more are told together."""
    quiet = [r for r in path if all(turn.action == "hold_out" for turn in r.turns) and not r.breaks]
    tail = [r for r in quiet if r.state == path[-1].state and all(s in quiet for s in path[r.round :])]
    return [[r] for r in path[: len(path) - len(tail)]] + ([tail] if tail else [])


def _round(scenario: Scenario, solution: AnnouncedSolution, group: list[PathRound]) -> Item:
    """Rounds that are told together: what both do in them, and what else would cost."""
    first = group[0]
    label = f"Round {first.round + 1}."
    if len(group) > 1:
        label = f"Rounds {first.round + 1}\N{EN DASH}{group[-1].round + 1}."
    turns = {turn.player: (r, turn) for r in group for turn in r.turns}
    lines = []
    for player, (r, turn) in turns.items():
        node = solution.game.phases(r.round)[turn.phase].nodes[turn.node]
        state = solution.game.states[node.state]
        told = f"{scenario.players[player].name} {does(scenario, player, turn.action, state)}"
        if turn.loss is not None:
            losses = [t.loss for s in group for t in s.turns if t.player == player and t.loss is not None]
            instead = does(scenario, player, turn.alternative, state, "taking")
            least = f"{'at least ' if len(losses) > 1 else ''}{small(min(losses))}"
            cost = f"would cost it {least} per round" if min(losses) else "would do as well"
            told += f"; {instead} instead {cost}"
        lines.append(f"{told}.")
    return Item(label, below=tuple(map(Item, lines)))


def _against(scenario: Scenario, solution: AnnouncedSolution) -> tuple[Block, ...]:
    rows = []
    for player, without, value in zip(scenario.players, solution.without.values, solution.values, strict=True):
        rows.append((player.name, amount(without), amount(value), change(value - without)))
    head = ("", "nobody commits", "announced", "difference")
    told = f"Nobody commits: {which_perfect(solution.without)} of the same game."
    return Table("What the announcement changes", head, tuple(rows)), Paragraph(told)


def _tested(scenario: Scenario, solution: AnnouncedSolution) -> list[str]:
    name = scenario.players[solution.leader].name
    lines = []
    for t in solution.temptations:
        if t.gain > 0:
            state = solution.game.states[solution.game.phases(t.round)[t.phase].nodes[t.node].state]
            act = does(scenario, solution.leader, t.action, state, "taking")
            told = f"Round {t.round + 1}: {act} would gain {name} {small(float(t.gain))} per round from then on."
            lines.append(told)
    if lines:
        return [*lines, "Each is worked out as if nobody could commit from the next decision on."]
    own, without = solution.values[solution.leader], solution.without.values[solution.leader]
    if own <= without or same(own, without):
        return [f"Nowhere: the announcement gets {name} nothing that it would not get without one."]
    told = (
        f"On the course itself {name} never gains by breaking its word, if nobody could commit from then on. What the "
        "announcement adds lies off the course, in what it says would follow if the other side left it."
    )
    return [told]


def announced_notes(solution: AnnouncedSolution) -> list[str]:
    """What must be known about a commitment before it is believed."""
    if not solution.certified:
        return ["Not certified: a check of the announced strategy failed."]
    told = [
        "Worked out in exact numbers, among announcements without chance that may depend on all that was done: the "
        "follower's best reply to "
        "this one was worked out again apart from the search, and the course replayed. An announcement that leaves "
        "something to chance may pay the leader more; none is looked for.",
        "Where the follower has several best replies it is taken to pick the one that the leader likes best.",
    ]
    if not solution.without.certified:
        told.append("The equilibrium without commitment is not certified.")
    return told


def _entries(solution: AnnouncedSolution) -> list[dict[str, Any]]:
    """The announced course."""
    game = solution.game
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for r in solution.path:
        for turn in r.turns:
            node = game.phases(r.round)[turn.phase].nodes[turn.node]
            lists[game.players[turn.player]].append(decision_entry(game, r.round, node, [(turn.action, 1.0)]))
    return [equilibrium_entry(game, solution, lists)]


def _extras(solution: AnnouncedSolution) -> dict[str, Any]:
    game, without = solution.game, solution.without
    places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
    punishment = []
    for (t, p), hold in zip(places, solution.announcement.punishment, strict=True):
        for k, action in hold.items():
            node = game.phases(t)[p].nodes[k]
            label = node.actions[solution.leader][action]
            if label:
                punishment.append(decision_entry(game, t, node, [(label, 1.0)]))
    return {
        "leader": game.players[solution.leader],
        "punishment": punishment,
        "temptations": [{"round": t.round, "action": t.action, "gain": float(t.gain)} for t in solution.temptations],
        "without_commitment": {
            "concept": "subgame-perfect",
            "complete": without.complete,
            "payoffs": dict(zip(game.players, without.values, strict=True)),
        },
    }
