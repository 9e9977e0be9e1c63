"""The board of a lesson: what it shows of a point is what is true at that point."""

from __future__ import annotations

import re

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.lesson.board import board
from sim.show.lesson.packages import MOST_DOTS, PackagesPicture
from sim.show.lesson.picture import SharesPicture, TreePicture
from sim.show.lesson.point import point

DRAWN = """
format: 1
kind: tree
title: Drawn twice
parameters: {strong: {value: 0.9, min: 0, max: 1}}
players: {a: {}, b: {}}
tree:
  chance:
    strong:
      probability: strong
      then: {player: a, actions: {in: {payoffs: [2, 1]}, out: {payoffs: [1, 3]}}}
    weak:
      probability: 1 - strong
      then:
        chance:
          up: {probability: 0.25, then: {payoffs: [0, 0]}}
          down: {probability: 0.75, then: {payoffs: [1, 0]}}
"""


def test_the_chances_of_a_tree_move_with_the_sliders() -> None:
    shown = {}
    for strong in ("0.9", "1"):
        scenario = load("t.yaml", {"strong": strong}, DRAWN.encode())
        drawn = point(scenario, solve(scenario)).picture
        assert isinstance(drawn, TreePicture)
        spots = re.findall(r'(\w+) \(<span data-draw="(\d+)">([^<]*)', str(board(scenario, drawn)))
        assert [float(text) for _, _, text in sorted(spots, key=lambda spot: int(spot[1]))] == list(drawn.chances)
        shown[strong] = {label: drawn.chances[int(number)] for label, number, _ in spots}
    assert shown["0.9"] == {"strong": 0.9, "weak": 0.1, "up": 0.25, "down": 0.75}
    assert shown["1"] == {"strong": 1, "weak": 0, "up": 0.25, "down": 0.75}


def test_where_no_offer_is_accepted_no_shares_are_drawn() -> None:
    # Seen from round 1 what both get outside is worth 0.81 (1.2) = 0.972 of 1, or 0.81 (1.6) = 1.296.
    text = """
format: 1
kind: offers
title: Better outside
players: {us: {patience: 0.9}, nk: {patience: 0.9}}
surplus: 1
first: us
rounds: 2
grid: 10
outside: {us: OUTSIDE, nk: OUTSIDE}
"""
    for outside, rounds in (("0.6", [1]), ("0.8", [])):
        scenario = load("o.yaml", text=text.replace("OUTSIDE", outside))
        drawn = point(scenario, solve(scenario)).picture
        assert isinstance(drawn, SharesPicture)
        assert [r.round for r in drawn.path] == rounds


def test_rounds_in_which_no_offer_beats_refusing_share_nothing() -> None:
    """What follows the last round pays b 1e99 of a surplus of 100: no offer can be accepted (by hand)."""
    text = "format: 1\nkind: offers\ntitle: Nothing to offer\nplayers: {a: {patience: 0.9}, b: {patience: 0.8}}\n"
    text += "surplus: 100\nrounds: 5\noutside: {a: 0, b: 1e99}\n"
    scenario = load("t.yaml", text=text)
    drawn = point(scenario, solve(scenario)).picture
    assert isinstance(drawn, SharesPicture)
    assert drawn.path == ()


def test_the_picture_of_packages_moves_with_the_sliders_and_says_what_it_leaves_out() -> None:
    """Two packages pay (4, 0) and (0, 4 x): Nash's product is 0 for both, so that the highest sum tells them apart."""
    text = """
format: 1
kind: issues
title: Two ways
parameters: {x: {value: 1, min: 0, max: 3}}
players: {a: {}, b: {}}
issues: {i: {options: {left: [4, 0], right: [0, 4*x], middle: [1, 1]}}}
"""
    for x, frontier in (("1", [(4, 0), (1, 1), (0, 4)]), ("0.2", [(4, 0), (1, 1)])):
        scenario = load("t.yaml", {"x": x}, text.encode())
        drawn = point(scenario, solve(scenario)).picture
        assert isinstance(drawn, PackagesPicture)
        assert list(drawn.frontier) == frontier
        assert sorted(drawn.dots) == sorted([(4, 0), (0, 4 * float(x)), (1, 1)])
        assert ("Nash, Kalai-Smorodinsky, egalitarian", 1, 1) in drawn.picked
        assert drawn.note.startswith("Grey: all packages.")
        assert 'data-board="packages"' in str(board(scenario, drawn))


def test_a_cloud_of_many_packages_says_that_it_is_drawn_at_random() -> None:
    options = ", ".join(f"o{k}: [{k}, {9 - k}]" for k in range(10))
    issues = ", ".join(f"i{k}: {{options: {{{options}}}}}" for k in range(4))
    text = f"format: 1\nkind: issues\ntitle: Many\nplayers: {{a: {{}}, b: {{}}}}\nissues: {{{issues}}}\n"
    scenario = load("t.yaml", text=text)
    drawn = point(scenario, solve(scenario)).picture
    assert isinstance(drawn, PackagesPicture)
    assert len(drawn.dots) == MOST_DOTS
    assert f"{MOST_DOTS} of 10,000 packages, drawn at random" in drawn.note
