"""Files with a course of talks that was seen: some that fit the game, most of them not quite."""

from __future__ import annotations

import json
from random import Random

COURSE = "course of talks: "
"""Before the text of a course where a command line has one; it is put into a file, whose name is typed."""

SIGNS = (*"{}[]:,-&*!|>'\"#\n\t .~", "\ufeff", "\u200b", "\x07", "é", "0", "1", "e", "- ")


def course_text(draw: Random, players: tuple[str, ...]) -> str:
    """What was seen in talks of some players."""
    entries = [_entry(draw, players or ("a", "b"), k + 1) for k in range(draw.choice((0, 1, 1, 2, 3)))]
    lines = ["kind: course", "title: Seen", f"course: [{', '.join(entries)}]"]
    if draw.random() < 0.5:
        lines.append(f"through: {draw.choice(('0', '1', '2', '3', '4', '99', '-1', '1.5', 'x', '1e9', '~'))}")
    if draw.random() < 0.5:
        lines.append(f"then: {draw.choice(('goes_on', 'stalls', 'breakdown', 'deal', 'no_deal', 'x', '~'))}")
    text = "\n".join(lines) + "\n"
    for _ in range(draw.choice((0, 0, 0, 1, 2))):
        at = draw.randint(0, len(text))
        text = text[:at] + draw.choice((*SIGNS, "")) + text[at + draw.choice((0, 1, 2, 8)) :]
    return text


def _entry(draw: Random, players: tuple[str, ...], round_: int) -> str:
    who = draw.choice(players)
    what = draw.choice(("s0", "s0", "s1", "x", "y", "o0", "relief"))
    told = f"step: {json.dumps(f'{who}.{what}')}"
    if draw.random() < 0.3:
        told = f"action: {json.dumps(who + draw.choice(('.renege', '.walk_away', '.hold_out', '.concede', '.')))}"
    when = draw.choice((f"round: {round_}, ", f"round: {round_}, ", "", "round: 0, ", "round: 9, ", "round: x, "))
    return f"{{{when}{told}}}"
