"""The teacher's cards: of each session a sheet to print, made of what its page says of the class game.

A card is a page of HTML with nothing from elsewhere, which prints to one side of A4. `generate.py` makes it again
whenever the page is.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEACHING = ROOT / "docs" / "teaching"
CARDS = TEACHING / "cards"
SECTIONS = ("The class game", "What usually comes out", "What theory says", "Debrief in ten minutes")

STYLE = """
@page { size: A4; margin: 13mm 15mm; }
* { box-sizing: border-box; }
body { font: 10.2pt/1.36 "Noto Sans", "DejaVu Sans", Verdana, sans-serif; color: #1b2430; }
body { margin: 0 auto; max-width: 180mm; }
h1 { font-size: 16pt; margin: 0 0 1mm; }
h2 { font-size: 11.5pt; margin: 3.2mm 0 1mm; border-bottom: 0.4mm solid #00609c; }
p { margin: 0 0 1.6mm; } ul, ol { margin: 0 0 1.6mm; padding-left: 5.5mm; } li { margin-bottom: 0.9mm; }
code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 0.88em; overflow-wrap: anywhere; }
pre { background: #eef2f5; padding: 2mm 3mm; margin: 0 0 1.8mm; white-space: pre-wrap; font-size: 10.5pt; }
pre span { white-space: nowrap; }
.quiet { color: #555; font-size: 9pt; }
@media screen { body { padding: 8mm; } }
"""


def card_of(page: Path) -> Path:
    """Where the card of a session's page is."""
    return CARDS / f"{page.stem}.html"


def card(page: Path) -> str:
    """The card of a session.

    Parameters
    ----------
    page : Path
        The session's page.
    """
    text = page.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ")
    aim = re.search(r"^\*\*Aim\.\*\* (.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    assert aim is not None
    told = [f"<h1>{_words(title)}</h1>", f"<p>{_words(aim[1])}</p>"]
    for name in (*SECTIONS, "What students get wrong"):
        told += [f"<h2>{name}</h2>", *_blocks(_section(text, name))]
    told.append(f'<p class="quiet">The page: docs/teaching/{page.name}. Before the bell, on the machine of the class: ')
    told[-1] += "<code>--rehearse 30</code> in the place of <code>--lan</code> plays it with bots.</p>"
    body = "\n".join(told)
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'


def _section(text: str, name: str) -> str:
    """A section without its commands and pictures, for which a sheet has no room."""
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    words = re.sub(r"```console\n.*?```\n", "", found[1], flags=re.DOTALL)
    return re.sub(r"^!\[[^\]]*\]\([^)]*\)\n", "", words, flags=re.MULTILINE).strip("\n")


def _blocks(text: str) -> list[str]:
    """Paragraphs, lists and commands; a sentence before a console, which ends in a colon, is left out."""
    made = []
    for block in re.split(r"\n{2,}", text):
        if block.startswith("    "):
            words = (f"<span>{html.escape(word)}</span>" for word in block.split())
            made.append(f"<pre>{' '.join(words)}</pre>")
        elif block.startswith(("- ", "1. ")):
            items = re.split(r"\n(?=- |\d+\. )", block)
            points = "".join(f"<li>{_words(re.sub(r'^(- |[0-9]+[.] )', '', item))}</li>" for item in items)
            made.append(f"<ul>{points}</ul>" if block.startswith("- ") else f"<ol>{points}</ol>")
        else:
            words = re.sub(r"(?:(?<=^)|(?<=[.)?] ))[^.?]*:$", "", block.replace("\n", " ")).strip()
            made += [f"<p>{_words(words)}</p>"] if words else []
    return made


def _words(text: str) -> str:
    """Words of a page as HTML: code, stress, and of links what they are called."""
    told = html.escape(text.replace("\n", " "), quote=False)
    told = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", told)
    told = re.sub(r"`([^`]+)`", r"<code>\1</code>", told)
    told = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", told)
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", told)


def renew(page: Path) -> list[Path]:
    """Write the card of a page if it is not current, and return what was written."""
    if not re.fullmatch(r"session-\d\d", page.stem) or page.parent != TEACHING:
        return []
    made, file = card(page), card_of(page)
    if file.is_file() and file.read_text(encoding="utf-8") == made:
        return []
    file.parent.mkdir(exist_ok=True)
    file.write_text(made, encoding="utf-8")
    return [file]
