"""The board of a lesson: what it shows of a point is what is true at that point."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.lesson.board import _tree, board
from sim.show.lesson.drawn_tree import drawn_tree
from sim.show.lesson.live import OffersPicture, RepliesPicture
from sim.show.lesson.packages import MOST_DOTS, PackagesPicture
from sim.show.lesson.picture import TreePicture
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
        text = str(board(scenario, drawn))
        spots = re.findall(r'(\w+) \(<span data-draw="(\d+)">([^<]*)', text)
        assert spots == re.findall(r'(\w+) \(<tspan data-draw="(\d+)">([^<]*)', text)  # in the list and in the drawing
        assert [float(text) for _, _, text in sorted(spots, key=lambda spot: int(spot[1]))] == list(drawn.chances)
        shown[strong] = {label: drawn.chances[int(number)] for label, number, _ in spots}
    assert shown["0.9"] == {"strong": 0.9, "weak": 0.1, "up": 0.25, "down": 0.75}
    assert shown["1"] == {"strong": 1, "weak": 0, "up": 0.25, "down": 0.75}


def test_where_no_offer_is_accepted_talks_end_without_a_stair() -> None:
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
        assert isinstance(drawn, OffersPicture)
        assert [step.round for step in drawn.stairs if step.pays is not None][: len(rounds)] == rounds
        assert drawn.agreed == (rounds[0] if rounds else 0)


def test_rounds_in_which_no_offer_beats_refusing_share_nothing() -> None:
    """What follows the last round pays b 1e99 of a surplus of 100: no offer can be accepted (by hand)."""
    text = "format: 1\nkind: offers\ntitle: Nothing to offer\nplayers: {a: {patience: 0.9}, b: {patience: 0.8}}\n"
    text += "surplus: 100\nrounds: 5\noutside: {a: 0, b: 1e99}\n"
    scenario = load("t.yaml", text=text)
    drawn = point(scenario, solve(scenario)).picture
    assert isinstance(drawn, OffersPicture)
    assert [step.pays for step in drawn.stairs] == [None] * 5


def drawn_of(name: str, **settings: str) -> object:
    scenario = load(name, settings)
    return point(scenario, solve(scenario, scenario.lesson.solve)).picture


def test_the_staircase_of_offers_is_that_of_the_closed_form() -> None:
    """Rubinstein (1982): whoever proposes keeps (1 - d2) / (1 - d1 d2), and an outside option counts where it binds."""
    drawn = drawn_of("alternating-offers")
    assert isinstance(drawn, OffersPicture)
    first, second = (1 - 0.8) / (1 - 0.9 * 0.8), (1 - 0.9) / (1 - 0.9 * 0.8)
    for step in drawn.stairs:
        pays = (first, 1 - first) if step.proposer == 0 else (1 - second, second)
        assert step.pays == pytest.approx(pays, abs=1e-6)
    assert [step.proposer for step in drawn.stairs] == [0, 1] * 3
    assert (drawn.agreed, drawn.endless) == (1, True)
    leaving = drawn_of("outside-option")
    assert isinstance(leaving, OffersPicture)
    assert [step.leaves for step in leaving.stairs[:2]] == [True, False]


def test_packages_that_are_drawn_are_undominated_and_those_of_the_solutions_among_them() -> None:
    drawn = drawn_of("water-treaty")
    assert isinstance(drawn, PackagesPicture)
    for a in drawn.frontier:
        assert not any(b != a and b[0] >= a[0] and b[1] >= a[1] for b in drawn.frontier)
    assert {(one, two) for _, one, two in drawn.picked} <= set(drawn.frontier)
    # Nash (1950): no package has a larger product of gains over walking away.
    gains = {pays: (pays[0] - drawn.floor[0]) * (pays[1] - drawn.floor[1]) for pays in drawn.frontier}
    room = [pays for pays in drawn.frontier if pays[0] >= drawn.floor[0] and pays[1] >= drawn.floor[1]]
    (nash,) = ((one, two) for names, one, two in drawn.picked if "Nash" in names)
    assert gains[nash] == max(gains[pays] for pays in room)


def test_of_many_actions_best_replies_are_drawn_and_no_table() -> None:
    """Tullock (1980): against y the best effort is the square root of 100 y, less y; in equilibrium a quarter of it."""
    drawn = drawn_of("contest")
    assert isinstance(drawn, RepliesPicture)
    for y in range(1, 61):
        best = (100 * y) ** 0.5 - y
        first, last = drawn.replies[0][y - 1]
        assert first + 1 - 1 <= best <= last + 1 + 1
    assert drawn.mixtures == ((((24, 1.0),), ((24, 1.0),)),)
    scenario = load("contest")
    assert "<table" not in str(board(scenario, drawn))


def test_a_tree_is_drawn_without_words_on_each_other_and_places_that_look_alike_are_joined() -> None:
    scenario = load("beer-quiche")
    root = _tree(scenario, scenario.game, {})  # type: ignore[arg-type]
    drawn = drawn_tree(root)
    assert drawn is not None
    assert len(drawn.spots) == 1 + 2 + 4 + 8
    assert len(drawn.sets) == 2  # the bully sees beer, or quiche, from a strong or a weak stranger
    boxes = []
    for spot in drawn.spots:
        for k, line in enumerate(reversed(spot.words)):
            assert spot.bend is not None
            boxes.append(
                (spot.bend[0] + 4, spot.bend[0] + 4 + 6.2 * len(line), spot.y - 16 - 14 * k, spot.y - 4 - 14 * k)
            )
        for k, line in enumerate(spot.caption, 1):
            boxes.append((spot.x - 8 - 6.2 * len(line), spot.x - 8, spot.y - 10 + 14 * k, spot.y + 14 * k))
    for (a, b, top, low), (c, d, up, down) in combinations(boxes, 2):
        assert min(b, d) <= max(a, c) or min(low, down) <= max(top, up)
    assert all(a >= 0 and b <= drawn.width and top >= 0 and low <= drawn.height for a, b, top, low in boxes)


def test_of_several_equilibria_none_is_marked_before_one_is_chosen() -> None:
    scenario = load("beer-quiche")
    drawn = drawn_of("beer-quiche")
    assert isinstance(drawn, TreePicture)
    assert len(drawn.plays) == 2
    assert 'class="move played"' not in str(board(scenario, drawn))
    known = [asked for asked, _ in point(scenario, solve(scenario, "pbe")).facts]
    assert known == ["equilibria"]


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
