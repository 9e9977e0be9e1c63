"""How commands get at the scenarios that they are given: from files, by name, or from standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sim.cli.failures import FailureError, refused
from sim.deadline import in_any_case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.game import Game

STANDARD_INPUT = "<stdin>"

READING = 1.0
"""Seconds for reading a file, least; so that a limit that is all but none still says what there is without a search."""


def parse_settings(pairs: Iterable[str]) -> dict[str, str]:
    """Split ``NAME=VALUE`` pairs."""
    result = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise FailureError(f"--set expects NAME=VALUE, found '{pair}'", 2)
        result[name.strip()] = value.strip()
    return result


def load_game(name: str, pairs: Iterable[str], text: bytes | None = None, changes: Iterable[str] = ()) -> Game:
    """Load one scenario; problems are told on standard error, in the words of the command line.

    The limit that commands set counts here already, though a file has `READING` in any case.

    Parameters
    ----------
    text : bytes, optional
        The content, where it has been read already.
    changes : iterable of str
        What the file has otherwise, as ``--with`` gives it, one after the other.
    """
    from sim.api.game import Game
    from sim.errors import ScenarioError, TimeLimitError
    from sim.scenario.load import load
    from sim.scenario.source import MAX_BYTES

    settings = parse_settings(pairs)
    if name == "-":
        text, name = standard_input(MAX_BYTES), STANDARD_INPUT
    try:
        with in_any_case(READING):
            game = Game(load(name, settings, text))
    except ScenarioError as error:
        raise refused(error) from None
    except TimeLimitError as error:
        raise FailureError(f"{name}: {error}; allow more with --time-limit") from None
    for change in changes:
        game = variant_of(game, change)
    return game


def variant_of(game: Game, text: str) -> Game:
    """A game with other values at keys of its file, as ``--with`` gives them; problems are told on standard error."""
    from sim.api.game import Game
    from sim.errors import ScenarioError, TimeLimitError
    from sim.scenario.changes.changed import changed
    from sim.scenario.changes.typed import typed

    try:
        with in_any_case(READING):
            return Game(changed(game.scenario, typed(text, "--with")))
    except ScenarioError as error:
        raise refused(error) from None
    except TimeLimitError as error:
        raise FailureError(f"{game.scenario.file}: {error}; allow more with --time-limit") from None


def standard_input(most: int) -> bytes:
    """All that is piped in.

    Parameters
    ----------
    most : int
        How many bytes are read.
    """
    from sim.errors import FileTooLargeError
    from sim.scenario.reading import bounded

    if sys.stdin is None or sys.stdin.isatty():
        raise FailureError(
            "'-' reads a file from standard input, which is a terminal or closed: pipe a file in, or name one", 2
        )
    try:
        return bounded(sys.stdin.buffer, most)
    except (FileTooLargeError, OSError) as error:
        raise FailureError(f"{STANDARD_INPUT}: {error}") from None
