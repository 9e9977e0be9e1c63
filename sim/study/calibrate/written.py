"""The file with the parameters that were found, their ranges, and a note above it; all else stays as it is written."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.changes.edit import edited, keeps_comments
from sim.scenario.load import load_source
from sim.scenario.source import NumberText, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study.calibrate.result import Calibration, Found

LONGEST = 24
"""Characters, most, of a fraction that is written as one; others are rounded to `DIGITS` significant digits."""
DIGITS = 12


def calibrated_text(calibration: Calibration, note: Sequence[str]) -> tuple[str, bool]:
    """The text of the file with what was found, and whether its comments are all there.

    A range takes the place of the file's where it is one: where the answers leave something between its ends.

    Parameters
    ----------
    calibration : Calibration
        What was found.
    note : sequence of str
        Lines of a comment.

    Raises
    ------
    ScenarioError
        If the file does not allow the values.
    """
    scenario = calibration.scenario
    source = before = read(scenario.file, scenario.text.encode(errors="replace"))
    for found in calibration.found:
        for key, value in _entries(found):
            source = edited(source, _path(source.data, found.sought.name, key), value)
    text = _with_note(source.text, note)
    after = read(scenario.file, text.encode(errors="replace"))
    settings = {name: value for name, value in scenario.settings if name not in calibration.values}
    load_source(after, settings)
    return text, keeps_comments(before, source)


def _path(data: dict[str, object], name: str, key: str) -> tuple[str, ...]:
    """Where a part of a parameter stands: one that is a number has no parts until it gets them."""
    parameters = data["parameters"]
    assert isinstance(parameters, dict)
    short = key == "value" and not isinstance(parameters[name], dict)
    return ("parameters", name) if short else ("parameters", name, key)


def _entries(found: Found) -> list[tuple[str, str]]:
    """What is written of a parameter: its value, and a range where there is one to write."""
    value = exact_text(found.value)
    entries = [("value", value)]
    least, most = found.least, found.most
    if least is None or most is None or not least < most:
        return entries
    # Rounding must not put the value outside of its range.
    low, high = (exact_text(end) for end in (least, most))
    if Fraction(low) <= Fraction(value) <= Fraction(high):
        entries += [("min", low), ("max", high)]
    return entries


def exact_text(value: Fraction) -> str:
    """A number as a file has it: as a decimal if it is one, else as a fraction, else rounded."""
    if value.denominator == 1:
        return NumberText(value.numerator)
    bare = value.denominator
    for prime in (2, 5):
        while bare % prime == 0:
            bare //= prime
    decimal = f"{float(value):.{DIGITS}g}"
    if bare == 1 and Fraction(decimal) == value:
        return NumberText(decimal)
    return str(value) if len(str(value)) <= LONGEST else NumberText(decimal)


def _with_note(text: str, note: Sequence[str]) -> str:
    """A text with a comment at its top, below the line that names the schema to editors."""
    lines = text.splitlines(keepends=True)
    top = 1 if lines and lines[0].startswith("# yaml-language-server:") else 0
    return "".join([*lines[:top], *(f"# {line}".rstrip() + "\n" for line in note), *lines[top:]])
