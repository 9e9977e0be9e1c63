"""Games of hidden information: what chance gave the players or they did unseen, as a tree with information sets.

For concession games the tree is that of the histories (`sim.games.concessions.histories`); steps that state a
``verification`` may be faked. For matrix games both choose at once, each knowing its type; for trees each player's
information sets are told apart by its type.

References
----------
Harsanyi, J. C. (1967): Games with incomplete information played by Bayesian players, part I. Management Science 14,
159-182.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.errors import GameTooLargeError
from sim.games.matrix.strategic_form import from_matrix
from sim.games.tree.game_tree import CHANCE, GameTree, TreePosition, from_tree
from sim.scenario.labels import apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.deadline import Deadline
    from sim.games.concessions.histories import Situation, Types, Unrolled
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import PlayerType, Scenario

    _Set = tuple[int, int, str]

LARGEST = 40_000
"""Most nodes of a tree that is built; far beyond what can be solved."""

JUDGED = 150_000
"""The same where the file states the profile that is judged."""

SOLVABLE = 2_000
"""Most nodes of a tree with fakes that is solved without being asked for."""


@dataclass(frozen=True)
class Secret:
    """What a player hides from the other.

    Parameters
    ----------
    type : str
        Its type; empty if that is known.
    faked : tuple of str or None
        Which of its steps are faked; None if it has none that can be.
    """

    type: str = ""
    faked: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        return bool(self.type) or self.faked is not None


@dataclass(frozen=True)
class HiddenGame:
    """A game with hidden types or hidden actions as a tree.

    Parameters
    ----------
    types : pair of tuple of PlayerType
        The players' types; empty for a player whose type is known.
    situations : tuple of Situation
        Per node of the tree.
    course : Unrolled or None
        The histories of a concession game.
    games : tuple of tuple of StochasticGame
        The concession game for each pair of types; empty for other kinds.
    fakes : pair of bool
        Whose steps may be faked.
    stated : pair of dict of str to str, or None
        Information set to action, per player: what the file says that both do.
    """

    tree: GameTree
    types: tuple[tuple[PlayerType, ...], tuple[PlayerType, ...]]
    situations: tuple[Situation, ...]
    course: Unrolled | None = None
    games: tuple[tuple[StochasticGame, ...], ...] = ()
    fakes: tuple[bool, bool] = (False, False)
    stated: tuple[dict[str, str], dict[str, str]] | None = None

    @property
    def players(self) -> tuple[str, str]:
        """Identifiers of the players."""
        return self.tree.players

    def draw(self, k: int) -> tuple[int, int]:
        """The types at a node below the first move of chance."""
        return self.situations[k].draw

    def secret(self, k: int, player: int) -> Secret:
        """What a player hides at a node: its type, and which of its steps are faked; false if it hides nothing."""
        types = self.types[player]
        kind = types[self.draw(k)[player]].id if len(types) > 1 else ""
        return Secret(kind, self._faked(k)[player] if self.fakes[player] else None)

    def belief(self, parts: Iterable[tuple[int, Fraction]], player: int) -> dict[Secret, Fraction]:
        """Chances of nodes, put together by what a player hides at them."""
        found: dict[Secret, Fraction] = {}
        for k, p in parts:
            secret = self.secret(k, player)
            found[secret] = found.get(secret, Fraction(0)) + p
        return found

    def _faked(self, k: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        i, j = self.draw(k)
        return self.games[i][j].states[self.situations[k].state].faked


def hides(scenario: Scenario) -> tuple[bool, bool]:
    """Which players have a step that they may fake."""
    from sim.scenario.scenario import Concessions

    if not isinstance(scenario.game, Concessions):
        return False, False
    one, two = (any(s.verification is not None for s in ladder) for ladder in scenario.game.ladders)
    return one, two


def fakes_fit(scenario: Scenario) -> bool:
    """Whether a concession game has steps that may be faked, and is small enough to be solved with that."""
    game = scenario.game
    if not any(hides(scenario)) or scenario.variants or getattr(game, "horizon", None) is None:
        return False
    from sim.games.concessions.rounds import from_concessions
    from sim.games.concessions.unroll import MAX_TREE_ROUNDS, tree_sizes

    try:
        compiled = from_concessions(scenario, hides(scenario))
        return compiled.rounds <= MAX_TREE_ROUNDS and tree_sizes(compiled)[-1] <= SOLVABLE
    except GameTooLargeError:
        return False


def from_hidden(scenario: Scenario, deadline: Deadline | None = None) -> HiddenGame:
    """Compile a scenario with hidden types or fakes into a tree.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario of kind ``concessions`` with a last round, ``matrix``, ``tree`` or ``issues``.

    Raises
    ------
    GameTooLargeError
        If the tree would have more than `LARGEST` nodes.
    TimeLimitError
        If the time is up.
    """
    variants = scenario.variants or ((scenario,),)
    chances = tuple(
        tuple((t.probability, t.id if len(side) > 1 else "") for t in side) or ((Fraction(1), ""),)
        for side in scenario.types
    )
    both: Types = (chances[0], chances[1])
    if scenario.kind == "concessions":
        from sim.games.concessions.rounds import from_concessions
        from sim.games.concessions.unroll import unroll_hidden

        fakes = hides(scenario)
        games = tuple(tuple(from_concessions(variant, fakes, deadline) for variant in row) for row in variants)
        course = unroll_hidden(games, both, LARGEST, deadline)
        return HiddenGame(course.tree, scenario.types, course.situations, course, games, fakes)
    if scenario.kind == "issues":
        from sim.games.issues.offers_tree import offers_trees

        return _drawn(scenario, offers_trees(variants), both)
    trees = [[_matrix_tree(v) if v.kind == "matrix" else from_tree(v) for v in row] for row in variants]
    game = _drawn(scenario, trees, both)
    return replace(game, stated=_stated(scenario, game)) if scenario.kind == "matrix" else game


def _stated(scenario: Scenario, game: HiddenGame) -> tuple[dict[str, str], dict[str, str]] | None:
    """What the file says that both do, at each information set."""
    from sim.scenario.scenario import Matrix

    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for name, members in game.tree.infosets.items():
        i, j = game.draw(members[0])
        own, player = scenario.variants[i][j].game, game.tree.owner(name)
        if not isinstance(own, Matrix) or own.profile is None:
            return None
        found[player][name] = own.actions[player][own.profile[player]]
    return found


def _matrix_tree(scenario: Scenario) -> GameTree:
    """Both choose at once: the second player's information set hides the first player's choice (Kuhn 1953)."""
    form = from_matrix(scenario)
    zero = Fraction(0), Fraction(0)
    rows, columns = form.actions
    m, n = form.shape
    starts = tuple(1 + i * (n + 1) for i in range(m))
    nodes = [TreePosition(0, form.players[0], rows, starts, (), zero)]
    for i, start in enumerate(starts):
        nodes.append(TreePosition(1, form.players[1], columns, tuple(range(start + 1, start + 1 + n)), (), zero))
        nodes += [TreePosition(None, "", (), (), (), (form.row[i][j], form.column[i][j])) for j in range(n)]
    return GameTree(form.players, tuple(nodes))


def _drawn(scenario: Scenario, trees: list[list[GameTree]], types: Types) -> HiddenGame:
    """Chance draws the types; then the tree is played that belongs to them."""
    from sim.games.concessions.histories import Situation, draws_of

    zero = Fraction(0), Fraction(0)
    draws = draws_of(types)
    most = JUDGED if getattr(scenario.game, "profile", None) else LARGEST
    if sum(len(trees[i][j].nodes) for _, _, (i, j) in draws) >= most:
        raise GameTooLargeError(f"the tree would have more than {most:,} nodes; use fewer types or actions")
    names = _set_names(scenario, trees, types, [draw for _, _, draw in draws])
    nodes: list[TreePosition] = []
    situations = [Situation(draws[0][2], 0, 0, 0, 0, 0)]
    heads = []
    for _, _, draw in draws:
        start = len(nodes) + 1
        heads.append(start)
        for node in trees[draw[0]][draw[1]].nodes:
            check_time()
            below = tuple(start + child for child in node.children)
            name = node.infoset and names[_set_of(draw, node)]
            nodes.append(TreePosition(node.player, name, node.actions, below, node.chances, node.payoffs))
            situations.append(Situation(draw, 0, 0, 0, 0, 0))
    labels, chances = tuple(label for _, label, _ in draws), tuple(p for p, _, _ in draws)
    first, second = scenario.players
    root = TreePosition(CHANCE, "", labels, tuple(heads), chances, zero)
    tree = GameTree((first.id, second.id), (root, *nodes))
    return HiddenGame(tree, scenario.types, tuple(situations))


def _set_of(draw: tuple[int, int], node: TreePosition) -> _Set:
    """What tells an information set from others: who decides, its type, and what the set is called in the tree."""
    player = node.player or 0
    return player, draw[player], node.infoset


def _set_names(
    scenario: Scenario, trees: list[list[GameTree]], types: Types, draws: list[tuple[int, int]]
) -> dict[_Set, str]:
    """A name of its own for each information set; with the type before it, one may be called as another is already."""
    wanted: dict[_Set, str] = {}
    for draw in draws:
        for node in trees[draw[0]][draw[1]].nodes:
            if node.infoset:
                wanted.setdefault(_set_of(draw, node), _prefixed(types, draw, node, scenario))
    return dict(zip(wanted, apart(list(wanted.values()), []), strict=True))


def _prefixed(types: Types, draw: tuple[int, int], node: TreePosition, scenario: Scenario) -> str:
    """An information set's name with its owner's type before it, where it has several."""
    player = node.player or 0
    own = types[player][draw[player]][1]
    if own and scenario.kind == "matrix":
        return f"{scenario.players[player].id} {own}"
    return f"{own}: {node.infoset}" if own else node.infoset
