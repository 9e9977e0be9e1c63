"""An equilibrium of a game tree in short: what happens, what each choice hangs on, and what answers other choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.engine.tree.assessments.signalling import informed_player, is_signalling
from sim.engine.tree.margins import answers_off_path, margins
from sim.games.tree.game_tree import CHANCE
from sim.show.text.blocks import Look, Table
from sim.show.text.words import listed, number, percent, quoted
from sim.show.tree.tree_in_letters import chance_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.engine.tree.margins import Margin
    from sim.engine.tree.solution import TreeEquilibrium
    from sim.games.tree.game_tree import Beliefs, GameTree
    from sim.scenario.scenario import Scenario

MOST_DECISIONS, MOST_ASIDES, MOST_COURSES = 5, 2, 4
"""Rows, most, of each table."""

MOST_MOVES = 5
"""Moves of a course, most, that are told one by one."""


@dataclass(frozen=True)
class Naming:
    """What people read of a tree: who decides, what is done, and what is believed.

    Parameters
    ----------
    scenario : Scenario
        For the names of the players.
    game : GameTree
        The tree.
    """

    scenario: Scenario
    game: GameTree

    @property
    def names_places(self) -> bool:
        """Whether what is read of an information set tells it from all others."""
        return True

    def who(self, name: str) -> str:
        """Who decides at an information set, and where that is."""
        return f"{self.player(name)} at {quoted(name)}"

    def player(self, name: str) -> str:
        """The name of who decides at an information set."""
        return self.scenario.players[self.game.owner(name)].name

    def place(self, name: str) -> str:
        """The same as the beginning of a row."""
        player = self.player(name)
        return name if name.casefold().startswith(player.casefold()) else f"{player}, {name}"

    def aside(self, name: str) -> str:
        """The same of an information set that play does not get to."""
        return self.place(name)

    def label(self, name: str, action: str) -> str:
        """An action at an information set, for a cell."""
        del name
        return action

    def act(self, name: str, action: str, form: str) -> str:
        """An action at an information set as a verb phrase: ``takes``, ``taking`` or ``take`` for the form."""
        del name
        return {"takes": "plays", "taking": "playing", "take": "play"}[form] + f" {quoted(action)}"

    def cost(self, value: Fraction) -> str:
        """What something costs."""
        return number(value)

    def belief(self, name: str, belief: Sequence[Fraction]) -> str:
        """What is believed at an information set; empty where there is nothing to tell apart."""
        if len(belief) < 2:
            return ""
        parts = zip(node_names(self.game, name), belief, strict=True)
        return ", ".join(f"{node} {chance_of(p)}" if p < 1 else node for node, p in parts if p)


def in_short(words: Naming, e: TreeEquilibrium, beliefs: Beliefs) -> str:
    """What happens in an equilibrium, and what it pays, in a sentence or two.

    Parameters
    ----------
    beliefs : dict of str to tuple of Fraction
        What is believed where, as far as the concept has beliefs.
    """
    told = _by_type(words, e, beliefs) or _course(words, e)
    pays = zip(words.scenario.players, e.payoffs, strict=True)
    several = sum(1 for k in words.game.ends if e.profile.reach[k]) > 1
    pay = "On average it pays" if several else "It pays"
    return " ".join([*told, f"{pay} {' and '.join(f'{p.name} {number(v)}' for p, v in pays)}."])


def next_best_entry(e: TreeEquilibrium) -> dict[str, dict[str, Any]]:
    """The key ``next_best`` of an equilibrium's document: for each decision on the way the best other action."""
    return {m.name: {"action": m.other, "cost": float(m.cost)} for m in margins(e)}


def nearest(words: Naming, found: Sequence[Margin]) -> str:
    """What the cheapest other choice on the path would cost."""
    pure = [m for m in found if m.pure]
    free = any(len(m.played) > 1 for m in found)
    mixes = "Whoever mixes loses nothing by other chances." if free else ""
    if not pure:
        return mixes or "Nobody has a choice where play gets to."
    m = min(pure, key=lambda m: m.cost)
    act = words.act(m.name, str(m.other), "taking")
    told = (
        f"The nearest other choice: {act} would cost {words.who(m.name)} {words.cost(m.cost)}."
        if m.cost
        else f"By a hair: {words.who(m.name)} loses nothing by {act} instead."
    )
    return f"{told} {mixes}".strip()


def tables(words: Naming, e: TreeEquilibrium, beliefs: Beliefs) -> tuple[Table, ...]:
    """The decisions that play gets to with what others would cost, the answers to what nobody does, and the courses."""
    found = (decisions(words, e, beliefs), courses(words, e), _asides(words, e, beliefs))
    return tuple(table for table in found if table)


def decisions(words: Naming, e: TreeEquilibrium, beliefs: Beliefs) -> Table | None:
    """A row for each decision that play gets to; of many those with the least to lose."""
    found = margins(e)
    if not found:
        return None
    least = sorted(range(len(found)), key=lambda k: found[k].cost)[:MOST_DECISIONS]
    kept = sorted(least, key=lambda k: (len(words.game.above(words.game.infosets[found[k].name][0])), k))
    held = [words.belief(found[k].name, beliefs[found[k].name]) if found[k].name in beliefs else "" for k in kept]
    rows = [
        (
            words.place(found[k].name),
            *([told] if any(held) else []),
            _done(words, found[k].name, found[k].played),
            number(found[k].value),
            *_otherwise(words, found[k]),
        )
        for k, told in zip(kept, held, strict=True)
    ]
    some = f" (the {len(rows)} of {len(found)} with the least to lose)" if len(rows) < len(found) else ""
    head = ("", *(["believes"] if any(held) else []), "does", "gets", "next best", "costs")
    look = Look(rows={i: words.game.owner(found[k].name) for i, k in enumerate(kept)}, words=_words(head))
    return Table(
        f"What each does, and what the best other choice would cost, all else as it is{some}", head, tuple(rows), look
    )


def _words(head: Sequence[str]) -> frozenset[int]:
    """Columns of words beside the first."""
    return frozenset(
        k for k, name in enumerate(head) if name in ("believes", "does", "next best", "would believe", "would do")
    )


def _done(words: Naming, name: str, at: Mapping[str, Fraction]) -> str:
    return mixture({words.label(name, action): chance for action, chance in at.items()})


def _otherwise(words: Naming, m: Margin) -> tuple[str, str]:
    if len(m.played) > 1:
        return "other chances", "0"
    return ("", "") if m.other is None else (words.label(m.name, m.other), number(m.cost))


def _asides(words: Naming, e: TreeEquilibrium, beliefs: Beliefs) -> Table | None:
    """What answers the choices that nobody makes."""
    found = answers_off_path(e)[:MOST_ASIDES]
    if not found:
        return None
    held = [words.belief(name, beliefs[name]) if name in beliefs else "" for name in found]
    rows = [
        (
            words.aside(name),
            *([told] if any(held) else []),
            _done(words, name, e.behaviour[words.game.owner(name)][name]),
        )
        for name, told in zip(found, held, strict=True)
    ]
    head = ("", *(["would believe"] if any(held) else []), "would do")
    look = Look(rows={i: words.game.owner(name) for i, name in enumerate(found)}, words=_words(head))
    return Table("What would answer a choice that nobody makes", head, tuple(rows), look)


def courses(words: Naming, e: TreeEquilibrium) -> Table | None:
    """Where play ends, with chances and payoffs, where chance has a part in it."""
    game, reach = words.game, e.profile.reach
    ends = sorted((k for k in game.ends if reach[k]), key=lambda k: -reach[k])
    if len(ends) < 2:
        return None
    rows = []
    for k in ends[:MOST_COURSES]:
        paid = game.nodes[k].payoffs
        rows.append((_short(game.labels(k)), percent(reach[k]), *map(number, paid)))
    if len(ends) > MOST_COURSES:
        rest = sum(reach[k] for k in ends[MOST_COURSES:])
        rows.append((f"{len(ends) - MOST_COURSES} more", percent(rest), "", ""))
    head = ("", "chance", *(player.name for player in words.scenario.players))
    return Table("Where it ends", head, tuple(rows))


def _short(labels: Sequence[str]) -> str:
    return " → ".join(labels if len(labels) <= MOST_MOVES else (*labels[:2], "…", *labels[-2:])) or "at once"


def mixture(at: Mapping[str, Fraction]) -> str:
    """What is done at an information set, with its chances, for a cell."""
    return ", ".join(a if p == 1 else f"{a} {chance_of(p)}" for a, p in at.items() if p)


def plays(at: Mapping[str, Fraction]) -> str:
    """What is done at an information set, with its chances, for a sentence."""
    return listed(
        [quoted(a) if p == 1 else f"{quoted(a)} with chance {chance_of(p)}" for a, p in at.items() if p], "or"
    )


def _by_type(words: Naming, e: TreeEquilibrium, beliefs: Beliefs) -> tuple[str, ...]:
    """What each type says and what is made of it; empty where the game is no signalling game."""
    game = words.game
    sender = informed_player(game)
    if sender is None or not is_signalling(game):
        return ()
    root = game.nodes[0]
    does: dict[str, list[str]] = {}
    for kind, chance, k in zip(root.actions, root.chances, root.children, strict=True):
        if chance:
            told = plays(e.behaviour[sender][game.nodes[k].infoset])
            does.setdefault(told, []).append(f"{quoted(kind)} ({chance_of(chance)})")
    name, other = words.scenario.players[sender].name, words.scenario.players[1 - sender].name
    parts = [f"{told} if it is {listed(kinds, 'or')}" for told, kinds in does.items()]
    first = (
        f"{name} plays {'; '.join(parts)}." if len(parts) > 1 else f"{name} plays {next(iter(does))}, whatever it is."
    )
    answers = []
    for m, message in enumerate(game.nodes[root.children[0]].actions):
        at = game.nodes[game.nodes[root.children[0]].children[m]].infoset
        if at and at in e.profile.reached:
            held = words.belief(at, beliefs[at]) if at in beliefs else ""
            believes = f"believes it to be {held} and " if held else ""
            answers.append(f"after {quoted(message)} {other} {believes}plays {plays(e.behaviour[1 - sender][at])}")
    told = "; ".join(answers)
    return (first, f"{told[0].upper()}{told[1:]}.") if told else (first,)


def _course(words: Naming, e: TreeEquilibrium) -> tuple[str, ...]:
    """The likeliest way through the tree."""
    game = words.game
    end = e.profile.likeliest_end()
    moves = []
    for k, a in reversed(game.above(end)):
        node = game.nodes[k]
        if node.player == CHANCE:
            moves.append(f"chance draws {quoted(node.actions[a])}")
        else:
            moves.append(f"{words.player(node.infoset)} {words.act(node.infoset, node.actions[a], 'takes')}")
    if not moves:
        return ()
    if len(moves) > MOST_MOVES:
        moves = [*moves[:3], f"{len(moves) - 4} more moves", moves[-1]]
    chance = e.profile.reach[end]
    if chance == 1:
        return (f"What happens: {', then '.join(moves)}.",)
    ties = sum(e.profile.reach[k] == chance for k in game.ends)
    which = "The likeliest course" if ties == 1 else f"One of the {ties} likeliest courses"
    return (f"{which} (chance {percent(chance)}): {', then '.join(moves)}.",)


def node_names(game: GameTree, name: str) -> list[str]:
    """What tells the nodes of an information set apart: what chance drew at the start, or else the whole way there."""
    ways = [game.labels(k) for k in game.infosets[name]]
    first = [way[0] if way else "" for way in ways]
    if game.nodes[0].player == CHANCE and len(set(first)) == len(ways):
        return first
    return ["/".join(way) or "start" for way in ways]
