"""Names of those who take part: as they typed them, without what would do harm; or an animal."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

LONGEST = 24
"""Characters of a name, most."""

READ = 500
"""Characters, most, of what was typed that are looked at."""

STACKED = 2
"""Marks above and below one letter, most."""

ANIMALS = tuple(
    (  # noqa: SIM905
        "Badger Beaver Bison Camel Cheetah Condor Cormorant Crane Curlew Dolphin Dormouse Eagle Egret Elk Falcon "
        "Ferret Finch Flamingo Fox Gazelle Gecko Gibbon Goose Hare Hedgehog Heron Hoopoe Ibex Ibis Jackdaw Jaguar "
        "Kestrel Kingfisher Kiwi Koala Lapwing Lark Lemur Leopard Lizard Llama Lynx Magpie Marmot Marten Mole "
        "Moose Narwhal Newt Nightingale Ocelot Octopus Oriole Osprey Otter Owl Panda Pelican Penguin Pigeon Plover "
        "Puffin Quail Rabbit Raccoon Raven Reindeer Robin Salamander Seal Sparrow Squirrel Starling Stoat Stork "
        "Swallow Swan Swift Tapir Tern Thrush Tiger Toad Tortoise Toucan Turtle Viper Vole Walrus Weasel Whale "
        "Wolf Wombat Woodpecker Wren Yak Zebra "
    ).split()
)
"""Names for those who give none."""


def tidy_name(text: str) -> str:
    """A name as it is kept: one line, at most `LONGEST` characters, no control or direction marks.

    Markup stays what it is, characters; whoever shows it escapes it.

    Parameters
    ----------
    text : str
        What was typed.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[:READ]):
        kind = unicodedata.category(letter)
        if kind in ("Mn", "Me"):
            marks += 1
            if marks <= STACKED and kept:
                kept.append(letter)
            continue
        marks = 0
        if kind[0] == "Z" or letter in "\t\r\n":
            kept.append(" ")
        elif kind[0] != "C":
            kept.append(letter)
    return " ".join("".join(kept).split())[:LONGEST].strip()


def free_name(wanted: str, taken: Collection[str], number: int) -> str:
    """A name that nobody has: the wanted one, with a number behind it if it is taken; an animal if none is wanted.

    Parameters
    ----------
    taken : collection of str
        Names that others have.
    number : int
        What chooses the animal.
    """
    base = tidy_name(wanted) or ANIMALS[number % len(ANIMALS)]
    used = {name.casefold() for name in taken}
    name, k = base, 2
    while name.casefold() in used:
        end = f" {k}"
        name, k = base[: LONGEST - len(end)] + end, k + 1
    return name
