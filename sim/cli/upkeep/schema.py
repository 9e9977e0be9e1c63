"""The command that prints JSON Schemas, of scenario files and of documents, and sets editors up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sim.cli.app import app
from sim.cli.delivery import as_json, check_out, deliver, hand_over
from sim.cli.failures import FailureError
from sim.cli.options import Force, Out, Quiet
from sim.cli.upkeep.editors import install
from sim.cli.upkeep.shell.completing import complete_documents


@app.command()
def schema(
    out: Out = None,
    document: Annotated[
        str | None,
        typer.Option(
            "--document",
            metavar="NAME",
            help="The schema of a document instead, as 'run' of what run --json prints.",
            autocompletion=complete_documents,
            show_default=False,
        ),
    ] = None,
    documents: Annotated[bool, typer.Option("--documents", help="List the documents that have a schema.")] = False,
    editors: Annotated[
        bool,
        typer.Option(
            "--install", help="Write the schema, VS Code's setting for it and snippets into the current folder."
        ),
    ] = False,
    match: Annotated[
        str | None,
        typer.Option(
            "--match",
            metavar="PATTERN",
            help="With --install: the files that it is for, by default *.yaml.",
            show_default=False,
        ),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Print the JSON Schema of scenario files, for editors, or of a document; or set editors up.

    \b
    detente schema --out detente.schema.json
    detente schema --install
    detente schema --install --match "games/*.yaml"
    detente schema --document run --out run.schema.json
    """
    asked = [f"--{name}" for name, on in (("document", document), ("documents", documents), ("install", editors)) if on]
    if len(asked) > 1:
        raise FailureError(f"{asked[1]} asks for something else than {asked[0]}: leave one of them out", 2)
    if match is not None and not editors:
        raise FailureError("--match goes with --install", 2)
    if out is not None and (documents or editors):
        instead = "prints a list" if documents else "writes into the current folder"
        raise FailureError(f"{asked[0]} {instead}; leave --out out", 2)
    if editors:
        told = install(Path(), "*.yaml" if match is None else match)
        if not quiet:
            deliver("\n".join(told))
    elif documents:
        _list(quiet)
    else:
        check_out(out, force, (".json",))
        hand_over(as_json(_schema(document)), out)


def _schema(document: str | None) -> dict[str, Any]:
    """The schema of a document; of scenario files if none is named."""
    if document is None:
        from sim.scenario.schema import json_schema

        return json_schema()
    from sim.show.documents.table import DOCUMENTS

    if document not in DOCUMENTS:
        raise FailureError(f"--document: there is no document '{document}'; there are: {', '.join(DOCUMENTS)}", 2)
    return DOCUMENTS[document].schema(document)


def _list(quiet: bool) -> None:
    from sim.show.documents.table import DOCUMENTS
    from sim.show.text.style import columns

    rows = [["document", "format", "what it is"]]
    rows += [[name, str(document.version), document.about] for name, document in DOCUMENTS.items()]
    deliver("\n".join(DOCUMENTS) if quiet else columns(rows))
