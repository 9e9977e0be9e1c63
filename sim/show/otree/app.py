"""The files of an oTree app: which scenarios there is one for, and what stands in it."""

from __future__ import annotations

import keyword
import pprint
import re
from importlib.resources import files
from math import ceil, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UnansweredError
from sim.games.matrix.strategic_form import from_matrix
from sim.games.offers.offers_game import from_offers
from sim.scenario.scenario import Matrix, Offers, Tree
from sim.show.text.escapes import in_template

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario, TreeNode

MOST_ACTIONS = 60
"""Choices of a side, most, that a page of an app lists."""

MOST_ROUNDS = 200
"""Rounds, most, of an app of a game without a last round."""

RARELY = 0.001
"""Chance, at most, that a game without a last round would have gone on after the last of its app."""

_SIGNS = str.maketrans("<>&\"'{}\\", "\u2039\u203a+\u201d\u2019()/")

_TAKEN = {"otree", "settings", "tests", "test", "session", "participant", "player", "group", "sim", "_static"}


def app_name(scenario: Scenario) -> str:
    """The name of the app: an identifier of Python made of the file's name, for the package and its address."""
    stem = re.sub(r"[^a-z0-9]+", "_", Path(scenario.file).stem.lower()).strip("_")[:40]
    plain = stem if stem.isidentifier() and not keyword.iskeyword(stem) and stem not in _TAKEN else f"game_{stem}"
    return plain.rstrip("_")


def otree_files(scenario: Scenario) -> dict[str, str]:
    """The files of a project with the scenario as its one app, by path.

    Raises
    ------
    UnansweredError
        If the scenario has what no app can be written for; the message names it.
    """
    game, rounds = _game(scenario)
    name = app_name(scenario)
    app = _file("app.py.txt").replace("__GAME__", pprint.pformat(game, width=110, sort_dicts=False))
    app = app.replace("__NAME__", repr(name)).replace("__ROUNDS__", str(rounds))
    app = app.replace("__SURPLUS__", repr(game.get("surplus", 1.0)))
    return {
        "settings.py": _settings(name),
        "requirements.txt": "otree>=6\n",
        f"{name}/__init__.py": app,
        f"{name}/tests.py": _file("tests.py.txt"),
        f"{name}/Introduction.html": _page(scenario.title, _introduction(scenario, game, rounds)),
        f"{name}/Decide.html": _page("Your choice", "{{ formfields }}\n{{ next_button }}"),
        f"{name}/Answer.html": _page("Your answer", _ANSWER[game["kind"]]),
        f"{name}/Results.html": _page("What came of it", _RESULTS),
        "_static/README.txt": "oTree asks for this folder; pictures and styles of your own go here.\n",
        f"{name}/scenario.yaml": scenario.text,
    }


_ANSWER = {
    "matrix": "",
    "tree": "<p>{{ they }} chose: {{ told }}.</p>\n{{ formfields }}\n{{ next_button }}",
    "offers": "<p>{{ they }} asks for {{ told }}.</p>\n{{ formfields }}\n{{ next_button }}",
}
_RESULTS = "<p>This pays you {{ mine }}, and {{ they }} {{ theirs }}.</p>\n{{ next_button }}"


def _file(name: str) -> str:
    return (files("sim.show.otree") / "files" / name).read_text(encoding="utf-8")


def _settings(name: str) -> str:
    return (
        "SESSION_CONFIGS = [\n"
        f"    dict(name={name!r}, display_name={name!r}, app_sequence=[{name!r}], num_demo_participants=2),\n"
        "]\n"
        "SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.0, participation_fee=0.0)\n"
        "PARTICIPANT_FIELDS = []\nSESSION_FIELDS = []\n"
        'LANGUAGE_CODE = "en"\nREAL_WORLD_CURRENCY_CODE = "USD"\nUSE_POINTS = False\n'
        'ADMIN_USERNAME = "admin"\nfrom os import environ\n\nADMIN_PASSWORD = environ.get("OTREE_ADMIN_PASSWORD")\n'
        'SECRET_KEY = environ.get("OTREE_SECRET_KEY", "set OTREE_SECRET_KEY")\n'
    )


def _page(title: str, content: str) -> str:
    head = f"{{{{ block title }}}}\n{in_template(title)}\n{{{{ endblock }}}}\n"
    return f"{head}{{{{ block content }}}}\n{content}\n{{{{ endblock }}}}\n"


def safe(label: str) -> str:
    """A label with look-alikes of all signs that mean something in a page."""
    return " ".join(label.translate(_SIGNS).split()) or "-"


def _introduction(scenario: Scenario, game: dict[str, Any], rounds: int) -> str:
    parts = [f"<p>{in_template(scenario.summary)}</p>"] if scenario.summary else []
    parts.append("<p>You play {{ me }}. {{ they }} is played by another participant.</p>")
    one, two = map(in_template, game["players"])
    if game["kind"] == "matrix":
        if "goes_on" in game:
            parts.append(f"<p>After each round there is another one with a chance of {game['goes_on']:g}.</p>")
        elif rounds > 1:
            parts.append(f"<p>There are {rounds} rounds.</p>")
        head = "".join(f"<th>{in_template(a)}</th>" for a in game["actions"][1])
        lines = [
            f"<tr><th>{in_template(a)}</th>{''.join(f'<td>{x:g}, {y:g}</td>' for x, y in row)}</tr>"
            for a, row in zip(game["actions"][0], game["payoffs"], strict=True)
        ]
        parts.append(f"<p>{one} chooses a row, {two} a column; in each cell {one} gets the first number.</p>")
        parts.append(f'<table class="table"><tr><th></th>{head}</tr>{"".join(lines)}</table>')
    elif game["kind"] == "tree":
        rows = [
            f"<tr><td>{in_template(action)}</td><td>{in_template(answer)}</td>"
            f"<td>{pays[0]:g}</td><td>{pays[1]:g}</td></tr>"
            for action, then in zip(game["actions"], game["then"], strict=True)
            for answer, pays in zip(then["actions"] or ["-"], then["payoffs"], strict=True)
        ]
        heads = game["players"] if game["first"] == 0 else game["players"][::-1]
        head = "".join(f"<th>{in_template(name)}</th>" for name in heads)
        pays_head = f"<th>{one} gets</th><th>{two} gets</th>"
        parts.append(f'<table class="table"><tr>{head}{pays_head}</tr>{"".join(rows)}</table>')
    else:
        a, b = game["patience"]
        parts.append(
            f"<p>{game['surplus']:g} is to be shared in at most {rounds} rounds. In each, one asks for a share and the "
            f"other accepts or refuses; the two take turns. What comes a round later counts {a:g} times for {one} and "
            f"{b:g} times for {two}.</p>"
        )
    return "\n".join([*parts, "{{ next_button }}"])


def _refused(what: str) -> UnansweredError:
    return UnansweredError(f"no oTree app is written for {what}")


def _game(scenario: Scenario) -> tuple[dict[str, Any], int]:
    """What the app knows of the game, and its rounds."""
    if scenario.variants:
        raise _refused("hidden types")
    names = [safe(player.name) for player in scenario.players]
    match scenario.game:
        case Matrix():
            return _matrix(scenario, names)
        case Tree():
            return _tree(scenario, names), 1
        case Offers():
            return _offers(scenario, names)
    raise _refused(f"scenarios of kind {scenario.kind}")


def _matrix(scenario: Scenario, names: list[str]) -> tuple[dict[str, Any], int]:
    assert isinstance(scenario.game, Matrix)
    form, repeat = from_matrix(scenario), scenario.game.repeat
    if max(form.shape) > MOST_ACTIONS:
        raise _refused(f"more than {MOST_ACTIONS} actions")
    if scenario.leader is not None:
        raise _refused("a side that commits itself ('commit')")
    goes_on = _chance_of_going_on(scenario) if repeat is not None and repeat.rounds is None else 0.0
    rounds = 1 if repeat is None else repeat.rounds or ceil(log(RARELY) / log(goes_on))
    if goes_on and rounds > MOST_ROUNDS:
        raise _refused(
            f"games that go on with a chance of {goes_on:g}: up to {rounds:,} rounds would be needed, and an app "
            f"has at most {MOST_ROUNDS} of them; set a lower patience, or a last round"
        )
    weights = []
    for player in scenario.players:
        powers = [float(player.patience or 0) ** t for t in range(rounds)] if repeat is not None else [1.0]
        weights.append([1.0] * rounds if goes_on else [p / sum(powers) for p in powers])
    cells = [
        [[float(x), float(y)] for x, y in zip(*pair, strict=True)] for pair in zip(form.row, form.column, strict=True)
    ]
    actions = [[safe(a) for a in side] for side in form.actions]
    return {
        "kind": "matrix",
        "players": names,
        "first": 0,
        "actions": actions,
        "payoffs": cells,
        "weights": weights,
        **({"goes_on": goes_on} if goes_on else {}),
    }, rounds


def _chance_of_going_on(scenario: Scenario) -> float:
    """With which chance a round is followed by another: the patience that both players share."""
    one, two = (player.patience or 0 for player in scenario.players)
    if one != two:
        raise _refused(
            "games that are repeated without end by players of different patience: the patience is the chance of "
            "another round there, and that is the same for both; set the same patience, or a last round"
        )
    if not 0 < one < 1:
        raise _refused("games that are repeated without end, unless the patience is more than 0 and less than 1")
    return float(one)


def _tree(scenario: Scenario, names: list[str]) -> dict[str, Any]:
    assert isinstance(scenario.game, Tree)
    nodes = scenario.game.nodes
    root, sets = nodes[0], [node.infoset for node in nodes if node.player is not None]
    if any(node.player is None and node.payoffs is None for node in nodes):
        raise _refused("moves of chance")
    if root.player is None:
        raise _refused("trees in which nobody decides")
    if len(sets) != len(set(sets)):
        raise _refused("information sets of several nodes: who moves second has to see what was done")
    then = [_after(nodes, nodes[branch.to], 1 - root.player) for branch in root.branches]
    actions = [safe(branch.label) for branch in root.branches]
    return {"kind": "tree", "players": names, "first": root.player, "actions": actions, "then": then}


def _after(nodes: tuple[TreeNode, ...], node: TreeNode, second: int) -> dict[str, Any]:
    if node.payoffs is not None:
        return {"actions": [], "payoffs": [[float(v) for v in node.payoffs]]}
    ends = [nodes[branch.to].payoffs for branch in node.branches]
    if node.player != second or any(end is None for end in ends):
        raise _refused("trees of more than a move and an answer by the other side")
    pays = [[float(v) for v in end] for end in ends if end is not None]
    return {"actions": [safe(branch.label) for branch in node.branches], "payoffs": pays}


def _offers(scenario: Scenario, names: list[str]) -> tuple[dict[str, Any], int]:
    game = from_offers(scenario)
    for what, there in (
        ("offers without a last round", game.horizon is None),
        ("leaving when made an offer ('opt_out')", any(each is not None for each in game.opt_out)),
        ("talks that break down by chance ('hazard')", bool(game.hazard)),
        ("payoffs of rounds in between ('meanwhile')", any(game.meanwhile)),
        ("a surplus that changes from round to round", bool(game.by_round)),
        ("a surplus that chance draws", bool(game.sizes)),
        ("proposers whom chance draws", bool(game.proposing)),
        ("a side that makes all demands", game.demands),
    ):
        if there:
            raise _refused(what)
    assert game.horizon is not None
    one, two = map(float, game.discount)
    told = {"kind": "offers", "players": names, "first": game.first, "surplus": float(game.surplus)}
    return {**told, "patience": [one, two], "outside": [float(each) for each in game.outside]}, game.horizon
