"""From a concession scenario to a stochastic game: the timing rules of a round live here and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from sim.errors import GameTooLargeError
from sim.games.concessions.stochastic_game import BROKEN, Node, Outcome, Phase, State, StochasticGame
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.scenario.scenario import Scenario, Step
    from sim.types import Pair

Stands = tuple[int, ...]
"""Steps that stand, as one bit mask per player: bit k is step k of the ladder. Where steps may be faked, two more masks
say which of them are faked."""

MAX_DECISIONS = 1_000_000
"""Largest number of decision points (nodes times rounds) that is compiled."""

MAX_ROUNDS = 20_000
"""Largest number of rounds that is compiled; every round costs the solver some time however few states there are."""

MAX_ENDLESS = 1_000
"""Largest number of states that is compiled where there is no last round; every state may have many equilibria."""

CONCEDE, HOLD_OUT, RENEGE, WALK_AWAY = "concede", "hold_out", "renege", "walk_away"


def from_concessions(scenario: Scenario, fakes: tuple[bool, bool] = (False, False)) -> StochasticGame:
    """Compile a concession scenario into a stochastic game over the states that play can reach.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario of kind ``concessions``.
    fakes : pair of bool
        Which players may fake their steps that have a ``verification``.

    Raises
    ------
    GameTooLargeError
        If there are more than `MAX_DECISIONS` decision points or `MAX_ROUNDS` rounds.
    """
    game = scenario.game
    if not isinstance(game, Concessions):
        raise TypeError(f"expected a scenario of kind concessions, found {scenario.kind}")
    rules = _rules(game, fakes)
    masks = _reachable(rules)
    index = {stands: k for k, stands in enumerate(masks)}
    if game.moves == "simultaneous":
        cycle: tuple[tuple[Phase, ...], ...] = ((_joint_phase(rules, index, (True, True)),),)
    elif game.moves == "alternating":
        turns = [_joint_phase(rules, index, (mover == 0, mover == 1)) for mover in (game.first, 1 - game.first)]
        cycle = ((turns[0],), (turns[1],))
    else:
        cycle = (_leader_and_follower(rules, index),)
    first, second = scenario.players
    if first.patience is None or second.patience is None:
        raise TypeError("a concession scenario needs both players' patience")
    return StochasticGame(
        players=(first.id, second.id),
        discount=(first.patience, second.patience),
        states=tuple(rules.state(stands) for stands in masks),
        cycle=cycle,
        final=tuple(rules.pays(stands) for stands in masks),
        breakdown=game.breakdown,
        horizon=game.horizon,
    )


def _rules(game: Concessions, fakes: tuple[bool, bool]) -> Rules:
    from sim.games.concessions.fakes import FakingRules

    return FakingRules(game, fakes) if any(fakes) else Rules(game)


class Rules:
    """What may be done in a state, where it leads, and what it pays."""

    start: Stands = (0, 0)

    def __init__(self, game: Concessions) -> None:
        self.game = game
        self.full = (_mask(len(game.ladders[0])), _mask(len(game.ladders[1])))
        self.reversible = tuple(
            sum(1 << k for k, step in enumerate(ladder) if step.reversible) for ladder in game.ladders
        )

    def complete(self, stands: Stands) -> bool:
        """Whether every step stands, or is believed to."""
        return stands[:2] == self.full

    def real(self, stands: Stands) -> Stands:
        """Steps that have their effect."""
        return stands

    def discovery(self, stands: Stands) -> tuple[Fraction, Pair | None]:
        """Chance that a fake is discovered after a round, and what every later round then pays."""
        del stands
        return Fraction(0), None

    def lowest_missing(self, stands: Stands, player: int) -> int | None:
        """The next step of a player's ladder; None at its top."""
        missing = self.full[player] & ~stands[player]
        return (missing & -missing).bit_length() - 1 if missing else None

    def open(self, stands: Stands, player: int) -> tuple[str, ...]:
        """Actions open to a player; holding out is always left when nothing else is."""
        open_ = {
            CONCEDE: self._may_concede(stands, player),
            HOLD_OUT: True,
            RENEGE: bool(stands[player] & self.reversible[player]),
            WALK_AWAY: not self.complete(stands),
        }
        return tuple(a for a in self.game.actions if open_[a]) or (HOLD_OUT,)

    def _may_concede(self, stands: Stands, player: int) -> bool:
        k = self.lowest_missing(stands, player)
        if k is None:
            return False
        return all(stands[who] >> step & 1 for who, step in self.game.ladders[player][k].after)

    def move(self, stands: Stands, player: int, action: str) -> Stands:
        """State after one player's action, the other player's steps left as they are."""
        own = stands[player]
        if action == CONCEDE:
            k = self.lowest_missing(stands, player)
            assert k is not None
            own |= 1 << k
        elif action == RENEGE:
            own &= ~self.reversible[player]
        return (own, stands[1]) if player == 0 else (stands[0], own)

    def taken(self, stands: Stands, player: int, action: str) -> tuple[Step, ...]:
        """The step that an action takes, if any."""
        k = self.lowest_missing(stands, player) if action == CONCEDE else None
        return () if k is None else (self.game.ladders[player][k],)

    def pays(self, stands: Stands, taken: tuple[Step, ...] = ()) -> Pair:
        """Payoffs of a round that ends in a state and in which some steps were taken."""
        effects, real = [self.game.status_quo], self.real(stands)
        for player in (0, 1):
            effects += [s.effect for k, s in enumerate(self.game.ladders[player]) if real[player] >> k & 1]
        effects += [step.once for step in taken]
        if self.complete(stands):
            effects.append(self.game.agreement)
        return sum((e[0] for e in effects), Fraction(0)), sum((e[1] for e in effects), Fraction(0))

    def round_pays(self, stands: Stands, taken: tuple[Step, ...]) -> Pair:
        """Payoffs of a round that ends in a state with the talks going on: a mediator makes delay cost something."""
        one, two = self.pays(stands, taken)
        if self.game.mediator is None or self.complete(stands):
            return one, two
        delay = self.game.mediator.delay
        return one - delay[0], two - delay[1]

    def state(self, stands: Stands) -> State:
        """The state as others read it."""
        ids = [
            tuple(step.id for k, step in enumerate(self.game.ladders[player]) if stands[player] >> k & 1)
            for player in (0, 1)
        ]
        return State((ids[0], ids[1]), self.complete(stands))

    def successors(self, stands: Stands) -> Iterator[Stands]:
        """States one round later, whoever moves (a superset where only one player does)."""
        for one in self.open(stands, 0):
            for two in self.open(stands, 1):
                if WALK_AWAY in (one, two):
                    continue
                yield self.move(self.move(stands, 0, one), 1, two)


def _mask(steps: int) -> int:
    return (1 << steps) - 1


def _reachable(rules: Rules) -> list[Stands]:
    """States that play can reach, the starting state first, in breadth-first order."""
    follow = _after_a_leader if rules.game.moves == "sequential" else Rules.successors
    if rules.game.moves == "alternating":
        follow = _one_at_a_time
    rounds = rules.game.horizon
    if rounds is not None and rounds > MAX_ROUNDS:
        message = f"{rounds:,} rounds are too many: at most {MAX_ROUNDS:,} are solved. Shorten the horizon"
        raise GameTooLargeError(message)
    limit = MAX_ENDLESS if rounds is None else max(1, MAX_DECISIONS // rounds)
    found: dict[Stands, None] = {rules.start: None}
    queue = [rules.start]
    for stands in queue:
        for after in follow(rules, stands):
            if after not in found:
                found[after] = None
                queue.append(after)
        if len(found) > limit:
            raise GameTooLargeError(_too_large(rules.game, limit))
    return queue


def _one_at_a_time(rules: Rules, stands: Stands) -> Iterator[Stands]:
    for player in (0, 1):
        for action in rules.open(stands, player):
            if action != WALK_AWAY:
                yield rules.move(stands, player, action)


def _after_a_leader(rules: Rules, stands: Stands) -> Iterator[Stands]:
    leader = rules.game.first
    for one in rules.open(stands, leader):
        if one == WALK_AWAY:
            continue
        middle = rules.move(stands, leader, one)
        yield middle
        for two in rules.open(middle, 1 - leader):
            if two != WALK_AWAY:
                yield rules.move(middle, 1 - leader, two)


def _too_large(game: Concessions, limit: int) -> str:
    sizes = [_ladder_states(ladder, RENEGE in game.actions) for ladder in game.ladders]
    states = sizes[0] * sizes[1]
    told = f"up to {states:,} states ({sizes[0]:,} of one ladder times {sizes[1]:,} of the other)"
    if game.horizon is None:
        told += f" and no last round; at most {limit:,} states are solved. Limit the rounds or shorten the ladders"
    else:
        told += (
            f" over {game.horizon:,} rounds, {states * game.horizon:,} decision points; at most {MAX_DECISIONS:,} are "
            f"solved, which at this horizon is {limit:,} state{'' if limit == 1 else 's'}. "
            "Shorten the horizon or the ladders"
        )
    return f"the state space is too large: {told}" + (
        ", or leave 'renege' out of the actions" if RENEGE in game.actions else ""
    )


def _ladder_states(ladder: tuple[Step, ...], renege: bool) -> int:
    """Sets of steps of one ladder that can stand when prerequisites are ignored."""
    full, reversible = _mask(len(ladder)), sum(1 << k for k, step in enumerate(ladder) if step.reversible)
    found, queue = {0}, [0]
    for stands in queue:
        missing = full & ~stands
        for after in (stands | (missing & -missing), stands & ~reversible if renege else stands):
            if after not in found:
                found.add(after)
                queue.append(after)
    return len(found)


class _Outcomes:
    """Outcomes numbered as they turn up; equal ones share a number, so that exact ties stay exact."""

    def __init__(self) -> None:
        self.index: dict[Outcome, int] = {}

    def number(self, outcome: Outcome) -> int:
        return self.index.setdefault(outcome, len(self.index))


def _node(
    state: int,
    actions: tuple[tuple[str, ...], tuple[str, ...]],
    number: Callable[[str, str], int],
    leader: str = "",
) -> Node:
    cells = tuple(tuple(number(one, two) for two in actions[1]) for one in actions[0])
    return Node(state, actions, cells, leader)


def _joint_phase(rules: Rules, index: dict[Stands, int], moves: tuple[bool, bool]) -> Phase:
    """One node per state, at which the players who move choose at once."""
    outcomes = _Outcomes()

    def number(stands: Stands, one: str, two: str) -> int:
        if WALK_AWAY in (one, two):
            return outcomes.number(_walked(rules))
        after = rules.move(rules.move(stands, 0, one), 1, two)
        taken = rules.taken(stands, 0, one) + rules.taken(stands, 1, two)
        return outcomes.number(_round_end(rules, index, stands, after, taken))

    nodes = []
    for stands, k in index.items():
        actions = tuple(rules.open(stands, p) if moves[p] else ("",) for p in (0, 1))
        nodes.append(_node(k, (actions[0], actions[1]), partial(number, stands)))
    return Phase(tuple(nodes), tuple(outcomes.index), closes_round=True)


def _leader_and_follower(rules: Rules, index: dict[Stands, int]) -> tuple[Phase, Phase]:
    """Two phases: the leader's nodes are the states, the follower's are a state and what the leader did in it."""
    leader = rules.game.first
    leading, following = _Outcomes(), _Outcomes()
    lead_nodes: list[Node] = []
    follow_nodes: list[Node] = []

    def follow(stands: Stands, action: str) -> int:
        middle = rules.move(stands, leader, action)
        own = rules.taken(stands, leader, action)

        def number(one: str, two: str) -> int:
            reply = two if leader == 0 else one
            if reply == WALK_AWAY:
                return following.number(_walked(rules))
            after = rules.move(middle, 1 - leader, reply)
            return following.number(
                _round_end(rules, index, stands, after, own + rules.taken(middle, 1 - leader, reply))
            )

        follow_nodes.append(_node(index[middle], _solo(rules.open(middle, 1 - leader), 1 - leader), number, action))
        return leading.number(Outcome((Fraction(0), Fraction(0)), len(follow_nodes) - 1, Fraction(0)))

    def lead(stands: Stands, one: str, two: str) -> int:
        action = one if leader == 0 else two
        return leading.number(_walked(rules)) if action == WALK_AWAY else follow(stands, action)

    for stands, k in index.items():
        lead_nodes.append(_node(k, _solo(rules.open(stands, leader), leader), partial(lead, stands)))
    return (
        Phase(tuple(lead_nodes), tuple(leading.index), closes_round=False),
        Phase(tuple(follow_nodes), tuple(following.index), closes_round=True),
    )


def _solo(actions: tuple[str, ...], player: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (actions, ("",)) if player == 0 else (("",), actions)


def _walked(rules: Rules) -> Outcome:
    return Outcome(rules.game.breakdown, BROKEN, Fraction(0))


def _round_end(
    rules: Rules, index: dict[Stands, int], before: Stands, after: Stands, taken: tuple[Step, ...]
) -> Outcome:
    """Outcome of a round nobody walked out of; it is stalled if nothing changed before the agreement was complete."""
    stalled = before == after and not rules.complete(after)
    risk = rules.game.hazard if stalled else Fraction(0)
    return Outcome(rules.round_pays(after, taken), index[after], risk, *rules.discovery(after))
