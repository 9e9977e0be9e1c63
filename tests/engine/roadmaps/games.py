"""Ladders for the tests of roadmaps: drawn at random, as the brute force has them and as the engine does."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from sim.games.roadmaps.ladders import Ladders
from sim.scenario.scenario import JointEffect, Step
from tests.engine.roadmaps.brute_force import Game, Rung

F = Fraction
HALF = F(1, 2)


def joint_of(rung: Rung) -> tuple[JointEffect, ...]:
    return tuple(JointEffect(pay, tuple(sorted(with_))) for pay, with_ in rung.joint)


def ladders_of(game: Game, patience: tuple[Fraction, Fraction] = (HALF, HALF)) -> Ladders:
    """The engine's form of a game."""
    one, two = (
        tuple(
            Step(f"{p}{k}", f"{p}{k}", p, r.effect, r.once, r.reversible, r.after, r.verification, joint_of(r))
            for k, r in enumerate(ladder)
        )
        for p, ladder in enumerate(game.ladders)
    )
    return Ladders(
        ("us", "nk"),
        patience,
        game.status_quo,
        game.agreement,
        game.breakdown,
        (one, two),
        "breakdown" if game.punishment == "breakdown" else "snapback",
        keeps=game.keeps,  # type: ignore[arg-type]
        hazard=game.hazard,
        stalls=game.stalls,  # type: ignore[arg-type]
        rests=game.rests,
        walk_away=game.walk_away,
    )


def simple(effects: tuple[list[tuple[int, int]], list[tuple[int, int]]], reversible: bool = True) -> Game:
    """A game from (cost to the owner, gain to the other) of each step, with nothing else around it."""
    first = tuple(Rung((F(-c), F(b)), reversible=reversible) for c, b in effects[0])
    second = tuple(Rung((F(b), F(-c)), reversible=reversible) for c, b in effects[1])
    return Game((first, second))


def cents(draw: random.Random, low: float, high: float) -> Fraction:
    return F(draw.randint(round(100 * low), round(100 * high)), 100)


def random_game(
    seed: int,
    wide: int,
    high: int,
    costs: bool = True,
    verified: float = 0,
    punishment: str = "snapback",
    prerequisites: bool = False,
    once: bool = False,
    talks: str = "",
) -> Game:
    """A game with two decimals.

    Parameters
    ----------
    costs : bool
        Whether each step costs its owner and helps the other; else signs are arbitrary.
    verified : float
        Share of the steps that may be faked.
    talks : str
        ``hazard``: talks that stall may break down; ``walk_away``: they may, and players may end them.
    """
    draw = random.Random(seed)

    def rung(owner: int, number: int) -> Rung:
        if costs:
            mine, theirs = -cents(draw, 0.05, 1), cents(draw, 0.1, 2)
        else:
            mine, theirs = cents(draw, -1, 1), cents(draw, -1, 1)
        paid = (cents(draw, -0.3, 0.1), cents(draw, -0.1, 0.3)) if once else (F(0), F(0))
        q = cents(draw, 0, 1) if draw.random() < verified else None
        # A step needs lower ones of the other ladder alone, so that no circle blocks.
        needed = draw.randrange(number) if prerequisites and number and draw.random() < 0.5 else high + wide
        needs = ((1 - owner, needed),) if needed < (wide, high)[1 - owner] else ()
        first, second = ((mine, paid[0]), (theirs, paid[1]))[:: 1 if owner == 0 else -1]
        return Rung((first[0], second[0]), (first[1], second[1]), draw.random() < 0.6, q, needs)

    one, two = (tuple(rung(p, k) for k in range((wide, high)[p])) for p in (0, 1))
    if wide and high and draw.random() < 0.4:
        pay, with_ = (cents(draw, -1, 1), cents(draw, -1, 1)), (1, draw.randrange(high))
        one = (*one[:-1], replace(one[-1], joint=((pay, frozenset([with_])),)))
    bonus = (cents(draw, 0, 1), cents(draw, 0, 1)) if draw.random() < 0.6 else (F(0), F(0))
    worst = (-cents(draw, 0, 2), -cents(draw, 0, 2))
    quo = cents(draw, -1, 1), cents(draw, -1, 1)
    game = Game((one, two), quo, bonus, worst, punishment, draw.choice(["nothing", "irreversible", "all"]))
    if not talks:
        return game
    deal = frozenset((p, k) for p in (0, 1) for k in range(draw.randint(0, (wide, high)[p])))
    return replace(
        game,
        hazard=draw.choice([F(1), cents(draw, 0.01, 0.5)]),
        stalls=draw.choice(["without_progress", "without_change"]),
        rests=(deal,) if deal and draw.random() < 0.5 else (),
        walk_away=talks == "walk_away",
    )


def mirrored(game: Game) -> Game:
    """The same game with the players exchanged."""

    def turn(rung: Rung) -> Rung:
        return Rung(
            rung.effect[::-1],
            rung.once[::-1],
            rung.reversible,
            rung.verification,
            tuple((1 - who, k) for who, k in rung.after),
            tuple((pay[::-1], frozenset((1 - who, k) for who, k in with_)) for pay, with_ in rung.joint),
        )

    one, two = (tuple(turn(r) for r in ladder) for ladder in game.ladders)
    return replace(
        game,
        ladders=(two, one),
        status_quo=game.status_quo[::-1],
        agreement=game.agreement[::-1],
        breakdown=game.breakdown[::-1],
        rests=tuple(frozenset((1 - p, k) for p, k in deal) for deal in game.rests),
    )


def rescaled(game: Game, player: int, factor: Fraction, shift: Fraction) -> Game:
    """The same game with one player's payoffs in other units and from another zero."""

    def change(pair: tuple[Fraction, Fraction], moved: Fraction | int = 0) -> tuple[Fraction, Fraction]:
        one, two = (v * factor + moved if p == player else v for p, v in enumerate(pair))
        return one, two

    def rung(r: Rung) -> Rung:
        joint = tuple((change(pay), with_) for pay, with_ in r.joint)
        return Rung(change(r.effect), change(r.once), r.reversible, r.verification, r.after, joint)

    one, two = (tuple(rung(r) for r in ladder) for ladder in game.ladders)
    return replace(
        game,
        ladders=(one, two),
        status_quo=change(game.status_quo, shift),
        agreement=change(game.agreement),
        breakdown=change(game.breakdown, shift),
    )


def games(most: int = 3, verified: float = 0.0, least: int = 1) -> st.SearchStrategy[Game]:
    """Random games up to some number of steps a side, with every feature switched on and off."""
    side = st.integers(least, most)
    return st.builds(
        random_game,
        st.integers(0, 10**6),
        side,
        side,
        st.booleans(),
        st.sampled_from([0.0, verified]),
        st.sampled_from(["snapback", "breakdown"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "hazard", "walk_away"]),
    )
