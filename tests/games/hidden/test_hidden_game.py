"""Trees of games with hidden information: who can tell what apart, and what each way of play pays."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import GameTooLargeError
from sim.games.hidden.hidden_game import HiddenGame, fakes_fit, from_hidden
from sim.games.tree.game_tree import CHANCE
from sim.scenario.load import load
from sim.scenario.scenario import Concessions, Scenario

F = Fraction
GAME = """format: 1
title: t
players: {{us: {{name: US, patience: 0.5}}, nk: {{name: NK, patience: 0.75}}}}
parameters: {{cost: 1}}
status_quo: {{us: -3, nk: -2}}
concessions:
  us: [{{id: a, effect: {{us: -1, nk: 2}}, reversible: true}}]
  nk:
    - {{id: b, effect: {{us: 2, nk: -cost}}, once: {{nk: -1}}, verification: {q}}}
    - {{id: c, effect: {{us: 4, nk: -2 * cost}}, after: [us.a], verification: 1/2}}
agreement: {{us: 1, nk: 5}}
breakdown: {{payoff: {{us: -7, nk: -8}}, hazard: {hazard}, keeps: {keeps}, stalls: {stalls}}}
on_discovery: {then}
moves: {moves}
actions: {actions}
horizon: {horizon}
{types}
"""
TYPES = "types: {nk: {soft: {probability: 1/4}, hard: {probability: 3/4, set: {cost: 3}}}}"


def game(**changes: str) -> tuple[Scenario, HiddenGame]:
    given_ = {
        "q": "1/3",
        "hazard": "0",
        "then": "snapback",
        "moves": "alternating",
        "horizon": "3",
        "types": "",
        "keeps": "irreversible",
        "stalls": "without_progress",
    }
    given_ |= {"actions": "[concede, hold_out]"} | changes
    scenario = load("t", text=GAME.format(**given_))
    return scenario, from_hidden(scenario)


SHAPES = st.fixed_dictionaries(
    {
        "q": st.sampled_from(["0", "1/3", "1"]),
        "hazard": st.sampled_from(["0", "1/4", "1"]),
        "then": st.sampled_from(["snapback", "breakdown"]),
        "keeps": st.sampled_from(["irreversible", "nothing", "all"]),
        "stalls": st.sampled_from(["without_progress", "without_change"]),
        "moves": st.sampled_from(["simultaneous", "alternating", "sequential"]),
        "horizon": st.sampled_from(["1", "2", "3"]),
        "types": st.sampled_from(["", TYPES]),
        "actions": st.sampled_from(["[concede, hold_out]", "[concede, hold_out, renege]", "[concede, walk_away]"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(SHAPES)
def test_nobody_forgets_and_nobody_sees_what_is_hidden(shape: dict[str, str]) -> None:
    """Perfect recall (Kuhn 1953); in an information set all nodes show the same, and differ in secrets alone."""
    _, hidden = game(**shape)
    tree = hidden.tree
    tree.check_perfect_recall()
    assert hidden.course is not None
    for members in tree.infosets.values():
        player = tree.nodes[members[0]].player or 0
        shown = {tuple(hidden.course.history(hidden.situations[k].public)) for k in members}
        own = {hidden.secret(k, player) for k in members}
        assert len(shown) == len(own) == 1
        assert len({tree.nodes[k].actions for k in members}) == 1


@settings(max_examples=40, deadline=None)
@given(SHAPES, st.randoms(use_true_random=False))
def test_every_way_of_play_pays_what_the_rules_say(shape: dict[str, str], random: object) -> None:
    """A way is followed down the tree while its rounds are paid by the rules of the format, written out once more."""
    scenario, hidden = game(**shape)
    k, way = 0, []
    while hidden.tree.nodes[k].children:
        node = hidden.tree.nodes[k]
        a = random.randrange(len(node.actions))  # type: ignore[attr-defined]
        way.append((node.player, node.actions[a]))
        k = node.children[a]
    assert hidden.tree.nodes[k].payoffs == _paid(scenario, way)


def _paid(scenario: Scenario, way: list[tuple[int | None, str]]) -> tuple[Fraction, Fraction]:
    """Discounted averages by the rules: a fake counts for prerequisites and the agreement and has no effect."""
    if scenario.variants:
        chosen = way.pop(0)[1]
        scenario = scenario.variants[0][[t.id for t in scenario.types[1]].index(chosen)]
    rules = scenario.game
    assert isinstance(rules, Concessions)
    standing, faked, paid, t = [0, 0], set[int](), [F(0), F(0)], 0
    discount = [p.patience or F(0) for p in scenario.players]

    def now() -> list[Fraction]:
        real = [(0, k) for k in range(standing[0])] + [(1, k) for k in range(standing[1]) if k not in faked]
        complete = standing == [1, 2]
        return [
            rules.status_quo[p]
            + sum(rules.ladders[who][k].effect[p] for who, k in real)
            + (rules.agreement[p] if complete else 0)
            for p in (0, 1)
        ]

    def broken() -> list[Fraction]:
        """After a breakdown: what nobody can take back, which is the second player's, or all; of fakes nothing."""
        real = [(0, k) for k in range(standing[0])] + [(1, k) for k in range(standing[1]) if k not in faked]
        kept = {"nothing": [], "all": real}.get(rules.keeps, [(who, k) for who, k in real if who == 1])
        return [rules.breakdown[p] + sum(rules.ladders[who][k].effect[p] for who, k in kept) for p in (0, 1)]

    def for_ever(each: list[Fraction]) -> tuple[Fraction, Fraction]:
        one, two = (paid[p] + discount[p] ** t * each[p] for p in (0, 1))
        return one, two

    left = list(way)
    while t < (rules.horizon or 0):
        before, once = (list(standing), set(faked)), [F(0), F(0)]
        movers = {"simultaneous": (0, 1), "sequential": (0, 1), "alternating": (t % 2,)}[rules.moves]
        seen, walked = list(standing), False
        for p in movers:
            sight = list(standing) if rules.moves == "sequential" else seen
            action = _next_action(rules, sight, p, left)
            if action == "walk_away":
                walked = True
                if rules.moves == "sequential":
                    break
            if action in ("concede", "fake"):
                step = rules.ladders[p][sight[p]]
                once = [a + b for a, b in zip(once, step.once if action == "concede" else (F(0), F(0)), strict=True)]
                faked |= {sight[p]} if action == "fake" else set()
                standing[p] += 1
            if action == "renege":
                standing[p] = 0
        if walked:
            if rules.moves == "simultaneous":
                standing, faked = before
            elif rules.keeps != "nothing":
                paid = [v + (1 - d) * d**t * o for v, d, o in zip(paid, discount, once, strict=True)]
            return for_ever(broken())
        pays = now()
        for p in (0, 1):
            paid[p] += (1 - discount[p]) * discount[p] ** t * (pays[p] + once[p])
        t += 1
        hidden_now = F(1)
        for k in faked:
            hidden_now *= 1 - (rules.ladders[1][k].verification or F(0))
        if _happens(1 - hidden_now, "fake is discovered", left):
            if rules.on_discovery == "breakdown":
                return for_ever(broken())
            standing[0] = 0
            real = [k for k in range(standing[1]) if k not in faked]
            return for_ever([rules.status_quo[p] + sum(rules.ladders[1][k].effect[p] for k in real) for p in (0, 1)])
        still = before == (standing, faked)
        if rules.stalls == "without_progress":
            still = standing[0] <= before[0][0] and standing[1] <= before[0][1]
        stalled = still and standing != [1, 2]
        if stalled and _happens(rules.hazard, "talks break down", left):
            return for_ever(broken())
    return for_ever(now())


def _next_action(rules: Concessions, sight: list[int], player: int, left: list[tuple[int | None, str]]) -> str:
    """The player's choice from the way, or the only one there is, for which a tree has no node."""
    ladder = rules.ladders[player]
    k = sight[player]
    may = k < len(ladder) and all(sight[who] > step for who, step in ladder[k].after)
    complete = sight == [1, 2]
    open_ = {
        "concede": may,
        "fake": may and ladder[k].verification is not None if k < len(ladder) else False,
        "hold_out": "hold_out" in rules.actions,
        "walk_away": "walk_away" in rules.actions and not complete,
        "renege": "renege" in rules.actions and player == 0 and sight[0] == 1,
    }
    ways = [a for a, is_open in open_.items() if is_open] or ["hold_out"]
    if len(ways) == 1:
        return ways[0]
    who, action = left.pop(0)
    assert who == player
    assert action in ways
    return action


def _happens(chance: Fraction, label: str, left: list[tuple[int | None, str]]) -> bool:
    if chance in (0, 1):
        return chance == 1
    who, found = left.pop(0)
    assert who == CHANCE
    return found == label


def test_a_matrix_game_with_types_hides_the_type_and_the_choice() -> None:
    text = """format: 1
kind: matrix
title: t
parameters: {x: 2, y: 1}
players: {us: {name: US, actions: [a, b]}, nk: {name: NK, actions: [c, d]}}
payoffs: [[[x, y], [0, 3]], [[4, 5], [6, 7]]]
types: {us: {p: {probability: 1/3}, q: {probability: 2/3, set: {x: 9}}},
        nk: {r: {probability: 1/4}, s: {probability: 3/4, set: {y: 8}}}}
"""
    hidden = from_hidden(load("t", text=text))
    assert hidden.tree.nodes[0].actions == ("p/r", "p/s", "q/r", "q/s")
    assert hidden.tree.nodes[0].chances == (F(1, 12), F(1, 4), F(1, 6), F(1, 2))
    assert {name: len(members) for name, members in hidden.tree.infosets.items()} == {
        "us p": 2,
        "us q": 2,
        "nk r": 4,
        "nk s": 4,
    }
    first = {hidden.tree.nodes[k].actions: k for k in hidden.tree.infosets["us q"]}
    assert first
    paid = {node.payoffs for node in hidden.tree.nodes if node.player is None}
    assert {(F(2), F(1)), (F(9), F(8)), (F(2), F(8)), (F(9), F(1))} <= paid


def test_a_tree_with_types_is_the_tree_with_chance_written_out() -> None:
    """Beer and quiche (Cho and Kreps 1987), with the type as a type and as a move of chance."""
    head, _, rest = load("beer-quiche").text.partition("tree:\n")
    del rest
    short = (
        head
        + """  {player: stranger, infoset: breakfast, actions: {
    beer: {player: bully, infoset: sees beer,
      actions: {fight: {payoffs: [likes_beer, is_weak]}, leave: {payoffs: [2 + likes_beer, 1 - is_weak]}}},
    quiche: {player: bully, infoset: sees quiche,
      actions: {fight: {payoffs: [1 - likes_beer, is_weak]}, leave: {payoffs: [3 - likes_beer, 1 - is_weak]}}}}}
types: {stranger: {strong: {probability: strong},
                   weak: {probability: 1 - strong, set: {likes_beer: 0, is_weak: 1}}}}
"""
    )
    short = short.replace("parameters:\n", "parameters:\n  likes_beer: 1\n  is_weak: 0\n")
    short = short.replace("  {player", "tree: {player", 1)
    from sim.games import compile_scenario
    from sim.games.tree.game_tree import GameTree

    written = compile_scenario(load("beer-quiche"))
    assert isinstance(written, GameTree)
    tree = from_hidden(load("short", text=short)).tree
    assert [(n.player, n.actions, n.chances, n.payoffs) for n in tree.nodes] == [
        (n.player, n.actions, n.chances, n.payoffs) for n in written.nodes
    ]
    assert list(tree.infosets.values()) == list(written.infosets.values())


def test_a_tree_that_is_too_large_says_what_would_fit() -> None:
    with pytest.raises(GameTooLargeError, match="With a horizon of"):
        game(horizon="40", actions="[concede, hold_out, renege]", moves="simultaneous")
    assert not fakes_fit(load("action-for-action"))
    assert fakes_fit(game()[0])
