"""Agents that bargain over packages, many times: what each gets, how often they agree, and on what."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.issues import ACCEPT, BREAKDOWN, WALK, IssuesArena
from sim.agents.choose import make_agent
from sim.agents.arenas.match import Match
from sim.agents.packages.strategies import PACKAGE_AGENTS
from sim.agents.packages.view import PackageView
from sim.agents.simulation.simulation import Estimate
from sim.agents.simulation.tournament import RankedPairings
from sim.deadline import check_time
from sim.errors import AgentError, AskError, PlayError, nearest
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sim.agents.agent import Agent
    from sim.agents.arenas.issues import Place
    from sim.agents.arenas.match import MatchTurn
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair

    Package = tuple[int, ...]


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
    """Many runs of offers of packages between two agents."""

    scenario: Scenario
    arena: IssuesArena
    agents: tuple[Agent, Agent]
    runs: tuple[PackageRun, ...]
    seed: int

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


class PackagePlayer:
    """An agent at the table."""

    def __init__(self, arena: IssuesArena, agent: Agent, seat: int) -> None:
        self.arena, self.agent, self.seat = arena, agent, seat
        self.offers: tuple[list[Package], list[Package]] = ([], [])

    def chances(self, place: Place) -> dict[str, float]:
        """What it does at a place: choices with probabilities."""
        t, package = place
        view = PackageView(self.arena, self.seat, t, package, self.offers[self.seat], self.offers[1 - self.seat])
        done = self._asked(view, t)
        chances = {done: 1.0} if isinstance(done, str) else done
        if not isinstance(chances, dict) or not chances:
            raise self._wrong(t, f"'act' returned {str(done)[:80]!r}")
        found: dict[str, float] = {}
        for choice, chance in chances.items():
            if not isinstance(choice, str) or not isinstance(chance, (int, float)) or not 0 <= chance <= 1:
                raise self._wrong(t, f"'act' returned {str(done)[:80]!r}")
            known = self._read(place, choice)
            found[known] = found.get(known, 0.0) + float(chance)
        if abs(sum(found.values()) - 1) > 1e-9:
            raise self._wrong(t, f"its probabilities add up to {sum(found.values()):g}, not to 1")
        return found

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """Remembers what was offered."""
        who = self.arena.movers(place)[0]
        done = turn.moves[who]
        if place[1] is None and done not in ("wait", WALK):
            self.offers[who].append(self.arena.package(done))

    def _read(self, place: Place, choice: str) -> str:
        open_ = self.arena.options(place, self.seat)
        if open_ and choice in open_:
            return choice
        if not open_:
            try:
                return self.arena.read(choice)
            except PlayError as error:
                raise self._wrong(place[0], str(error)) from None
        raise self._wrong(place[0], f"'{choice[:80]}' is no answer (open: {', '.join(open_)})")

    def _asked(self, view: PackageView, t: int) -> str | Mapping[str, float]:
        try:
            with redirect_stdout(sys.stderr):  # what an agent prints is no result
                return self.agent.act(view)  # type: ignore[arg-type]
        except (Exception, SystemExit) as error:
            if type(self.agent).__module__.startswith("sim.") or isinstance(error, AgentError):
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            told = f"'act' fails: {type(error).__name__}: {error} ({last.filename}, line {last.lineno}: {last.line})"
            raise self._wrong(t, told) from None

    def _wrong(self, t: int, what: str) -> AgentError:
        return AgentError(f"the agent {self.agent.label}, playing {self.arena.game.players[self.seat]}, round {t + 1}: {what}")


def package_agents(own: Iterable[type[Agent]] = ()) -> dict[str, type[Agent]]:
    """Agents by name: those that come along, then a class's own.

    Raises
    ------
    AgentError
        If two have the same name.
    """
    known: dict[str, type[Agent]] = dict(PACKAGE_AGENTS)
    for agent in own:
        name = agent.name or agent.__name__
        if name in known:
            raise AgentError(f"there are two agents called '{name}'; give one of them another name")
        known[name] = agent
    return known


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
    return PackageRuns(scenario, arena, (one, two), tuple(_played(arena, (one, two), runs, seed)), seed)


def _played(arena: IssuesArena, agents: tuple[Agent, Agent], runs: int, seed: int) -> list[PackageRun]:
    """All runs; one is enough where nothing is left to chance."""
    found: list[PackageRun] = []
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        check_time()
        run, sure = _one(arena, agents, int(rng.integers(2**31)))
        found.append(run)
        if sure:
            return [run] * runs
    return found


def _one(arena: IssuesArena, agents: tuple[Agent, Agent], seed: int) -> tuple[PackageRun, bool]:
    """One run, and whether chance had no part in it."""
    match = Match(arena, seed)
    players = [PackagePlayer(arena, agent, seat) for seat, agent in enumerate(agents)]
    sure, place, turn, who = True, match.place, None, 0
    while not match.over:
        place = match.place
        (who,) = arena.movers(place)
        chances = players[who].chances(place)
        choice = match.drawn(chances)
        moves = (choice, "") if who == 0 else ("", choice)
        sure &= len([p for p in chances.values() if p]) == 1 and len(arena.ways(place, moves)) == 1
        turn = match.play({who: choice})
        for player in players:
            player.saw(place, turn)
    assert turn is not None
    agreed = turn.moves[who] == ACCEPT
    ending = "agreement" if agreed else turn.event if turn.event == BREAKDOWN else turn.moves[who]
    ending = ending if ending in ("agreement", BREAKDOWN, WALK) else "rounds run out"
    return PackageRun(match.paid, place[1] if agreed else None, place[0], ending), sure


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
            found = _played(arena, (one, two), runs, seed)
            each = [_estimate([run.payoffs[k] for run in found]) for k in (0, 1)]
            payoffs[i, j] = [e.mean for e in each]
            errors[i, j] = [e.standard_error for e in each]
    low, high = _bounds(arena)
    return RankedPairings(scenario, tuple(agent.label for agent in field), payoffs, errors, low, high, runs, seed)


def _bounds(arena: IssuesArena) -> tuple[FloatPair, FloatPair]:
    """From walking away to the best of the packages that both like at least as much; from worst to best without such."""
    game = arena.game
    room = [p for p in arena.frontier if p[0] >= game.walk_away[0] and p[1] >= game.walk_away[1]]
    low = float(game.walk_away[0]), float(game.walk_away[1])
    most = [max((p[k] for p in room), default=game.walk_away[k] + 1) for k in (0, 1)]
    return low, (float(most[0]), float(most[1]))


def _estimate(values: Sequence[float]) -> Estimate:
    if min(values) == max(values):
        return Estimate(float(values[0]), 0.0)
    return Estimate(float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values))))

