"""What a rehearsal pays, worked out anew from the moves in its document and the games of the engine, kind by kind."""

import json
from fractions import Fraction
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.engine.repeated.dilemma import dilemma
from sim.games.concessions.rounds import from_concessions
from sim.games.hidden.hidden_game import from_hidden
from sim.games.issues.issues_game import from_issues
from sim.games.matrix.strategic_form import from_matrix
from sim.games.offers.offers_game import from_offers
from sim.games.tree.game_tree import GameTree, from_tree
from sim.scenario.load import load


def rehearsed(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["class", *words, "--json"])
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def moves_of(match: dict[str, Any], ids: list[str]) -> list[tuple[str, str]]:
    return [tuple(turn["moves"].get(i, "") for i in ids) for turn in match["turns"]]  # type: ignore[misc]


def ends_of(name: str, settings: dict[str, str] | None = None, people: str = "9") -> tuple[list[str], list[Any]]:
    """Players and matches of a rehearsal of one scenario."""
    options = [f"--set={key}={value}" for key, value in (settings or {}).items()]
    document = rehearsed(name, "--rehearse", people, "--rounds", "2", *options)
    return document["parts"][0]["players"], document["matches"]


def test_a_matrix_pays_what_its_cells_say() -> None:
    form = from_matrix(load("chicken"))
    ids, matches = ends_of("chicken")
    for match in matches:
        ((one, two),) = moves_of(match, ids)
        i, j = form.actions[0].index(one), form.actions[1].index(two)
        assert list(match["payoffs"].values()) == [form.row[i][j], form.column[i][j]]


def test_a_dilemma_without_end_pays_discounted_rounds_and_defection_from_then_on() -> None:
    """The value of a stream is (1 - d) times the sum of d^t u(t); after the last round both defect."""
    scenario = load("repeated-prisoners-dilemma")
    form, found = from_matrix(scenario), dilemma(from_matrix(scenario))
    assert found is not None
    worst = [form.row[found.actions[0][1]][found.actions[1][1]], form.column[found.actions[0][1]][found.actions[1][1]]]
    ids, matches = ends_of("repeated-prisoners-dilemma")
    for match in matches:
        rounds = [(form.actions[0].index(one), form.actions[1].index(two)) for one, two in moves_of(match, ids)]
        for side, table in enumerate((form.row, form.column)):
            d = scenario.players[side].patience
            assert d is not None
            stream = sum(((1 - d) * d**t * table[i][j] for t, (i, j) in enumerate(rounds)), Fraction(0))
            worth = stream + d ** len(rounds) * worst[side]
            assert match["payoffs"][ids[side]] == pytest.approx(float(worth), abs=1e-9)


@pytest.mark.parametrize("name", ["ultimatum", "centipede", "beer-quiche", "stripped-down-poker", "covert-production"])
def test_a_tree_pays_what_stands_at_the_end_of_the_path(name: str) -> None:
    scenario = load(name)
    game: GameTree = from_hidden(scenario).tree if scenario.variants else from_tree(scenario)
    ids, matches = ends_of(name)
    for match in matches:
        node = game.nodes[0]
        for turn in match["turns"]:
            label = turn["chance"] if turn["chance"] is not None else next(iter(turn["moves"].values()))
            node = game.nodes[node.children[node.actions.index(label)]]
        assert node.player is None
        assert [match["payoffs"][i] for i in ids] == [float(p) for p in node.payoffs]


def test_offers_pay_the_share_as_late_as_it_is_agreed() -> None:
    game = from_offers(load("alternating-offers"))
    ids, matches = ends_of("alternating-offers")
    agreed = 0
    for match in matches:
        *_, asked, answer = match["turns"]
        if answer["moves"].get(ids[0]) != "accept" and answer["moves"].get(ids[1]) != "accept":
            continue
        agreed += 1
        (proposer, demand), t = next(iter(asked["moves"].items())), asked["round"] - 1
        for side, player in enumerate(ids):
            share = Fraction(demand) if player == proposer else game.surplus - Fraction(demand)
            assert match["payoffs"][player] == pytest.approx(float(game.discount[side] ** t * share))
    assert agreed


def test_a_price_that_is_taken_pays_as_late_as_it_is_taken_and_one_that_is_not_pays_nothing() -> None:
    """The seller gets the price, the buyer its value less the price, and both 0.9 of that in the second round."""
    ids, matches = ends_of("coase")
    traded = 0
    for match in matches:
        draw, *turns = match["turns"]
        value = Fraction(draw["chance"].removeprefix("value "))
        assert value in {Fraction(k, 100) for k in range(1, 101)}
        price, t = Fraction(turns[-2]["moves"][ids[0]]), turns[-1]["round"] - 1
        if turns[-1]["moves"][ids[1]] == "take":
            traded += 1
            paid = [Fraction(9, 10) ** t * price, Fraction(9, 10) ** t * (value - price)]
        else:
            assert t == 1
            paid = [Fraction(0), Fraction(0)]
        assert [match["payoffs"][i] for i in ids] == pytest.approx([float(p) for p in paid])
    assert traded > 0


def test_demands_at_the_deadline_pay_what_was_demanded_if_there_is_enough() -> None:
    game = from_offers(load("deadline-demands"))
    ids, matches = ends_of("deadline-demands")
    one, more = ends_of("deadline-demands", {"rounds": "1"})
    assert one == ids
    enough = set()
    for match in [*matches, *more]:
        moves = match["turns"][-1]["moves"]
        if len(moves) == 1:
            assert moves == {ids[1]: "accept"}
            asked = float(Fraction(match["turns"][-2]["moves"][ids[0]]))
            assert list(match["payoffs"].values()) == pytest.approx([asked, 1 - asked])
            continue
        demands = [Fraction(moves[i]) for i in ids]
        t = match["turns"][-1]["round"] - 1
        fits = sum(demands) <= game.surplus
        enough.add(fits)
        paid = [
            d**t * x if fits else d ** (t + 1) * o for d, x, o in zip(game.discount, demands, game.outside, strict=True)
        ]
        assert [match["payoffs"][i] for i in ids] == pytest.approx([float(p) for p in paid])
    assert enough == {True, False}


def test_a_package_pays_its_points_as_late_as_it_is_agreed() -> None:
    game = from_issues(load("job-offer"))
    assert game.offers is not None
    assert game.discount is not None
    ids, matches = ends_of("job-offer")
    agreed = 0
    for match in matches:
        *before, answer = match["turns"]
        if "accept" not in answer["moves"].values():
            continue
        agreed += 1
        typed, t = next(iter(before[-1]["moves"].values())), answer["round"] - 1
        chosen = dict(pair.split("=") for pair in typed.split("+"))
        package = [game.options[k].index(chosen[issue]) for k, issue in enumerate(game.issues)]
        for side, player in enumerate(ids):
            assert match["payoffs"][player] == pytest.approx(float(game.discount[side] ** t * game.pays(package)[side]))
    assert agreed


def test_concessions_pay_each_round_and_what_stands_for_ever() -> None:
    """Action for action: a walk through the compiled game by its own rules, without the table at which people sit."""
    game = from_concessions(load("action-for-action"))
    ids, matches = ends_of("action-for-action", people="40")  # bots that err as people seldom get to the end
    whole = 0
    for match in matches:
        worth, t, p, k = [0.0, 0.0], 0, 0, 0
        for turn in match["turns"]:
            phase = game.phases(t)[p]
            node = phase.nodes[k]
            i, j = (node.actions[s].index(turn["moves"].get(ids[s], "")) for s in (0, 1))
            outcome = phase.outcomes[node.cells[i][j]]
            if not phase.closes_round:
                p, k = p + 1, outcome.successor
                continue
            rate = [float(d) for d in game.rates]
            worth = [w + (1 - d) * d**t * float(u) for w, d, u in zip(worth, rate, outcome.reward, strict=True)]
            if turn["chance"] is not None:
                break
            t, p, k = t + 1, 0, outcome.successor
        else:
            if game.horizon is not None and t == game.horizon:
                whole += 1
                worth = [w + d**t * float(u) for w, d, u in zip(worth, rate, game.final[k], strict=True)]
                assert [match["payoffs"][i] for i in ids] == pytest.approx(worth, abs=1e-9)
    assert whole


def test_a_seat_is_paid_what_its_matches_pay_and_every_answer_is_counted() -> None:
    document = rehearsed("ultimatum", "chicken", "--rehearse", "31", "--rounds", "3", "--seed", "4")
    total = dict.fromkeys(document["payoffs"], 0.0)
    for match in document["matches"]:
        for player, seat in match["seats"].items():
            if seat is not None:
                total[str(seat)] += match["payoffs"][player]
    assert total == pytest.approx(document["payoffs"])
    assert (document["participants"], document["rounds"], document["lost"]) == (31, 3, 0)
    assert len(document["matches"]) == 2 * 3 * 16
    assert document["records"] == {"written": 96, "read": 96, "folder": None}
    assert document["decisions"] == document["decisions_by"]["person"] == 2 * 3 * 31
    assert document["decisions_by"]["agent"] == 2 * 3
