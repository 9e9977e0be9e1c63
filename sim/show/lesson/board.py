"""The game as it stands on the page before anything moves: a matrix, a tree that opens, or a course by rounds."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.text.words import amount, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.scenario.scenario import Scenario, TreeNode


def board(scenario: Scenario, point: Mapping[str, Any]) -> str:
    """The game as HTML.

    Parameters
    ----------
    point : mapping
        Its own point, as `sim.show.lesson.point.point` tells it.
    """
    kind = point.get("picture", {}).get("kind", "none")
    if kind == "matrix":
        return _matrix(scenario, point["picture"])
    if kind == "tree":
        return _tree(scenario, point["picture"])
    if kind == "course":
        return _course(scenario, point["picture"])
    if kind == "shares":
        return '<div class="shares solved" data-board="shares"></div>'
    if isinstance(scenario.game, Tree):
        return _tree(scenario, {"plays": []})
    return ""


def _matrix(scenario: Scenario, picture: Mapping[str, Any]) -> str:
    game = scenario.game
    assert isinstance(game, Matrix)
    one, two = (escape(player.name) for player in scenario.players)
    rows, columns = game.actions
    head = "".join(
        f'<th scope="col" data-mix="1,{j}">{escape(label)}<span class="mix"></span></th>'
        for j, label in enumerate(columns)
    )
    body = ""
    for i, label in enumerate(rows):
        cells = "".join(
            f'<td data-cell="{i},{j}"><div class="pair"><span class="one">{_pay(picture["cells"][i][j][0])}</span>'
            f'<span class="two">{_pay(picture["cells"][i][j][1])}</span></div><span class="mark"></span></td>'
            for j in range(len(columns))
        )
        body += f'<tr><th scope="row" data-mix="0,{i}">{escape(label)}<span class="mix"></span></th>{cells}</tr>\n'
    return (
        f'<div class="scroll"><table class="matrix" data-board="matrix">\n'
        f'<caption>Each cell pays <span class="one">{one}</span> (lower left), then <span class="two">{two}</span> '
        f'(upper right).<span class="solved"> A star marks a best response; a framed cell is a Nash equilibrium of '
        f"this table.</span></caption>\n"
        f'<thead><tr><td><span class="one">{one}</span> \\ <span class="two">{two}</span></td>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody></table></div>\n"
        f'<div class="choices" data-board="equilibria"></div>\n'
    )


def _pay(value: float) -> str:
    return escape(f"{value:.4g}".replace("-", "\N{MINUS SIGN}"))


def _tree(scenario: Scenario, picture: Mapping[str, Any]) -> str:
    game = scenario.game
    assert isinstance(game, Tree)
    counter = iter(range(10**9))
    plays = picture["plays"][0] if picture["plays"] else {}
    items = _node(scenario, game.root, "", plays, counter)
    hint = (
        "Arrow keys move through the tree: right opens, left closes. An arrow before an action marks what is played; "
        "places of the same name look alike to the player."
    )
    return (
        f'<p class="hint">{hint}</p>\n'
        f'<p class="tools"><button type="button" data-tree="open">Open all</button> '
        f'<button type="button" data-tree="close">Close all</button></p>\n'
        f'<ul class="tree" data-board="tree" role="tree" aria-label="The game tree">\n{items}</ul>\n'
        f'<div class="choices" data-board="equilibria"></div>\n'
    )


def _node(scenario: Scenario, node: TreeNode, way: str, plays: Mapping[str, Any], counter: Iterator[int]) -> str:
    """A node as an item of the tree, below the action or move of chance that leads to it."""
    if node.payoffs is not None:
        paid = ", ".join(
            f'<span class="{side}">{escape(player.name)} <b data-pays="{side}">{number(value)}</b></span>'
            for side, player, value in zip(("one", "two"), scenario.players, node.payoffs, strict=True)
        )
        return (
            f'<li role="treeitem" tabindex="-1" data-end="{next(counter)}">{way}<span class="end">{paid}</span></li>\n'
        )
    if node.player is None:
        who = '<span class="chance">chance decides</span>'
    else:
        side = ("one", "two")[node.player]
        place = (
            ""
            if node.infoset == "start" or "/" in node.infoset
            else f' <span class="place">at “{escape(node.infoset)}”</span>'
        )
        who = f'<span class="who {side}">{escape(scenario.players[node.player].name)}</span> chooses{place}'
    below = ""
    for branch in node.branches:
        if branch.probability is not None:
            step = f'<span class="move chance">{escape(branch.label)} ({number(branch.probability)})</span> → '
        else:
            played = plays.get(node.infoset, {}).get(branch.label, 0.0)
            sure = "played" if played > 0 else ""
            told = "" if played in (0.0, 1.0) else f"{100 * played:.4g}%"
            step = (
                f'<span class="move {sure}" data-place="{escape(node.infoset, quote=True)}" '
                f'data-action="{escape(branch.label, quote=True)}"><span class="arrow" aria-hidden="true">➜</span>'
                f'<span class="said">{"played: " if played > 0 else ""}</span>{escape(branch.label)}'
                f'<span class="mix">{told}</span></span> → '
            )
        below += _node(scenario, branch.to, step, plays, counter)
    return (
        f'<li role="treeitem" tabindex="-1" aria-expanded="true">{way}<span class="node">{who}</span>\n'
        f'<ul role="group">\n{below}</ul></li>\n'
    )


def _course(scenario: Scenario, picture: Mapping[str, Any]) -> str:
    game = scenario.game
    assert isinstance(game, Concessions)
    one, two = (escape(player.name) for player in scenario.players)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("round", "what is done", one, two))
    rows = ""
    for r in picture["rounds"]:
        acts = "; ".join(f"{scenario.players[who].name} {told}" for who, _, told in r["acts"])
        rows += (
            f'<tr data-round="{r["round"]}"><th scope="row">{r["round"]}</th><td class="words">{escape(acts)}</td>'
            f"<td>{amount(r['pays'][0])}</td><td>{amount(r['pays'][1])}</td></tr>\n"
        )
    return (
        '<div class="course solved" data-board="course">\n<div class="lattice"></div>\n'
        '<p class="tools stepper" hidden><button type="button" data-step="-1">← Round before</button> '
        '<output class="now"></output> <button type="button" data-step="1">Next round →</button></p>\n'
        '<div class="scroll"><table class="rounds"><caption>The likeliest course, round by round; the last two columns '
        f"are what the round pays.</caption><thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody></table></div>\n</div>\n"
    )
