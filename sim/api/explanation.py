"""Explanations: why an equilibrium is one, as text, Markdown or HTML."""

from __future__ import annotations

from dataclasses import dataclass

from sim.show.text.blocks import Text, as_html, as_markdown, as_text
from sim.show.text.escapes import in_html, in_notebook
from sim.show.text.words import times


@dataclass(frozen=True)
class Explanation:
    """An explanation; ``print`` it, or let a notebook show it.

    Parameters
    ----------
    text : Text
        Its title and its parts, each made of paragraphs, points and tables.
    """

    text: Text

    @property
    def title(self) -> str:
        """Its title."""
        return self.text.title

    @property
    def markdown(self) -> str:
        """The explanation in Markdown."""
        return as_markdown(self.text)

    def __repr__(self) -> str:
        return f"<Explanation {self.title!r} in {times(len(self.text.sections), 'part')}>"

    def __str__(self) -> str:
        return as_text(self.text)

    def _repr_html_(self) -> str:
        return in_notebook(f"<h3>{in_html(self.title)}</h3>\n{as_html(self.text, 4)}")

    def _repr_markdown_(self) -> str:
        return self.markdown
