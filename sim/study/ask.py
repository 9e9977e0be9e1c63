"""One way from a scenario to a study of it, for everybody who asks for one: sweeps, maps and sensitivities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import within
from sim.engine.solve import rule_of
from sim.errors import AskError, RangeError, UnsolvedError
from sim.scenario.options.conflict import Options
from sim.scenario.scenario import Concessions, Offers
from sim.study.maps.bisection import POINTS_SINGLY, POINTS_TOGETHER
from sim.study.maps.one_at_a_time import moves_of
from sim.study.maps.ranges import parse_range, ranges_of
from sim.study.maps.regime import deals_only
from sim.study.maps.regime_map import regime_map
from sim.study.maps.sensitivity import sensitivity
from sim.study.options import MapOptions, SensitivityOptions, SweepOptions, point_limit
from sim.study.record import FAILED, StudyFile
from sim.study.solve import compiled, solver
from sim.study.sweeps.axes import parse_axes
from sim.study.sweeps.sweep import Sweep
from sim.study.thresholds import roadmap_names
from sim.study.verdicts import refuse_verdicts, verdict_solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.deadline import Deadline
    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime import Solve
    from sim.study.maps.regime_map import RegimeMap
    from sim.study.maps.sensitivity import Influences

ONE_BY_ONE, TOGETHER = 10, 4096
"""Points per call of a solver, so that it is seen how far it has come: solved one by one, and all at once."""


def ask_map(
    scenario: Scenario,
    across: str,
    up: str,
    options: MapOptions = MapOptions(),  # noqa: B008 - it cannot be changed
) -> RegimeMap:
    """The regime map of two parameters.

    Parameters
    ----------
    across, up : str
        The parameters, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS.
    options : MapOptions
        How it is drawn.

    Raises
    ------
    AskError
        If something is asked for that the scenario has not.
    RangeError
        If a parameter or its range cannot be used.
    UnsolvedError
        If no point could be solved.
    TimeLimitError
        If the time for all points is up.
    """
    with within(options.time_limit):
        return _map(scenario, across, up, options)


def _map(scenario: Scenario, across: str, up: str, options: MapOptions) -> RegimeMap:
    options.check()
    one, two = parse_range(across, scenario), parse_range(up, scenario)
    if one.name == two.name:
        raise AskError("map", f"expected two different parameters, found '{one.name}' twice")
    for r in (one, two):
        if r.whole:
            raise RangeError(
                f"{r.name}: it has to be a whole number, and a map is drawn without gaps; 'detente sweep' takes it on"
            )
    solve, at_once, along = _solver(scenario, (one.name, two.name), options)
    if options.every:
        refuse_verdicts(scenario, "every")
        file = StudyFile.of(scenario, options.select, point_limit(options.time_limit, options.point_limit))
        solve, at_once, along = verdict_solver(file, (one.name, two.name)), ONE_BY_ONE, POINTS_SINGLY
    if options.deals or options.coarse:
        if scenario.kind != "concessions" and scenario.form != "offers":
            asked = "deals" if options.deals else "coarse"
            raise AskError(asked, f"games of kind {scenario.form} do not end in deals")
        solve = deals_only(solve, rounds=not options.coarse)
    found = regime_map(
        (one, two),
        _ids(scenario),
        solve,
        options.grid,
        options.precision,
        options.checks,
        options.seed,
        options.most,
        at_once,
        along,
    )
    _refuse_if_nothing(found.counts, found.messages)
    return found


def ask_sensitivity(
    scenario: Scenario,
    parameters: Iterable[str] = (),
    options: SensitivityOptions = SensitivityOptions(),  # noqa: B008 - it cannot be changed
) -> Influences:
    """Which parameter the ending hangs on.

    Parameters
    ----------
    parameters : iterable of str
        Each as NAME or NAME=FROM:TO; all that have a range in the file if there are none.
    options : SensitivityOptions
        How that is found out; its output only says what is told, see `output_of`.

    Raises
    ------
    AskError
        If something is asked for that the scenario has not.
    RangeError
        If a parameter or its range cannot be used.
    UnsolvedError
        If no point could be solved.
    TimeLimitError
        If the time is not enough for each parameter by itself.
    NothingSampledError
        If no base point of the variance shares could be solved.
    """
    with within(options.time_limit) as limit:
        return _sensitivity(scenario, parameters, options, limit)


def _sensitivity(
    scenario: Scenario, parameters: Iterable[str], options: SensitivityOptions, limit: Deadline
) -> Influences:
    options.check()
    ranges = [parse_range(text, scenario) for text in parameters] or ranges_of(scenario)
    names = [r.name for r in ranges]
    if not ranges:
        raise RangeError("no parameter has a min and a max; say NAME=FROM:TO")
    if len(set(names)) < len(names):
        raise AskError("sensitivity", "a parameter is named twice")
    solve, at_once, along = _solver(scenario, names, options)
    moved = moves_of(StudyFile.of(scenario), ranges)
    never = round_of_no_deal(scenario)
    asked = options.samples, options.seed, never, at_once, along, limit
    found = sensitivity(ranges, _paid(scenario), moved, solve, *asked)
    _refuse_if_nothing(found.counts, found.messages)
    return found


def ask_sweep(
    scenario: Scenario,
    axes: Iterable[str],
    options: SweepOptions = SweepOptions(),  # noqa: B008 - it cannot be changed
    size: int | None = None,
) -> Sweep:
    """A sweep that is still to be run.

    Parameters
    ----------
    scenario : Scenario
        The scenario; what was set in it and is swept here gives way.
    axes : iterable of str
        Parameters and what they take on, as `sim.study.sweeps.axes.parse_axis` reads them.
    options : SweepOptions
        How points are drawn and solved.
    size : int, optional
        Points that are solved and stored together.

    Raises
    ------
    AxisError
        If a parameter or what it takes on cannot be used.
    AskError
        If something is asked for that the scenario has not.
    """
    design = parse_axes(axes, scenario.parameters, samples=options.samples, seed=options.seed)
    if rule_of(scenario, options.select).safest_first and scenario.form == "concessions without a last round":
        raise AskError("select", "risk-dominant is for games with a last round; try another rule")
    if options.roadmaps and scenario.kind != "concessions":
        raise AskError("roadmaps", f"roadmaps are for scenarios of kind concessions, not {scenario.kind}")
    file = StudyFile.of(scenario, options.select, options.time_limit, but=design.names)
    if options.verdict:
        refuse_verdicts(scenario, "verdict")
    roadmaps = roadmap_names(scenario) if options.roadmaps else ()
    return Sweep(file, design, _paid(scenario), roadmaps, size, options.verdict)


def round_of_no_deal(scenario: Scenario) -> float | None:
    """What counts as the round of an agreement that is not made; None where a game has none or no last round."""
    game = scenario.game
    last = game.horizon if isinstance(game, Concessions) else None
    if isinstance(game, Offers) and not game.values:
        last = game.rounds
    return None if last is None else float(last + 1)


def output_of(scenario: Scenario, name: str | None) -> str:
    """The output whose variance is told of; by default the first that the scenario has.

    Raises
    ------
    AskError
        If it has no such output.
    """
    known = ["ending", *(f"payoff:{player}" for player in _paid(scenario))]
    if round_of_no_deal(scenario) is not None:
        known = ["agreement", "round", *known]
    if name is None:
        return known[0]
    if name not in known:
        expected = f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else known[0]
        raise AskError("output", f"expected {expected}, found '{name}'")
    return name


def _paid(scenario: Scenario) -> tuple[str, ...]:
    """Identifiers of the players who are paid; nobody is in conflicts over options."""
    return () if isinstance(scenario.game, Options) else _ids(scenario)


def _ids(scenario: Scenario) -> tuple[str, str]:
    return scenario.players[0].id, scenario.players[1].id


def _solver(
    scenario: Scenario, names: Sequence[str], options: MapOptions | SensitivityOptions
) -> tuple[Solve, int, int]:
    """What solves points of a scenario, a column for each name, how many to give it in one call, and along a range."""
    rule_of(scenario, options.select)
    file = StudyFile.of(scenario, options.select, point_limit(options.time_limit, options.point_limit))
    together = compiled(file, tuple(names)).batch
    sizes = (TOGETHER, POINTS_TOGETHER) if together else (ONE_BY_ONE, POINTS_SINGLY)
    return solver(file, tuple(names)), *sizes


def _refuse_if_nothing(counts: tuple[int, ...], messages: dict[str, int]) -> None:
    if sum(counts) == counts[FAILED]:
        raise UnsolvedError("map", f"no point could be solved: {next(iter(messages), '')}")
