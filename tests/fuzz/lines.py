"""Command lines for a file: every command with every concept, and options with what they may hold and what not."""

from __future__ import annotations

from random import Random

from sim.concepts import CONCEPTS, NAMES
from sim.scenario.fields import AGENTS
from tests.fuzz.numbers import anything, chance

FILE = "FILE"
"""In a command line, the file that is tried."""

CONCEPT = "CONCEPT"
"""In a command line that is being made, a concept that is still to be drawn."""

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
    "path",
    "lattice",
    "matrix",
    "best-responses",
    "payoffs",
    "tree",
    "offers",
    "convergence",
    "trust",
    "beliefs",
    "",
)
LIMIT = ("--time-limit", "0.3")

Line = tuple[str, ...]


def command_line(draw: Random, kind: str, parameters: tuple[str, ...], players: tuple[str, ...]) -> Line:
    """Arguments of a command for `FILE`.

    Parameters
    ----------
    kind : str
        Of the file; concepts that are solved for it are drawn more often than the others.
    parameters, players : tuple of str
        Names that the file may have.
    """
    names = (*parameters, *(("p", "nothing") if draw.random() < 0.1 or not parameters else ()))
    make = draw.choices((_solved, _shown, _studied, _played, _carried), (6, 3, 2, 2, 1))[0]
    fit = tuple(c.name for c in CONCEPTS if any(kind in place.form for place in c.places)) or NAMES
    line = make(draw, names, players or ("a", "b"))
    line = tuple(draw.choice(fit if draw.random() < 0.9 else NAMES) if word == CONCEPT else word for word in line)
    if line[0] != "import" and draw.random() < 0.1:
        line += ("--set", f"{draw.choice(names)}={anything(draw)}")
    return line


def _some(draw: Random, *options: tuple[str, ...], chance_of_each: float = 0.2) -> Line:
    return tuple(word for option in options if draw.random() < chance_of_each for word in option)


def _concept(draw: Random) -> Line:
    return ("--solve", CONCEPT) if draw.random() < 0.75 else ()


def _solved(draw: Random, names: Line, players: Line) -> Line:
    extra = _some(draw, ("--json",), ("--quiet",), ("--all",), ("--all-states",), ("--strict",))
    if draw.random() < 0.2:
        extra += ("--select", draw.choice(SELECTS))
    if draw.random() < 0.05:
        extra += ("--seed", draw.choice(("0", "7", "-1", "1e3", str(10**30))))
    return ("run", FILE, *_concept(draw), *extra, *LIMIT)


def _shown(draw: Random, names: Line, players: Line) -> Line:
    which = draw.choices(("explain", "plot", "lesson", "compare", "check"), (4, 2, 1, 1, 1))[0]
    if which == "explain":
        return (which, FILE, *_concept(draw), *_some(draw, ("--markdown",), ("--depth", "brief")), *LIMIT)
    if which == "plot":
        view = ("--view", draw.choice(VIEWS)) if draw.random() < 0.5 else ()
        return (
            which,
            FILE,
            "--out",
            "picture.svg",
            "--force",
            *_concept(draw),
            *view,
            *_some(draw, ("--all",)),
            *LIMIT,
        )
    if which == "lesson":
        sliders = (
            ("--sliders", draw.choice((draw.choice(names), ",".join(names[:2]), ",", "")))
            if draw.random() < 0.4
            else ()
        )
        more = _some(draw, ("--handout",), ("--answers",))
        return (which, FILE, "--out", "page.html", "--force", "--points", "3", *_concept(draw), *sliders, *more, *LIMIT)
    if which == "compare":
        return (which, FILE, draw.choice((FILE, "stag-hunt")), *_some(draw, ("--json",)), *LIMIT)
    return (which, FILE, *_some(draw, ("--json",), ("--quiet",)))


def _studied(draw: Random, names: Line, players: Line) -> Line:
    which = draw.choice(("map", "sensitivity", "sweep", "roadmaps", "reassurance"))
    json = _some(draw, ("--json",), ("--quiet",))
    if which == "map":
        across, up = (_span(draw, draw.choice(names)) for _ in range(2))
        precision = draw.choice(("0.5", "0.1", "nan", "0", "inf"))
        return (
            which,
            FILE,
            across,
            up,
            "--grid",
            "2",
            "--points",
            "30",
            "--check",
            "2",
            "--precision",
            precision,
            *json,
            *LIMIT,
        )
    if which == "sensitivity":
        one = (_span(draw, draw.choice(names)),) if draw.random() < 0.5 else ()
        output = (
            ("--output", draw.choice(("agreement", "round", "ending", "payoff:a", "payoff:", "x")))
            if draw.random() < 0.3
            else ()
        )
        return (which, FILE, *one, "--samples", draw.choice(("0", "4")), *output, *json, *LIMIT)
    if which == "sweep":
        axes = tuple(_axis(draw, draw.choice(names)) for _ in range(draw.choice((1, 1, 2))))
        samples = _some(draw, ("--samples", "3"))
        to = draw.choice((("--json",), ("--out", "points.csv", "--force")))
        return (which, FILE, *axes, "--workers", "1", *samples, *to, *_some(draw, ("--roadmaps",)), *LIMIT)
    if which == "roadmaps":
        cut = _some(draw, ("--split", "2"), ("--punishment", "breakdown"), ("--frontier", "3"), ("--strict",))
        return (which, FILE, *cut, *json, *LIMIT)
    by = ("--by", draw.choice(names)) if draw.random() < 0.5 else ()
    return (which, FILE, *by, *json, *LIMIT)


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


def _played(draw: Random, names: Line, players: Line) -> Line:
    which = draw.choices(("simulate", "tournament", "play"), (3, 1, 2))[0]
    if which == "play":
        against = ("--against", _agent(draw)) if draw.random() < 0.5 else ()
        seat = ("--as", draw.choice(players)) if draw.random() < 0.5 else ()
        more = _some(draw, ("--hints",), ("--two",), ("--rounds", "2"), ("--select", draw.choice(SELECTS)))
        return (which, FILE, "--no-save", "--seed", "1", *seat, *against, *more, *LIMIT)
    agents = () if which == "tournament" else tuple(
        word for player in players[:2] if draw.random() < 0.4 for word in ("--agent", f"{player}={_agent(draw)}")
    )  # fmt: skip
    if agents and draw.random() < 0.1:
        agents = ("--agent", draw.choice(("", "=", "a", "a=", "=grit", "a=,", "a=grit,waits")))
    return (which, FILE, "--runs", draw.choice(("2", "20")), *agents, *_some(draw, ("--json",), ("--quiet",)), *LIMIT)


def _carried(draw: Random, names: Line, players: Line) -> Line:
    out = draw.choice(
        ((), ("--out", "game.efg", "--force"), ("--out", "game.nfg", "--force"), ("--out", "nowhere/game.nfg"))
    )
    return ("export", FILE, *out)
