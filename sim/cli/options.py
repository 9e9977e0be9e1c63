"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from sim.cli.upkeep.shell.completing import (
    complete_concepts,
    complete_rules,
    complete_scenarios,
    complete_settings,
)
from sim.concepts import CONCEPTS, concepts_of, forms, place_of
from sim.study.uncertain.options import MOST_DRAWS

FILE_HELP = "A scenario file, the name of a bundled scenario, or - for standard input."
Files = Annotated[list[str], typer.Argument(help=FILE_HELP, autocompletion=complete_scenarios, show_default=False)]
File = Annotated[str, typer.Argument(help=FILE_HELP, autocompletion=complete_scenarios, show_default=False)]
Settings = Annotated[
    list[str],
    typer.Option(
        "--set",
        "-s",
        metavar="NAME=VALUE",
        help="Set a parameter; repeatable.",
        autocompletion=complete_settings,
        show_default=False,
    ),
]
Changes = Annotated[
    list[str],
    typer.Option(
        "--with",
        metavar="KEY=VALUE",
        help="Put another value at any key of the file, several with commas between; repeatable.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="PATH", help="Write to a file; its suffix says what.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file given by --out if it exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is essential.")]
Brief = Annotated[
    bool | None,
    typer.Option(
        "--brief/--detail",
        help="Tell it on one screen, or at length; by default on one screen on terminals, at length elsewhere.",
        show_default=False,
    ),
]
Part = Annotated[
    list[str],
    typer.Option(
        "--part",
        metavar="HEADING",
        help="Print only the part of the full story whose heading, or the points that, begin so; repeatable.",
        show_default=False,
    ),
]
Color = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--color", help="Colours and bold letters; auto: on terminals, unless NO_COLOR is set."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Fail (exit 1) if a result is not certified or a list may lack some.")
]
Select = Annotated[
    str,
    typer.Option(
        "--select",
        metavar="RULE",
        autocompletion=complete_rules,
        help="Equilibrium played where a stage game has several: payoff-dominant, risk-dominant, welfare, "
        "first-best:PLAYER. One of a whole concession game: best:PLAYER, worst:PLAYER, best-sum, earliest-deal.",
    ),
]


def concepts_help() -> str:
    """What can be asked for by form of game, from the table of concepts."""
    by_names: dict[str, list[str]] = {}
    for form in forms():
        free = [c.name for c in concepts_of(form) if "commit" not in place_of(form, c.name).options]
        by_names.setdefault(", ".join(free), []).append(form)
    bound = [c.name for c in CONCEPTS if any("commit" in place.options for place in c.places)]
    listed = "; ".join(f"{names} ({', '.join(where)})" for names, where in by_names.items())
    return f"{listed}. With commit: {', '.join(bound)}."


Solve = Annotated[
    str | None,
    typer.Option(
        "--solve",
        metavar="CONCEPT",
        help=concepts_help(),
        autocompletion=complete_concepts,
        show_default=False,
    ),
]
Every = Annotated[
    bool,
    typer.Option(
        "--all",
        help="All subgame-perfect equilibria of a finite game, by the corners of what they pay (concessions).",
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="With --solve learning: what chance draws; any whole number.")
]
Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        metavar="NUMBER",
        help="With --solve quantal: the answer at one precision, per unit of payoff.",
        show_default=False,
    ),
]
Slips = Annotated[
    str | None,
    typer.Option(
        "--slips",
        metavar="CHANCE",
        help="Also what holds where an action fails with this chance, a tenth and a hundredth of it (concessions).",
        show_default=False,
    ),
]
Renegotiation = Annotated[
    bool,
    typer.Option(
        "--renegotiation", help="Also what holds where nothing may follow that both would replace (concessions)."
    ),
]
Draws = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What chance draws; any whole number.")]
PayoffDraws = Annotated[
    int, typer.Option("--draws", metavar="N", min=0, max=100_000, help="How often payoffs are drawn.")
]
RunDraws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="N",
        min=1,
        max=MOST_DRAWS,
        help="Say how likely a deal is where numbers are drawn so often: as the file's 'draw's say, else evenly.",
        show_default=False,
    ),
]
Samples = Annotated[
    int,
    typer.Option(
        "--samples", metavar="N", min=0, max=1 << 20, help="Base points of the variance shares; 0 for no shares."
    ),
]
TimeLimit = Annotated[
    float,
    typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give up after this time, for each file."),
]
WholeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=0.0,
        help="Give up after this time, for all points together.",
    ),
]
OnePoint = Annotated[
    float | None,
    typer.Option(
        "--point-limit",
        metavar="SECONDS",
        min=0.0,
        help="Give a single point up after this time; by default a tenth of --time-limit.",
        show_default=False,
    ),
]
PartLimit = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give a part up after this time.")
]
PointLimit = Annotated[
    float, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give a point up after this time.")
]
