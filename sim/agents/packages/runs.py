"""Agents that bargain over packages, many times: what each gets, how often they agree, and on what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.issues import ACCEPT, WALK, IssuesArena
from sim.agents.arenas.match import Match
from sim.agents.choose import make_agent
from sim.agents.packages.player import PackagePlayer, offers
from sim.agents.packages.strategies import ERRING_AGENTS, PACKAGE_AGENTS
from sim.agents.simulation.simulation import Estimate
from sim.agents.simulation.tournament import RankedPairings
from sim.deadline import check_time
from sim.errors import AgentError, AskError, nearest
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sim.agents.agent import Agent
    from sim.agents.arenas.issues import Place
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair

    Package = tuple[int, ...]
    Course = tuple[tuple[int, Package], ...]

MOST_LOOKED_AT = 20_000
"""Places of play that are gone through to find all ways in which it may go, most."""


@dataclass(frozen=True)
class PackageRun:
    """How one run ended.

    Parameters
    ----------
    payoffs : pair of float
        What it pays both, as it counts from the first round.
    package : tuple of int or None
        What was agreed on; None for nothing.
    round : int
        The last round, from 0.
    ending : str
        ``agreement``, ``walk_away``, ``breakdown`` or ``rounds run out``.
    """

    payoffs: FloatPair
    package: Package | None
    round: int
    ending: str


@dataclass(frozen=True)
class PackageRuns:
    """Many runs of offers of packages between two agents.

    Parameters
    ----------
    agents : pair of Agent
        Who played.
    runs : tuple of PackageRun
        How each ended.
    seed : int
        What chance drew from.
    course : tuple of (int, tuple of int)
        The offers of the likeliest run, or of the first where there are too many; each with whose it was.
    expected : pair of float or None
        Exact expected payoffs; None where play may go in too many ways.
    """

    scenario: Scenario
    arena: IssuesArena
    agents: tuple[Agent, Agent]
    runs: tuple[PackageRun, ...]
    seed: int
    course: Course
    expected: FloatPair | None

    @property
    def payoffs(self) -> tuple[Estimate, Estimate]:
        """Mean payoffs of both players."""
        one, two = (_estimate([run.payoffs[k] for run in self.runs]) for k in (0, 1))
        return one, two

    @property
    def endings(self) -> tuple[tuple[str, float], ...]:
        """How runs ended, with their shares, most frequent first."""
        counts = Counter(run.ending for run in self.runs)
        return tuple((ending, count / len(self.runs)) for ending, count in counts.most_common())

    @property
    def packages(self) -> tuple[tuple[Package, float, float], ...]:
        """What was agreed on, with its share of the runs and the mean round, from 0; most frequent first."""
        found: dict[Package, list[int]] = {}
        for run in self.runs:
            if run.package is not None:
                found.setdefault(run.package, []).append(run.round)
        listed = sorted(found.items(), key=lambda entry: -len(entry[1]))
        return tuple((package, len(at) / len(self.runs), sum(at) / len(at)) for package, at in listed)


@dataclass(frozen=True)
class _Drawn:
    """Runs, the offers of one of them, and what both may expect."""

    runs: tuple[PackageRun, ...]
    course: Course
    expected: FloatPair | None


def package_agents(own: Iterable[type[Agent]] = ()) -> dict[str, type[Agent]]:
    """Agents by name: those that come along, then a class's own.

    Raises
    ------
    AgentError
        If two have the same name.
    """
    known: dict[str, type[Agent]] = {**PACKAGE_AGENTS, **ERRING_AGENTS}
    for agent in own:
        name = agent.name or agent.__name__
        if name in known:
            raise AgentError(f"there are two agents called '{name}'; give one of them another name")
        known[name] = agent
    return known


def package_field(own: Iterable[type[Agent]] = ()) -> list[type[Agent]]:
    """Who takes part in a tournament: all but those that need a list of all packages.

    Raises
    ------
    AgentError
        If two have the same name.
    """
    return [agent for name, agent in package_agents(own).items() if name not in ERRING_AGENTS]


def simulate_packages(
    scenario: Scenario,
    agents: Mapping[str, str | Agent],
    runs: int,
    seed: int,
    known: Mapping[str, type[Agent]] | None = None,
    time_limit: float | None = 60.0,
) -> PackageRuns:
    """Let two agents bargain over packages many times.

    Parameters
    ----------
    agents : mapping of str to (str or Agent)
        Who plays, by player; by default ``equilibrium``.
    runs, seed : int
        How often, and what chance draws.
    known : mapping of str to type, optional
        Agents by name; by default those that come along.

    Raises
    ------
    AgentError
        If there is no such player or agent, or one does what it cannot do.
    """
    if runs < 2:
        raise AskError("runs", f"expected at least 2 runs, found {runs}")
    if scenario.variants:
        raise AgentError(f"{scenario.file}: agents do not play packages with hidden types")
    known, ids = dict(known or package_agents()), [player.id for player in scenario.players]
    for player in agents:
        if player not in ids:
            raise AgentError(f"there is no player '{player}' ({nearest(player, ids)})")
    one, two = (make_agent(agents.get(player, "equilibrium"), known) for player in ids)
    arena = IssuesArena(scenario, time_limit=time_limit)
    drawn = _played(arena, (one, two), runs, seed)
    return PackageRuns(scenario, arena, (one, two), drawn.runs, seed, drawn.course, drawn.expected)


def _played(arena: IssuesArena, agents: tuple[Agent, Agent], runs: int, seed: int) -> _Drawn:
    """Runs drawn from all ways in which play may go, or one by one where these are too many."""
    rng = np.random.default_rng(seed)
    players = [PackagePlayer(arena, agent, seat) for seat, agent in enumerate(agents)]
    every = _every(arena, players)
    if every is not None:
        drawn = rng.choice(len(every), size=runs, p=np.array([chance for _, chance in every.values()]))
        listed = list(every)
        course = max(every.values(), key=lambda entry: entry[1])[0]
        one, two = (sum(run.payoffs[k] * chance for run, (_, chance) in every.items()) for k in (0, 1))
        return _Drawn(tuple(listed[k] for k in drawn.tolist()), course, (one, two))
    found = [_one(arena, players, int(rng.integers(2**31))) for _ in range(runs)]
    return _Drawn(tuple(run for run, _ in found), found[0][1], None)


def _every(arena: IssuesArena, players: Sequence[PackagePlayer]) -> dict[PackageRun, tuple[Course, float]] | None:
    """All runs with their chances, and offers that lead to each; None where they are too many."""
    found: dict[PackageRun, tuple[Course, float]] = {}
    ahead: list[tuple[Place, Course, float]] = [(arena.start, (), 1.0)]
    looked = 0
    while ahead:
        looked += 1
        if looked + len(ahead) > MOST_LOOKED_AT:
            return None
        check_time()
        place, course, chance = ahead.pop()
        (who,) = arena.movers(place)
        for choice, p in players[who].chances(place, course).items():
            moves = (choice, "") if who == 0 else ("", choice)
            made = (*course, (who, arena.package(choice))) if offers(place, choice) else course
            for way in arena.ways(place, moves):
                likely = chance * p * way.chance
                if not likely:
                    continue
                if way.to is not None:
                    ahead.append((way.to, made, likely))
                    continue
                run = _ended(place, choice, way.event, (way.paid[0], way.paid[1]))
                found[run] = made, found.get(run, ((), 0.0))[1] + likely
    total = sum(chance for _, chance in found.values())
    return {run: (course, chance / total) for run, (course, chance) in found.items()}


def _ended(place: Place, choice: str, event: str, paid: FloatPair) -> PackageRun:
    """How a run ended that a choice at a place brought to its end."""
    agreed = choice == ACCEPT
    ending = "agreement" if agreed else event or (WALK if choice == WALK else "rounds run out")
    return PackageRun(paid, place[1] if agreed else None, place[0], ending)


def _one(arena: IssuesArena, players: Sequence[PackagePlayer], seed: int) -> tuple[PackageRun, Course]:
    """One run, and the offers that were made."""
    check_time()
    match = Match(arena, seed)
    course: Course = ()
    while True:
        place = match.place
        (who,) = arena.movers(place)
        choice = match.drawn(players[who].chances(place, course))
        course = (*course, (who, arena.package(choice))) if offers(place, choice) else course
        turn = match.play({who: choice})
        if match.over:
            return _ended(place, choice, turn.event, match.paid), course


def package_tournament(
    scenario: Scenario, agents: Sequence[type[Agent]], runs: int, seed: int, time_limit: float | None = 60.0
) -> RankedPairings:
    """Let every agent bargain with every agent in both seats.

    Parameters
    ----------
    agents : sequence of type
        Who takes part.
    runs, seed : int
        Runs of each pairing, and what chance draws.

    Raises
    ------
    AgentError
        If an agent does what it cannot do.
    """
    if runs < 2:
        raise AskError("runs", f"expected at least 2 runs, found {runs}")
    if scenario.variants:
        raise AgentError(f"{scenario.file}: agents do not play packages with hidden types")
    arena = IssuesArena(scenario, time_limit=time_limit)
    field = [make_agent(agent.name or agent.__name__, {agent.name or agent.__name__: agent}) for agent in agents]
    payoffs, errors = np.zeros((2, len(field), len(field), 2))
    for i, one in steps("agents", enumerate(field), len(field)):
        for j, two in enumerate(field):
            found = _played(arena, (one, two), runs, seed).runs
            each = [_estimate([run.payoffs[k] for run in found]) for k in (0, 1)]
            payoffs[i, j] = [e.mean for e in each]
            errors[i, j] = [e.standard_error for e in each]
    low, high = _bounds(arena)
    return RankedPairings(scenario, tuple(agent.label for agent in field), payoffs, errors, low, high, runs, seed)


def _bounds(arena: IssuesArena) -> tuple[FloatPair, FloatPair]:
    """From walking away to the best of the packages that both like at least as much; to itself where there are none."""
    game = arena.game
    room = [p for p in arena.frontier if p[0] >= game.walk_away[0] and p[1] >= game.walk_away[1]]
    low = float(game.walk_away[0]), float(game.walk_away[1])
    most = [max((p[k] for p in room), default=game.walk_away[k]) for k in (0, 1)]
    return low, (float(most[0]), float(most[1]))


def _estimate(values: Sequence[float]) -> Estimate:
    if min(values) == max(values):
        return Estimate(float(values[0]), 0.0)
    return Estimate(float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values))))
