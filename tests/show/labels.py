"""Small games of every kind whose every label can be chosen, and labels that some medium or other takes for more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import yaml

from sim.scenario.load import load

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

MARKS = (
    *(
        "$",
        "$$",
        "$x^2$",
        "pay $60 or $40",
        "\\$",
        "\\alpha",
        "\\",
        "x\\",
        "{x}",
        "{{ x }}",
        "{% raw %}",
        "{0}",
        "%s",
        "%",
    ),
    *("<b>", "</p>", "<script>", "<!--", "-->", "]]>", "&", "&amp;", "&lt;b&gt;", "&#36;", "'", '"', "<svg", "</svg>"),
    *(
        "*a*",
        "**",
        "_",
        "_a_",
        "__",
        "`",
        "```",
        "~~~",
        "~~a~~",
        "# a",
        "1. a",
        "2) a",
        "- a",
        "+ a",
        "> a",
        "---",
        "===",
    ),
    *(
        "[a](b)",
        "![a](b)",
        "[^1]",
        "[x]",
        "|",
        "a | b",
        "||",
        ":a:",
        "::: note",
        "http://a.b",
        "www.a.b",
        "^a^",
        "==a==",
    ),
    *(
        "=1+1",
        "+1",
        "-1",
        "@a",
        "=cmd|' /C calc'!A0",
        " =1",
        "'",
        "[bold]",
        "[/]",
        "[red]a[/red]",
        "--depth full",
        "None",
    ),
    *(
        "__proto__",
        "constructor",
        "url(#a)",
        'id="a"',
        "the step ",
        "takes the step ",
        "complete",
        "it",
        "chance",
        "a: b",
    ),
)
"""Marks of matplotlib, HTML, SVG, Markdown, Sphinx, spreadsheets, templates, rich text, and words of our own."""

SCRIPTS = (
    "미국",
    "核",
    "中国 让步",
    "かな",
    "مفاوضات",
    "שלום",
    "हिन्दी",
    "Größe",
    "🔥",
    "\U0001f469\u200d\U0001f680",
    "Ελλάδα",
    "\N{MINUS SIGN}10",
    "½",
    "…",
)
"""Words in other scripts, with a joiner where one belongs to the spelling."""

ORDERS = ("\x1b[1m", "\x1b[31m", "\x1b]0;a\x07", "\x9b1m", "\x07", "\x08", "\x7f", "\u202e", "\u2066", "\ufffe")
"""What is no letter in any medium."""

UNSEEN = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u2060", "\U000e0041", "\u3164", "\ufe0f")
"""What a terminal does not show."""

BREAKS = ("\n", "\r\n", "\t", "\x85", "\u2028")


_ALL = (*MARKS, *SCRIPTS)
SETS = [[*_ALL[start : start + 12], *(f"{label} again" for label in _ALL)][:12] for start in range(0, len(_ALL), 12)]
"""Labels for games, twelve for each: between them all marks and scripts."""


def mixed(*pieces: str) -> list[str]:
    """Twelve labels that all hold one of these pieces between letters."""
    return [f"{chr(97 + k)}{pieces[k % len(pieces)]}{chr(97 + k)}" for k in range(12)]


def game(kind: str, told: Sequence[str]) -> Scenario:
    """A small game with these labels."""
    data = {"format": 1, "kind": kind.partition(" ")[0], "title": told[0], "summary": told[1], **GAMES[kind](told)}
    return load("labels.yaml", text=yaml.safe_dump(data, allow_unicode=False, sort_keys=False))


def _players(told: Sequence[str], us: dict[str, Any], nk: dict[str, Any]) -> dict[str, Any]:
    return {"us": {"name": told[2], **us}, "nk": {"name": told[3], **nk}}


def _matrix(told: Sequence[str]) -> dict[str, Any]:
    payoffs = [[["3 * stake", 2], [0, 0], [1, 0]], [[0, 0], [2, 3], [0, 1]], [[0, 1], [1, 0], [1, 1]]]
    players = _players(told, {"actions": list(told[4:7])}, {"actions": list(told[7:10])})
    stake = {"value": 1, "min": 1, "max": 2, "about": told[10], "label": told[11], "unit": told[1]}
    return {"players": players, "parameters": {"stake": stake}, "payoffs": payoffs}


def _tree(told: Sequence[str]) -> dict[str, Any]:
    def answer(best: int) -> dict[str, Any]:
        actions = {told[6]: {"payoffs": [2 * best, 1]}, told[7]: {"payoffs": [1, 2 - best]}}
        return {"player": "nk", "infoset": told[8], "actions": actions}

    start = {"player": "us", "infoset": told[11], "actions": {told[4]: answer(0), told[5]: answer(1)}}
    lucky = {
        told[9]: {"probability": "1/3", "then": start},
        told[10]: {"probability": "2/3", "then": {"payoffs": [1, 1]}},
    }
    return {"players": _players(told, {}, {}), "tree": {"chance": lucky}}


def _concessions(told: Sequence[str]) -> dict[str, Any]:
    steps = {
        "us": [{"id": "a", "name": told[4], "effect": {"us": -0.5, "nk": 1}}],
        "nk": [
            {"id": "b", "name": told[5], "effect": {"us": 1, "nk": -0.5}},
            {"id": "c", "name": told[6], "effect": {"us": 1, "nk": -0.5}},
        ],
    }
    pays = {"status_quo": {"us": 0, "nk": 0}, "agreement": {"us": 1, "nk": 1}}
    rules = {"moves": "alternating", "first": "us", "actions": ["concede", "hold_out"], "horizon": 4}
    return {"players": _players(told, {"patience": 0.9}, {"patience": 0.9}), **pays, "concessions": steps, **rules}


def _hidden(told: Sequence[str]) -> dict[str, Any]:
    types = {
        "soft": {"name": told[7], "probability": 0.5},
        "hard": {"name": told[8], "probability": 0.5, "set": {"cost": 3}},
    }
    found = _concessions(told)
    found["concessions"]["nk"][0]["effect"]["nk"] = "-cost"
    return {
        "parameters": {"cost": {"value": 0.5, "about": told[9], "label": told[10]}},
        "types": {"nk": types},
        **found,
        "horizon": 3,
    }


def _offers(told: Sequence[str]) -> dict[str, Any]:
    return {"players": _players(told, {"patience": 0.9}, {"patience": 0.8}), "surplus": 1, "rounds": 4}


GAMES = {
    "matrix": _matrix,
    "tree": _tree,
    "concessions": _concessions,
    "concessions with types": _hidden,
    "offers": _offers,
}
