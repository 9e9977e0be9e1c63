"""Parts of a text by how their headings, points or paragraphs begin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.show.text.blocks import Paragraph, Points, Section, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.show.text.blocks import Block, Item, Text


def parts_of(text: Text, headings: Iterable[str]) -> tuple[Section, ...]:
    """Some parts of a text, in their order.

    Parameters
    ----------
    headings : iterable of str
        How the headings of the parts begin, in small or large letters. Where no heading begins so it is how points and
        paragraphs do, with their numbers; they are told below their headings.

    Raises
    ------
    AskError
        If nothing begins so.
    """
    wanted = [heading.strip().casefold() for heading in headings]
    titles = [section.title for section in text.sections if section.title]
    points = tuple(begin for begin in wanted if not any(title.casefold().startswith(begin) for title in titles))
    for begin in points:
        if not any(_narrowed(section, (begin,)) for section in text.sections):
            there = "; ".join(titles) or "it has no parts"
            raise AskError(
                "part", f"no part of this answer has a heading that begins with '{begin}', and no point does ({there})"
            )
    whole = tuple(begin for begin in wanted if begin not in points)
    kept = [s if s.title and s.title.casefold().startswith(whole) else _narrowed(s, points) for s in text.sections]
    return tuple(section for section in kept if section is not None)


def _narrowed(section: Section, begins: tuple[str, ...]) -> Section | None:
    """A part with only those of its paragraphs and points that begin so; None if none does.

    A paragraph that ends with a colon brings along what stands below it.
    """
    blocks: list[Block] = []
    announced = False
    for block in section.blocks:
        announced = announced and not isinstance(block, Paragraph)
        if announced:
            blocks.append(block)
        elif isinstance(block, Points):
            items = _narrowed_items(block.items, begins, block.numbered)
            blocks += [replace(block, items=items)] if items else []
        elif isinstance(block, Paragraph) and block.text.casefold().startswith(begins):
            blocks.append(block)
            announced = block.text.endswith(":")
    return replace(section, blocks=tuple(blocks)) if blocks else None


def _narrowed_items(items: Iterable[Item], begins: tuple[str, ...], numbered: bool = False) -> tuple[Item, ...]:
    """The points that begin so, and those above them, with their numbers."""
    kept = []
    for place, item in enumerate(items, 1):
        numbered_item = replace(item, number=item.number if item.number is not None else place) if numbered else item
        below = _narrowed_items(item.below, begins)
        if told(numbered_item, place, numbered).casefold().startswith(begins):
            kept.append(numbered_item)
        elif below:
            kept.append(replace(numbered_item, below=below))
    return tuple(kept)
