"""What a lesson keeps of a solved point: a sentence, a few facts, payoffs by equilibrium, and what is drawn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.shown import shown
from sim.show.text.words import does, percent, round_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.path import PathRound
    from sim.engine.concessions.subgame_perfect import PerfectSolution
    from sim.engine.solution import Solution
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step, TreeNode

ROUNDS = 60
"""Rounds of a course that are drawn, most."""


def point(scenario: Scenario, solution: Solution) -> dict[str, Any]:
    """What a lesson keeps of a solved point.

    Parameters
    ----------
    scenario : Scenario
        The scenario at the point.

    Returns
    -------
    dict
        ``line``: a sentence. ``facts``: answers by question. ``curves``: for each equilibrium what is played in words
        and as a ``key`` (equal keys: the same is played), and both ``payoffs``. ``picture``: what is drawn.
    """
    seen = shown(scenario, solution)
    line = seen.line().removeprefix(f"{scenario.title}: ")
    entries = seen.entries()
    course = _course(scenario, solution)
    return {
        "line": line[0].upper() + line[1:],
        "facts": [[key.strip(), value] for key, value in seen.facts().items()],
        "curves": [_course_curve(course, entries[0])] if course else [_curve(scenario, entry) for entry in entries],
        "picture": course or _picture(scenario, entries),
    }


def _curve(scenario: Scenario, entry: dict[str, Any]) -> dict[str, Any]:
    """An equilibrium as a curve that goes on as long as the same actions are played with some chance."""
    strategies = entry.get("strategies") or {}
    names = {player.id: player.name for player in scenario.players}
    name = "; ".join(
        f"{names[who]}: {', '.join(_told(plan))}" for who, plan in strategies.items() if isinstance(plan, dict)
    )
    kind = str(entry.get("class", ""))
    return {
        "key": "|".join(filter(None, [kind, *(f"{who}={_key(plan)}" for who, plan in strategies.items())])),
        "name": name,
        "payoffs": [_short(value) for value in entry["payoffs"].values()],
    }


def _told(plan: dict[str, Any]) -> Iterator[str]:
    """What is played; at information sets, what is played at each."""
    if all(isinstance(value, dict) for value in plan.values()):
        for place, mixture in plan.items():
            yield f"at “{place}” {' or '.join(_told(mixture))}"
        return
    for action, chance in plan.items():
        if isinstance(chance, float) and chance > 0:
            yield action if chance == 1 else f"{action} {percent(chance)}"


def _key(plan: Any) -> str:
    if isinstance(plan, dict):
        inner = [f"{k}:{_key(v)}" if isinstance(v, dict) else k for k, v in plan.items() if isinstance(v, dict) or v]
        return ",".join(inner)
    if isinstance(plan, list):
        # Numbers of a strategy that says what is offered are shares, which move with the parameters.
        return ";".join(
            ",".join(f"{k}={_key(v) if isinstance(v, dict) else v}" for k, v in entry.items() if not _moves(k))
            for entry in plan
        )
    return ""


def _moves(key: str) -> bool:
    return key in ("proposes", "accepts_from", "belief", "beliefs")


def _course(scenario: Scenario, solution: Solution) -> dict[str, Any] | None:
    """The likeliest course of a concession game, round by round; None if the solution has none."""
    path = getattr(solution, "path", None)
    if not isinstance(scenario.game, Concessions) or not path or not hasattr(path[0], "turns"):
        return None
    found: PerfectSolution = solution  # type: ignore[assignment]
    states, stands = found.game.states, found.outcome.stands
    ladders = scenario.game.ladders
    rounds = []
    for k, r in enumerate(path[:ROUNDS]):
        after = stands[k + 1] if k + 1 < len(stands) else None
        rounds.append(
            {
                "round": r.round + 1,
                "acts": _acts(scenario, found, r),
                "pays": [_short(value) for value in r.payoffs],
                "at": _standing(ladders, states[r.state]),
                "to": None if after is None else _standing(ladders, states[after]),
            }
        )
    ending = found.endings[0]
    return {
        "kind": "course",
        "rounds": rounds,
        "ending": ending.kind,
        "when": round_number(ending.rounds + 1),
    }


def _standing(ladders: tuple[tuple[Step, ...], tuple[Step, ...]], state: State) -> list[list[int]]:
    """Places of the steps that stand on either ladder."""
    return [[k for k, step in enumerate(ladders[p]) if step.id in state.stands[p]] for p in (0, 1)]


def _acts(scenario: Scenario, solution: PerfectSolution, r: PathRound) -> list[list[Any]]:
    """Who does what in a round: player, action, and words for it."""
    state = solution.game.states[r.state]
    acts = []
    for turn in r.turns:
        told = does(scenario, turn.player, turn.action, state)
        sure = turn.chance > 1 - 1e-12
        acts.append([turn.player, turn.action, told if sure else f"{told} (with chance {percent(turn.chance)})"])
    return acts


def _short(value: float) -> float:
    """A number that is as exact as a plot can show, and no longer."""
    return float(f"{value:.7g}")


def _course_curve(course: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    acts = ";".join(
        ",".join(f"{who}{action}{'~' if 'chance' in told else ''}" for who, action, told in r["acts"])
        for r in course["rounds"]
    )
    last = course["rounds"][-1]["round"]
    name = {
        "agreement": f"an agreement, complete in round {course['when']}",
        "walk_away": f"somebody walks away in round {course['when']}",
        "hazard": "a breakdown",
        "unfinished": "an agreement that is never complete",
    }[course["ending"]]
    return {
        "key": f"{course['ending']}:{acts}:{last}",
        "name": name,
        "payoffs": [_short(value) for value in entry["payoffs"].values()],
    }


def _picture(scenario: Scenario, entries: list[dict[str, Any]]) -> dict[str, Any]:
    game = scenario.game
    if isinstance(game, Matrix) and not scenario.variants:
        played = [
            [_row(entry["strategies"][p.id], game.actions[k]) for k, p in enumerate(scenario.players)]
            for entry in entries
            if all(isinstance(entry["strategies"].get(p.id), dict) for p in scenario.players)
        ]
        cells = [[[float(v) for v in cell] for cell in row] for row in game.payoffs]
        return {"kind": "matrix", "cells": cells, "played": played}
    if isinstance(game, Tree) and not scenario.variants:
        plays = [
            {name: plan for side in entry["strategies"].values() for name, plan in side.items()} for entry in entries
        ]
        return {"kind": "tree", "plays": plays, "ends": [list(end) for end in _ends(game.root)]}
    if scenario.kind == "offers" and entries and "path" in entries[0]:
        path = [{"round": r["round"] + 1, "shares": list(r["shares"].values())} for r in entries[0]["path"][:ROUNDS]]
        return {"kind": "shares", "path": path}
    return {"kind": "none"}


def _row(plan: dict[str, float], actions: tuple[str, ...]) -> list[float]:
    return [float(plan.get(action, 0.0)) for action in actions]


def _ends(node: TreeNode) -> Iterator[tuple[float, float]]:
    """Payoffs of the ends of a tree, in the order of the file."""
    if node.payoffs is not None:
        yield float(node.payoffs[0]), float(node.payoffs[1])
    for branch in node.branches:
        yield from _ends(branch.to)
