"""What an equilibrium with hidden information gives away: what each type expects, and what play reveals of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.signalling import revealed

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from sim.engine.tree.profile import BehaviourProfile
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame

ZERO = Fraction(0)


def payoffs_by_type(game: HiddenGame, e: BayesEquilibrium) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """What each type of each player expects; empty for a player whose type is known."""
    tree = game.tree
    found: tuple[dict[str, Fraction], dict[str, Fraction]] = ({}, {})
    if not any(game.types):
        return found
    draws = zip(tree.nodes[0].chances, tree.nodes[0].children, strict=True)
    heads = [(p, k, e.profile.value(k)) for p, k in draws]
    for player in (0, 1):
        for t, kind in enumerate(game.types[player]):
            own = [(p, value[player]) for p, k, value in heads if game.draw(k)[player] == t]
            if total := sum((p for p, _ in own), ZERO):
                found[player][kind.id] = sum((p * v for p, v in own), ZERO) / total
    return found


def classes(game: HiddenGame, e: BayesEquilibrium) -> dict[str, str]:
    """What play reveals of each player's type: ``separating``, ``pooling`` or ``semi-separating``, by player."""
    found = {}
    for player in (0, 1):
        kinds = [t for t, kind in enumerate(game.types[player]) if kind.probability]
        if len(kinds) > 1:
            found[game.players[player]] = revealed([_plays(game, e.profile, player, t) for t in kinds])
    return found


def class_word(kinds: Mapping[str, str]) -> str | None:
    """One word if one player's type is hidden, or both reveal as much; else a word for each."""
    if len(set(kinds.values())) <= 1:
        return next(iter(kinds.values()), None)
    return ", ".join(f"{kind} ({player})" for player, kind in kinds.items())


def _plays(game: HiddenGame, profile: BehaviourProfile, player: int, kind: int) -> dict[Hashable, Fraction]:
    """Chance of each way of play as everybody sees it, given a player's type and that it comes to choose at all."""
    found: dict[Hashable, Fraction] = {}
    for k in game.tree.ends:
        chose = game.tree.last_own[k][player] is not None
        if chose and profile.reach[k] and game.draw(k)[player] == kind:
            key = _seen(game, k)
            found[key] = found.get(key, ZERO) + profile.reach[k]
    total = sum(found.values())
    return {key: p / total for key, p in found.items()}


def _seen(game: HiddenGame, k: int) -> Hashable:
    if game.course is not None:
        return game.situations[k].public, game.situations[k].ending
    return game.tree.labels(k)[1:]


def with_open_cards(game: HiddenGame) -> Fraction:
    """The most that both can get together on average if they choose as one, knowing all types."""
    tree, total = game.tree, ZERO
    for chance, head in zip(tree.nodes[0].chances, tree.nodes[0].children, strict=True):
        waiting, best = [head], None
        while waiting:
            node = tree.nodes[waiting.pop()]
            if node.player is None:
                both = sum(node.payoffs, ZERO)
                best = both if best is None else max(best, both)
            waiting += node.children
        total += chance * (best or ZERO)
    return total
