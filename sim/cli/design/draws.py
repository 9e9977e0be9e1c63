"""What ``detente run --draws`` asks: how likely a deal is where a file's numbers are uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.failures import FailureError, answering
from sim.cli.loading import load_game
from sim.deadline import within
from sim.study.uncertain.options import DrawsOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.api.design.draws import Draws


def refuse_with_draws(options: Mapping[str, object]) -> None:
    """Refuse options that ask for more of one solution than is kept of a draw.

    Parameters
    ----------
    options : mapping of str to object
        By name; those that are not given are false.

    Raises
    ------
    FailureError
        For the first that is given.
    """
    for name, given in options.items():
        if given:
            raise FailureError(f"--draws solves the game many times and keeps how it ends; leave {name} out", 2)


def drawn(name: str, settings: Sequence[str], changes: Sequence[str], options: DrawsOptions) -> Draws:
    """Solve a file at draws of its numbers."""
    from sim.api.design.draws import Draws

    with within(options.time_limit):
        game = load_game(name, list(settings), changes=list(changes))
    with answering(game.scenario, instead="give --draws a smaller number"):
        return Draws.ask(game.scenario, options)
