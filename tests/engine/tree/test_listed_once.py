"""Each equilibrium of a game tree stands in its list once, and those with one outcome stand together."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.tree.bayes_nash import solve_bayes_nash
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.solution import outcomes
from sim.engine.tree.subgame_perfect import tree_all_perfect, tree_perfect
from sim.games.tree.game_tree import GameTree
from tests.engine.tree.test_limits import HUNT, PENNIES, tree
from tests.engine.tree.test_sequence_form import Growing

F = Fraction
HALVES = "{{chance: {{l: {{probability: 1/2, then: {0}}}, r: {{probability: 1/2, then: {1}}}}}}}"
TWO_FIELDS = HALVES.format(PENNIES.format("l"), PENNIES.format("r"))
TWO_HUNTS = HALVES.format(HUNT.format("l"), HUNT.format("r"))


def test_two_fields_of_matching_pennies_have_one_equilibrium() -> None:
    # Each field is a zero-sum game with one equilibrium, half and half (von Neumann 1928), and by Kuhn (1953) all
    # mixtures of plans that do this in either field are one behaviour. The strategic form has several corners.
    game = tree(TWO_FIELDS)
    half = {"h": F(1, 2), "t": F(1, 2)}
    for solution in (tree_nash(game), solve_bayes_nash(game)):
        assert solution.complete
        (one,) = solution.equilibria
        assert one.behaviour == ({"la": half, "ra": half}, {"lb": half, "rb": half})
    assert tree_perfect(game).complete
    assert len(tree_all_perfect(game).equilibria) == 1


def test_two_hunts_have_the_nine_pairs_of_the_equilibria_of_one() -> None:
    # A stag hunt has three equilibria, and what is done in one of two that chance draws is no matter in the other.
    game = tree(TWO_HUNTS)
    assert len(tree_nash(game).equilibria) == len(tree_all_perfect(game).equilibria) == 9


def test_a_subgame_whose_corners_are_one_behaviour_has_nothing_to_select() -> None:
    # b sees nothing of what a says, in two ways that differ for a alone: pennies in the subgame after either.
    game = tree(f"{{player: a, infoset: out, actions: {{in: {TWO_FIELDS}, out: {{payoffs: [-1, 0]}}}}}}")
    solution = tree_perfect(game)
    assert not solution.choices
    assert solution.complete


def pure_equilibria(game: GameTree) -> set[object]:
    """Plans of both sides at which nobody gains, by trying all: sets that own choices rule out are left out."""

    def plans(player: int) -> list[dict[str, dict[str, Fraction]]]:
        names = [name for name in game.infosets if game.owner(name) == player]
        found = []
        for choice in product(*(game.actions(name) for name in names)):
            at = dict(zip(names, choice, strict=True))
            kept: dict[str, str] = {}
            for name in names:
                last = game.last_own[game.infosets[name][0]][player]
                if last is None or kept.get(last[0]) == last[1]:
                    kept[name] = at[name]
            found.append({name: {a: F(int(a == act)) for a in game.actions(name)} for name, act in kept.items()})
        return [plan for k, plan in enumerate(found) if plan not in found[:k]]

    return {key((one, two)) for one in plans(0) for two in plans(1) if not any(tree_regret(game, (one, two)))}


def key(sides: tuple[dict[str, dict[str, Fraction]], ...]) -> object:
    return tuple(frozenset((n, a) for n, at in side.items() for a, p in at.items() if p == 1) for side in sides)


@st.composite
def small_trees(draw: st.DrawFn) -> GameTree:
    """Chance, then a, then b; whether either sees what was drawn, and b what a did, is drawn."""
    g = Growing()
    sees = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    pays = st.integers(-2, 2)

    def reply(deal: str, first: str) -> int:
        name = f"b {deal if sees[1] else ''}{first if sees[2] else ''}"
        return g.decision(1, name, {way: g.end(draw(pays), draw(pays)) for way in ("l", "r")})

    def opening(deal: str) -> int:
        return g.decision(0, f"a {deal if sees[0] else ''}", {first: reply(deal, first) for first in ("u", "d")})

    p = F(draw(st.integers(1, 3)), 4)
    g.chance({"h": (p, opening("h")), "t": (1 - p, opening("t"))})
    return g.game()


@settings(max_examples=40, deadline=None)
@given(small_trees())
def test_pure_behaviour_is_listed_once_and_none_is_missing(game: GameTree) -> None:
    # Brute force. A pure equilibrium is a corner of the strategic form, so that the list must hold it.
    solution = tree_nash(game)
    assert solution.complete
    pure = [
        key(e.behaviour)
        for e in solution.equilibria
        if all(p in (0, 1) for side in e.behaviour for at in side.values() for p in at.values())
    ]
    assert len(pure) == len(set(pure))
    assert set(pure) == pure_equilibria(game)
    assert all(
        e.behaviour != other.behaviour for k, e in enumerate(solution.equilibria) for other in solution.equilibria[:k]
    )


def test_equilibria_that_differ_off_the_path_alone_stand_together() -> None:
    # Entry: if a stays out, b's answer is not seen; any chance of a fight from 1/2 on holds a out, so that the corners
    # with a out are a fight for certain and one with chance 1/2, and they are one outcome.
    game = tree(
        "{player: a, infoset: entry, actions: {out: {payoffs: [0, 2]}, in: {player: b, infoset: answer, actions: "
        "{fight: {payoffs: [-1, -1]}, share: {payoffs: [1, 1]}}}}}"
    )
    found = tree_nash(game).equilibria
    numbers = outcomes(found)
    assert numbers == sorted(numbers)
    assert sorted(map(numbers.count, set(numbers))) == [1, 2]
    out = [e.behaviour[1]["answer"]["fight"] for e in found if e.behaviour[0]["entry"]["out"] == 1]
    assert sorted(out) == [F(1, 2), 1]
