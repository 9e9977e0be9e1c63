"""The application that the commands belong to, with its help."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.version import __version__

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Negotiations as games: who concedes, who holds out, in which order, and why.

\b
    detente run action-for-action           solve a scenario and tell the story
    detente run my.yaml --set leakage=0.4   change a parameter
    detente plot action-for-action          draw it
    detente compare dismantle-first relief-first action-for-action
    detente new my.yaml                     start a scenario of your own
    detente catalog                         list the scenarios that come along
""",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass
