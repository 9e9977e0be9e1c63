"""Answers on one screen of random games: they fit, and what they say is so."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.api.result import Result
from sim.engine.solve import solve
from sim.games.tree.game_tree import CHANCE, GameTree
from sim.scenario.load import load
from sim.show.matrix.brief_nash import margin_words
from sim.show.shown import shown
from sim.show.text.blocks import as_text
from sim.show.text.words import number
from tests.engine.matrix.test_bimatrix import games
from tests.engine.tree.test_listed_once import small_trees
from tests.show.briefs import check_brief

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

F = Fraction
HEAD: dict[str, Any] = {"format": 1, "title": "t"}


def as_scenario(data: dict[str, Any]) -> Scenario:
    """A scenario from plain data; JSON is YAML."""
    return load("t.yaml", text=json.dumps(HEAD | data))


def matrix(row: Any, column: Any, patience: float | None = None) -> Scenario:
    """A matrix game; with patience it is played again and again."""
    more: dict[str, Any] = {} if patience is None else {"repeat": {"rounds": "infinite"}}
    own = {} if patience is None else {"patience": patience}
    return as_scenario(
        {
            "kind": "matrix",
            "players": {
                "a": {"name": "Ann", "actions": [f"r{i}" for i in range(len(row))], **own},
                "b": {"name": "Bob", "actions": [f"c{j}" for j in range(len(row[0]))], **own},
            },
            "payoffs": [
                [[int(x), int(y)] for x, y in zip(*rows, strict=True)] for rows in zip(row, column, strict=True)
            ],
            **more,
        }
    )


def tree(game: GameTree) -> Scenario:
    """A game tree as a file would have it."""

    def node(k: int) -> dict[str, Any]:
        at = game.nodes[k]
        if at.player is None:
            return {"payoffs": [int(v) for v in at.payoffs]}
        below = zip(at.actions, at.children, strict=True)
        if at.player == CHANCE:
            return {
                "chance": {
                    action: {"probability": str(p), "then": node(child)}
                    for (action, child), p in zip(below, at.chances, strict=True)
                }
            }
        moves = {action: node(child) for action, child in below}
        return {"player": "ab"[at.player], "infoset": at.infoset, "actions": moves}

    players = {"a": {"name": "Ann"}, "b": {"name": "Bob"}}
    return as_scenario({"kind": "tree", "players": players, "tree": node(0)})


def check(scenario: Scenario, concept: str, lines: int = 40) -> None:
    solution = solve(scenario, concept)
    view = shown(scenario, solution)
    check_brief(Result(scenario, solution).brief, as_text(view.story()), view.document(), lines)


@settings(deadline=None, max_examples=40)
@given(games())
def test_equilibria_of_a_matrix_game(game: tuple[Any, Any]) -> None:
    check(matrix(*game), "nash", 25)


@settings(deadline=None, max_examples=10)
@given(games(3), st.sampled_from((0.3, 0.6, 0.9)))
def test_outcomes_of_a_repeated_game(game: tuple[Any, Any], patience: float) -> None:
    check(matrix(*game, patience), "repeated")


@settings(deadline=None, max_examples=15)
@given(small_trees(), st.sampled_from(("pbe", "subgame-perfect", "nash", "bayes-nash")))
def test_equilibria_of_a_tree(game: GameTree, concept: str) -> None:
    check(tree(game), concept)


@settings(deadline=None, max_examples=60)
@given(games())
def test_the_nearest_other_choice_of_the_only_equilibrium_in_pure_actions(game: tuple[Any, Any]) -> None:
    # By hand: what each side loses at the equilibrium by its best other action; the least of both is told.
    scenario = matrix(*game)
    solution: Any = solve(scenario, "nash")
    told = margin_words(scenario, solution)
    found = solution.result.equilibria
    if len(found) != 1 or not found[0].pure or not solution.complete:
        return
    (row, column), (i, j) = game, (side.index(1) for side in found[0].strategies)
    losses = [row[i][j] - row[k][j] for k in range(len(row)) if k != i]
    losses += [column[i][j] - column[i][k] for k in range(len(row[0])) if k != j]
    if not losses:
        assert told == []
    elif min(losses) == 0:
        assert told[0].startswith("By a hair: ")
    else:
        assert told[0].endswith(f" {number(F(min(losses)))}.")
