"""Equilibria of games with hidden information as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.hidden.outcomes import hidden_endings, outcome_at
from sim.engine.hidden.play import likeliest_play
from sim.engine.hidden.revelation import class_word, classes, payoffs_by_type
from sim.engine.hidden.trust import trust
from sim.engine.tree.solution import outcomes
from sim.show.concessions.entries import decision_entry, ending_entries, outcome_entry, state_entry
from sim.show.tree.assessments import floats, ranges_entry
from sim.show.tree.in_short import next_best_entry
from sim.show.tree.intuitive_criterion import intuitive_entry

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.hidden.trust import BeliefCourse, Trust
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame, Secret

REAL = "all real"
"""What is believed of a player whose steps that may be faked are not."""


def hidden_entries(solution: HiddenSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document.

    Parameters
    ----------
    all_states : bool
        Not used: beliefs and choices belong to histories, and all of them are listed.
    """
    del all_states
    found = solution.solution.equilibria
    entries = [_entry(solution.game, solution.concept, e) for e in found]
    if solution.concept == "bayes-nash":
        for entry, outcome in zip(entries, outcomes(found), strict=True):
            entry["outcome"] = outcome
    return entries


def _entry(game: HiddenGame, concept: str, e: BayesEquilibrium) -> dict[str, Any]:
    kinds = classes(game, e)
    by_type = payoffs_by_type(game, e)
    entry: dict[str, Any] = {
        "payoffs": dict(zip(game.players, map(float, e.payoffs), strict=True)),
        "payoffs_by_type": {
            player: {kind: float(v) for kind, v in by_type[k].items()}
            for k, player in enumerate(game.players)
            if by_type[k]
        },
        "strategies": {player: _strategy(game, e, k) for k, player in enumerate(game.players)},
        "regret": float(max(e.regret)),
        "next_best": next_best_entry(e),
        "path": [],
        "class": class_word(kinds),
        "classes": kinds,
        "beliefs": {name: told for name, belief in e.beliefs.items() if any(told := _belief(game, name, belief))},
    }
    if e.ranges:
        entry["off_path_ranges"] = ranges_entry(e)
    spans = {name: _belief_ranges(game, e, name) for name in e.belief_ranges}
    if any(spans.values()):
        entry["off_path_beliefs"] = {name: span for name, span in spans.items() if span}
    entry |= intuitive_entry(concept, game.tree, e)
    if game.course is not None:
        followed = trust(game, e)
        entry["path"] = _path(game, e)
        entry["ending"] = outcome_entry(game.players, outcome_at(game, e.profile.likeliest_end()))
        entry["endings"] = ending_entries(game.players, hidden_endings(game, e))
        entry["trust"] = _trust(game, followed)
    return entry


def _strategy(game: HiddenGame, e: BayesEquilibrium, player: int) -> Any:
    """For matrices and trees by information set; for concessions a list, with type, history and own fakes."""
    own = {name: at for name, at in e.behaviour[player].items() if name in game.tree.infosets}
    if game.course is None:
        return {name: {a: float(p) for a, p in at.items() if p} for name, at in own.items()}
    told = []
    for name in game.tree.infosets:
        if name not in own:
            continue
        first = game.tree.infosets[name][0]
        secret = game.secret(first, player)
        round_, phase, node = game.course.origins[name]
        stage = game.games[0][0]
        chances = ((a, float(p)) for a, p in own[name].items())
        entry = decision_entry(stage, round_, stage.phases(round_)[phase].nodes[node], chances)
        if secret.type:
            entry["type"] = secret.type
        if secret.faked is not None:
            entry["faked"] = list(secret.faked)
        told.append(entry | {"history": name, "reached": name in e.reached})
    return told


def _belief(game: HiddenGame, name: str, belief: tuple[Fraction, ...]) -> dict[str, float]:
    """What the player at an information set believes of the other side's secrets; an empty name if it has none."""
    members = game.tree.infosets[name]
    other = 1 - game.tree.owner(name)
    return {_label(secret): float(p) for secret, p in game.belief(zip(members, belief, strict=True), other).items()}


def _belief_ranges(game: HiddenGame, e: BayesEquilibrium, name: str) -> dict[str, list[float]]:
    """Least and greatest chance of each of two secrets of the other side that will do; empty if they are the same."""
    other = 1 - game.tree.owner(name)
    labels = [_label(game.secret(k, other)) for k in game.tree.infosets[name]]
    if len(set(labels)) < len(labels):
        return {}
    return {told: list(span) for told, span in zip(labels, floats(e.belief_ranges[name]), strict=True)}


def _path(game: HiddenGame, e: BayesEquilibrium) -> list[dict[str, Any]]:
    """The likeliest play; a fake is called one, and counts as standing in the states that are seen."""
    (i, j), rounds = likeliest_play(game, e)
    return [
        {
            "round": r.round,
            "state": state_entry(game.games[i][j], r.state),
            "actions": {game.players[player]: action for player, action in r.actions.items()},
            "payoffs": dict(zip(game.players, map(float, r.payoffs), strict=True)),
        }
        for r in rounds
    ]


def _trust(game: HiddenGame, followed: Trust) -> dict[str, Any]:
    return {
        "prior": _both(game, followed.prior),
        "courses": [
            {
                "chance": float(course.chance),
                "ending": course.ending,
                "outcome": outcome_entry(game.players, course.outcome),
                "types": {
                    player: {kind: float(p) for kind, p in course.shares[k].items()}
                    for k, player in enumerate(game.players)
                    if course.shares[k]
                },
                "rounds": _rounds(game, course),
            }
            for course in followed.courses
        ],
        "off_path": [
            {
                "player": game.players[aside.player],
                "round": aside.round,
                "action": aside.action,
                "belief": {_label(secret): float(p) for secret, p in aside.belief.items()},
            }
            for aside in followed.asides
        ],
        "endings": {kind: float(p) for kind, p in followed.endings.items()},
        "by_chance": {"on_the_way": float(followed.on_the_way), "after_last_choices": float(followed.at_its_end)},
    }


def _rounds(game: HiddenGame, course: BeliefCourse) -> list[dict[str, Any]]:
    """What is seen in each round, and what is believed of each player after it."""
    return [
        {
            "round": moment.round,
            "state": {player: list(moment.stands[k]) for k, player in enumerate(game.players)},
            "actions": {player: moment.seen[k] for k, player in enumerate(game.players) if moment.seen[k]},
            "beliefs": _both(game, moment.beliefs),
        }
        for moment in course.moments
    ]


def _label(secret: Secret) -> str:
    """What a document calls a secret: its type, and which steps are faked where some can be."""
    parts = [secret.type] if secret.type else []
    if secret.faked is not None:
        parts.append(f"{', '.join(secret.faked)} faked" if secret.faked else REAL)
    return "; ".join(parts)


def _both(game: HiddenGame, beliefs: tuple[dict[Secret, Fraction], dict[Secret, Fraction]]) -> dict[str, Any]:
    return {
        player: {_label(secret): float(p) for secret, p in beliefs[k].items()}
        for k, player in enumerate(game.players)
        if beliefs[k]
    }
