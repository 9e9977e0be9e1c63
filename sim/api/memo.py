"""Answers as a memo: a document to hand on, with what it rests on and what made it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sim.progress import stage
from sim.show.memo.memo import Chapter, Drawing, Memo
from sim.show.memo.upright import upright
from sim.show.text.blocks import Item, Lines, Paragraph, Points, Section, Table, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block
    from sim.show.text.brief import Brief


class Told(Protocol):
    """An answer, as far as a memo asks."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def asks(self) -> str:
        """What it answers, as the heading of its chapter."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What it was found for."""

    @property
    def in_memo(self) -> Brief:
        """It as its chapter has it: on one screen."""

    @property
    def over_all(self) -> tuple[Block, ...]:
        """What every equilibrium agrees on; empty where that is no question or not found out."""

    @property
    def texts(self) -> tuple[Text, ...]:
        """It at length, for the appendix."""

    def plot(self) -> Picture:
        """Draw it."""


@dataclass(frozen=True)
class Refused:
    """A question that has no answer.

    Parameters
    ----------
    asks : str
        What was asked, as the heading of its chapter.
    why : str
        Why it has none.
    """

    asks: str
    why: str


Part = Told | Refused


@dataclass(frozen=True)
class Memorandum:
    """Answers that make one memo, and how it came about.

    Parameters
    ----------
    parts : tuple of Told or Refused
        The answers in order.
    command : str
        The command as it was typed; empty where it was made in Python.
    date : str
        The date that it bears; empty for none, as no clock is asked.
    """

    parts: tuple[Part, ...]
    command: str = ""
    date: str = ""

    @property
    def answers(self) -> tuple[Told, ...]:
        """Those of the questions that were answered."""
        return tuple(part for part in self.parts if not isinstance(part, Refused))

    @property
    def title(self) -> str:
        """What it is about."""
        return ", ".join(dict.fromkeys(answer.title for answer in self.answers))

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that it is about, each once."""
        found: dict[object, Scenario] = {}
        for answer in self.answers:
            for scenario in answer.scenarios:
                found.setdefault((scenario.file, scenario.sha256, scenario.settings), scenario)
        return tuple(found.values())

    def memo(self) -> Memo:
        """It as chapters of blocks: answers, what they rest on, sources, what made it, and the full stories."""
        from sim.show.memo.assumptions import assumptions, distinct, made, names_of, sources

        several = len(self.parts) > 1
        heads = distinct([self._head(part) for part in self.parts])
        chapters = [Chapter(_in_short(self.parts, heads))] if several else []
        chapters += [_chapter(part, head) for part, head in zip(self.parts, heads, strict=True)]
        scenarios = self.scenarios
        chapters += map(Chapter, assumptions(scenarios))
        chapters += [Chapter(sources(scenarios)), Chapter(made(scenarios, self.command))]
        told = [(head, text) for part, head in zip(self.parts, heads, strict=True) for text in _texts(part)]
        if len(self.answers) == 1 and len(told) > 1:
            of = self.answers[0].scenarios
            names = names_of(of) if len(of) == len(told) else distinct([text.title for _, text in told])
            told = [(name, text) for name, (_, text) in zip(names, told, strict=True)]
        for k, (head, text) in enumerate(told):
            letter = f" {_letter(k)}" if len(told) > 1 else ""
            title = f"Appendix{letter}: {head}, in full" if len(told) > 1 else "Appendix: the full story"
            chapters.append(Chapter(replace(text, title=title), fresh=True))
        return Memo(self.title, tuple(chapters), self.date, contents=several)

    def save(self, path: str | Path) -> None:
        """Write it to a file, whole or not at all; a file of that name is replaced.

        Parameters
        ----------
        path : str or Path
            The file; its suffix, .md, .html or .docx, says what.

        Raises
        ------
        OutputError
            If the suffix is another one, or the file cannot be written.
        """
        from sim.show.output import check_target

        check_target(Path(path), force=True)
        for told in self.write(Path(path)):
            warnings.warn(f"{path}: {told}", stacklevel=2)

    def write(self, path: Path) -> list[str]:
        """Write it to a file; what is to be said of letters that its pictures lack is given back."""
        from sim.show.formats import MEMOS, check_suffix
        from sim.show.memo.writers import content
        from sim.show.output import write

        check_suffix(path, MEMOS)
        memo = self.memo()
        with stage("picture"):
            told, lacking = content(memo, path.suffix.lower())
        write(path, lambda target: _fill(target, told))
        return lacking

    def _head(self, part: Part) -> str:
        """The heading of a chapter; with the scenario where each has one of its own."""
        if isinstance(part, Refused) or len(self.answers) == 1 or len(self.scenarios) == 1:
            return part.asks
        return f"{part.title}: {part.asks[0].lower()}{part.asks[1:]}"


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _in_short(parts: Sequence[Part], heads: Sequence[str]) -> Text:
    """The answers, a point for each."""
    items = tuple(Item(_answer(part), f"{head}.") for part, head in zip(parts, heads, strict=True))
    return Text("In short", (), (Points(items),))


def _answer(part: Part) -> str:
    return _refusal(part) if isinstance(part, Refused) else " ".join(part.in_memo.answer)


def _refusal(part: Refused) -> str:
    told = part.why[:1].upper() + part.why[1:]
    return told if told.endswith(".") else f"{told}."


def _texts(part: Part) -> tuple[Text, ...]:
    return () if isinstance(part, Refused) else part.texts


def _chapter(part: Part, head: str) -> Chapter:
    """An answer: what comes out and how sure it is, the picture, the tables, the verdict, and what it hangs on."""
    if isinstance(part, Refused):
        return Chapter(Text(head, (), (Paragraph(_refusal(part)),)))
    brief = part.in_memo
    lead = tuple(Paragraph(told) for told in (*brief.answer, brief.certificate) if told)
    drawing = _drawing(part.plot)
    tables = [block for block in brief.tables if drawing is None or not isinstance(block, Lines)]  # drawn in letters
    sections = [_untold(upright(block)) for block in tables]
    verdict = tuple(block for block in part.over_all if block not in lead)
    if verdict:
        sections.append(Section("What every equilibrium agrees on", verdict))
    if brief.caveat:
        sections.append(Section("What it hangs on", (Paragraph(brief.caveat),)))
    return Chapter(Text(head, tuple(sections), lead), drawing)


def _untold(block: Block) -> Section:
    """A table under its caption as a heading, which says once what it shows."""
    if isinstance(block, Table) and block.caption:
        return Section(block.caption, (replace(block, caption=""),))
    return Section("", (block,))


def _drawing(plot: Callable[[], Picture]) -> Drawing | None:
    """The picture; None where there is none."""
    from sim.errors import AskError

    try:
        picture = plot()
    except AskError:
        return None
    return Drawing(picture.title, picture.about, picture.make)


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else str(place + 1)
