"""A memo in Word's format (Office Open XML): real headings, lists and tables, and nothing that a clock has written."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sim.show.memo.drawn import drawn
from sim.show.memo.memo import parts
from sim.show.memo.word_marks import bookmark, contents_entry, numbered_list, page_number, repeat_head, rule_table
from sim.show.text.blocks import Lines, Paragraph, Points, Table, word_columns
from sim.show.text.escapes import unmarked
from sim.show.text.letters import width
from sim.show.text.style import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.show.memo.memo import Chapter, Drawing, Memo
    from sim.show.text.blocks import Block, Item

PAGE = 17.0, 23.0
"""Room on a page of A4 between its margins, across and down, in centimetres."""

LETTERS = 76
"""Letters of the usual size that go into a line of a table."""

INKS = "005A9C", "A83E00"
"""Colours of the players, a little darker than in pictures, as letters are thin."""

MOST_KEPT = 30
"""Rows of the longest table that is kept on one page."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that every part of the file bears: the first that the format knows."""

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def memo_docx(memo: Memo) -> tuple[bytes, list[str]]:
    """A memo in Word's format; the same memo gives the same bytes.

    Parameters
    ----------
    memo : Memo
        The memo.

    Returns
    -------
    content : bytes
        The file.
    lacking : list of str
        What to say of letters in pictures that no installed font has.
    """
    writer = _Writer()
    writer.write(memo)
    return writer.content(), writer.lacking


class _Writer:
    """A file that is being written."""

    def __init__(self) -> None:
        from docx import Document

        self.document: Any = Document()
        self.lacking: list[str] = []

    def write(self, memo: Memo) -> None:
        """Write all of a memo."""
        self._dress(memo)
        self.document.add_paragraph(_plain(memo.title), style="Title")
        for block in memo.lead:
            self._block(block)
        if memo.contents:
            for k, chapter in enumerate(memo.chapters, 1):
                contents_entry(self.document.add_paragraph(), _plain(chapter.text.title), f"part-{k}")
        for k, chapter in enumerate(memo.chapters, 1):
            self._chapter(chapter, k)

    def content(self) -> bytes:
        """The bytes of the file, with one time for all of its parts."""
        written, fixed = BytesIO(), BytesIO()
        self.document.save(written)
        with ZipFile(written) as source, ZipFile(fixed, "w") as target:
            for entry in source.infolist():
                info = ZipInfo(entry.filename, EARLIEST)
                info.compress_type, info.create_system = ZIP_DEFLATED, 0
                target.writestr(info, source.read(entry))
        return fixed.getvalue()

    def _dress(self, memo: Memo) -> None:
        """The page, the letters, the foot, and what the file says of itself."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt, RGBColor

        document = self.document
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21.0 - PAGE[0]) / 2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        styles = document.styles
        styles["Normal"].font.size = Pt(10.5)
        for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 12), ("Caption", 9)):
            styles[name].font.size, styles[name].font.color.rgb = Pt(size), RGBColor(0x1C, 0x24, 0x30)
        styles["Caption"].paragraph_format.space_after = Pt(4)
        for name in ("List Bullet", "List Bullet 2", "List Number", "List Continue"):
            styles[name].paragraph_format.space_after = Pt(3)
        lines = styles.add_style("Lines", WD_STYLE_TYPE.PARAGRAPH)
        lines.base_style, lines.font.name, lines.font.size = styles["Normal"], "DejaVu Sans Mono", Pt(8)
        lines.paragraph_format.space_after = Pt(0)
        page_number(section.footer.paragraphs[0], _plain(memo.title))
        self._say_what_it_is(memo)

    def _say_what_it_is(self, memo: Memo) -> None:
        """Title and nothing else: no author, and no time but one that was asked for."""
        from datetime import datetime

        about = self.document.core_properties
        about.title, about.author, about.comments, about.last_modified_by = _plain(memo.title)[:255], "", "", ""
        element = about._element  # python-docx cannot take a time away
        for name in ("created", "modified"):
            for found in element.findall(f"{{http://purl.org/dc/terms/}}{name}"):
                element.remove(found)
        if DAY.fullmatch(memo.date):
            about.created = about.modified = datetime.fromisoformat(memo.date)
        package = self.document.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):  # that of the empty template
                del package.rels[key]

    def _chapter(self, chapter: Chapter, number: int) -> None:
        heading = self.document.add_heading(_plain(chapter.text.title), 1)
        heading.paragraph_format.page_break_before = chapter.fresh
        bookmark(heading, f"part-{number}", number)
        before = len(self.document.paragraphs)
        for block in chapter.text.lead:
            self._block(block)
        if chapter.drawing is not None:
            for paragraph in self.document.paragraphs[before:]:
                paragraph.paragraph_format.keep_with_next = True
            self._picture(chapter.drawing)
        for section in parts(type(chapter.text)("", chapter.text.sections)):
            if section.title:
                self.document.add_heading(_plain(section.title), 2)
            for block in section.blocks:
                self._block(block, section.title)

    def _picture(self, drawing: Drawing) -> None:
        from docx.shared import Cm

        content = drawn(drawing, "png", self.lacking)
        if isinstance(content, str):
            self.document.add_paragraph(_plain(content))
            return
        shape = self.document.add_picture(BytesIO(content))
        scale = min(1.0, Cm(PAGE[0]) / shape.width, Cm(PAGE[1] - 3) / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        named = shape._inline.docPr
        named.set("descr", unmarked(one_line(drawing.about)))
        named.set("title", _plain(drawing.title))
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.document.add_paragraph(_plain(drawing.title), style="Caption")

    def _block(self, block: Block, heading: str = "") -> None:
        if isinstance(block, Paragraph):
            self.document.add_paragraph(_plain(block.text))
        elif isinstance(block, Table):
            self._table(block, heading)
        elif isinstance(block, Lines):
            for line in block.lines:
                self.document.add_paragraph(_plain(line), style="Lines")
            self.document.add_paragraph(style="Lines")
        else:
            self._points(block)

    def _points(self, block: Points) -> None:
        """A list; where numbers leave the order of their places, another one goes on from there."""
        list_, due = None, 0
        for place, item in enumerate(block.items, 1):
            number = place if item.number is None else item.number
            if not block.numbered or not number:
                self._item(item, "List Bullet" if not block.numbered else "List Continue")
            else:
                if list_ is None or number != due:
                    list_ = numbered_list(self.document, number)
                due = number + 1
                self._item(item, "List Number", list_)
            self._below(item.below)

    def _below(self, items: Sequence[Item]) -> None:
        for item in items:
            self._item(item, "List Bullet 2")
            self._below(item.below)

    def _item(self, item: Item, style: str, list_: int | None = None) -> None:
        paragraph = self.document.add_paragraph(style=style)
        if list_ is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, list_
        if item.about.strip():
            paragraph.add_run(f"{_plain(item.about)} ").bold = True
        paragraph.add_run(_plain(item.text))

    def _table(self, block: Table, heading: str) -> None:
        """A table whose head repeats on each page and whose rows are whole; its caption if it is no heading."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt, RGBColor

        if block.caption and _letters(block.caption) != _letters(heading):
            caption = self.document.add_paragraph(_plain(block.caption), style="Caption")
            caption.paragraph_format.keep_with_next = True
        rows = [*([block.head] if block.head else []), *block.rows]
        room, size = _widths(rows)
        words = word_columns(block)
        table = self.document.add_table(len(rows), len(room))
        table.autofit = False
        rule_table(table, bool(block.head), _plain(block.caption or heading))
        head = len(rows) - len(block.rows)
        for k, (row, cells) in enumerate(zip(rows, (row.cells for row in table.rows), strict=True)):
            for j, (cell, told) in enumerate(zip(cells, row, strict=True)):
                cell.width = Cm(room[j])
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(_plain(told))
                run.font.size = Pt(size)
                run.bold = True if k < head or (k - head, j) in block.look.marked else None
                owner = block.look.columns.get(j, block.look.rows.get(k - head))
                if owner is not None:
                    run.font.color.rgb = RGBColor.from_string(INKS[owner])
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.paragraph_format.keep_with_next = k + 1 < len(rows) <= MOST_KEPT
                if not words[j]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for column, across in zip(table.columns, room, strict=True):
            column.width = Cm(across)
        repeat_head(table, bool(block.head))
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """How wide the columns of a table are, in centimetres, and the size of its letters.

    Each column has the room for its longest word; what is left goes to those that have more to say.
    """
    columns = list(zip(*rows, strict=True))
    wanted = [_room(max(map(width, column)), 60) for column in columns]
    least = [_room(max(width(word) for cell in column for word in cell.split() or [""]), 24) for column in columns]
    size = next((size for size in (9.5, 8.5, 7.5, 6.5) if sum(least) <= LETTERS * 9.5 / size), 6.0)
    letters = LETTERS * 9.5 / size
    if sum(wanted) <= letters:
        return [PAGE[0] * want / letters for want in wanted], size
    spare = max(letters - sum(least), 0.0)
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    found = [need + spare * extra / max(sum(more), 1e-9) for need, extra in zip(least, more, strict=True)]
    return [PAGE[0] * each / sum(found) for each in found], size


def _room(letters: int, most: int) -> float:
    """Room for so many letters and the margins beside them, within bounds."""
    return max(min(letters, most) + 2.5, 4.0)


def _plain(text: str) -> str:
    """Words in one line without what is no letter, which XML does not allow."""
    return unmarked(one_line(text))


def _letters(text: str) -> str:
    """Letters and digits alone, by which a caption that says the same as the heading above it is known."""
    return "".join(filter(str.isalnum, text)).casefold()
