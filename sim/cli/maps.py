"""Commands that ask over which numbers a conclusion holds: regime maps, and what the ending hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.options import File, Force, Json, Out, Quiet, Select, Settings, TimeLimit
from sim.cli.work import (
    PICTURES,
    FailureError,
    as_json,
    check_out,
    deliver,
    load_scenario,
    parse_rule_option,
    write_result,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.ranges import Range
    from sim.study.regime import Solve

ONE_BY_ONE, TOGETHER = 50, 4096
"""Points per call of a solver, so that progress can be told: where it takes them one by one, and where all at once."""

Draws = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="What chance draws; any whole number.")]


@app.command(name="map")
def draw_regimes(
    file: File,
    parameters: Annotated[
        list[str],
        typer.Argument(
            metavar="ACROSS UP",
            help="Two parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS; by default from min to max.",
            show_default=False,
        ),
    ],
    settings: Settings = [],  # noqa: B006 - typer copies it
    grid: Annotated[
        int, typer.Option("--grid", metavar="N", min=2, max=1001, help="Points of the coarse grid along each axis.")
    ] = 25,
    precision: Annotated[
        float,
        typer.Option("--precision", metavar="SHARE", help="Share of a range to which boundaries are bisected."),
    ] = 0.001,
    most: Annotated[
        int, typer.Option("--points", metavar="N", min=4, help="Stop refining once this many points are solved.")
    ] = 20_000,
    checks: Annotated[
        int, typer.Option("--check", metavar="N", min=0, max=100_000, help="Points drawn at random to test the map.")
    ] = 200,
    deals: Annotated[
        bool, typer.Option("--deals", help="Tell deals apart by their round, and not the endings without one.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Tell apart only whether there is a deal, whatever its round.")
    ] = False,
    seed: Draws = 1,
    select: Select = "payoff-dominant",
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Draw over which values of two parameters it ends in which way, and how far the next boundary is.

    \b
    detente map action-for-action leakage pressure --out map.png
    detente map my.yaml leakage=0:0.5 pressure=1:4:41 --json
    """
    check_out(out, force, (".txt", ".json", *PICTURES))
    if len(parameters) != 2:
        raise FailureError(f"map: expected two parameters, found {len(parameters)}", 2)
    if not 1e-9 <= precision <= 0.5:
        raise FailureError(f"--precision: expected a share from 1e-9 to 0.5, found {precision:g}", 2)
    scenario = load_scenario(file, settings)
    one, two = (_range(scenario, text) for text in parameters)
    if one.name == two.name:
        raise FailureError(f"map: expected two different parameters, found '{one.name}' twice", 2)
    solve, at_once = _solver(scenario, (one.name, two.name), select, time_limit)

    from sim.show.map_document import map_document
    from sim.show.map_story import map_line, map_story
    from sim.show.progress import StatusLine
    from sim.study.regime import deals_only
    from sim.study.regimes import regime_map

    if deals or plain:
        if scenario.kind not in ("concessions", "offers"):
            raise FailureError(
                f"{'--deals' if deals else '--plain'}: games of kind {scenario.kind} do not end in deals", 2
            )
        solve = deals_only(solve, rounds=not plain)
    ids = (scenario.players[0].id, scenario.players[1].id)
    with StatusLine() as progress:
        found = regime_map((one, two), ids, solve, grid, precision, checks, seed, most, progress.points, at_once)
    _refuse_if_nothing(scenario, found.counts, found.messages)

    def draw() -> Figure:
        from sim.show.plot_map import draw_map

        return draw_map(scenario, found)

    told = map_line(scenario, found) if quiet else map_story(scenario, found, select)
    _hand_out(scenario, out, json, told, lambda: map_document(scenario, found, select), draw)


def _range(scenario: Scenario, text: str) -> Range:
    from sim.study.ranges import RangeError, parse_range

    try:
        return parse_range(text, scenario)
    except RangeError as error:
        raise FailureError(f"{scenario.file}: {error}", 2) from None


def _solver(scenario: Scenario, names: Sequence[str], select: str, time_limit: float) -> tuple[Solve, int]:
    """What solves points of a scenario, a column for each name, and how many to give it in one call."""
    from sim.study.record import StudyFile
    from sim.study.solve import compiled, solver

    parse_rule_option(scenario, select)
    file = StudyFile(scenario.file, scenario.text, scenario.settings, select, time_limit)
    together = compiled(file, tuple(names)).batch
    return solver(file, tuple(names)), TOGETHER if together else ONE_BY_ONE


def _refuse_if_nothing(scenario: Scenario, counts: tuple[int, ...], messages: dict[str, int]) -> None:
    if not sum(counts[:3]):
        first = next(iter(messages), "")
        raise FailureError(f"{scenario.file}: no point could be solved: {first}")


def _hand_out(
    scenario: Scenario,
    out: Path | None,
    json: bool,
    told: str,
    document: Callable[[], dict[str, Any]],
    draw: Callable[[], Figure],
) -> None:
    """Write what was asked for, and print the story beside a picture."""
    suffix = out.suffix.lower() if out is not None else ""
    if out is not None:
        write_result(out, scenario.title, draw, told, {".json": lambda: as_json(document())})
    if json and suffix != ".json":
        deliver(as_json(document()), None)
    elif out is None or (suffix in PICTURES and not json):
        deliver(told, None)


@app.command()
def sensitivity(
    file: File,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARAMETER]...",
            help="Parameters to vary, each as NAME or NAME=FROM:TO; by default all that have a min and a max.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = [],  # noqa: B006 - typer copies it
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            metavar="WHAT",
            help="Whose variance is told of: agreement, round, ending or payoff:PLAYER; by default agreement, where "
            "there are none ending.",
            show_default=False,
        ),
    ] = None,
    samples: Annotated[
        int,
        typer.Option(
            "--samples", metavar="N", min=0, max=1 << 20, help="Base points of the variance shares; 0 for no shares."
        ),
    ] = 256,
    seed: Draws = 1,
    select: Select = "payoff-dominant",
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    time_limit: TimeLimit = 60.0,
    force: Force = False,
) -> None:
    """Say which parameter the ending hangs on most: each by itself, and all at once.

    \b
    detente sensitivity action-for-action --out tornado.png
    detente sensitivity my.yaml leakage pressure --samples 64 --json
    """
    check_out(out, force, (".txt", ".json", *PICTURES))
    if samples and (samples < 4 or samples & (samples - 1)):
        raise FailureError(f"--samples: expected 0 or a power of two from 4 on, found {samples}", 2)
    scenario = load_scenario(file, settings)
    ranges = _varied(scenario, parameters or [])
    chosen = _output(scenario, output)
    names = [r.name for r in ranges]
    solve, at_once = _solver(scenario, names, select, time_limit)

    from sim.show.progress import StatusLine
    from sim.show.sensitivity_story import sensitivity_document, sensitivity_line, sensitivity_story
    from sim.study.moves import moves_of
    from sim.study.record import StudyFile
    from sim.study.sensitivity import sensitivity as study
    from sim.study.variance import NothingSampledError

    ids = (scenario.players[0].id, scenario.players[1].id)
    moved = moves_of(StudyFile(scenario.file, scenario.text, scenario.settings), ranges)
    try:
        with StatusLine() as progress:
            found = study(ranges, ids, moved, solve, samples, seed, _never(scenario), progress.points, at_once)
    except NothingSampledError as error:
        raise FailureError(f"{scenario.file}: {error}; --samples 0 leaves the variance shares out") from None
    _refuse_if_nothing(scenario, found.counts, found.messages)

    def draw() -> Figure:
        from sim.show.plot_sensitivity import draw_sensitivity

        return draw_sensitivity(scenario, found, chosen)

    told = sensitivity_line(scenario, found) if quiet else sensitivity_story(scenario, found, chosen)
    _hand_out(scenario, out, json, told, lambda: sensitivity_document(scenario, found, select), draw)


def _varied(scenario: Scenario, texts: list[str]) -> list[Range]:
    """The parameters to vary."""
    from sim.study.ranges import ranges_of

    ranges = [_range(scenario, text) for text in texts] if texts else ranges_of(scenario)
    names = [r.name for r in ranges]
    if not ranges:
        raise FailureError(f"{scenario.file}: no parameter has a min and a max; say NAME=FROM:TO", 2)
    if len(set(names)) < len(names):
        raise FailureError("sensitivity: a parameter is named twice", 2)
    return ranges


def _never(scenario: Scenario) -> float | None:
    """What counts as the round of an agreement that is not made; None where a game has none or no last round."""
    from sim.scenario.scenario import Concessions, Offers

    game = scenario.game
    last = game.horizon if isinstance(game, Concessions) else game.rounds if isinstance(game, Offers) else None
    return None if last is None else float(last + 1)


def _output(scenario: Scenario, name: str | None) -> str:
    """The output that is asked for."""
    known = ["ending", *(f"payoff:{player.id}" for player in scenario.players)]
    if _never(scenario) is not None:
        known = ["agreement", "round", *known]
    if name is None:
        return known[0]
    if name not in known:
        raise FailureError(f"--output: expected {', '.join(known[:-1])} or {known[-1]}, found '{name}'", 2)
    return name
