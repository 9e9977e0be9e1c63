"""What is said to people who play a game tree: each is told what its information set tells it, and no more."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sim.games.matrix.strategic_form import from_matrix
from sim.games.tree.game_tree import CHANCE
from sim.scenario.scenario import Concessions
from sim.show.concessions.rules import player_order, player_rules, player_score
from sim.show.hidden.on_a_scale import is_on_a_scale
from sim.show.hidden.rules import player_types
from sim.show.issues.offer_words import hidden_rules, points_table
from sim.show.matrix.rules import in_formulas, player_table
from sim.show.play.prompts import NO_RIVALRY
from sim.show.play.prompts_concessions import standing
from sim.show.text.address import called, seats_for
from sim.show.text.scale import told_at_scale
from sim.show.text.style import columns
from sim.show.text.words import does, listed, number, percent, quoted

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.tree import TreeArena
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario

MOST_LEADS = 6
"""Ends of an action, most, that are told one by one."""

MOST_ENDS = 16
"""Ends of a tree, most, that are listed before the game."""


@told_at_scale
class TreePrompts:
    """Words for a game tree."""

    def __init__(self, arena: TreeArena) -> None:
        self.arena, self.game, self.scenario = arena, arena.game, arena.scenario
        self.open = all(len(members) == 1 for members in self.game.infosets.values()) and not any(
            node.player == CHANCE for node in self.game.nodes
        )

    def rules(self, you: int | None) -> list[str]:
        """Types and their chances, and all ends where there are few."""
        stepwise = self.scenario.kind == "concessions"
        told = [player_types(self.scenario), *([player_order(self.scenario)] if stepwise else [])]
        told += hidden_rules(self.scenario, you) if self.scenario.kind == "issues" else []
        told += self._by_type(you)
        told.append(self._listed(you))
        if self.many:
            told.append("The game can end in many ways.")
        told.append(self.score(you))
        told.append(NO_RIVALRY)
        return [text for text in told if text]

    def _by_type(self, you: int | None) -> list[str]:
        """What is played for each pair of types, once for those for whom it is told alike."""
        told: list[str] = []
        if is_on_a_scale(self.scenario) and getattr(self.scenario.game, "formulas", None):
            return [in_formulas(self.scenario, from_matrix(self.scenario.variants[0][0]), you)]
        alike: dict[tuple[str, ...], dict[int, list[int]]] = {}
        for i, row in enumerate(self.scenario.variants):
            for j, variant in enumerate(row):
                alike.setdefault(self._played_by(variant, you), {}).setdefault(i, []).append(j)
        for lines, pairs in alike.items():
            seconds = list(pairs.values())
            groups = [(list(pairs), seconds[0])] if all(s == seconds[0] for s in seconds) else []
            for group in groups or [([i], own) for i, own in pairs.items()]:
                names = self._types(group)
                told += [f"If {listed(names)}:"] if names else []
                told += lines
        return told

    def _played_by(self, variant: Scenario, you: int | None) -> tuple[str, ...]:
        """What a pair of types plays."""
        if variant.kind == "matrix":
            return (player_table(self.scenario, from_matrix(variant), you),)
        if variant.kind == "concessions":
            return tuple(player_rules(variant, you))
        return (points_table(variant, you),) if variant.kind == "issues" else ()

    def _types(self, group: tuple[list[int], list[int]]) -> list[str]:
        """Which types some pairs are of; nothing of a player who may be any of its own."""
        return [
            f"{player.name} is {listed([quoted(types[k].name) for k in own], 'or')}"
            for player, types, own in zip(self.scenario.players, self.scenario.types, group, strict=True)
            if len(own) < len(types)
        ]

    @property
    def many(self) -> bool:
        """Whether there are too many ends to list them, and no types under which they differ."""
        return self.arena.hidden is None and not self._listed(None)

    def _listed(self, you: int | None) -> str:
        """All ends, unless there are many, or types under which they differ."""
        ends = [k for k, node in enumerate(self.game.nodes) if node.player is None]
        return self._ends(ends, you) if self.arena.hidden is None and len(ends) <= MOST_ENDS else ""

    def _ends(self, ends: list[int], you: int | None) -> str:
        order = seats_for(you)
        rows = [["All ways in which it can end", *(called(self.scenario, s, you) for s in order)]]
        for k in ends:
            rows.append([self._way(k, 0), *(number(self.game.nodes[k].payoffs[s]) for s in order)])
        return columns(rows)

    def _way(self, k: int, start: int) -> str:
        """The moves from a node to one below it."""
        words = []
        for j, a in self.game.above(k):
            node = self.game.nodes[j]
            if node.player == CHANCE:
                words.append(f"{node.actions[a]} (by chance, {percent(node.chances[a])})")
            else:
                words.append(f"{self.scenario.players[node.player or 0].name}: {self._label(j, node.actions[a])}")
            if j == start:
                break
        return ", ".join(reversed(words))

    def _state(self, k: int) -> State | None:
        """What stands in a concession game; None in other games."""
        hidden = self.arena.hidden
        if hidden is None or hidden.course is None:
            return None
        i, j = hidden.draw(k)
        return hidden.games[i][j].states[hidden.situations[k].state]

    def _label(self, k: int, action: str, form: str = "take") -> str:
        state, player = self._state(k), self.game.nodes[k].player
        if state is None or player not in (0, 1):
            return action
        if action == "fake":
            return f"{does(self.scenario, player, 'concede', state, form)} only for show"
        return does(self.scenario, player, action, state, form)

    def score(self, you: int | None) -> str:
        """How rounds add up, where there are any."""
        del you
        if self.scenario.kind != "concessions":
            return ""
        counts = [f"{number(p.patience or 0)} times ({p.name})" for p in self.scenario.players]
        return player_score(" and ".join(counts))

    def reminder(self, seat: int) -> list[str]:
        """The ends, where there are few."""
        return [table] if (table := self._listed(seat)) else []

    def header(self, place: int) -> str:
        """The round of a concession game."""
        return "" if self._state(place) is None else f"Round {self.arena.round(place) + 1}"

    def situation(self, place: int, seat: int) -> list[str]:
        """What the player knows: its type, what it has seen, and what stands."""
        told = []
        hidden = self.arena.hidden
        types = self.scenario.types[seat]
        if hidden is not None and len(types) > 1:
            told.append(f"You are {quoted(types[hidden.draw(place)[seat]].name)}; the other side does not know it.")
        state = self._state(place)
        if state is not None:
            told.append(f"Standing: {standing(self.scenario, state, seat)}.")
            return told
        if not self.open:
            name = self.game.nodes[place].infoset
            told.append(f"What you know: {quoted(name)}.")
            if seen := self.seen(place, seat):
                told.append(f"So far: {', '.join(seen)}.")
        return told

    def seen(self, place: int, seat: int) -> list[str]:
        """Moves that every node of the information set has behind it, in the same place."""
        ways = [list(reversed(self.game.above(k))) for k in self.game.infosets[self.game.nodes[place].infoset]]
        found = []
        for steps in zip(*ways, strict=False):
            labels = {(self.game.nodes[j].player, self.game.nodes[j].actions[a]) for j, a in steps}
            if len(labels) == 1:
                player, label = labels.pop()
                who = "chance" if player == CHANCE else called(self.scenario, player or 0, seat)
                found.append(f"{who}: {label}" if player == CHANCE else f"{who}: {quoted(label)}")
        return found

    def options(self, place: int, seat: int, hints: bool) -> list[list[str]]:
        """The actions; with hints, the ends that each can lead to."""
        actions = self.arena.options(place, seat)
        if not hints:
            return [[""], *([self._label(place, action)] for action in actions)]
        rows = [["", "can lead to (you, the other side)"]]
        for a, action in enumerate(actions):
            ends: list[str] = []
            for k in self.game.infosets[self.game.nodes[place].infoset]:
                for j in self.game.below(self.game.nodes[k].children[a]):
                    if self.game.nodes[j].player is None:
                        pair = self.game.nodes[j].payoffs
                        ends.append(f"({number(pair[seat])}, {number(pair[1 - seat])})")
            kinds = list(dict.fromkeys(reversed(ends)))
            more = f" and {len(kinds) - 8} others" if len(kinds) > 8 else ""
            rows.append([self._label(place, action), f"{' '.join(kinds[:8])}{more}"])
        return rows

    def leads(self, place: int, seat: int) -> list[list[str]]:
        """For each action the ends that it can lead to, each with what would have to be, and what both get by it.

        Nothing where types differ by rules of their own, or where an action has more than `MOST_LEADS` ends.
        """
        members = self.game.infosets[self.game.nodes[place].infoset]
        told = []
        for a in range(len(self.arena.options(place, seat))):
            lines: list[str] = []
            for k in members:
                child = self.game.nodes[k].children[a]
                for j in sorted(self.game.below(child)):
                    if self.game.nodes[j].player is None:
                        lines.append(self._lead([*self._unseen(k), *self._moves(j, child)], j, seat))
            told.append(list(dict.fromkeys(lines)))
        return [] if self.arena.hidden is not None or any(len(lines) > MOST_LEADS for lines in told) else told

    def _unseen(self, k: int) -> list[str]:
        """Moves before a node that do not lie behind every node of its information set."""
        members = self.game.infosets[self.game.nodes[k].infoset]
        seen = {step for step in zip(*(self._steps(m) for m in members), strict=False) if len(set(step)) == 1}
        known = {step[0] for step in seen}
        return [self._step(*step) for step in self._steps(k) if step not in known]

    def _steps(self, k: int) -> list[tuple[int | None, str]]:
        """Who moved how on the way to a node, in order."""
        return [
            (self.game.nodes[j].player, self.game.nodes[j].actions[a]) for j, a in reversed(list(self.game.above(k)))
        ]

    def _moves(self, j: int, start: int) -> list[str]:
        """Moves from a node to one below it."""
        return [self._step(*step) for step in self._steps(j)[len(self._steps(start)) :]]

    def _step(self, player: int | None, action: str) -> str:
        if player == CHANCE:
            return f"chance brings {quoted(action)}"
        return f"{self.scenario.players[player or 0].name} chooses {quoted(action)}"

    def _lead(self, moves: list[str], end: int, seat: int) -> str:
        mine, theirs = (self.game.nodes[end].payoffs[s] for s in (seat, 1 - seat))
        pays = f"you {number(mine)}, {self.scenario.players[1 - seat].name} {number(theirs)}"
        return f"if {listed(moves)}: {pays}" if moves else pays

    def action(self, place: int, seat: int, action: str, form: str) -> str:
        """The action's label."""
        del seat
        return quoted(action) if self._state(place) is None else self._label(place, action, form)

    def happened(self, place: int, turn: MatchTurn, you: int | None) -> list[str]:
        """The move, where everybody sees it."""
        movers = self.arena.movers(place)
        if not movers:
            return []
        seat, state = movers[0], self._state(place)
        if state is None and not self.open and seat != you:
            return []
        move = turn.moves[seat]
        who = called(self.scenario, seat, you, True)
        if state is not None:
            shown = "concede" if move == "fake" and seat != you else move
            hidden = self.arena.hidden
            both = hidden is not None and hidden.course is not None and not self._public(place)
            if both and seat != you:
                return []
            return [f"{who} {self._label(place, shown, 'take' if seat == you else 'takes')}."]
        return [f"{who} {'choose' if seat == you else 'chooses'} {quoted(move)}."]

    def once_over(self, place: int, turn: MatchTurn, you: int) -> list[str]:
        """The other side's move, for when the game is over, where it was made in ignorance of all that chance drew.

        A move tells of what its mover knew, and this mover knew nothing that is hidden.
        """
        movers = self.arena.movers(place)
        if self.open or self._state(place) is not None or not movers or movers[0] == you:
            return []
        members = self.game.infosets[self.arena.point(place, movers[0])]
        if {self._drawn(k) for k in members} != self._draws:
            return []
        return [f"{called(self.scenario, movers[0], you, True)} chooses {quoted(turn.moves[movers[0]])}."]

    @cached_property
    def _draws(self) -> set[tuple[tuple[int, int], ...]]:
        """All that chance can draw until an end."""
        return {self._drawn(k) for k, node in enumerate(self.game.nodes) if node.player is None}

    def _drawn(self, k: int) -> tuple[tuple[int, int], ...]:
        """What chance has drawn on the way to a node: where, and which."""
        return tuple((j, a) for j, a in self.game.above(k) if self.game.nodes[j].player == CHANCE)

    def _public(self, place: int) -> bool:
        """Whether a move in a concession game is seen before the other side moves."""
        return isinstance(self.scenario.game, Concessions) and self.scenario.game.moves != "simultaneous"

    def hidden(self, place: int) -> bool:
        """Wherever something is hidden from somebody."""
        del place
        return not self.open

    def course(self, turns: tuple[MatchTurn, ...], places: list[int], you: int | None) -> str:
        """All that happened, what was hidden included.

        Parameters
        ----------
        places : list of int
            Where each happened.
        you : int or None
            Who is spoken to.
        """
        words = []
        for place, turn in zip(places, turns, strict=True):
            movers = self.arena.movers(place)
            if not movers:
                words.append(f"chance: {quoted(turn.event)}")
            else:
                words.append(
                    f"{called(self.scenario, movers[0], you)}: {self.action(place, 0, turn.moves[movers[0]], 'take')}"
                )
        return f"What happened, with what was hidden: {', '.join(words)}."
