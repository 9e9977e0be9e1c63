"""An equilibrium with hidden types or actions in short: who does what, and what doing otherwise costs each type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.hidden.revelation import payoffs_by_type
from sim.engine.tree.margins import margins
from sim.games.concessions.stochastic_game import State
from sim.show.concessions.courses.endings import course_words
from sim.show.hidden.words import act_words, belief_words
from sim.show.text.blocks import Look, Table
from sim.show.text.words import amount, does, listed, percent, small, type_name
from sim.show.tree.in_short import Naming, plays
from sim.show.tree.tree_in_letters import chance_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.hidden.trust import BeliefCourse, Moment, Trust
    from sim.engine.tree.margins import Margin
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.scenario.scenario import Scenario

COURSES = "Courses"
"""The caption of the table of courses."""

MOST_COURSES = 3
"""Courses, most, that have a row each."""

MOST_MOVES = 6
"""Moves of a course, most, that are told one by one."""


@dataclass(frozen=True)
class HiddenNaming(Naming):
    """What people read of the tree of a game with hidden types or actions.

    Parameters
    ----------
    hidden : HiddenGame
        The game whose tree it is.
    """

    hidden: HiddenGame

    @property
    def names_places(self) -> bool:
        """Whether what is read of an information set tells it from all others; of a round and a type it does not."""
        return self.hidden.course is None

    def holder(self, name: str) -> str:
        """Who decides at an information set, with its type."""
        player = self.game.owner(name)
        kind = self.hidden.secret(self.game.infosets[name][0], player).type
        told = self.scenario.players[player].name
        return f"{told} ({type_name(self.scenario, player, kind)})" if kind else told

    def who(self, name: str) -> str:
        """Who decides at an information set, and where or when that is."""
        if self.hidden.course is not None:
            return f"{self.holder(name)} in round {self.hidden.course.origins[name][0] + 1}"
        return self.holder(name) if self.scenario.kind == "matrix" else super().who(name)

    def place(self, name: str) -> str:
        """The same as the beginning of a row."""
        return self.holder(name) if self.scenario.kind == "matrix" else super().place(name)

    def belief(self, name: str, belief: Sequence[Fraction]) -> str:
        """What is believed of the other side where it hides something."""
        other, members = 1 - self.game.owner(name), self.game.infosets[name]
        if not self.hidden.secret(members[0], other):
            return ""
        return belief_words(self.scenario, other, self.hidden.belief(zip(members, belief, strict=True), other))

    def cost(self, value: Fraction) -> str:
        """What something costs."""
        return small(float(value))

    def act(self, name: str, action: str, form: str) -> str:
        """An action at an information set as a verb phrase; see `does`."""
        course = self.hidden.course
        if course is None:
            return super().act(name, action, form)
        round_, phase, node = course.origins[name]
        stage = self.hidden.games[0][0]
        state = stage.states[stage.phases(round_)[phase].nodes[node].state]
        return act_words(self.scenario, self.game.owner(name), action, state, form)


def types_in_short(words: HiddenNaming, e: BayesEquilibrium) -> str:
    """What each type does in a matrix game; empty for other games."""
    if words.scenario.kind != "matrix":
        return ""
    sides: dict[int, dict[str, list[str]]] = {0: {}, 1: {}}
    for name in words.game.infosets:
        player = words.game.owner(name)
        kind = words.hidden.secret(words.game.infosets[name][0], player).type
        told = ""
        if kind:
            chance = next(t.probability for t in words.hidden.types[player] if t.id == kind)
            if not chance:
                continue
            told = f"{type_name(words.scenario, player, kind)} ({chance_of(chance)})"
        if name in e.profile.reached:
            sides[player].setdefault(plays(e.behaviour[player][name]), []).append(told)
    parts = []
    for player, does_ in sides.items():
        if does_:
            acts = [f"{act} if {listed(kinds, 'or')}" if any(kinds) else act for act, kinds in does_.items()]
            parts.append(f"{words.scenario.players[player].name} plays {listed(acts)}.")
    return " ".join(parts)


def by_type(words: HiddenNaming, e: BayesEquilibrium) -> Table:
    """A row for each player and type: its chance, what it gets, and the other choice that would cost it least."""
    scenario, game = words.scenario, words.hidden
    pays, found, rows = payoffs_by_type(game, e), margins(e), []
    for player in (0, 1):
        kinds = [t for t in game.types[player] if t.probability]
        for kind in kinds if len(kinds) > 1 else (None,):
            own = [m for m in found if m.player == player and _kind(words, m) == (kind.id if kind else "")]
            name = scenario.players[player].name
            who = f"{name}, {type_name(scenario, player, kind.id)}" if kind else name
            chance = chance_of(kind.probability) if kind else ""
            worth = pays[player].get(kind.id, e.payoffs[player]) if kind else e.payoffs[player]
            rows.append((who, chance, amount(worth), *_least(words, own)))
    head = ("", "chance", "gets", "nearest other choice", "costs")
    look = Look(words=frozenset({3}))
    return Table("What each gets, and the other choice on the way that would cost it least", head, tuple(rows), look)


def _kind(words: HiddenNaming, m: Margin) -> str:
    return words.hidden.secret(words.game.infosets[m.name][0], m.player).type


def _least(words: HiddenNaming, found: Sequence[Margin]) -> tuple[str, str]:
    if any(len(m.played) > 1 for m in found):
        return "other chances where it mixes", amount(0)
    pure = [m for m in found if m.pure]
    if not pure:
        return "it has no choice", ""
    m = min(pure, key=lambda m: m.cost)
    act = words.act(m.name, str(m.other), "taking")
    course = words.hidden.course
    return f"{act} in round {course.origins[m.name][0] + 1}" if course is not None else act, words.cost(m.cost)


def courses_table(scenario: Scenario, game: HiddenGame, followed: Trust) -> Table | None:
    """A row for each course: its chance, what is seen, what is then believed, and how it ends."""
    if not followed.courses:
        return None
    rows = []
    for course in followed.courses[:MOST_COURSES]:
        ends = course_words(scenario, game.games[0][0], course.outcome).partition(";")[0]
        cut = ", unless chance ends it" if course.cut_short else ""
        rows.append((percent(course.chance), _seen(scenario, course), _believed(scenario, course), ends + cut))
    rest = 1 - sum(course.chance for course in followed.courses[:MOST_COURSES])
    if rest:
        rows.append((percent(rest), "others, or talks that chance ends", "", ""))
    head = ("chance", "what is seen, by round", "believed in the end", "the agreement is")
    return Table(COURSES, head, tuple(rows), Look(words=frozenset({1, 2, 3})))


def _seen(scenario: Scenario, course: BeliefCourse) -> str:
    """What is done on a course, round by round; holding out goes without saying."""
    told = [words for moment in course.moments for words in _moves(scenario, moment)]
    if len(told) > MOST_MOVES:
        told[MOST_MOVES - 1 :] = [f"{len(told) - MOST_MOVES + 1} more moves"]
    return "; ".join(told) or "nobody moves"


def _moves(scenario: Scenario, moment: Moment) -> list[str]:
    state = State(moment.stands, False)
    acts = ((p, does(scenario, p, a, state)) for p, a in enumerate(moment.seen) if a not in ("", "hold_out"))
    return [f"{moment.round + 1}: {scenario.players[p].name} {act.removeprefix('takes the step ')}" for p, act in acts]


def _believed(scenario: Scenario, course: BeliefCourse) -> str:
    beliefs = course.moments[-1].beliefs if course.moments else ({}, {})
    held = [p for p in (0, 1) if beliefs[p]]
    told = [belief_words(scenario, p, beliefs[p]) for p in held]
    if len(held) == 1:
        return told[0]
    return "; ".join(f"{scenario.players[p].name}: {words}" for p, words in zip(held, told, strict=True))
