"""Command lines for a file: every command with every concept, and options with what they may hold and what not."""

from __future__ import annotations

from random import Random

from sim.scenario.fields import AGENTS
from tests.fuzz.cells import Cell
from tests.fuzz.courses import COURSE, course_text
from tests.fuzz.numbers import anything, chance

FILE = "FILE"
"""In a command line, the file that is tried."""

SELECTS = (
    "payoff-dominant",
    "risk-dominant",
    "welfare",
    "first-best:a",
    "best:a",
    "worst:us",
    "best-sum",
    "earliest-deal",
    "corner:1",
    "first-best:us",
    "first-best:",
    "best",
    "",
)
VIEWS = (
    "path", "lattice", "matrix", "best-responses", "payoffs", "tree", "offers", "convergence", "trust", "beliefs", "",
)  # fmt: skip
LIMITS = ("0.1", "0.1", "0.1", "0.1", "0.3", "0.02", "0")

Line = tuple[str, ...]


def command_line(draw: Random, cell: Cell, parameters: tuple[str, ...], players: tuple[str, ...]) -> Line:
    """Arguments of a command for `FILE`.

    Parameters
    ----------
    cell : Cell
        The command, and what is asked for.
    parameters, players : tuple of str
        Names that the file may have.
    """
    names = (*parameters, *(("p", "nothing") if draw.random() < 0.1 or not parameters else ()))
    line = (cell.command, FILE, *_COMMANDS[cell.command](draw, names, players or ("a", "b")))
    if cell.concept:
        line += ("--solve", cell.concept)
    if cell.concept == "quantal" and cell.command == "run" and "--precision" not in line and draw.random() < 0.3:
        line += ("--precision", draw.choice((anything(draw), chance(draw), "1e6", "0")))
    if cell.command not in UNLIMITED:
        line += ("--time-limit", draw.choice(LIMITS))
    if cell.command != "import" and draw.random() < 0.1:
        line += ("--set", f"{draw.choice(names)}={anything(draw)}")
    return line


def _some(draw: Random, *options: tuple[str, ...], chance_of_each: float = 0.2) -> Line:
    return tuple(word for option in options if draw.random() < chance_of_each for word in option)


def _told(draw: Random) -> Line:
    memo = ("--out", draw.choice(("memo.md", "memo.html", "memo.docx")), "--force")
    part = ("--part", draw.choice(("In short", "how", "", "\x1b", "W")))
    forms = _some(draw, ("--json",), ("--quiet",), ("--brief",), ("--color", "always"))
    return (*forms, *_some(draw, memo, part, chance_of_each=0.05))


def _run(draw: Random, names: Line, players: Line) -> Line:
    extra = (
        *_told(draw),
        *_some(draw, ("--all-states",), ("--strict",)),
        *_some(draw, ("--all",), chance_of_each=0.05),
    )
    if draw.random() < 0.1:
        extra += ("--select", draw.choice(SELECTS))
    if draw.random() < 0.05:
        extra += ("--seed", draw.choice(("0", "7", "-1", "1e3", str(10**30))))
    if draw.random() < 0.03:
        extra += ("--precision", anything(draw))
    if draw.random() < 0.08:
        told = draw.choice(("uniform: [0, 1]", "normal: [1, 2]", "beta: [2, 2, -1, 1]", "triangular: [1, 0]", "x: [1]"))
        extra += ("--draws", draw.choice(("1", "20", "0", "x")), "--with", f"{draw.choice(names)}.draw={{{told}}}")
    return extra + _changed(draw, names, players)


def _changed(draw: Random, names: Line, players: Line) -> Line:
    return ("--with", _changes(draw, names, players)) if draw.random() < 0.05 else ()


def _preferences(draw: Random, names: Line, players: Line) -> Line:
    state = draw.choice(("nothing", f"{players[0]}.o0", "o0", "a.o0, b.o0", "", ",", "\x1b"))
    asked = _some(draw, ("--stable", state), ("--party", draw.choice(players)), ("--statements", draw.choice("01-")))
    return (*_told(draw), "--draws", draw.choice(("1", "20", "0")), *asked)


def _require(draw: Random, names: Line, players: Line) -> Line:
    step = f"{players[0]}.{draw.choice(('x', 's0', 'y'))}"
    claims = (
        "deal",
        "no deal",
        "deal by 2",
        "deal by 0",
        "breakdown",
        f"payoff {players[0]} >= 0",
        step,
        "dael",
        "",
        "\x1b",
    )
    both = ("--two", draw.choice(names), draw.choice(names))
    asked = _some(
        draw, ("--be", draw.choice(("certain", "possible", "x"))), both, ("--no-jointly",), chance_of_each=0.3
    )
    claim = draw.choice((*claims, f"{step} before {players[-1]}.y"))
    return (claim, _span(draw, draw.choice(names)), "--points", draw.choice(("3", "5", "2")), *asked, *_told(draw))


def _explain_data(draw: Random, names: Line, players: Line) -> Line:
    named = ("autumn-2018", "singapore-to-hanoi", "nothing", "file.yaml", ".", "-", "", "\x1b")
    observed = COURSE + course_text(draw, players) if draw.random() < 0.7 else draw.choice(named)
    both = ("--two", draw.choice(names), draw.choice(names))
    asked = _some(draw, both, ("--seed", draw.choice(("1", "-1", "x"))), chance_of_each=0.3)
    span = _span(draw, draw.choice(names))
    points = ("--points", draw.choice(("3", "5", "2")), "--draws", draw.choice(("0", "5", "-1")))
    return (observed, span, *points, *asked, *_told(draw))


def _inspection(draw: Random, names: Line, players: Line) -> Line:
    order = f"{players[0]}.s0, {players[-1]}.s0"
    orders = ("best", "together", f"{players[0]}_first", order, order.replace(", ", "+"), ".", "", "\x1b")
    asked = _some(draw, (_span(draw, draw.choice(names)),), ("--roadmap", draw.choice(orders)), chance_of_each=0.4)
    return (*asked, "--points", draw.choice(("3", "5", "2")), *_told(draw))


def _quota(draw: Random, names: Line, players: Line) -> Line:
    numbers = [(option, draw.choice(("0", "1", "2", "5", "-1", "61"))) for option in ("--inspections", "--violations")]
    asked = _some(draw, *numbers, ("--loss", draw.choice(("0", "0.1", "-1", "nan", "inf"))), chance_of_each=0.4)
    return ("--rounds", draw.choice(("1", "2", "6", "0")), *asked, *_told(draw))


def _explain(draw: Random, names: Line, players: Line) -> Line:
    part = _some(draw, ("--part", draw.choice(("how", "round 1", "", "\x1b"))), chance_of_each=0.05)
    form = _some(draw, ("--markdown",), ("--depth", draw.choice(("brief", "full", "deep"))))
    package = draw.choice(("o0", "i0=o0", "i0=o0+i1=o1", "o0, o1, o0", "i0=", "=", "", "\x1b"))
    form += _some(draw, ("--package", package), chance_of_each=0.05)
    return (*form, *part, *_changed(draw, names, players))


def _plot(draw: Random, names: Line, players: Line) -> Line:
    view = ("--view", draw.choice(VIEWS)) if draw.random() < 0.3 else ()
    return ("--out", "picture.svg", "--force", *view, *_some(draw, ("--all",)))


def _lesson(draw: Random, names: Line, players: Line) -> Line:
    # One slider, most: each point is solved.
    sliders = ("--sliders", draw.choice((names[0], names[0], ",", "")))
    return ("--out", "page.html", "--force", "--points", "3", *sliders, *_some(draw, ("--handout",), ("--answers",)))


def _compare(draw: Random, names: Line, players: Line) -> Line:
    if draw.random() < 0.5:
        return ("--with", _changes(draw, names, players), *_some(draw, ("--json",), ("--out", "memo.docx", "--force")))
    return (draw.choice((FILE, "stag-hunt")), *_some(draw, ("--json",), ("--out", "memo.docx", "--force")))


def _changes(draw: Random, names: Line, players: Line) -> str:
    """Keys that may be there, with values that may fit."""
    key = (
        draw.choice(names), "moves", "horizon", "hazard", "players.a.patience", f"status_quo.{draw.choice(players)}",
        "concessions.a[0].reversible", "payoffs[0][0]", "tree.payoffs", "breakdown.keeps", "title", "a..b", "x[", "'",
    )  # fmt: skip
    value = (
        anything(draw), chance(draw), "simultaneous", "[concede, hold_out]", "{a: 1}", "", "true", "[", "*x", "- 1",
    )  # fmt: skip
    return ", ".join(f"{draw.choice(key)}={draw.choice(value)}" for _ in range(draw.choice((1, 1, 2))))


def _diff(draw: Random, names: Line, players: Line) -> Line:
    return (draw.choice((FILE, "stag-hunt", "action-for-action")), *_told(draw))


def _calibrate(draw: Random, names: Line, players: Line) -> Line:
    return (
        *_some(draw, (draw.choice(names),)),
        *_some(draw, ("--quiet",), ("--out", "game.yaml"), ("--questions", "2")),
    )


def _check(draw: Random, names: Line, players: Line) -> Line:
    return (*_some(draw, ("--json",), chance_of_each=0.5), *_some(draw, ("--quiet",), ("--strict",)))


def _map(draw: Random, names: Line, players: Line) -> Line:
    across, up = (_span(draw, draw.choice(names)) for _ in range(2))
    precision = draw.choice(("0.5", "0.1", "nan", "0", "inf"))
    few = ("--grid", "2", "--points", "30", "--check", "2")
    limit = draw.choice(((), ("--point-limit", draw.choice(LIMITS))))
    return (across, up, *few, "--precision", precision, *limit, *_some(draw, ("--every",)), *_told(draw))


def _sensitivity(draw: Random, names: Line, players: Line) -> Line:
    output = draw.choice(("agreement", "round", "ending", "payoff:a", "payoff:", "x"))
    extra = ("--output", output) if draw.random() < 0.3 else ()
    return (_span(draw, draw.choice(names)), "--samples", draw.choice(("0", "0", "4")), *extra, *_told(draw))


def _robust(draw: Random, names: Line, players: Line) -> Line:
    return (
        "--draws",
        draw.choice(("0", "3", "-1")),
        *_some(draw, ("--spread", "0.3"), ("--spread", "2")),
        *_told(draw),
    )


def _report(draw: Random, names: Line, players: Line) -> Line:
    axes = tuple(word for _ in range(draw.choice((0, 0, 1, 2))) for word in ("--axis", _span(draw, draw.choice(names))))
    few = ("--grid", "2", "--draws", draw.choice(("0", "2")), "--samples", draw.choice(("0", "4", "3")))
    out = ("--out", draw.choice(("memo.md", "memo.html", "memo.docx", "memo.txt", "memo")), "--force")
    left = _some(draw, ("--without", "map"), ("--without", "run"), ("--without", "x"))
    return (*axes, *few, *left, *draw.choice((out, ("--json",))))


def _sweep(draw: Random, names: Line, players: Line) -> Line:
    axes = tuple(_axis(draw, draw.choice(names)) for _ in range(draw.choice((1, 1, 2))))
    to = draw.choice((("--json",), ("--out", "points.csv", "--force")))
    return (
        *axes,
        "--workers",
        "1",
        *_some(draw, ("--samples", "3")),
        *to,
        *_some(draw, ("--roadmaps",), ("--verdict",)),
    )


def _roadmaps(draw: Random, names: Line, players: Line) -> Line:
    cut = _some(draw, ("--split", "2"), ("--punishment", "breakdown"), ("--frontier", "3"), ("--strict",))
    cut += _some(draw, ("--hazard", draw.choice(("file", "0.1", "1", "2"))), ("--walk-away",))
    return (*cut, *_told(draw), *_changed(draw, names, players))


def _design(draw: Random, names: Line, players: Line) -> Line:
    asked = ("--by", draw.choice(("patience", "margin", "sum", "x")), "--parts", draw.choice(("1", "2", "2", "0")))
    asked += _some(draw, ("--punishment", "breakdown"), ("--walk-away",), ("--any-order",), ("--wait",))
    divisible = f"{players[0]}.{draw.choice(('x', 's0'))}.divisible={draw.choice(('true', 'false', '1'))}"
    either = f"{players[0]}.{draw.choice(('x', 's0'))}.owner={draw.choice(('either', 'either', players[0]))}"
    cut = ("--with", draw.choice((divisible, either))) if draw.random() < 0.5 else ()
    return (*asked, *cut, "--time-limit", "5", *_told(draw))


def _reassurance(draw: Random, names: Line, players: Line) -> Line:
    return (*(("--by", draw.choice(names)) if draw.random() < 0.5 else ()), *_told(draw))


def _span(draw: Random, name: str) -> str:
    ends = f"{name}={anything(draw)}:{chance(draw)}"
    return draw.choice((name, name, f"{name}=0:1", ends, ends + ":2", f"{name}=", f"{name}=:"))


def _axis(draw: Random, name: str) -> str:
    values = (
        name, f"{name}=0:1:2", f"{name}=0,0.5,1", f"{name}={chance(draw)},{chance(draw)}",
        f"{name}=uniform({anything(draw)}, {chance(draw)})", f"{name}=normal(0.5, {chance(draw)})",
        f"{name}={anything(draw)}",
    )  # fmt: skip
    return draw.choice(values)


def _agent(draw: Random) -> str:
    name = draw.choice(tuple(AGENTS))
    options = [
        f"{option}={draw.choice(('1', '0', '', '-1', '1e-17', '1e400', 'x', 'welfare', anything(draw)))}"
        for option in AGENTS[name]
    ]
    extra = draw.choice(([], options, options, [""], ["waits="], ["=1"], ["precision"]))
    return ",".join([name, *extra])


def _simulate(draw: Random, names: Line, players: Line) -> Line:
    agents = tuple(
        word for player in players[:2] if draw.random() < 0.4 for word in ("--agent", f"{player}={_agent(draw)}")
    )
    if agents and draw.random() < 0.1:
        agents = ("--agent", draw.choice(("", "=", "a", "a=", "=grit", "a=,", "a=grit,waits")))
    return ("--runs", draw.choice(("2", "20")), *agents, *_told(draw))


def _tournament(draw: Random, names: Line, players: Line) -> Line:
    return ("--runs", "2", *_told(draw))


def _play(draw: Random, names: Line, players: Line) -> Line:
    who = draw.choice(("seq", "gmr", "nash", "human")) if draw.random() < 0.3 else _agent(draw)
    against = ("--against", who) if draw.random() < 0.5 else ()
    seat = ("--as", draw.choice(players)) if draw.random() < 0.5 else ()
    more = _some(draw, ("--hints",), ("--two",), ("--rounds", "2"), ("--select", draw.choice(SELECTS)))
    return ("--no-save", "--seed", "1", *seat, *against, *more)


def _class(draw: Random, names: Line, players: Line) -> Line:
    agents = ("equilibrium", "quantal_response", "tit_for_tat", "earlier_choices")
    more = _some(
        draw, ("--rounds", "2"), ("--in-advance",), ("--stop", "2"), ("--agent", draw.choice(agents)), ("--json",)
    )
    return ("--rehearse", draw.choice(("1", "3")), "--matching", draw.choice(("strangers", "swap")), *more)


def _export(draw: Random, names: Line, players: Line) -> Line:
    wheres = ("", "game.efg", "game.nfg", "nowhere/game.nfg")
    where = draw.choice(wheres)
    return ("--out", where, "--force") if where else ()


def _import(draw: Random, names: Line, players: Line) -> Line:
    return _some(draw, ("--out", "game.yaml", "--force"), ("--scenario", "chicken", "--records", "played"))


def _fmt(draw: Random, names: Line, players: Line) -> Line:
    return ("--check", *_some(draw, ("--json",), ("--quiet",)))


_COMMANDS = {
    "run": _run, "explain": _explain, "plot": _plot, "lesson": _lesson, "compare": _compare, "check": _check,
    "diff": _diff, "calibrate": _calibrate,
    "map": _map, "sensitivity": _sensitivity, "robust": _robust,
    "report": _report, "preferences": _preferences, "require": _require, "explain-data": _explain_data,
    "design": _design,
    "inspection": _inspection,
    "quota": _quota,
    "sweep": _sweep, "roadmaps": _roadmaps, "reassurance": _reassurance,
    "simulate": _simulate, "tournament": _tournament, "play": _play,
    "class": _class, "export": _export, "import": _import, "fmt": _fmt,
}  # fmt: skip
UNLIMITED = ("check", "export", "import")
"""Commands without a time limit."""
