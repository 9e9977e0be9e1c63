"""Concession games as people play them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.arena import Arena, Way, fakes_nothing
from sim.agents.choose import known_agents, make_agent
from sim.agents.seated_game import SeatedGame, Solutions
from sim.deadline import Deadline
from sim.engine.concessions.quantal.induction import lattice_quantal
from sim.errors import NoQuantalResponseError
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.engine.concessions.profile import Profile
    from sim.games.concessions.stochastic_game import Node, Outcome
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair, Floats

    Place = tuple[int, int, int]  # round, phase, node

ROUNDS = 20
"""Rounds after which a game without a last round is stopped, unless another number is asked for."""


class ConcessionsArena(Arena):
    """A concession game. The equilibrium is that of the game in which steps cannot be faked.

    Without a last round play stops after a number of rounds, and what follows is paid as if both played the
    equilibrium from there on. So the equilibrium of the endless game is one of the game that is played.

    Parameters
    ----------
    table : SeatedGame
        The game, with the fakes that an agent at it may make.
    select : str
        Which equilibrium, as in ``--select``.
    rounds : int, optional
        After how many rounds a game without a last one is stopped.
    """

    def __init__(self, table: SeatedGame, select: str = "payoff-dominant", rounds: int | None = None) -> None:
        self.table, self.scenario, self.game = table, table.scenario, table.game
        self.base, self.solution = table.solutions.game, table.solutions.equilibrium(select)
        self.profile: Profile = self.solution.profile
        self.concept = self.solution.concept
        self.last = self.game.horizon or rounds or ROUNDS
        self.notes: tuple[Note, ...] = () if self.solution.certified else ("undecided",)

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> ConcessionsArena:
        """The game, with fakes only if somebody who makes them has a step to fake."""
        own = [not fakes_nothing(agent) for agent in wishes.agents]
        fakes = [
            known and make_agent(agent, known_agents()).fakes for known, agent in zip(own, wishes.agents, strict=True)
        ]
        one, two = (
            fake and any(step.verification is not None for step in ladder)
            for fake, ladder in zip(fakes, _rules(scenario).ladders, strict=True)
        )
        table = SeatedGame(scenario, (one, two), Solutions(scenario, wishes.time_limit))
        return cls(table, wishes.select, wishes.rounds)

    @staticmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """The horizon."""
        return _rules(scenario).horizon

    @property
    def start(self) -> Place:
        """The first round."""
        return 0, 0, 0

    def round(self, place: Place) -> int:
        """The round."""
        return place[0]

    def node(self, place: Place) -> Node:
        """The decision point of the game that is played."""
        return self.game.phases(place[0])[place[1]].nodes[place[2]]

    def seen(self, place: Place) -> Place:
        """The place in the game without fakes that it looks like."""
        t, p, k = place
        return t, p, int(self.table.seen[t % len(self.game.cycle)][p][k])

    def movers(self, place: Place) -> tuple[int, ...]:
        """Whoever acts in this part of the round."""
        return tuple(seat for seat in (0, 1) if self.node(place).actions[seat] != ("",))

    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """Actions open to a seat."""
        return self.node(place).actions[seat]

    def point(self, place: Place, seat: int) -> str:
        """Round and steps that stand; without a last round the steps alone, since nothing else matters."""
        del seat
        node = self.node(place)
        stands = self.game.states[node.state].stands
        told = " | ".join(", ".join(side) or "-" for side in stands)
        leads = f" after {'concede' if node.leader == 'fake' else node.leader}" if node.leader else ""
        turn = place[0] % len(self.game.cycle)
        if self.game.horizon is None:
            return f"[{told}]{leads}" + (f", turn {turn + 1}" if len(self.game.cycle) > 1 else "")
        return f"round {place[0] + 1} [{told}]{leads}"

    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """The equilibrium's probabilities."""
        t, p, k = self.seen(place)
        actions = self.base.phases(t)[p].nodes[k].actions[seat]
        chances = self.profile.mixture(t, p, k, seat)
        return {a: float(c) for a, c in zip(actions, chances, strict=False)}

    def worths(self, place: Place, seat: int) -> dict[str, float]:
        """What each action is worth from there on, per round, if the equilibrium is played otherwise."""
        place = self.seen(place)
        t, p, k = place
        actions = self.base.phases(t)[p].nodes[k].actions[seat]
        found = self.profile.action_values(place, seat, self.profile.other(place, seat, 0))
        return {a: float(v) for a, v in zip(actions, found, strict=False)}

    def regret(self, place: Place, seat: int, choice: str) -> float:
        """Per round from there on."""
        worths = self.worths(place, seat)
        return max(0.0, max(worths.values()) - worths["concede" if choice == "fake" else choice])

    def weight(self, place: Place, seat: int) -> float:
        """The discount factor to the power of the round."""
        return float(self.game.rates[seat] ** place[0])

    def value(self, place: Place | None) -> FloatPair:
        """The equilibrium's worth from there on."""
        if place is None:
            return 0.0, 0.0
        one, two = self.profile.value(self.seen(place)) * self.game.rates ** place[0]
        return float(one), float(two)

    def outcome(self, place: Place, choices: tuple[str, ...]) -> Outcome:
        """What a pair of actions leads to."""
        node = self.node(place)
        i, j = node.actions[0].index(choices[0]), node.actions[1].index(choices[1])
        return self.game.phases(place[0])[place[1]].outcomes[node.cells[i][j]]

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error at every decision; each precision may take the whole time."""
        return [self._response(precision, time_limit) for precision in precisions]

    def _response(self, precision: float, time_limit: float | None) -> Behaviour | None:
        try:
            found = lattice_quantal(self.base, precision, Deadline(time_limit))
        except NoQuantalResponseError:
            return None

        def behaviour(place: Place, seat: int) -> dict[str, float]:
            t, p, k = self.seen(place)
            actions = self.base.phases(t)[p].nodes[k].actions[seat]
            return {a: float(c) for a, c in zip(actions, found.mixture(t, p, k, seat), strict=False)}

        return behaviour

    @property
    def scale(self) -> FloatPair:
        """Payoffs are floats."""
        return _pair(self.base.scale)

    @property
    def payoff_range(self) -> float:
        """The wider scale."""
        return float(self.base.scale.max())

    def ways(self, place: Place, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """The round is paid; a fake may be discovered, and the talks may break down."""
        t, p, _ = place
        outcome, rates = self.outcome(place, choices), self.game.rates
        reward, ended = (np.array([float(v) for v in pair]) for pair in (outcome.reward, outcome.ended))
        now, later = self.game.impatience * rates**t * reward, rates ** (t + 1)
        if outcome.successor == BROKEN:
            # Where the round pays what all later ones do, their sum is not rounded.
            worth = np.where(reward == ended, rates**t * ended, now + later * ended)
            return (Way(1.0, "walk_away", None, _pair(worth), _pair(reward)),)
        if not self.game.phases(t)[p].closes_round:
            return (Way(1.0, "", (t, p + 1, outcome.successor), (0.0, 0.0)),)
        found, unnoticed = as_float(outcome.discovery), as_float(1 - outcome.discovery)
        ways = []
        if found:
            punished = np.array([float(v) for v in outcome.discovered or (0, 0)])
            ways.append(Way(found, "discovery", None, _pair(now + later * punished), _pair(reward)))
        if outcome.risk:
            ways.append(
                Way(unnoticed * as_float(outcome.risk), "hazard", None, _pair(now + later * ended), _pair(reward))
            )
        if not outcome.over:
            ways.append(self._on(t + 1, outcome.successor, unnoticed * as_float(outcome.survival), now, reward))
        return tuple(ways)

    def _on(self, t: int, state: int, chance: float, now: Floats, reward: Floats) -> Way:
        """The talks go on, or the last round has been played."""
        if t < self.last:
            return Way(chance, "", (t, 0, state), _pair(now), _pair(reward))
        if self.game.horizon is None:
            rest = np.array(self.value((t, 0, state)))
        else:
            rest = self.game.rates**t * np.array([float(v) for v in self.game.final[state]])
        return Way(chance, "", None, _pair(now + rest), _pair(reward))


def _rules(scenario: Scenario) -> Concessions:
    assert isinstance(scenario.game, Concessions)
    return scenario.game


def _pair(values: Floats) -> FloatPair:
    return float(values[0]), float(values[1])
