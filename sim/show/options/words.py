"""Words for states, moves and definitions of stability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.options.resting import read_code
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from sim.engine.options.definitions import Definition
    from sim.engine.options.resting import Resting
    from sim.games.options.options_game import OptionsGame
    from sim.scenario.options.conflict import Options
    from sim.scenario.scenario import Scenario

SHORT: dict[Definition, str] = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}
"""What definitions are called in tables."""

LONG: dict[Definition, str] = {
    "nash": "Nash stability: no move is an improvement",
    "gmr": "general metarationality: after every improvement the others can move so that it ends no better than before",
    "smr": "symmetric metarationality: and after that no move of its own makes it better off than before",
    "seq": "sequential stability: after every improvement the others can do so by moves that each mover likes",
}
"""What each definition asks of a state, for one party."""


def option_names(scenario: Scenario) -> list[str]:
    """What people read of each option; with whose it is, where two are called the same."""
    game: Options = scenario.game  # type: ignore[assignment]
    names = [option.name for option in game.options]
    return [
        f"{name} ({scenario.players[option.owner].name})" if names.count(name) > 1 else name
        for name, option in zip(names, game.options, strict=True)
    ]


def resting_words(scenario: Scenario, code: str) -> str:
    """Where a conflict can rest at a point of a study, as a label; see `sim.engine.options.resting`."""
    read = read_code(code)
    if read is None:
        return code
    game: Options = scenario.game  # type: ignore[assignment]
    ids = [f"{scenario.players[option.owner].id}.{option.id}" for option in game.options]
    names = dict(zip(ids, option_names(scenario), strict=True))

    def told(resting: Resting) -> str:
        if resting.mark:
            return f"{resting.count:,} states (set {resting.mark})"
        each = (" + ".join(names.get(o, o) for o in taken) or "nothing taken" for taken in resting.states)
        return " / ".join(each) or "none"

    nash, more = read
    if not more.count:
        return f"rests by Nash and SEQ: {told(nash)}" if nash.count else "rests nowhere by Nash or SEQ"
    return f"rests by Nash: {told(nash)}; by SEQ also: {told(more)}"


def state_words(scenario: Scenario, game: OptionsGame, state: int) -> str:
    """The options that are taken, by name."""
    names, here = option_names(scenario), int(game.states[state])
    taken = [quoted(name) for bit, name in enumerate(names) if here >> bit & 1]
    return listed(taken) if taken else "nothing taken"


def move_words(scenario: Scenario, game: OptionsGame, party: int, here: int, there: int) -> str:
    """What a party does on its way from one state to another, as a clause."""
    taken, left = _changed(scenario, game, here, there)
    done = [f"takes {listed(taken)}"] if taken else []
    done += [f"drops {listed(left)}"] if left else []
    return f"{scenario.players[party].name} {' and '.join(done)}"


def deed_words(scenario: Scenario, game: OptionsGame, here: int, there: int) -> str:
    """What a party does on its way from one state to another, as it would be told to: ``take “Relief”``."""
    taken, left = _changed(scenario, game, here, there)
    done = [f"take {listed(taken)}"] if taken else []
    done += [f"drop {listed(left)}"] if left else []
    return " and ".join(done) or "stay"


def change_words(scenario: Scenario, game: OptionsGame, here: int, there: int) -> str:
    """What changes from one state to another, whoever does it."""
    taken, left = _changed(scenario, game, here, there)
    done = [f"{listed(taken)} taken"] if taken else []
    done += [f"{listed(left)} dropped"] if left else []
    return " and ".join(done)


def _changed(scenario: Scenario, game: OptionsGame, here: int, there: int) -> tuple[list[str], list[str]]:
    """Options that are taken and that are dropped on the way from one state to another."""
    names, before, after = option_names(scenario), int(game.states[here]), int(game.states[there])
    taken = [quoted(name) for bit, name in enumerate(names) if (after & ~before) >> bit & 1]
    left = [quoted(name) for bit, name in enumerate(names) if (before & ~after) >> bit & 1]
    return taken, left


def way_words(scenario: Scenario, game: OptionsGame, start: int, way: tuple[tuple[int, int], ...]) -> str:
    """A chain of moves, one after the other."""
    told, here = [], start
    for party, there in way:
        told.append(move_words(scenario, game, party, here, there))
        here = there
    return ", then ".join(told)
