"""Games for other programs: a scenario in one of Gambit's formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.gambit import Exported


def exported(scenario: Scenario, suffix: str | None = None) -> Exported:
    """A scenario as text that Gambit reads, with the labels that had to be changed because Gambit has none such.

    Parameters
    ----------
    suffix : str, optional
        ``.nfg`` or ``.efg``; by default the one for its kind of game.

    Raises
    ------
    AskError
        If the game is of another kind than the suffix.
    GameTooLargeError
        If its tree would be too large, or has no end.
    """
    from sim.errors import AskError, GameTooLargeError
    from sim.games import compile_scenario
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.games.concessions.unroll import unroll
    from sim.games.hidden.hidden_game import HiddenGame, fakes_fit
    from sim.games.issues.issues_game import IssuesGame
    from sim.games.offers.offers_game import OffersGame
    from sim.games.offers.values_game import ValuesGame
    from sim.games.options.options_game import OptionsGame
    from sim.show.gambit import export

    game = compile_scenario(scenario, fakes_fit(scenario))
    if isinstance(game, StochasticGame):
        if game.horizon is None:
            raise GameTooLargeError("a game without a last round has no game tree; give a number of rounds")
        game = unroll(game).tree
    if isinstance(game, HiddenGame):
        game = game.tree
    if isinstance(game, OffersGame):
        raise AskError("kind", "any share may be offered, so there is no finite tree to export")
    if isinstance(game, ValuesGame):
        raise AskError("kind", "any price may be named, so there is no finite tree to export")
    if isinstance(game, IssuesGame):
        raise AskError("kind", "packages over issues are no game of moves, so there is no tree or table to export")
    if isinstance(game, OptionsGame):
        raise AskError("kind", "a conflict over options has no payoffs, so there is no tree or table to export")
    return export(scenario, game, suffix or (".nfg" if scenario.form in ("matrix", "repeated matrix") else ".efg"))
