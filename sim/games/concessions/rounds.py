"""From a concession scenario to a stochastic game: the timing rules of a round live here and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.errors import GameTooLargeError
from sim.games.concessions.fakes import FakingRules
from sim.games.concessions.rules import RENEGE, WALK_AWAY, Rules, mask
from sim.games.concessions.stochastic_game import BROKEN, Node, Outcome, Phase, StochasticGame
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.games.concessions.rules import Stands
    from sim.scenario.scenario import Scenario, Step

MAX_DECISIONS = 1_000_000
"""Largest number of decision points (nodes times rounds) that is compiled."""

MAX_ROUNDS = 20_000
"""Largest number of rounds that is compiled; every round costs the solver some time however few states there are."""

MAX_ENDLESS = 1_000
"""Largest number of states that is compiled where there is no last round; every state may have many equilibria."""


def from_concessions(
    scenario: Scenario, fakes: tuple[bool, bool] = (False, False), deadline: Deadline | None = None
) -> StochasticGame:
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
    TimeLimitError
        If the time is up.
    """
    game = scenario.game
    if not isinstance(game, Concessions):
        raise TypeError(f"expected a scenario of kind concessions, found {scenario.kind}")
    rules, deadline = FakingRules(game, fakes) if any(fakes) else Rules(game), deadline or Deadline()
    masks = _reachable(rules, deadline)
    index = {stands: k for k, stands in enumerate(masks)}
    first, second = scenario.players
    if first.patience is None or second.patience is None:
        raise TypeError("a concession scenario needs both players' patience")
    return StochasticGame(
        players=(first.id, second.id),
        discount=(first.patience, second.patience),
        states=tuple(rules.state(stands) for stands in masks),
        cycle=_cycle(rules, index, deadline),
        final=tuple(rules.pays(stands) for stands in masks),
        ended=tuple(rules.ended(stands) for stands in masks),
        horizon=game.horizon,
    )


def _cycle(rules: Rules, index: dict[Stands, int], deadline: Deadline) -> tuple[tuple[Phase, ...], ...]:
    """Phases of the rounds, up to where they repeat; rounds that are alike share theirs.

    A hazard that differs from round to round has as many as there are rounds.
    """
    game = rules.game
    turns = 2 if game.moves == "alternating" else 1
    rounds = turns if len(game.hazards) == 1 or game.horizon is None else game.horizon
    known: dict[tuple[int, Fraction], tuple[Phase, ...]] = {}

    def phases(t: int) -> tuple[Phase, ...]:
        hazard = game.hazard_in(t)
        if game.moves == "sequential":
            return _leader_and_follower(rules, index, hazard, deadline)
        mover = (game.first + t) % 2
        moves = (True, True) if game.moves == "simultaneous" else (mover == 0, mover == 1)
        return (_joint_phase(rules, index, moves, hazard, deadline),)

    cycle = []
    for t in range(rounds):
        key = t % turns, game.hazard_in(t)
        if key not in known:
            known[key] = phases(t)
        cycle.append(known[key])
    return tuple(cycle)


def _reachable(rules: Rules, deadline: Deadline) -> list[Stands]:
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
        deadline.check()
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
    full, reversible = mask(len(ladder)), sum(1 << k for k, step in enumerate(ladder) if step.reversible)
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


def _joint_phase(
    rules: Rules, index: dict[Stands, int], moves: tuple[bool, bool], hazard: Fraction, deadline: Deadline
) -> Phase:
    """One node per state, at which the players who move choose at once."""
    outcomes = _Outcomes()

    def number(stands: Stands, one: str, two: str) -> int:
        if WALK_AWAY in (one, two):
            return outcomes.number(_walked(rules, stands))
        after = rules.move(rules.move(stands, 0, one), 1, two)
        taken = rules.taken(stands, 0, one) + rules.taken(stands, 1, two)
        return outcomes.number(_round_end(rules, index, stands, after, taken, hazard))

    nodes = []
    for stands, k in index.items():
        deadline.check()
        actions = tuple(rules.open(stands, p) if moves[p] else ("",) for p in (0, 1))
        nodes.append(_node(k, (actions[0], actions[1]), partial(number, stands)))
    return Phase(tuple(nodes), tuple(outcomes.index), closes_round=True)


def _leader_and_follower(
    rules: Rules, index: dict[Stands, int], hazard: Fraction, deadline: Deadline
) -> tuple[Phase, Phase]:
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
                return following.number(_walked(rules, middle, own))
            after = rules.move(middle, 1 - leader, reply)
            return following.number(
                _round_end(rules, index, stands, after, own + rules.taken(middle, 1 - leader, reply), hazard)
            )

        follow_nodes.append(_node(index[middle], _solo(rules.open(middle, 1 - leader), 1 - leader), number, action))
        nothing = Fraction(0), Fraction(0)
        return leading.number(Outcome(nothing, len(follow_nodes) - 1, Fraction(0), rules.ended(middle)))

    def lead(stands: Stands, one: str, two: str) -> int:
        action = one if leader == 0 else two
        return leading.number(_walked(rules, stands)) if action == WALK_AWAY else follow(stands, action)

    for stands, k in index.items():
        deadline.check()
        lead_nodes.append(_node(k, _solo(rules.open(stands, leader), leader), partial(lead, stands)))
    return (
        Phase(tuple(lead_nodes), tuple(leading.index), closes_round=False),
        Phase(tuple(follow_nodes), tuple(following.index), closes_round=True),
    )


def _solo(actions: tuple[str, ...], player: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (actions, ("",)) if player == 0 else (("",), actions)


def _walked(rules: Rules, stands: Stands, taken: tuple[Step, ...] = ()) -> Outcome:
    """Outcome of walking away in a state: nothing else of the round comes about but what has been done by then.

    A leader's step has been taken before the follower walks away, and what it pays once has been paid. Where a
    breakdown keeps nothing its round is as all later ones.
    """
    ended = rules.ended(stands)
    once = () if rules.game.keeps == "nothing" else tuple(step.once for step in taken)
    now = sum((pay[0] for pay in once), ended[0]), sum((pay[1] for pay in once), ended[1])
    return Outcome(now, BROKEN, Fraction(0), ended)


def _round_end(
    rules: Rules, index: dict[Stands, int], before: Stands, after: Stands, taken: tuple[Step, ...], hazard: Fraction
) -> Outcome:
    """Outcome of a round nobody walked out of."""
    risk = hazard if rules.stalled(before, after) else Fraction(0)
    return Outcome(rules.round_pays(after, taken), index[after], risk, rules.ended(after), *rules.discovery(after))
