"""Small files as Gambit writes them, for reading in."""

from __future__ import annotations

from random import Random

NUMBERS = ("0", "1", "-1", "0.5", "1/3", "-2/7", "1e3", "1e-3", "7", "1e99", "1e101", "1e999999999", "1/0", ".5", "nan")
LABELS = ("", "", "a", "b", "a", "x y", "Ü", "\\\\", 'q\\"q', "$1$", "<b>", "start", "a  b", "\u202e", "1", "a.b")


def gambit_text(draw: Random) -> str:
    """The text of an .efg or .nfg file."""
    text = draw.choice((_tree, _tree, _payoffs, _outcomes))(draw)
    if draw.random() < 0.2:
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if draw.random() < 0.1 else text


def _label(draw: Random) -> str:
    return f'"{draw.choice(LABELS)}"'


def _number(draw: Random) -> str:
    return draw.choice(NUMBERS[: 9 if draw.random() < 0.95 else None])


def _pair(draw: Random) -> str:
    return "{ " + draw.choice((" ", ", ")).join(_number(draw) for _ in range(2)) + " }"


def _tree(draw: Random) -> str:
    head = f"EFG 2 R {_label(draw)} {{ {_label(draw)} {_label(draw)} }}\n{draw.choice(('', _label(draw)))}\n"
    lines: list[str] = []
    outcomes: list[int] = []
    _node(draw, lines, outcomes, draw.randint(0, 3))
    return head + "\n".join(lines) + "\n"


def _node(draw: Random, lines: list[str], outcomes: list[int], depth: int) -> None:
    if depth == 0 or draw.random() < 0.2:
        if outcomes and draw.random() < 0.3:
            lines.append(f't "" {draw.choice(outcomes)}')
        else:
            outcomes.append(len(outcomes) + 1)
            lines.append(f't "" {outcomes[-1]} {_label(draw)} {_pair(draw)}')
        return
    size = draw.choice((1, 2, 2, 3))
    if draw.random() < 0.3:
        shares = " ".join(f"{_label(draw)} {1}/{size}" for _ in range(size))
        lines.append(f'c "" {len(lines) + 1} {_label(draw)} {{ {shares} }} 0')
    else:
        names = " ".join(_label(draw) for _ in range(size))
        lines.append(f'p "" {draw.choice((1, 2))} {draw.choice((1, len(lines) + 1))} {_label(draw)} {{ {names} }} 0')
    for _ in range(size):
        _node(draw, lines, outcomes, depth - 1)


def _head(draw: Random) -> str:
    return f"NFG 1 R {_label(draw)} {{ {_label(draw)} {_label(draw)} }}"


def _payoffs(draw: Random) -> str:
    m, n = draw.randint(1, 3), draw.randint(1, 3)
    numbers = " ".join(_number(draw) for _ in range(2 * m * n))
    return f"{_head(draw)} {{ {m} {n} }}\n\n{numbers}\n"


def _outcomes(draw: Random) -> str:
    m, n = draw.randint(1, 3), draw.randint(1, 3)
    rows = " ".join("{ " + " ".join(_label(draw) for _ in range(k)) + " }" for k in (m, n))
    outcomes = "\n".join(f"{{ {_label(draw)} {_number(draw)}, {_number(draw)} }}" for _ in range(m * n))
    order = " ".join(str(draw.randint(0 if draw.random() < 0.05 else 1, m * n)) for _ in range(m * n))
    return f"{_head(draw)}\n{{ {rows} }}\n{_label(draw)}\n\n{{\n{outcomes}\n}}\n{order}\n"
