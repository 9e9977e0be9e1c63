"""The files of an oTree project, written into a new folder in one go or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import OutputError
from sim.show.otree.app import otree_files

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def write_project(scenario: Scenario, folder: Path) -> None:
    """Write a scenario as a project of oTree with one app.

    Parameters
    ----------
    folder : Path
        Where it goes; there is nothing there yet, or an empty folder.

    Raises
    ------
    UnansweredError
        If the scenario has what no app can be written for.
    OutputError
        If the folder cannot be written, or holds something.
    """
    texts = otree_files(scenario)
    folder = Path(folder)
    made: Path | None = None
    try:
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            raise OutputError(f"{folder} is there already; name a new folder for --otree")
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".otree-", dir=folder.parent))
        made.chmod(0o755)
        for name, text in texts.items():
            path = made / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
        made = None
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}") from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
