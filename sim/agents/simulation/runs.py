"""Many runs of one game at once: agents choose, chance draws, payoffs add up.

In each round the runs are put together that stand at the same place and in which both agents remember the same. Each
agent is asked once for each such group. The draws belong to the runs: four numbers per run and round, whatever the
groups, so that results do not hang on how runs are put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.runner import AgentRunner
from sim.agents.simulation.absorbing_cycle import Fates
from sim.agents.simulation.agreement_record import AgreementRecord
from sim.deadline import check_time
from sim.engine.concessions.courses.outcome import KINDS
from sim.errors import GameTooLargeError
from sim.games.concessions.stochastic_game import BROKEN
from sim.progress import stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.agents.agent import Agent
    from sim.agents.seated_game import SeatedGame
    from sim.games.concessions.stochastic_game import Phase
    from sim.progress import Stage
    from sim.types import Floats, Index


NEGLIGIBLE = 1e-9
"""Without a last round, share of the payoff range that later rounds may still count for when the runs are cut off."""

MOST_ROUNDS = 250_000
"""Rounds, most, that are played without a last one: with a patience next to 1 there would be no end of them."""

MOST_FLOWS = 400
"""Rounds, most, for which it is noted how steps were taken."""

AGREEMENT, WALK_AWAY, HAZARD, DISCOVERY, UNFINISHED = range(len(KINDS))


@dataclass(frozen=True)
class Runs:
    """What came out of all runs.

    Parameters
    ----------
    payoffs : ndarray of float, shape (runs, 2)
        Discounted averages per round.
    kind : ndarray of int, shape (runs,)
        How each run ended, as an index of `KINDS`.
    when : ndarray of int, shape (runs,)
        Round, from 0, in which it did: for an agreement that in which it was completed for the last time.
    story : AgreementRecord
        What became of the agreement.
    faked : ndarray of bool, shape (runs,)
        Whether a fake stood undiscovered at the end.
    flows : list of tuple of dict
        Per round and side: how many runs went from so many steps to so many, as ``{(before, after): runs}``.
    exits : dict
        How many runs ended early, as ``{(kind, round, first side's steps, second side's steps): runs}``.
    cut : int or None
        Round after which runs that went on were cut off; None if there were none.
    """

    payoffs: Floats
    kind: Index
    when: Index
    story: AgreementRecord
    faked: NDArray[np.bool_]
    flows: list[tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]]
    exits: dict[tuple[int, int, int, int], int]
    cut: int | None


def play(table: SeatedGame, agents: tuple[Agent, Agent], runs: int, seed: int) -> Runs:
    """Play a game many times.

    Parameters
    ----------
    agents : pair of Agent
        Who plays, prepared for their seats.
    runs : int
        How often.
    seed : int
        What chance draws.

    Raises
    ------
    AgentError
        If an agent does what it cannot do.
    GameTooLargeError
        If without a last round the runs go on for more than `MOST_ROUNDS`.
    """
    return _Play(table, agents, runs, seed).result()


def _endless(going: int, runs: int) -> str:
    return (
        f"after {MOST_ROUNDS:,} rounds {going:,} of {runs:,} runs still go on, and with such patience all later rounds "
        "count. Give the game a last round, or less patience"
    )


class _Play:
    def __init__(self, table: SeatedGame, agents: tuple[Agent, Agent], runs: int, seed: int) -> None:
        self.table, self.game, self.runs = table, table.game, runs
        self.minds = AgentRunner(table, agents[0], 0), AgentRunner(table, agents[1], 1)
        self.rng = np.random.default_rng(seed)
        self.node: Index = np.zeros(runs, dtype=np.intp)
        self.memory: tuple[Index, Index] = (np.zeros(runs, dtype=np.intp), np.zeros(runs, dtype=np.intp))
        self.alive = np.ones(runs, dtype=bool)
        self.paid = np.zeros((runs, 2))
        self.kind: Index = np.full(runs, UNFINISHED, dtype=np.intp)
        self.when: Index = np.zeros(runs, dtype=np.intp)
        self.faked = np.zeros(runs, dtype=bool)
        self.flows: list[tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]] = []
        self.exits: dict[tuple[int, int, int, int], int] = {}
        self.weight = np.ones(2)
        self.fates = Fates(table, self.minds)
        self.story = AgreementRecord.of(runs)

    def result(self) -> Runs:
        with stage("rounds", self.game.horizon) as told:
            return self._played(told)

    def _played(self, told: Stage) -> Runs:
        t, cut = 0, None
        while self.alive.any():
            if self.game.horizon is None:
                self._settle(t)
                if self.alive.any() and self.weight.max() < NEGLIGIBLE:
                    cut = t
                elif self.alive.any() and t >= MOST_ROUNDS:
                    raise GameTooLargeError(_endless(int(self.alive.sum()), self.runs))
            if t == self.game.horizon or cut is not None:
                self._end(t)
                break
            if self.alive.any():
                self._round(t)
            told.step()
            t += 1
            self.weight = self.weight * self.game.rates
        return Runs(self.paid, self.kind, self.when, self.story, self.faked, self.flows, self.exits, cut)

    def _round(self, t: int) -> None:
        check_time()
        draws = self.rng.random((self.runs, 4))
        live = np.flatnonzero(self.alive)
        start, phases = self.node[live], self.game.phases(t)
        done: tuple[Index, Index] = (np.zeros(live.size, dtype=np.intp), np.zeros(live.size, dtype=np.intp))
        could = np.zeros((2, live.size), dtype=bool)
        at = start
        for p, phase in enumerate(phases):
            chosen = self._choose(t, p, at, live, draws)
            for seat in (0, 1):
                codes, open_ = self.minds[seat].codes(t % len(self.game.cycle), p)
                moved = codes[at, chosen[seat]]
                np.copyto(done[seat], moved, where=moved > 0)
                could[seat] |= open_[at]
            outcome = phase.cells[at, chosen[0], chosen[1]]
            at = phase.successors[outcome]
            if not phase.closes_round:
                gone = at == BROKEN
                if gone.any():
                    self._note(t, live[gone], start[gone], at[gone], (done[0][gone], done[1][gone]))
                    self._leave(live[gone], t, start[gone], phase, outcome[gone])
                    keep = ~gone
                    live, start, at, could = live[keep], start[keep], at[keep], could[:, keep]
                    done = done[0][keep], done[1][keep]
        self._note(t, live, start, at, done)
        kept = self._close(t, phases[-1], live, start, at, outcome, draws)
        self._flow(start[kept], at[kept], t)
        for seat in (0, 1):
            mine, theirs = done[seat][kept], done[1 - seat][kept]
            self.memory[seat][live[kept]] = self.minds[seat].remember(
                self.memory[seat][live[kept]], mine, theirs, could[1 - seat][kept]
            )

    def _choose(self, t: int, p: int, at: Index, live: Index, draws: Floats) -> tuple[Index, Index]:
        """Index of each run's action, per player."""
        chosen = []
        for seat in (0, 1):
            memory = self.memory[seat][live]
            span = int(memory.max(initial=0)) + 1
            groups, which = np.unique(at * span + memory, return_inverse=True)
            check_time()
            table = np.array([self.minds[seat].decide(t, p, int(g // span), int(g % span)) for g in groups])
            chosen.append((draws[live, seat, None] >= table[which.reshape(-1)]).sum(axis=1))
        return chosen[0], chosen[1]

    def _note(self, t: int, who: Index, start: Index, at: Index, done: tuple[Index, Index]) -> None:
        """Note what becomes of the agreement in a round, and who walks away."""
        walked = at == BROKEN
        before, after = self.table.complete[start], ~walked & self.table.complete[at]
        lost = before & ~after
        self.story.make(who[after & ~before], t)
        self.story.lose(who[lost], t, (done[0][lost], done[1][lost]))
        self.story.leave(who[walked], (done[0][walked], done[1][walked]))

    def _leave(self, who: Index, t: int, states: Index, phase: Phase, outcome: Index) -> None:
        """The talks end at once: this round pays what stands then, every later one the breakdown and what is kept."""
        now, later = phase.rewards[outcome], phase.ended[outcome]
        apart = self.game.impatience * now + self.game.rates * later
        self.paid[who] += self.weight * np.where(now == later, now, apart)
        self._stop(who, WALK_AWAY, t, states)

    def _stop(self, who: Index, kind: int, t: int, states: Index) -> None:
        self.kind[who], self.when[who], self.alive[who] = kind, t, False
        steps, counts = np.unique(self.table.steps[states], axis=0, return_counts=True)
        for (one, two), count in zip(steps.tolist(), counts.tolist(), strict=True):
            key = kind, t, one, two
            self.exits[key] = self.exits.get(key, 0) + count

    def _close(
        self, t: int, phase: Phase, live: Index, start: Index, at: Index, outcome: Index, draws: Floats
    ) -> NDArray[np.bool_]:
        """Pay the round, draw discovery and breakdown; return which runs go on."""
        walked = at == BROKEN
        self._leave(live[walked], t, start[walked], phase, outcome[walked])
        going: NDArray[np.bool_] = ~walked
        now = self.game.impatience * self.weight
        self.paid[live[going]] += now * phase.rewards[outcome[going]]
        later = self.weight * self.game.rates
        found = going & (draws[live, 2] < phase.discoveries[outcome, 0])
        self.story.undo(live[found & self.table.complete[at]], t)
        self.paid[live[found]] += later * phase.discoveries[outcome[found], 1:]
        self._stop(live[found], DISCOVERY, t, at[found])
        going &= ~found
        broke = going & (draws[live, 3] < phase.risks[outcome])
        self.paid[live[broke]] += later * phase.ended[outcome[broke]]
        self._stop(live[broke], HAZARD, t, at[broke])
        going &= ~broke
        fresh = going & self.table.complete[at] & ~self.table.complete[start]
        self.when[live[fresh]] = t
        self.node[live[going]] = at[going]
        return going

    def _flow(self, start: Index, at: Index, t: int) -> None:
        if t >= MOST_FLOWS:
            return
        sides: list[dict[tuple[int, int], int]] = []
        for seat in (0, 1):
            steps = self.table.steps[:, seat]
            span = int(steps.max()) + 1
            pairs, counts = np.unique(steps[start] * span + steps[at], return_counts=True)
            sides.append({(int(k // span), int(k % span)): int(n) for k, n in zip(pairs, counts, strict=True)})
        self.flows.append((sides[0], sides[1]))

    def _end(self, t: int) -> None:
        """After the last round the state stays as it is for ever; what is cut off pays as if it did."""
        live = np.flatnonzero(self.alive)
        final = np.array([[float(v) for v in pair] for pair in self.game.final])
        self.paid[live] += self.weight * final[self.node[live]]
        self._finish(live, self.table.complete[self.node[live]], t)

    def _finish(self, live: Index, complete: NDArray[np.bool_], t: int) -> None:
        self.faked[live] = self.table.faking[self.node[live]]
        self.kind[live] = np.where(complete, AGREEMENT, UNFINISHED)
        self.when[live] = np.where(complete, self.when[live], t)
        self.alive[live] = False

    def _settle(self, t: int) -> None:
        """Runs from which on nothing is drawn by chance and play goes round are paid for all rounds at once."""
        live = np.flatnonzero(self.alive)
        keys = np.stack([self.node[live], self.memory[0][live], self.memory[1][live]], axis=1)
        groups, which = np.unique(keys, axis=0, return_inverse=True)
        which = which.reshape(-1)
        for g, (node, one, two) in enumerate(groups.tolist()):
            fate = self.fates.of(t % len(self.game.cycle), node, one, two)
            if fate is not None:
                runs = live[which == g]
                self.paid[runs] += self.weight * fate.worth
                if fate.first is not None and not fate.complete:
                    self.story.for_ever[runs] = True
                    self.story.make(runs[self.story.times[runs] == 0], t + fate.first)
                self._finish(runs, np.full(runs.size, fate.complete), t)
