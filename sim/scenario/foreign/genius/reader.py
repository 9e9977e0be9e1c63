"""XML as negotiation programs write it, read with limits: no DOCTYPE, no entities of its own, little depth.

Files that come from elsewhere may be made to do harm: entities that grow without end, files that read other files,
trees too deep for whoever walks them. None of what they need is in these formats, so it is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import ParseError, XMLPullParser

from sim.errors import Problem, ScenarioError
from sim.scenario.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

MAX_BYTES = 4 << 20
"""Bytes of a file, most."""

MAX_DEPTH, MAX_ELEMENTS = 40, 100_000
"""How deep elements stand within each other, and how many there are, most."""

PIECE = 1 << 16
"""Letters that are read at once."""

_DECLARED = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def parsed(file: str, raw: bytes) -> Element:
    """The root of a file's tree.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        Its content.

    Raises
    ------
    ScenarioError
        If it is no XML, or holds what such files have no need of.
    """
    text = decode(file, raw)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)  # it has been decoded, whatever it says of its encoding
    declared = _DECLARED.search(text)
    if declared:
        line = text.count("\n", 0, declared.start()) + 1
        told = f"a {declared[1].upper()} is not read: a file of a negotiation has no need of it"
        raise ScenarioError([Problem(file, line, 1, "", told)])
    parser = XMLPullParser(("start", "end"))  # type: ignore[var-annotated]
    depth, count = 0, 0
    root: Element | None = None
    try:
        for k in range(0, len(text), PIECE):
            parser.feed(text[k : k + PIECE])
            for event, element in cast("Iterable[tuple[str, Element]]", parser.read_events()):
                depth += 1 if event == "start" else -1
                count += event == "start"
                root = element if root is None else root
                if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                    raise ScenarioError([Problem(file, 0, 0, "", "the XML is deeper or larger than such files are")])
        parser.close()
    except ParseError as error:
        line, column = error.position
        raise ScenarioError(
            [Problem(file, line, column + 1, "", f"this is no XML: {error.msg.partition(':')[0]}")]
        ) from None
    if root is None:
        raise ScenarioError([Problem(file, 0, 0, "", "the file is empty")])
    return root
