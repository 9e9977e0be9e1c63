"""Run the Python sessions of a page: ``python docs/pycon.py < page.md`` prints it with every output made again.

In a block fenced as ``pycon`` each example, ``>>> `` and its ``... `` lines, is run as the prompt would run it, all of
a page in one session, and what stands below is replaced by what comes out. An error shows as its last line.
"""

from __future__ import annotations

import re
import sys
import traceback
from contextlib import redirect_stdout
from doctest import DocTestParser
from io import StringIO

BLOCK = re.compile(r"(?<=```pycon\n).*?(?=```)", re.DOTALL)


def fresh(text: str) -> str:
    """Text of a page with its sessions run again."""
    names: dict[str, object] = {}
    return BLOCK.sub(lambda block: _session(block.group(), names), text)


def _session(block: str, names: dict[str, object]) -> str:
    return "".join(_shown(example.source, names) for example in DocTestParser().get_examples(block))


def _shown(source: str, names: dict[str, object]) -> str:
    out = StringIO()
    with redirect_stdout(out):
        try:
            exec(compile(source, "<page>", "single"), names)
        except Exception as error:
            print("Traceback (most recent call last):", "  ...", sep="\n")
            print("".join(traceback.format_exception_only(error)), end="")
    first, *rest = source.splitlines()
    prompts = [f">>> {first}", *(f"... {line}".rstrip() for line in rest)]
    told = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join([*prompts, *told, ""])


if __name__ == "__main__":
    sys.stdout.write(fresh(sys.stdin.read()))
