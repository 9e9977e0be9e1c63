"""One way from a scenario to a study of it, for everybody who asks for one: sweeps, maps and sensitivities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.solve import rule_of
from sim.errors import AskError, RangeError, UnsolvedError
from sim.scenario.scenario import Concessions, Offers
from sim.study.maps.one_at_a_time import moves_of
from sim.study.maps.ranges import parse_range, ranges_of
from sim.study.maps.regime import deals_only
from sim.study.maps.regimes import CHECKS, GRID, MOST, regime_map
from sim.study.maps.sensitivity import sensitivity
from sim.study.record import StudyFile
from sim.study.solve import compiled, solver
from sim.study.sweeps.axes import parse_axes
from sim.study.sweeps.sweep import Sweep
from sim.study.thresholds import roadmap_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime import Solve
    from sim.study.maps.regimes import RegimeMap
    from sim.study.maps.sensitivity import Influences

ONE_BY_ONE, TOGETHER = 50, 4096
"""Points per call of a solver, so that progress can be told: where it takes them one by one, and where all at once."""


def ask_map(
    scenario: Scenario,
    across: str,
    up: str,
    *,
    grid: int = GRID,
    precision: float = 1e-3,
    most: int = MOST,
    checks: int = CHECKS,
    deals: bool = False,
    plain: bool = False,
    seed: int = 1,
    select: str = "payoff-dominant",
    time_limit: float | None = 60.0,
    watch: Callable[[int], None] | None = None,
) -> RegimeMap:
    """The regime map of two parameters.

    Parameters
    ----------
    across, up : str
        The parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS.
    grid : int
        Points of the coarse grid along each axis.
    precision : float
        Share of a range to which boundaries are bisected.
    most : int
        Points after which the map is not refined further.
    checks : int
        Points drawn at random to test the map.
    deals, plain : bool
        Tell apart only deals by their round; only whether there is a deal.
    seed : int
        What chance draws.
    select : str
        The selection rule.
    time_limit : float or None
        Seconds for one point that is solved by itself.
    watch : callable, optional
        Told the number of points solved so far.

    Raises
    ------
    AskError
        If something is asked for that the scenario has not.
    RangeError
        If a parameter or its range cannot be used.
    UnsolvedError
        If no point could be solved.
    """
    if not 1e-9 <= precision <= 0.5:
        raise AskError("precision", f"expected a share from 1e-9 to 0.5, found {precision:g}")
    for option, number, least in (("grid", grid, 2), ("points", most, 4), ("check", checks, 0)):
        if number < least:
            raise AskError(option, f"expected {least} or more points, found {number}")
    one, two = parse_range(across, scenario), parse_range(up, scenario)
    if one.name == two.name:
        raise AskError("map", f"expected two different parameters, found '{one.name}' twice")
    solve, at_once = _solver(scenario, (one.name, two.name), select, time_limit)
    if deals or plain:
        if scenario.kind not in ("concessions", "offers"):
            raise AskError("deals" if deals else "plain", f"games of kind {scenario.kind} do not end in deals")
        solve = deals_only(solve, rounds=not plain)
    found = regime_map((one, two), _ids(scenario), solve, grid, precision, checks, seed, most, watch, at_once)
    _refuse_if_nothing(found.counts, found.messages)
    return found


def ask_sensitivity(
    scenario: Scenario,
    parameters: Iterable[str] = (),
    *,
    samples: int = 256,
    seed: int = 1,
    select: str = "payoff-dominant",
    time_limit: float | None = 60.0,
    watch: Callable[[int], None] | None = None,
) -> Influences:
    """Which parameter the ending hangs on.

    Parameters
    ----------
    parameters : iterable of str
        Each as NAME or NAME=FROM:TO; all that have a range in the file if there are none.
    samples : int
        Base points of the variance shares, a power of two from 4 on; 0 for no shares.
    seed, select, time_limit, watch
        As for `ask_map`.

    Raises
    ------
    AskError
        If something is asked for that the scenario has not.
    RangeError
        If a parameter or its range cannot be used.
    UnsolvedError
        If no point could be solved.
    NothingSampledError
        If no base point of the variance shares could be solved.
    """
    if samples and (samples < 4 or samples & (samples - 1)):
        raise AskError("samples", f"expected 0 or a power of two from 4 on, found {samples}")
    ranges = [parse_range(text, scenario) for text in parameters] or ranges_of(scenario)
    names = [r.name for r in ranges]
    if not ranges:
        raise RangeError("no parameter has a min and a max; say NAME=FROM:TO")
    if len(set(names)) < len(names):
        raise AskError("sensitivity", "a parameter is named twice")
    solve, at_once = _solver(scenario, names, select, time_limit)
    moved = moves_of(StudyFile(scenario.file, scenario.text, scenario.settings), ranges)
    found = sensitivity(ranges, _ids(scenario), moved, solve, samples, seed, round_of_no_deal(scenario), watch, at_once)
    _refuse_if_nothing(found.counts, found.messages)
    return found


def ask_sweep(
    scenario: Scenario,
    axes: Iterable[str],
    *,
    samples: int | None = None,
    seed: int = 0,
    select: str = "payoff-dominant",
    time_limit: float | None = 60.0,
    roadmaps: bool = False,
    size: int | None = None,
) -> Sweep:
    """A sweep that is still to be run.

    Parameters
    ----------
    scenario : Scenario
        The scenario; what was set in it and is swept here gives way.
    axes : iterable of str
        Parameters and what they take on, as `sim.study.sweeps.axes.parse_axis` reads them.
    samples : int, optional
        Draws of the parameters that are drawn; 1000 if nothing is said.
    seed : int
        Of the draws.
    select, time_limit
        As for `ask_map`.
    roadmaps : bool
        Keep the patience that each roadmap needs, too.
    size : int, optional
        Points that are solved and stored together.

    Raises
    ------
    AxisError
        If a parameter or what it takes on cannot be used.
    AskError
        If something is asked for that the scenario has not.
    """
    design = parse_axes(axes, scenario.parameters, samples=samples, seed=seed)
    if rule_of(scenario, select).safest_first and scenario.form == "concessions without a last round":
        raise AskError("select", "risk-dominant is for games with a last round; try another rule")
    if roadmaps and scenario.kind != "concessions":
        raise AskError("roadmaps", f"roadmaps are for scenarios of kind concessions, not {scenario.kind}")
    fixed = tuple((name, value) for name, value in scenario.settings if name not in design.names)
    file = StudyFile(scenario.file, scenario.text, fixed, select, time_limit)
    return Sweep(file, design, _ids(scenario), roadmap_names(scenario) if roadmaps else (), size)


def round_of_no_deal(scenario: Scenario) -> float | None:
    """What counts as the round of an agreement that is not made; None where a game has none or no last round."""
    game = scenario.game
    last = game.horizon if isinstance(game, Concessions) else game.rounds if isinstance(game, Offers) else None
    return None if last is None else float(last + 1)


def output_of(scenario: Scenario, name: str | None) -> str:
    """The output whose variance is told of; by default the first that the scenario has.

    Raises
    ------
    AskError
        If it has no such output.
    """
    known = ["ending", *(f"payoff:{player.id}" for player in scenario.players)]
    if round_of_no_deal(scenario) is not None:
        known = ["agreement", "round", *known]
    if name is None:
        return known[0]
    if name not in known:
        raise AskError("output", f"expected {', '.join(known[:-1])} or {known[-1]}, found '{name}'")
    return name


def _ids(scenario: Scenario) -> tuple[str, str]:
    return scenario.players[0].id, scenario.players[1].id


def _solver(scenario: Scenario, names: Sequence[str], select: str, time_limit: float | None) -> tuple[Solve, int]:
    """What solves points of a scenario, a column for each name, and how many to give it in one call."""
    rule_of(scenario, select)
    file = StudyFile(scenario.file, scenario.text, scenario.settings, select, time_limit)
    together = compiled(file, tuple(names)).batch
    return solver(file, tuple(names)), TOGETHER if together else ONE_BY_ONE


def _refuse_if_nothing(counts: tuple[int, ...], messages: dict[str, int]) -> None:
    if not sum(counts[:3]):
        raise UnsolvedError("map", f"no point could be solved: {next(iter(messages), '')}")
