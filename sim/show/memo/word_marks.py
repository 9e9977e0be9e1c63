"""Marks of Office Open XML that python-docx has no words for: lists that begin anew, bookmarks, heads that repeat."""

from __future__ import annotations

from typing import Any

RULE = "D9D5CB"
FRAME = "8A8577"


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Give a paragraph a name that others can lead to."""
    start = _element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(_element("w:bookmarkEnd", {"w:id": str(number)}))


def contents_entry(paragraph: Any, title: str, name: str) -> None:
    """Lead from a line of the contents to a bookmark."""
    link = _element("w:hyperlink", {"w:anchor": name, "w:history": "1"})
    link.append(paragraph.add_run(title)._r)
    paragraph._p.append(link)
    paragraph.paragraph_format.space_after = 0


def page_number(paragraph: Any, title: str) -> None:
    """Write a title and the number of the page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    short = title if len(title) <= 80 else f"{title[:79]}\N{HORIZONTAL ELLIPSIS}"
    paragraph.add_run(f"{short}    ").font.size = Pt(8)
    run = paragraph.add_run()
    run.font.size = Pt(8)
    field = {"begin": None, "instr": " PAGE ", "end": None}
    for kind, told in field.items():
        if told is None:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        else:
            instruction = _element("w:instrText", {})
            instruction.text = told
            run._r.append(instruction)


def numbered_list(document: Any, first: int) -> int:
    """Make a list of its own that begins with a number.

    Returns
    -------
    number : int
        The number by which its paragraphs belong to it.
    """
    numbering = document.part.numbering_part.element
    of_style = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == of_style)
    made = numbering.add_num(abstract)
    made.add_lvlOverride(0).add_startOverride(first)
    return int(made.numId)


def rule_table(table: Any, headed: bool, about: str) -> None:
    """Draw lines between the rows of a table, and say what it shows to those who cannot see it."""
    properties = table._tbl.tblPr
    borders = _element("w:tblBorders", {})
    for side in ("top", "bottom", "insideH"):
        colour = RULE if side == "insideH" else FRAME
        borders.append(_element(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": colour}))
    margins = _element("w:tblCellMar", {})
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", {"w:w": "80", "w:type": "dxa"}))
    look = properties.find(_name("w:tblLook"))
    for made in (borders, margins):  # the schema has both before the look
        if look is None:
            properties.append(made)
        else:
            look.addprevious(made)
    if look is not None:
        look.set(_name("w:firstRow"), "1" if headed else "0")
    if about:
        properties.append(_element("w:tblCaption", {"w:val": about[:250]}))


def repeat_head(table: Any, headed: bool) -> None:
    """Have the first row stand on each page that the table goes on to, and no row be cut."""
    for k, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit", {}))
        if headed and k == 0:
            properties.append(_element("w:tblHeader", {}))


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_name(key), value)
    return made


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
