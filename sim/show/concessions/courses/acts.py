"""What is done on a course in a cell of a table: in words, and with numbers in the place of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.rules import game_of
from sim.show.text.words import listed, next_step, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.engine.concessions.courses.path import PathRound, Turn
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step
    from sim.show.concessions.courses.course import Course
    from sim.show.concessions.courses.folds import Fold

WAITS = "\N{EN DASH}"
"""Stands for holding out and for keeping to the agreement where there is little room."""


def state_at(solution: Course, r: PathRound, turn: Turn) -> State:
    """The state that a player sees when it decides."""
    return solution.game.states[solution.game.phases(r.round)[turn.phase].nodes[turn.node].state]


def in_words(scenario: Scenario, solution: Course, fold: Fold, player: int) -> str:
    """What a player does in some rounds; empty where it has no turn."""
    acts = [(r, turn) for r, turn in fold.acts if turn.player == player]
    return ", then ".join(_words(scenario, state_at(solution, r, turn), r, turn) + _chance(turn) for r, turn in acts)


def in_signs(scenario: Scenario, solution: Course, fold: Fold, player: int) -> str:
    """The same in signs, which `key` explains."""
    acts = [(r, turn) for r, turn in fold.acts if turn.player == player]
    return ", ".join(_sign(scenario, state_at(solution, r, turn), r, turn) + _chance(turn) for r, turn in acts)


def key(scenario: Scenario, solution: Course, folds: Iterable[Fold]) -> tuple[tuple[str, str], ...]:
    """What the signs of some rounds stand for: the steps of each player, then all else."""
    acts = [(r, turn, state_at(solution, r, turn)) for fold in folds for r, turn in fold.acts if not r.in_vain(turn)]
    lines = []
    for k, player in enumerate(scenario.players):
        moved = {step.id for _, turn, state in acts if turn.player == k for step in _moved(scenario, turn, state)}
        ladder = enumerate(game_of(scenario).ladders[k], 1)
        if moved:
            lines.append((player.name, ", ".join(f"{place} {step.name}" for place, step in ladder if step.id in moved)))
    waits = [state.complete for _, turn, state in acts if turn.action == "hold_out"]
    done = {turn.action for _, turn, _ in acts}
    waiting = listed([*(["holds out"] if not all(waits) else []), *(["keeps to it"] if any(waits) else [])], "or")
    signs = [
        *([f"{WAITS} {waiting}"] if waiting else []),
        *(["back: takes steps back"] if "renege" in done else []),
        *(["leaves: walks away"] if "walk_away" in done else []),
    ]
    if not lines or not signs:
        return (*lines, *([("", "; ".join(signs))] if signs else []))
    (*first, (name, told)) = lines
    return (*first, (name, "; ".join([told, *signs])))


def _words(scenario: Scenario, state: State, r: PathRound, turn: Turn) -> str:
    if r.in_vain(turn):
        return "(too late)"
    if turn.action == "walk_away":
        return "walks away"
    if turn.action == "hold_out":
        return "keeps to it" if state.complete else "holds out"
    names = listed([step.name for step in _moved(scenario, turn, state)])
    return f"takes back {names}" if turn.action == "renege" else names


def _sign(scenario: Scenario, state: State, r: PathRound, turn: Turn) -> str:
    if r.in_vain(turn):
        return "(late)"
    if turn.action in ("walk_away", "hold_out"):
        return WAITS if turn.action == "hold_out" else "leaves"
    ladder = [step.id for step in game_of(scenario).ladders[turn.player]]
    places = ",".join(str(ladder.index(step.id) + 1) for step in _moved(scenario, turn, state))
    return f"back {places}" if turn.action == "renege" else places


def _moved(scenario: Scenario, turn: Turn, state: State) -> list[Step]:
    """The steps that a decision takes, or takes back."""
    if turn.action == "concede":
        step = next_step(scenario, turn.player, state)
        return [step] if step else []
    ladder = game_of(scenario).ladders[turn.player]
    return [s for s in ladder if s.reversible and s.id in state.stands[turn.player]] if turn.action == "renege" else []


def _chance(turn: Turn) -> str:
    return f" ({percent(turn.chance)})" if turn.chance < 1 else ""
