"""A finding that is kept as a file, looked at again: whether what was wrong with it still is."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.kept import mutant_of, read_kept
from tests.fuzz.run import fault_of
from tests.peers.random_games import compared_in, difference


def again(path: Path) -> int:
    """Print what is wrong with our answer for the file of a finding; 1 if something is, 2 if nobody can tell."""
    comments, text = read_kept(path)
    try:
        comparison, mutant = compared_in(comments), mutant_of(comments, text)
    except LookupError as error:
        print(f"{path}: {error}")
        return 2
    if comparison:
        wrong = difference(comparison, text)
    elif mutant:
        fault = fault_of(mutant)
        wrong = f"{fault.what}\n{fault.told}" if fault else ""
    else:
        print(f"{path} holds no game and no command line; the command in its comments tries the same again")
        return 2
    print(wrong or "nothing is wrong with it any more")
    return 1 if wrong else 0
