"""What stands in the picture of a game tree."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.engine.solve import solve
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.solution import BayesSolution, TreeSolution
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.games import compile_scenario
from sim.games.tree.game_tree import CHANCE, GameTree, TreePosition
from sim.scenario.load import load
from sim.show.pictures import styled
from sim.show.tree.draw_tree import game_tree
from sim.show.tree.tree_layout import MOST_NODES, TreeLayout, laid_out
from tests.show.media import seen
from tests.show.overlaps import outside, overlaps


def drawn(name: str, text: str | None = None) -> tuple[Figure, TreeSolution]:
    scenario = load(name, text=text)
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    solution = tree_perfect(game)
    return game_tree(scenario, solution), solution


def texts(figure: Figure) -> list[str]:
    return [t.get_text() for axes in figure.axes for t in axes.texts]


def above(figure: Figure) -> str:
    return " ".join(figure.texts[1].get_text().split())


def test_every_end_and_every_move_is_labelled() -> None:
    figure, solution = drawn("entry-deterrence")
    assert {"stay out", "enter", "fight", "give way"} <= set(texts(figure))
    assert sum(t.startswith("(") for t in texts(figure)) == sum(n.player is None for n in solution.game.nodes)


def test_what_is_played_is_thick_and_mixtures_have_their_chances() -> None:
    figure, _ = drawn("stripped-down-poker")
    assert "raise (33.3%)" in texts(figure)  # Reiley, Urbancic and Walker (2008): the bluff
    assert "call (66.7%)" in texts(figure)
    widths = [line.get_linewidth() for line in figure.axes[0].lines]
    assert max(widths) > 2 * min(widths)


def test_nodes_that_look_alike_are_joined_and_named() -> None:
    figure, _ = drawn("stripped-down-poker")
    assert "sees a raise" in texts(figure)


def test_the_picture_says_of_how_many_equilibria_it_shows_one() -> None:
    scenario = load("entry-deterrence")
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    figure = game_tree(scenario, tree_nash(game))
    assert "the first of 3 Nash equilibria" in above(figure)


def solved(name: str, concept: str | None = None) -> tuple[Figure, TreeSolution | BayesSolution]:
    scenario = load(name)
    solution = solve(scenario, concept)
    assert isinstance(solution, TreeSolution | BayesSolution)
    return styled(lambda: game_tree(scenario, solution)), solution


BUNDLED = ("beer-quiche", "centipede", "cheap-talk", "entry-deterrence", "job-market", "seltens-horse")


@pytest.mark.parametrize("name", [*BUNDLED, "stripped-down-poker", "take-it-or-leave-it-crisis", "princess-bride"])
def test_no_words_overlap_or_leave_the_picture(name: str) -> None:
    figure, _ = solved(name)
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_beliefs_stand_at_the_nodes_that_look_alike() -> None:
    # Cho and Kreps 1987: where both order beer, what is thought of who does is what was thought of all.
    figure, _ = solved("beer-quiche", "pbe")
    assert {"90%", "10%"} <= set(texts(figure))
    assert "perfect Bayesian equilibria" in "".join(" ".join(text.get_text().split()) for text in figure.texts)


def placed(game: GameTree) -> TreeLayout:
    reach = BehaviourProfile(game, ({}, {})).reach
    return laid_out(game, reach, {child: f"a{child}" for node in game.nodes for child in node.children})


def grown(data: st.DataObject, most: int) -> GameTree:
    """A tree with moves of both players and chance; some decisions of a player look alike."""
    nodes: list[dict[str, object]] = []
    size = data.draw(st.integers(3, most))
    parents = [data.draw(st.integers(max(0, k - 6), k - 1)) for k in range(1, size)]
    below: dict[int, list[int]] = {}
    for k, parent in enumerate(parents, 1):
        below.setdefault(parent, []).append(k)
    alike: dict[tuple[int, int], list[int]] = {}
    for k in range(size):
        children = tuple(below.get(k, ()))
        player = data.draw(st.sampled_from((0, 1, CHANCE))) if children else None
        nodes.append({"player": player, "children": children})
        if player in (0, 1) and children:
            alike.setdefault((player, len(children)), []).append(k)
    names = {}
    for (player, ways), members in alike.items():
        for k in members:
            names[k] = f"set {player}.{ways}.{data.draw(st.integers(0, 2))}"
    made = [
        TreePosition(
            node["player"],  # type: ignore[arg-type]
            names.get(k, ""),
            tuple(f"a{c}" for c in node["children"]),  # type: ignore[attr-defined]
            node["children"],  # type: ignore[arg-type]
            tuple(Fraction(1, len(node["children"])) for _ in node["children"]) if node["player"] == CHANCE else (),  # type: ignore[arg-type, attr-defined]
            (Fraction(0), Fraction(0)),
        )
        for k, node in enumerate(nodes)
    ]
    return GameTree(("us", "nk"), tuple(made))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_trees_are_tidy(data: st.DataObject) -> None:
    # Reingold and Tilford 1981: nodes of a level stand apart, parents in the middle above their children, no branches
    # cross. Here the branch to a node runs at its height from its shoulder on.
    game = grown(data, 60)
    layout = placed(game)
    spots = layout.spots
    assert set(spots) == set(range(len(game.nodes)))
    for one, two in combinations(sorted(spots), 2):
        if abs(spots[one][0] - spots[two][0]) < 0.2:
            assert abs(spots[one][1] - spots[two][1]) > 0.2
    for k, node in enumerate(game.nodes):
        if node.children:
            heights = [spots[child][1] for child in node.children]
            assert heights == sorted(heights, reverse=True)
            assert spots[k][1] == pytest.approx((heights[0] + heights[-1]) / 2)
            assert all(spots[k][0] < layout.shoulders[child] <= spots[child][0] for child in node.children)
    level = [(layout.shoulders[k], spots[k][0], spots[k][1]) for k in layout.shoulders]
    for (left, right, high), (first, last, other) in combinations(level, 2):
        assert abs(high - other) > 0.2 or right < first or last < left


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_set_covers_no_node_that_is_not_of_it(data: st.DataObject) -> None:
    game = grown(data, 60)
    layout = placed(game)
    for members in layout.sets.values():
        across = {layout.spots[k][0] for k in members}
        if len(across) > 1:
            continue  # sets that come before each other in turn are no upright shapes
        top, bottom = layout.spots[members[0]][1], layout.spots[members[-1]][1]
        foreign = layout.spots.keys() - set(members)
        assert not [
            k for k in foreign if abs(layout.spots[k][0] - min(across)) < 0.12 and bottom <= layout.spots[k][1] <= top
        ]


def test_large_trees_are_folded_where_play_does_not_get_to() -> None:
    ways = ", ".join(
        f"a{k}: {{player: nk, infoset: i{k}, actions: {{b: {{payoffs: [{k}, 1]}}, c: {{payoffs: [0, 0]}}}}}}"
        for k in range(80)
    )
    text = (
        f"format: 1\nkind: tree\ntitle: T\nplayers: {{us: {{}}, nk: {{}}}}\ntree: {{player: us, actions: {{{ways}}}}}\n"
    )
    figure, solution = drawn("large", text)
    assert len(solution.game.nodes) == 241 > MOST_NODES
    folded = texts(figure).count("2 nodes")
    assert folded == 79  # all but the way that is played
    assert "(79, 1)" in texts(figure)


def test_what_would_be_played_off_the_path_is_dashed() -> None:
    scenario = load("beer-quiche")
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    solution = tree_nash(game)
    figure = game_tree(scenario, solution)
    unreached = set(game.infosets) - solution.equilibria[0].profile.reached
    assert unreached
    assert "dashed where play does not get to" in above(figure)
    thick = [line for line in figure.axes[0].lines if line.get_linestyle() == "--"]
    planned = [
        p
        for k, node in enumerate(game.nodes)
        if node.infoset in unreached
        for p in solution.equilibria[0].profile.shares(k)
        if p
    ]
    assert len(thick) == len(planned)


def kuhn() -> str:
    """Kuhn's poker (1950) with three cards: bet or check, and after a bet call or fold."""

    def end(one: int, two: int, stake: int) -> dict[str, object]:
        return {"payoffs": [stake, -stake] if one > two else [-stake, stake]}

    deals: dict[str, object] = {}
    for one, two in permutations((1, 2, 3), 2):
        folds, showdown = {"payoffs": [-1, 1]}, end(one, two, 2)
        back = {"player": "us", "infoset": f"holds {one}, bet to", "actions": {"call": showdown, "fold": folds}}
        quiet = {"player": "nk", "infoset": f"holds {two}, check", "actions": {"bet": back, "check": end(one, two, 1)}}
        called = {
            "player": "nk",
            "infoset": f"holds {two}, bet",
            "actions": {"call": showdown, "fold": {"payoffs": [1, -1]}},
        }
        first = {"player": "us", "infoset": f"holds {one}", "actions": {"bet": called, "check": quiet}}
        deals[f"{one} and {two}"] = {"probability": "1/6", "then": first}
    data = {"format": 1, "kind": "tree", "title": "Kuhn", "players": {"us": {}, "nk": {}}, "tree": {"chance": deals}}
    return yaml.safe_dump(data, sort_keys=False)


def test_a_tree_with_many_sets_in_one_column_can_be_read() -> None:
    figure, solution = drawn("kuhn", kuhn())
    assert float(solution.equilibria[0].payoffs[0]) == pytest.approx(-1 / 18)  # Kuhn 1950
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_a_commitment_is_drawn_with_what_is_announced_thick_and_dashed_where_nothing_gets_to() -> None:
    """Schelling's burnt bridge: the threat to fight keeps the entrant out, and is never carried out."""
    figure = styled(seen("textbook/entry-deterrence-commitment", "stackelberg").picture())
    told = " ".join(figure.texts[1].get_text().split())
    assert "thick: what Incumbent announces, and how Entrant replies, dashed where play does not get to" in told
    bold = {text.get_text() for text in figure.axes[0].texts if text.get_fontweight() == "bold"}
    assert bold == {"stay out", "fight"}
