"""Gambit's file formats, read into scenario files: .efg game trees and .nfg strategic forms of two players.

Whatever Gambit 17 takes for malformed is refused, with its place, and so is what could be misread: text after the
tree, numbers that touch, numbers of players and sets that are not whole. Labels alone are read more kindly than there.

References
----------
Savani, R. and Turocy, T. L., Gambit: the package for computation in game theory; its description of file formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.foreign.gambit.as_yaml import as_yaml, heading
from sim.scenario.foreign.gambit.extensive import Extensive
from sim.scenario.foreign.gambit.reader import Reader, decoded
from sim.scenario.foreign.gambit.strategic import strategic
from sim.scenario.labels import given_or_told_apart

IDS = ("one", "two")
MOST_PLAYERS = 20
"""Players, most, that are counted."""
MAX_BYTES = 16 << 20
"""Bytes of a file, most; what can be imported is far smaller."""


@dataclass(frozen=True)
class Imported:
    """A game of another program as a scenario file.

    Parameters
    ----------
    text : str
        The scenario file, which is YAML and needs no further change.
    notes : tuple of str
        What is not as the other program's file has it.
    """

    text: str
    notes: tuple[str, ...]


def from_gambit(file: str, text: str) -> str:
    """Text of a scenario file for a game in one of Gambit's formats.

    Parameters
    ----------
    file : str
        Name to show in messages.
    text : str
        The content of an .efg or .nfg file.

    Raises
    ------
    ScenarioError
        As `imported` has it.
    """
    return imported(file, text.encode("utf-8", "replace")).text


def imported(file: str, raw: bytes) -> Imported:
    """The scenario file for a game in one of Gambit's formats, with notes on what had to be changed.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        The content of an .efg or .nfg file.

    Raises
    ------
    ScenarioError
        If it is neither, is not a game of two players, is damaged, or is larger than a scenario file can be.
    """
    text, notes = decoded(file, raw)
    reader = Reader(file, text)
    kind = reader.symbol(("EFG", "NFG"))
    version, expected = reader.word("a version"), {"EFG": "2", "NFG": "1"}[kind]
    if version != expected:
        raise reader.fault(reader.last, f"expected version {expected} of the format {kind}, found '{version}'")
    reader.symbol(("R", "D"))
    title = " ".join(reader.text("a title").split())
    players, where = reader.strings("the name of a player", MOST_PLAYERS)
    if len(players) != 2:
        more = "or more" if len(players) > MOST_PLAYERS else ""
        raise reader.fault(where, f"expected a game of two players, found {len(players)} {more}".rstrip())
    names, renamed = given_or_told_apart(players, "player")
    scenario = heading("tree" if kind == "EFG" else "matrix", title, dict(zip(IDS, names, strict=True)))
    if kind == "EFG":
        reader.maybe_text()
        tree = Extensive(reader, IDS)
        tree.read()
        renamed += tree.renamed
        scenario |= tree.scenario()
    else:
        payoffs, labels, changed = strategic(reader)
        renamed += changed
        for key, own in zip(IDS, labels, strict=True):
            scenario["players"][key]["actions"] = own
        scenario["payoffs"] = payoffs
    reader.end()
    if renamed:
        many = f"{renamed} labels that are" if renamed > 1 else "a label that is"
        notes += (f"{many} missing or not the only one of its kind got a name or a number",)
    return Imported(as_yaml(file, scenario), notes)
