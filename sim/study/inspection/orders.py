"""Roadmaps written as the steps in their order: ``nk.freeze, us.relief, nk.site``, with ``+`` for one round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import AskError, nearest
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.games.roadmaps.ladders import Rounds
    from sim.scenario.scenario import Scenario


def order_of(scenario: Scenario, text: str) -> Rounds:
    """The roadmap that a text writes out.

    Parameters
    ----------
    text : str
        Steps as PLAYER.STEP behind commas; those of one round with ``+`` between them.

    Raises
    ------
    AskError
        If a step is none of the file's, or not the next one of its owner's.
    """
    game = scenario.game
    assert isinstance(game, Concessions)
    ids = [player.id for player in scenario.players]
    places = {f"{ids[p]}.{step.id}": (p, k) for p in (0, 1) for k, step in enumerate(game.ladders[p])}
    names = {place: name for name, place in places.items()}
    rounds, taken = [], [0, 0]
    for part in text.split(","):
        movers = []
        for name in (word.strip() for word in part.split("+")):
            if name not in places:
                known = nearest(name, list(places)) or f"the file has {', '.join(places)}"
                raise AskError("roadmap", f"there is no step '{name}' ({known})")
            player, k = places[name]
            if player in movers:
                raise AskError("roadmap", f"'{name}': a player takes one step in a round")
            if k != taken[player]:
                due = names.get((player, taken[player]))
                more = f"the next step of '{ids[player]}' is '{due}'" if due else f"'{ids[player]}' has no step left"
                raise AskError("roadmap", f"'{name}' is out of order; {more}")
            movers.append(player)
        for player in movers:
            taken[player] += 1
        rounds.append(tuple(sorted(movers)))
    return tuple(rounds)
