"""Game trees of many nodes for tests: published games with known values, and drawn ones."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from random import Random
from typing import TYPE_CHECKING

from tests.engine.tree.test_sequence_form import Growing

if TYPE_CHECKING:
    from sim.games.tree.game_tree import GameTree

F = Fraction


def poker(cards: int, copies: int = 1, bets: tuple[int, ...] = (1,)) -> GameTree:
    """Kuhn's poker (1950) with any number of ranks, copies of each, and sizes of the bet; the ante is one.

    With three ranks, one copy and one bet it is the game of the paper.
    """
    g = Growing()

    def deal(one: int, two: int) -> int:
        def show(stake: int) -> int:
            return g.end(stake * ((one > two) - (one < two)), stake * ((two > one) - (two < one)))

        def answers(player: int, rank: int, seen: str, bet: int) -> int:
            lost = -1 if player == 0 else 1
            ways = {"fold": g.end(lost, -lost), "call": show(1 + bet)}
            return g.decision(player, f"{'ab'[player]}{rank} {seen} {bet}", ways)

        after_check = {"check": show(1)} | {f"bet {b}": answers(0, one, "check bet", b) for b in bets}
        first = {"check": g.decision(1, f"b{two} check", after_check)}
        first |= {f"bet {b}": answers(1, two, "bet", b) for b in bets}
        return g.decision(0, f"a{one}", first)

    deck = [rank for rank in range(cards) for _ in range(copies)]
    hands = list(permutations(range(len(deck)), 2))
    g.chance({f"{i} {j}": (F(1, len(hands)), deal(deck[i], deck[j])) for i, j in hands})
    return g.game()


def monty_hall() -> GameTree:
    """The host hides the car, the guest chooses a door, the host opens one with a goat, the guest stays or switches."""
    g = Growing()
    doors = (1, 2, 3)

    def end(car: int, taken: int) -> int:
        return g.end(-1, 1) if car == taken else g.end(0, 0)

    def last(car: int, first: int, opened: int) -> int:
        (other,) = set(doors) - {first, opened}
        return g.decision(1, f"chose {first}, saw {opened}", {"stay": end(car, first), "switch": end(car, other)})

    def open_door(car: int, first: int) -> int:
        ways = {f"open {k}": last(car, first, k) for k in doors if k not in (car, first)}
        return g.decision(0, f"car {car}, guest {first}", ways)

    def guess(car: int) -> int:
        return g.decision(1, "guess", {f"door {k}": open_door(car, k) for k in doors})

    g.decision(0, "hide", {f"car {k}": guess(k) for k in doors})
    return g.game()


LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))


def tic_tac_toe(board: str) -> GameTree:
    """Tic-tac-toe from a board of nine signs on, where x moves if there are as many x as o; winning pays 1."""
    g = Growing()

    def grow(now: str, seen: str) -> int:
        for sign, pay in (("x", 1), ("o", -1)):
            if any(all(now[k] == sign for k in line) for line in LINES):
                return g.end(pay, -pay)
        free = [k for k, sign in enumerate(now) if sign == "."]
        if not free:
            return g.end(0, 0)
        player = int(now.count("x") > now.count("o"))
        ways = {str(k): grow(now[:k] + "xo"[player] + now[k + 1 :], f"{seen}{k}") for k in free}
        return g.decision(player, f"after {seen}", ways)

    grow(board, "")
    return g.game()


def talks(types: int, rounds: int, zero_sum: bool, seed: int = 1) -> GameTree:
    """Both have a type of their own and act in turn, seen by the other; what the ends pay is drawn."""
    draw, g = Random(seed), Growing()

    def grow(pair: tuple[int, int], seen: str) -> int:
        if len(seen) == rounds:
            one = draw.randint(-20, 20)
            return g.end(one, -one if zero_sum else draw.randint(-20, 20))
        player = len(seen) % 2
        return g.decision(player, f"{player}{pair[player]}{seen}", {a: grow(pair, seen + a) for a in "xy"})

    pairs = list(product(range(types), repeat=2))
    weights = [draw.randint(1, 5) for _ in pairs]
    shares = (F(w, sum(weights)) for w in weights)
    g.chance({f"{i} {j}": (p, grow((i, j), "")) for (i, j), p in zip(pairs, shares, strict=True)})
    return g.game()


def chain(moves: int) -> GameTree:
    """In turn each stops or goes on: trees as deep as they have moves. All ends pay apart, so that one is perfect."""
    g = Growing()
    here = g.end(moves % 7, 3)
    for k in range(moves, 0, -1):
        here = g.decision(k % 2, f"move {k}", {"stop": g.end(k * 37 % 1009, k * 53 % 1013), "go": here})
    return g.game()
