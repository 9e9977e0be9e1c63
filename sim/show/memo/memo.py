"""What a memo is made of, whatever file it is written to: chapters of blocks, each with a picture or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.show.text.blocks import Paragraph, Section, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.figure import Figure

    from sim.show.text.blocks import Block


@dataclass(frozen=True)
class Drawing:
    """A picture of a memo.

    Parameters
    ----------
    title : str
        What stands below it.
    about : str
        The same in a sentence, for those who cannot see it.
    make : callable
        Draws it.
    """

    title: str
    about: str
    make: Callable[[], Figure]


@dataclass(frozen=True)
class Chapter:
    """A part of a memo with a heading of its own: what stands below it, its picture, and its parts in order.

    Parameters
    ----------
    text : Text
        Its heading and its words.
    drawing : Drawing, optional
        Its picture, which stands below the lead of the text.
    fresh : bool
        Whether it begins a page.
    """

    text: Text
    drawing: Drawing | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Memo:
    """A memo.

    Parameters
    ----------
    title : str
        What it is about.
    chapters : tuple of Chapter
        Its chapters in order.
    date : str
        The date that it bears; empty for none, as no clock is asked.
    contents : bool
        Whether it begins with a list of its chapters.
    """

    title: str
    chapters: tuple[Chapter, ...]
    date: str = ""
    contents: bool = False

    @property
    def lead(self) -> tuple[Block, ...]:
        """What stands below its title."""
        return (Paragraph(self.date),) if self.date else ()


def parts(text: Text) -> Iterator[Section]:
    """The parts of a text that hold something; what stands below its title is one without a heading."""
    if text.lead:
        yield Section("", text.lead)
    yield from (section for section in text.sections if section.blocks)
