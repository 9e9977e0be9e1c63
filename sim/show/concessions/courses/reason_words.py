"""Words for reasons: what a choice pays now and later beside another, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.continuation import Event
from sim.show.concessions.courses.endings import standing, teller
from sim.show.concessions.rules import game_of
from sim.show.text.words import does, listed, next_step, percent, quoted, small, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.continuation import Continuation
    from sim.engine.concessions.reasons import Alternative, Decision
    from sim.games.concessions.stochastic_game import State, StochasticGame
    from sim.scenario.scenario import Scenario

MOST_EVENTS = 3
"""Things done after a choice, most, that are all named; of more, those of the first round are."""


def acts(scenario: Scenario, game: StochasticGame, decision: Decision, action: str, form: str = "takes") -> str:
    """What an action of a decision is, as a verb phrase."""
    return does(scenario, decision.player, action, game.states[decision.state], form)


def compared(decision: Decision, other: Alternative) -> str:
    """What a choice would pay more or less than the one taken, now and later, and what that comes to."""
    now = _difference(other.now - decision.chosen.now, decision.near)
    later = _difference(other.later - decision.chosen.later, decision.near)
    if now == later == 0:
        return "the same now and later"
    joined = " but" if now * later < 0 else ","
    total = -decision.loss(other)
    return f"{more(now)} now{joined} {more(later)} later; {more(total)} in all"


def _difference(value: float, near: float) -> float:
    return 0.0 if abs(value) <= near else value


def more(value: float) -> str:
    """A difference of payoffs in words."""
    if value == 0:
        return "the same"
    return f"{small(abs(value))} {'more' if value > 0 else 'less'}"


def not_open(scenario: Scenario, game: StochasticGame, decision: Decision) -> str:
    """That a player's next step waits for others; empty if it does not, or no step is left."""
    state, rules = game.states[decision.state], game_of(scenario)
    step = next_step(scenario, decision.player, state)
    if step is None or "concede" not in rules.actions:
        return ""
    missing = [rules.ladders[p][k].name for p, k in step.after if rules.ladders[p][k].id not in state.stands[p]]
    if not missing:
        return ""
    return f"{quoted(step.name)} is not open yet: it waits for {listed([quoted(name) for name in missing])}."


def follows(
    scenario: Scenario,
    game: StochasticGame,
    decision: Decision,
    other: Alternative,
    course: Continuation,
    kept: Continuation,
) -> str:
    """What follows a choice that is not taken, against what follows the one that is.

    Parameters
    ----------
    scenario, game : Scenario, StochasticGame
        The game.
    other : Alternative
        The choice.
    course, kept : Continuation
        What follows it, and what follows the choice that is taken.
    """
    here = decision.place[0]
    ending = ends(scenario, game, course, kept, here)
    if shift := delay(scenario, game, decision, course, kept):
        return f"Then the same is done {_shifted(shift)}: {ending}{doubts(course)}."
    events = [e for e in course.events if e not in kept.events or e.round > here]
    if course.then is None and course.ending == "unfinished":
        return f"At the end {_left(game, course)} stand{'s' if _left(game, course) in ('1 step', 'no step') else ''}."
    if not events:
        return f"Nothing more is done, and {ending}{doubts(course)}."
    named = events if len(events) <= MOST_EVENTS else [e for e in events if e.round == events[0].round]
    rest = len(events) - len(named)
    after = f"after {times(rest, 'more move')} " if rest else ""
    if not rest and events[-1].action == "walk_away":
        ending = "the talks are over"
    return f"Then {told_events(scenario, game, named, here)}, and {after}{ending}{doubts(course)}."


def in_short(
    scenario: Scenario,
    game: StochasticGame,
    decision: Decision,
    other: Alternative,
    course: Continuation,
    kept: Continuation,
) -> str:
    """How a choice that is not taken ends, in a few words; see `follows`."""
    if other.action == "walk_away":
        return "the talks are over"
    if shift := delay(scenario, game, decision, course, kept):
        return f"the same is done {_shifted(shift)}{doubts(course)}"
    return ends(scenario, game, course, kept, decision.place[0]) + doubts(course)


def _shifted(rounds: int) -> str:
    return f"{times(abs(rounds), 'round')} {'later' if rounds > 0 else 'earlier'}"


def doubts(course: Continuation) -> str:
    """That something else may follow as well, with chances, in brackets; empty if nothing may."""
    told = []
    if course.outcome.chance < 1:
        told.append(f"if each time the likeliest is done, chance {percent(course.outcome.chance)}")
    if course.survival < 1:
        stalled = "the round that stalls" if course.stalls == 1 else f"one of the {course.stalls} rounds that stall"
        told.append(f"unless the talks break down after {stalled}, chance {percent(1 - course.survival)}")
    return f" ({'; '.join(told)})" if told else ""


def delay(
    scenario: Scenario, game: StochasticGame, decision: Decision, course: Continuation, kept: Continuation
) -> int:
    """Rounds by which all that follows is late, or early if negative, if it is the same as on the way taken; else 0."""
    own = Event(decision.place[0], decision.player, decision.chosen.action, decision.state)
    first = [] if own.action == "hold_out" else [own]
    on = [(e.round, e.player, _did(scenario, game, e)) for e in [*first, *kept.events]]
    off = [(e.round, e.player, _did(scenario, game, e)) for e in course.events]
    on.sort(key=lambda item: item[0])
    if len(on) != len(off) or not on or course.ending != kept.ending:
        return 0
    shifts = {b[0] - a[0] for a, b in zip(on, off, strict=True)}
    same = all(a[1:] == b[1:] for a, b in zip(on, off, strict=True))
    return shifts.pop() if same and len(shifts) == 1 else 0


def _did(scenario: Scenario, game: StochasticGame, event: Event) -> str:
    """What was done, short: a step by its name, several that are taken back by their number."""
    state = game.states[event.state]
    if event.action == "concede":
        return does(scenario, event.player, event.action, state).replace("takes the step ", "takes ")
    back = taken_back(scenario, event.player, state) if event.action == "renege" else 0
    return f"takes back {back} steps" if back > 1 else does(scenario, event.player, event.action, state)


def taken_back(scenario: Scenario, player: int, state: State) -> int:
    """How many steps a player would take back."""
    return sum(s.reversible and s.id in state.stands[player] for s in game_of(scenario).ladders[player])


def told_events(scenario: Scenario, game: StochasticGame, events: Sequence[Event], here: int) -> str:
    """What is done, with rounds; in the round of the choice itself it is done at the same time."""
    rounds: dict[int, list[str]] = {}
    for event in events:
        told = f"{scenario.players[event.player].name} {_did(scenario, game, event)}"
        rounds.setdefault(event.round, []).append(told)
    return ", then ".join(
        f"{listed(told)} {'in this round' if round_ == here else f'in round {round_ + 1}'}"
        for round_, told in rounds.items()
    )


def ends(scenario: Scenario, game: StochasticGame, course: Continuation, kept: Continuation, here: int) -> str:
    """How a course ends, and how the one that is taken would where that differs."""
    told = teller(scenario, game).onward(course.outcome, here, standing(game, course.outcome))
    alike = course.outcome.fate == kept.outcome.fate == "kept"
    if not alike or course.round < here or kept.round in (course.round, -1) or kept.round < here:
        return told
    return told.replace(" and kept", f", not {kept.round + 1}, and kept")


def _left(game: StochasticGame, course: Continuation) -> str:
    """How many steps stand at the end of a course."""
    assert course.state is not None
    count = sum(map(len, game.states[course.state].stands))
    return times(count, "step") if count else "no step"
