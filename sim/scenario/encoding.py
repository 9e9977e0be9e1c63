"""From the bytes of a file to its text: UTF-8, and in what else a file may have been saved."""

from __future__ import annotations

import re

from sim.errors import Problem, ScenarioError

_STRANGE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = (  # of four bytes before those of two, which they begin with
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(file: str, raw: bytes) -> str:
    """Text of a file, without the mark that it may begin with.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        The file's content.

    Raises
    ------
    ScenarioError
        If it is not text in UTF-8 without control characters; the message says in what it seems to be saved.
    """
    refuse_wide(file, raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        # Columns are counted in letters; before the fault all can be read.
        begin = raw.rfind(b"\n", 0, error.start) + 1
        column = len(raw[begin : error.start].decode("utf-8-sig", "replace")) + 1
        message = "expected text in UTF-8, found bytes that are not"
        raise ScenarioError([Problem(file, line, column, "", message, _guess(raw, error.start))]) from None
    control = _STRANGE.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        message = f"expected text, found the control character {ord(control.group()):#04x}, which YAML does not allow"
        hint = "is this a binary file?" if control.group() == "\x00" else "delete it, it cannot be seen"
        raise ScenarioError([Problem(file, line, column, "", message, hint)])
    return text


def refuse_wide(file: str, raw: bytes) -> None:
    """Refuse text that has more than one byte for every letter.

    Raises
    ------
    ScenarioError
        If it is in UTF-16 or UTF-32; the message says in which, and how it is made UTF-8.
    """
    wide = _wide(raw)
    if wide:
        message = f"expected text in UTF-8, found text in {wide}"
        hint = f"save the file as UTF-8, or type: iconv -f {wide} -t UTF-8 OLD > NEW"
        raise ScenarioError([Problem(file, 1, 1, "", message, hint)])


def _wide(raw: bytes) -> str:
    """The encoding of more than one byte for each letter that a text seems to be in; empty if it is in none."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    start = raw[:64]
    zeros = start.count(0)
    # In UTF-16 every second byte of ordinary text is 0, in UTF-32 three of four are.
    if len(start) < 8 or any(byte in start for byte in (1, 2, 3, 4, 5, 6, 7, 8)):
        return ""
    if zeros > 0.7 * len(start):
        return "UTF-32"
    halves = start[::2].count(0), start[1::2].count(0)
    if min(halves) or max(halves) <= 0.4 * len(start):
        return ""
    return "UTF-16BE" if halves[0] else "UTF-16LE"


def _guess(raw: bytes, at: int) -> str:
    """Hint for bytes that are not UTF-8: the letter that Windows has for the first of them, if it stands in a text."""
    around = raw[:at] + raw[at + 1 :]
    if any(byte < 9 for byte in around):
        return "is this a binary file?"
    letter = raw[at : at + 1].decode("cp1252", "replace")
    if not letter.isprintable() or letter == "\N{REPLACEMENT CHARACTER}":
        return "is this a binary file?"
    return f"in Windows-1252 or Latin-1 this would be '{letter}': save the file as UTF-8"
