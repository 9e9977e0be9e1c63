"""Pictures: shown in notebooks, saved as files, or changed with matplotlib."""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture; notebooks show it by themselves, as SVG.

    Parameters
    ----------
    title : str
        What it shows.
    about : str
        The same in a sentence, for those who cannot see it.
    make : callable
        Draws it, when it is first needed.

    Examples
    --------
    >>> import sim
    >>> picture = sim.load("chicken").solve().plot()
    >>> picture
    <Picture 'Chicken: matrix'>
    >>> picture.svg.startswith("<svg")
    True
    """

    title: str
    about: str
    make: Callable[[], Figure] = field(repr=False)

    def __repr__(self) -> str:
        return f"<Picture {self.title!r}>"

    @property
    def figure(self) -> Figure:
        """A new matplotlib figure of it each time, to change as you like."""
        from sim.show.pictures import styled

        return styled(self.make)

    @cached_property
    def svg(self) -> str:
        """The picture as an SVG element.

        Its identifiers are its own, so that several pictures can stand on one page.
        """
        from sim.show.pictures import as_svg, svg_element

        return svg_element(as_svg(self.make, self.title), self.about)

    def save(self, path: str | Path) -> None:
        """Write the picture to a file; one of that name is replaced.

        Parameters
        ----------
        path : str or Path
            The file; its suffix, .png, .svg or .pdf, says what.

        Raises
        ------
        OutputError
            If the suffix is another one, or the file cannot be written.
        """
        from sim.show.formats import PICTURES, check_suffix
        from sim.show.output import check_target, write
        from sim.show.pictures import save

        path = Path(path)
        check_suffix(path, PICTURES)
        check_target(path, force=True)
        lacking = []
        write(path, lambda target: lacking.append(save(self.make, self.title, target)))
        for told in filter(None, lacking):
            warnings.warn(f"{path}: {told}", stacklevel=2)

    def show(self) -> None:
        """Show the picture: in a notebook below the cell, elsewhere in the browser, as a temporary file."""
        notebook = sys.modules.get("IPython")
        if notebook is not None and notebook.get_ipython() is not None:
            notebook.display.display(self)
            return
        import tempfile
        import webbrowser

        path = Path(tempfile.mkdtemp(prefix="detente-")) / "picture.svg"
        self.save(path)
        if not webbrowser.open(path.as_uri()):
            print(path)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.svg
