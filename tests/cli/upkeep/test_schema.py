"""``detente schema`` prints schemas of scenario files and of documents, by their names."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.main import get_command

from sim.cli.upkeep.commands import app
from sim.show.documents.table import DOCUMENTS
from tests.cli.terminal import Run

UNLIKE = {"draws", "record", "store"}
"""Documents that are not called after the command that prints them."""


def test_the_documents_are_listed_with_their_formats(detente: Run) -> None:
    done = detente("schema", "--documents")
    assert (done.code, done.err) == (0, "")
    for name, document in DOCUMENTS.items():
        (row,) = (line for line in done.out.splitlines() if line.split()[:2] == [name, str(document.version)])
        assert row.split()[2] == document.about.split()[0]
    assert detente("schema", "--documents", "--quiet").out.split() == list(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_of_a_document_is_printed_and_written(name: str, detente: Run) -> None:
    schema = json.loads(detente("schema", "--document", name).out)
    assert schema == json.loads(json.dumps(DOCUMENTS[name].schema(name)))
    assert detente("schema", "--document", name, "--out", "s.json") == (0, "", "")
    assert json.loads(Path("s.json").read_text(encoding="utf-8")) == schema


def test_what_a_command_prints_fits_the_schema_that_is_printed(detente: Run) -> None:
    schema = json.loads(detente("schema", "--document", "run").out)
    document = json.loads(detente("run", "chicken", "--json").out)
    jsonschema.Draft202012Validator(schema).validate(document)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**document, "equilibria": {}})


def test_every_command_that_prints_a_document_has_a_schema() -> None:
    """`play` and `class` print one with an option of their own; `plot` and others have no ``--json``."""
    printing = set()
    for info in app.registered_commands:
        assert info.callback is not None
        options = {word for parameter in get_command(info.callback()).params for word in parameter.opts}
        if "--json" in options:
            printing.add(info.name or info.callback.__name__.replace("_", "-"))
    assert printing == set(DOCUMENTS) - UNLIKE


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--document", "runs"), "--document: there is no document 'runs'; there are: run, draws, "),
        (("--document", "run", "--documents"), "--documents asks for something else than --document"),
        (("--document", "run", "--install"), "--install asks for something else than --document"),
        (("--documents", "--out", "x.json"), "--documents prints a list; leave --out out"),
        (("--install", "--out", "x.json"), "--install writes into the current folder; leave --out out"),
        (("--document", "run", "--match", "*.yaml"), "--match goes with --install"),
        (("--document", "run", "--out", "x.txt"), ".json"),
    ],
)
def test_what_does_not_go_together_is_refused(words: tuple[str, ...], told: str, detente: Run) -> None:
    done = detente("schema", *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert list(Path().iterdir()) == []
