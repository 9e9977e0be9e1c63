"""Gambit's files read by Gambit 17 and by us: both find the same game, or both refuse; and it reads what we write."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from fractions import Fraction
from random import Random

import pygambit
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import CHANCE, GameTree
from sim.scenario.foreign.gambit import from_gambit
from sim.scenario.load import load
from sim.show.gambit import export
from tests.peers.gambit import tables

F = Fraction
Game = list[tuple[object, ...]] | tuple[list[list[Fraction]], list[list[Fraction]]]

DEAL = """EFG 2 R "deal" { "A" "B" }
"a comment"

c "" 1 "deal" { "k" 1/2 "q" .5 } 0
p "n" 1 1 "K" { "raise" "pass" } 4 "ante" { -1, 2 }
p "" 2 1 "seen" { "call" "fold" } 0
t "" 1 "win" { 2, -2 }
t "" 2 "" { 1 -1 }
t "" 3 "o" { -1, 1.5 }
p "" 1 2 "Q" { "raise" "pass" } 0
p "" 2 1 0
t "" 5 "x" { 1e1, 2E-1 }
t "" 2
t "" 0
"""
QUOTES = (
    r'EFG 2 D "u" { "A" "B" } p "" 1 1 "" { "a" "b" "c" } 0 t "" 1 "" { 3, 1 }'
    r' p "" 2 7 "s\"q" { "a" } 0 t "" 1 t "" 2 "" { 5/3, 0 }'
)
SIZES = 'NFG 1 R "t" { "A" "B" } { 2 3 }\n\n1 1 0 0 2/3 2 -3 .5 1e1 0 1 2\n'
LABELS = 'NFG 1 D "t" { "A" "B" } { { "a" "b" } { "c" "d" } } "comment"\n1 1 0 0 2 2 3 3'
OUTCOMES = 'NFG 1 R "t" { "A" "B" } { { "a" "b" } { "c" "d" } } ""\n{ { "x" 1, 2 } { "y" 3 4 } { "z" 0, .5 } }\n1 2 0 3'
SEEDS = (DEAL, QUOTES, SIZES, LABELS, OUTCOMES)

PIECES = re.compile(r'"[^"]*"|[{},]|[^\s{},"]+|\s+')
WORDS = '{ } , " "" "a" "b" {} (1) x p c t 0 1 2 3 5 7 - . / e 1/2 0.5 -1 +1 1e2 1. .5'
BITS = (*WORDS.split(), " ", "\n", "\r", "\t", "\\", "{ 1, 2 }", 't "" 0')

STRICTER = {
    # More than Gambit refuses, because it would have to be guessed what is meant.
    "text after the tree, which Gambit does not look at": "expected the end of the file behind the game",
    "numbers that touch the next word, as in 1-1 and 0t, or have no digits, as -": "write it as 1/2",
    "numbers of players, sets and outcomes such as 1.5, of which Gambit takes what is whole": "a whole number",
    "games that are not of two players": "a game of two players",
    "a version that touches the next word, as in 1R": "expected version",
}
KINDER = (
    # Less than Gambit refuses: labels say how things are called, and older versions of Gambit wrote such ones.
    "Invalid label",
    "label must be unique",
    "reserved chance player label",
)


def mutant(text: str, draw: Random) -> str:
    """A text with one to three pieces or letters left out, exchanged, repeated or replaced."""
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        pieces = PIECES.findall(text) if draw.random() < 0.5 else list(text)
        if not pieces:
            return text
        i, j = draw.randrange(len(pieces)), draw.randrange(len(pieces))
        match draw.randrange(5):
            case 0:
                del pieces[i]
            case 1:
                pieces[i], pieces[j] = pieces[j], pieces[i]
            case 2:
                pieces.insert(i, pieces[j])
            case 3:
                pieces.insert(i, draw.choice(BITS))
            case 4:
                pieces[i] = draw.choice(BITS)
        text = "".join(pieces)
    return text


def theirs(text: str) -> tuple[Game | None, str]:
    """The game that Gambit reads, or what it says against it."""
    raw = io.BytesIO(text.encode())
    try:
        if "EFG" in text[:8]:
            return written_out(pygambit.read_efg(raw).to_efg()), ""
        return tables(pygambit.read_nfg(raw)), ""
    except (ValueError, ArithmeticError) as error:  # as for the payoff '-', which it reads and cannot give a value
        return None, str(error)


def written_out(text: str) -> Game:
    """Nodes of a tree as Gambit writes it: a line for each, and all that belongs to a node stated in its line."""
    found: Game = []
    open_: list[tuple[int, tuple[Fraction, Fraction]]] = []
    for line in text.splitlines():
        if not re.match('[pct] "', line):
            continue
        words = re.findall(r'"(?:[^"\\]|\\.)*"|[{},]|[^\s{},"]+', line)
        paid = open_[-1][1] if open_ else (F(0), F(0))
        if open_:
            left, before = open_.pop()
            open_ += [(left - 1, before)] if left > 1 else []
        at, actions = 2, []
        if words[0] != "t":
            start = words.index("{")
            at = words.index("}", start) + 1
            actions = words[start + 1 : at - 1]
        if words[at] != "0":
            one, two = (F(word) for word in words[at + 3 : -1] if word != ",")
            paid = paid[0] + one, paid[1] + two
        if words[0] == "t":
            found.append(("end", paid))
        elif words[0] == "c":
            found.append(("chance", [F(word) for word in actions[1::2]]))
            open_.append((len(actions) // 2, paid))
        else:
            found.append((int(words[2]) - 1, int(words[3]), len(actions)))
            open_.append((len(actions), paid))
    return found


def ours(text: str) -> tuple[Game | None, str]:
    """The game that we read, by way of a scenario file that passes every check, or what we say against it."""
    try:
        file = from_gambit("f", text)
    except ScenarioError as error:
        return None, str(error)
    game = compile_scenario(load("f", text=file))
    if isinstance(game, StrategicForm):
        return ([*map(list, game.row)], [*map(list, game.column)]), ""
    assert isinstance(game, GameTree)
    number: dict[str, int] = {}
    counts = [0, 0]
    found: Game = []
    for node in game.nodes:
        if node.player is None:
            found.append(("end", node.payoffs))
        elif node.player == CHANCE:
            found.append(("chance", list(node.chances)))
        else:
            if node.infoset not in number:
                counts[node.player] += 1
                number[node.infoset] = counts[node.player]
            found.append((node.player, number[node.infoset], len(node.actions)))
    return found, ""


@pytest.mark.parametrize("text", SEEDS)
def test_what_is_well_formed_is_the_same_game_to_both(text: str) -> None:
    assert ours(text)[0] is not None
    assert ours(text) == theirs(text)


def test_mutants_are_the_same_game_to_both_or_refused_by_both() -> None:
    draw = Random(14)
    met: Counter[str] = Counter()
    for _ in range(3000):
        text = mutant(draw.choice(SEEDS), draw)
        if re.search(r"\d{4}|[eE][-+]?\d{3}", text):
            continue  # Gambit makes what it is told to make, however large
        (found, no), (expected, why) = ours(text), theirs(text)
        if found is not None and expected is not None:
            assert found == expected, text
            met["same"] += 1
        elif expected is not None:
            assert any(re.search(sign, no) for sign in STRICTER.values()), (text, no)
            met["stricter"] += 1
        elif found is not None:
            assert any(sign in why for sign in KINDER), (text, why)
            met["kinder"] += 1
        else:
            met["refused"] += 1
            assert re.match(r"f:\d+:\d+: ", no), no
    assert met["same"] > 300
    assert met["refused"] > 1000
    assert met["stricter"] < 200


WIDE = "\N{FULLWIDTH REVERSE SOLIDUS}"
LABEL = st.text(st.sampled_from('aA1 \\"\t\n{},\u00a0\u2003é한' + WIDE), min_size=1, max_size=8).filter(str.strip)


def quoted(label: str) -> str:
    return json.dumps(label)


@settings(max_examples=100, deadline=None)
@given(st.lists(LABEL, min_size=2, max_size=4, unique=True), st.lists(LABEL, min_size=3, max_size=3, unique=True))
@example(["a\\", "a" + WIDE], ["x", "x  y", "x y"])
@example(['"', '\\"'], ["Chance", "b", "c"])
@example(["\\\\", "a\\\\b", "a\\b"], ["a", " a", "a "])
def test_whatever_a_label_holds_both_read_what_is_written_and_no_two_are_alike(
    own: list[str], names: list[str]
) -> None:
    one, two, place = names
    ends = ", ".join(f"{quoted(label)}: {{payoffs: [{k}, {-k}]}}" for k, label in enumerate(own))
    tree = f"{{player: a, infoset: {quoted(place)}, actions: {{{ends}}}}}"
    players = f"{{a: {{name: {quoted(one)}}}, b: {{name: {quoted(two)}}}}}"
    head = f"format: 1\nkind: tree\ntitle: {quoted(place)}\nplayers: {players}\n"
    chance = f"{{chance: {{{quoted(place)}: {{probability: 1, then: {tree}}}}}}}"
    for body in (tree, chance):
        scenario = load("f", text=f"{head}tree: {body}\n")
        game = compile_scenario(scenario)
        assert isinstance(game, GameTree)
        text = export(scenario, game, ".efg").text
        peer = pygambit.read_efg(io.StringIO(text))
        again = load("f", text=from_gambit("f", text))
        back = compile_scenario(again)
        assert isinstance(back, GameTree)
        assert [p.name for p in again.players] == list(peer.players)
        (at,) = back.infosets
        (((_, chances),), _) = peer.mixed_behavior_profile(rational=True)
        assert list(back.actions(at)) == [action for action, _ in chances]
        assert len(set(back.actions(at))) == len(own)
        assert [node.payoffs for node in back.nodes] == [node.payoffs for node in game.nodes]
