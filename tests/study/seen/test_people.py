"""The numbers under which choices are likeliest, against closed forms of two choices that hang on nobody else."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from scipy.optimize import brentq, minimize_scalar

from sim.agents.arenas.replay import replay
from sim.agents.arenas.seating import arena_of
from sim.errors import AskError
from sim.scenario.load import load
from sim.study.classroom.fit import THRESHOLD
from sim.study.classroom.session_file import session_document
from sim.study.seen.options import SeenOptions
from sim.study.seen.people import Likeliest, likeliest
from tests.study.classroom.test_classroom import TWO, game

# What each side gets hangs on its own choice alone: the first gets worth for x, the second 1 for l.
APART = """\
format: 1
kind: matrix
title: Apart
players: {a: {actions: [x, y]}, b: {actions: [l, r]}}
parameters: {worth: {value: 1, min: 0.5, max: 8}, scale: {value: 1, min: 1, max: 2}}
payoffs: [[[worth * scale, scale], [worth * scale, 0]], [[0, scale], [0, 0]]]
"""


def fitted(folder: Path, counts: tuple[int, int, int], *parameters: str, text: str = APART) -> Likeliest:
    scenario = load("apart.yaml", text=APART)
    many, of_x, of_l = counts
    for k in range(many):
        session = game(scenario, {0: "xy"[k >= of_x], 1: "lr"[k >= of_l]}, played=f"game {k}")
        told = session_document(replay(arena_of(scenario, TWO), session))
        (folder / f"{k:02}.json").write_text(json.dumps(told), encoding="utf-8")
    return likeliest(load("apart.yaml", text=text), folder, parameters, SeenOptions(points=9))


def test_the_likeliest_value_and_its_interval_are_those_of_the_closed_form(tmp_path: Path) -> None:
    """P(x) = F(t worth) and P(l) = F(t): both shares are met with worth = logit(30/40) / logit(24/40) (t free)."""
    found = fitted(tmp_path, (40, 30, 24), "worth")
    (profile,) = found.profiles
    assert profile.best is not None
    assert float(profile.best[0]) == pytest.approx(math.log(3) / math.log(1.5), rel=0.02)
    assert profile.best[1].precision == pytest.approx(math.log(1.5), rel=0.05)
    assert (found.games, found.choices) == (40, 80)

    def loglik(worth: float) -> float:
        def at(t: float) -> float:
            p, q = (1 / (1 + math.exp(-v)) for v in (t * worth, t))
            return 30 * math.log(p) + 10 * math.log(1 - p) + 24 * math.log(q) + 16 * math.log(1 - q)

        return -float(minimize_scalar(lambda t: -at(t), bounds=(0, 5), method="bounded", options={"xatol": 1e-9}).fun)

    top = loglik(math.log(3) / math.log(1.5))
    low = brentq(lambda worth: 2 * (top - loglik(worth)) - THRESHOLD, 0.5, 2.7)
    assert profile.low is not None
    assert float(profile.low) == pytest.approx(low, abs=0.03)
    assert profile.high == 8  # with so much noise in the second choice no greater worth is ruled out


def test_a_change_of_unit_is_no_news(tmp_path: Path) -> None:
    """Payoffs twice as large with half the precision give the same choices."""
    (profile,) = fitted(tmp_path, (20, 15, 12), "scale").profiles
    assert profile.flat


def test_a_file_that_differs_in_words_alone_is_the_game_that_was_played(tmp_path: Path) -> None:
    assert fitted(tmp_path, (4, 3, 2), "worth", text=APART.replace("Apart", "Otherwise")).games == 4


def test_records_of_other_games_are_named_and_left_out(tmp_path: Path) -> None:
    with pytest.raises(AskError, match="4 of another game"):
        fitted(tmp_path, (4, 3, 2), text=APART.replace("min: 0.5", "min: 0.5").replace("[0, 0]", "[1, 0]"))
