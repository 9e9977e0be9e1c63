"""The game forms, and how a scenario becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.progress import stage

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.games.issues.issues_game import IssuesGame
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.games.offers.offers_game import OffersGame
    from sim.games.offers.values_game import ValuesGame
    from sim.games.options.options_game import OptionsGame
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario


def compile_scenario(
    scenario: Scenario, hidden: bool = False, deadline: Deadline | None = None
) -> StochasticGame | StrategicForm | GameTree | OffersGame | ValuesGame | OptionsGame | IssuesGame | HiddenGame:
    """Compile a scenario into the game form that its kind calls for.

    Parameters
    ----------
    hidden : bool
        Take a concession game as what each player knows of it, with its fakes; scenarios with hidden types always are.

    Raises
    ------
    GameTooLargeError
        If a concession game has too many decision points.
    TimeLimitError
        If the time is up.
    """
    with stage("rules"):
        return _compiled(scenario, hidden, deadline)


def _compiled(
    scenario: Scenario, hidden: bool, deadline: Deadline | None
) -> StochasticGame | StrategicForm | GameTree | OffersGame | ValuesGame | OptionsGame | IssuesGame | HiddenGame:
    if scenario.variants or (hidden and scenario.kind == "concessions"):
        from sim.games.hidden.hidden_game import from_hidden

        return from_hidden(scenario, deadline=deadline)
    if scenario.kind == "offers":
        from sim.games.offers.offers_game import from_offers
        from sim.games.offers.values_game import from_values

        return from_values(scenario) if scenario.form == "offers with hidden values" else from_offers(scenario)
    if scenario.kind == "issues":
        from sim.games.issues.issues_game import from_issues

        return from_issues(scenario)
    if scenario.kind == "options":
        from sim.games.options.options_game import from_options

        return from_options(scenario)
    if scenario.kind == "matrix":
        from sim.games.matrix.strategic_form import from_matrix
        from sim.games.repeated.repeated_game import from_repeated

        return from_matrix(scenario) if scenario.form == "matrix" else from_repeated(scenario)
    if scenario.kind == "tree":
        from sim.games.tree.game_tree import from_tree

        return from_tree(scenario)
    from sim.games.concessions.rounds import from_concessions

    return from_concessions(scenario, deadline=deadline)
