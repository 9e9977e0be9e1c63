"""The command that looks whether everything works on a machine, and says what to do where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.cli.app import app
from sim.cli.delivery import as_json, check_out, deliver, hand_over
from sim.cli.failures import FailureError
from sim.cli.options import Force, Json, Out, Quiet

if TYPE_CHECKING:
    from sim.cli.upkeep.health.row import Row


@app.command()
def doctor(json: Json = False, out: Out = None, quiet: Quiet = False, force: Force = False) -> None:
    """Look whether everything works on this machine: versions, console, fonts, folders, a few known answers.

    It names no user, no machine and no folder, so that it can be attached to a report.

    \b
    detente doctor
    detente doctor --out doctor.txt
    """
    check_out(out, force, (".txt", ".json"))
    rows = examined()
    failed = [row for row in rows if row.state == "fails"]
    if json or (out is not None and out.suffix.lower() == ".json"):
        hand_over(as_json(document(rows)), out)
    else:
        deliver(told(rows, quiet), out)
    if failed:
        raise FailureError(f"{len(failed)} of {len(rows)} things that were looked at will not work here")


def examined() -> list[Row]:
    """Look at everything; whatever is broken, the rest is looked at all the same."""
    from sim.cli.upkeep.health import answers, console, fonts, machine, versions
    from sim.cli.upkeep.health.row import looked
    from sim.progress import steps
    from sim.show.progress import showing

    again = "install detente again"
    looks = (
        (versions.AREA, "libraries", versions.rows, again),
        (console.AREA, "console", console.rows, "run it from another terminal"),
        (fonts.AREA, "fonts", fonts.rows, "pip install --force-reinstall matplotlib"),
        (fonts.AREA, "a test picture", fonts.drawing, "pip install --force-reinstall matplotlib"),
        (machine.WRITING, "folders", machine.folders, "run it from a folder of your own"),
        (machine.SIZE, "sizes", machine.sizes, "report it"),
        (answers.AREA, "bundled scenarios", answers.files, again),
        (answers.AREA, "known answers", answers.known, answers.REPAIR),
    )
    with showing():
        return [row for area, name, look, advice in steps("looks", looks) for row in looked(area, name, look, advice)]


def told(rows: list[Row], quiet: bool = False) -> str:
    """The rows by area, each with what to do below it; with `quiet` only those that are not well."""
    from sim.show.text.style import heading, paragraph

    shown = [row for row in rows if row.state != "ok" or not quiet]
    wide = max((len(row.name) for row in shown), default=0)
    parts = []
    for area in dict.fromkeys(row.area for row in shown):
        lines = [heading(area)]
        for row in (row for row in shown if row.area == area):
            lead = f"{row.state:5}  {row.name:{wide}}  "
            lines.append(paragraph(lead + row.found, "  ", " " * min(len(lead), 24)))
            if row.advice:
                lines.append(paragraph(f"what to do: {row.advice}", " " * 9, "  "))
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, _summary(rows)])


def _summary(rows: list[Row]) -> str:
    failed, noted = (sum(row.state == state for row in rows) for state in ("fails", "note"))
    less = f", {noted} with less than there could be" if noted else ""
    if not failed:
        return f"Everything that was looked at works here{less}."
    return f"{failed} of {len(rows)} things that were looked at will not work here{less}."


def document(rows: list[Row]) -> dict[str, Any]:
    """The rows as data."""
    from sim.version import __version__

    return {
        "format": 1,
        "ok": all(row.state != "fails" for row in rows),
        "version": __version__,
        "rows": [
            {"area": row.area, "name": row.name, "state": row.state, "found": row.found, "advice": row.advice}
            for row in rows
        ],
    }
