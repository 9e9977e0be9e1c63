"""Solutions of repeated games as plain data, for ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.repeated.repeated import stage_gains
from sim.show.repeated.agreed import agreed_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.repeated.dilemma import SelfPlay
    from sim.engine.repeated.grim_trigger import Deal
    from sim.engine.repeated.repeated import FiniteSolution, RepeatedSolution
    from sim.exact.roots import Interval
    from sim.games.repeated.repeated_game import RepeatedGame

    Bounds = Iterable[Fraction | None]


def repeated_entries(solution: RepeatedSolution) -> list[dict[str, Any]]:
    """The ``equilibria`` of a document: outcomes that hold themselves, then mixed stage equilibria in every round."""
    game = solution.game
    entries = []
    for deal, gains in zip(solution.deals, solution.gains, strict=True):
        if not any(gains):
            path = {p: {game.actions[k][deal.cell[k]]: 1.0} for k, p in enumerate(game.players)}
            threats = [None if e is None else solution.stage.equilibria[e] for e in deal.threats]
            entries.append(_entry(game, path, deal.payoffs, threats, deal.critical, gains))
    for e in solution.stage.equilibria:
        if not e.pure:
            gains = stage_gains(game, e.strategies)
            entries.append(_entry(game, _mixed(game, e.strategies), e.payoffs, [None, None], [0, 0], gains))
    return entries


def finite_entries(solution: FiniteSolution) -> list[dict[str, Any]]:
    """The ``equilibria`` of a document: each stage equilibrium, played in every round."""
    game = solution.game
    return [
        _entry(game, _mixed(game, e.strategies), e.payoffs, [None, None], [0, 0], e.regret)
        for e in solution.stage.equilibria
    ]


def _entry(
    game: RepeatedGame,
    path: dict[str, dict[str, float]],
    payoffs: Sequence[Fraction],
    threats: Sequence[Equilibrium | None],
    critical: Iterable[Fraction | int | None],
    gains: Sequence[Fraction],
) -> dict[str, Any]:
    return {
        "payoffs": _each(game, payoffs),
        "strategies": path,
        "threat": {
            player: None if e is None else {"strategies": _mixed(game, e.strategies), "payoffs": _each(game, e.payoffs)}
            for player, e in zip(game.players, threats, strict=True)
        },
        "critical_patience": _each(game, critical),
        "regret": float(max(gains)),
        "path": [],
    }


def repeated_extras(solution: RepeatedSolution) -> dict[str, Any]:
    """What a document says about the whole game, beside its equilibria."""
    game, found = solution.game, solution.dilemma
    return {
        "repeated": {
            "rounds": "infinite",
            "patience": _each(game, game.patience),
            "minmax": _each(game, solution.payoffs.minmax),
            "pure_minmax": _each(game, solution.payoffs.pure_minmax),
            "feasible": [[float(a), float(b)] for a, b in solution.payoffs.feasible],
            "individually_rational": [[float(a), float(b)] for a, b in solution.payoffs.rational],
            "outcomes": [_outcome(game, deal, deal in solution.held) for deal in solution.deals],
            "dilemma": None
            if found is None
            else {
                word: {player: game.actions[k][found.actions[k][a]] for k, player in enumerate(game.players)}
                for a, word in enumerate(("cooperate", "defect"))
            },
            "strategies": [_standing(game, standing) for standing in solution.standings],
            "punish": "infinite" if game.punish is None else game.punish,
            "risk_dominance": None
            if solution.risk is None
            else {
                "patience": _each(game, solution.risk.patience),
                "least_trust": _each(game, solution.risk.least_trust),
                "dominant": solution.risk.dominant,
            },
            "verdict": agreed_entry(solution),
        }
    }


def finite_extras(solution: FiniteSolution) -> dict[str, Any]:
    """What a document says about the whole game, beside its equilibria."""
    return {"repeated": {"rounds": solution.game.rounds, "patience": _each(solution.game, solution.game.patience)}}


def _outcome(game: RepeatedGame, deal: Deal, held: bool) -> dict[str, Any]:
    return {
        "actions": {player: game.actions[k][deal.cell[k]] for k, player in enumerate(game.players)},
        "payoffs": _each(game, deal.payoffs),
        "critical_patience": _each(game, deal.critical),
        "patience_bound": _each(game, deal.bound),
        "self_enforcing": held,
    }


def _standing(game: RepeatedGame, standing: SelfPlay) -> dict[str, Any]:
    return {
        "name": standing.name,
        "path": [{player: game.actions[k][cell[k]] for k, player in enumerate(game.players)} for cell in standing.path],
        "nash_patience": _intervals(game, standing.nash),
        "perfect_patience": _intervals(game, standing.perfect),
        "nash": standing.is_nash,
        "subgame_perfect": standing.is_perfect,
    }


def _intervals(game: RepeatedGame, found: Iterable[tuple[Interval, ...]]) -> dict[str, list[list[float]]]:
    return {
        player: [[float(low), float(high)] for low, high in intervals]
        for player, intervals in zip(game.players, found, strict=True)
    }


def _mixed(game: RepeatedGame, strategies: Sequence[Sequence[Fraction]]) -> dict[str, dict[str, float]]:
    return {
        player: {a: float(p) for a, p in zip(game.actions[k], strategies[k], strict=True) if p}
        for k, player in enumerate(game.players)
    }


def _each(game: RepeatedGame, numbers: Iterable[Fraction | int | None]) -> dict[str, float | None]:
    return {
        player: None if value is None else float(value) for player, value in zip(game.players, numbers, strict=True)
    }
