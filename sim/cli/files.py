"""Commands about files: list, start and describe them, and carry games to other programs and back."""

from __future__ import annotations

from pathlib import Path  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.delivery import as_json, check_out, deliver, hand_over
from sim.cli.failures import FailureError, answering, refused
from sim.cli.loading import STANDARD_INPUT, load_game, standard_input
from sim.cli.options import File, Force, Json, Out, Quiet, Settings, TimeLimit
from sim.cli.upkeep.editors import schema_beside
from sim.cli.upkeep.shell.completing import complete_kinds, complete_names, complete_topics
from sim.deadline import within
from sim.kinds import KINDS
from sim.study.options import TIME_LIMIT

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


@app.command()
def catalog(
    name: Annotated[
        str | None,
        typer.Argument(help="Print this scenario's file.", autocompletion=complete_names, show_default=False),
    ] = None,
    topic: Annotated[
        str | None,
        typer.Option(
            "--topic",
            metavar="TOPIC",
            help="Only the scenarios of a topic, such as signals.",
            autocompletion=complete_topics,
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    out: Out = None,
    quiet: Quiet = False,
    force: Force = False,
) -> None:
    """List the scenarios that come along by topic, or print one.

    \b
    detente catalog
    detente catalog --topic bargaining
    detente catalog stag-hunt --out my.yaml
    """
    from sim.scenario.catalog import TOPICS, entries, find, suggestion, to_copy, topic_named

    if name is not None and topic is not None:
        raise FailureError("--topic lists scenarios, and a name prints one: leave one of them out", 2)
    if name is None and out is not None:
        raise FailureError("--out takes a scenario's file: name the scenario", 2)
    check_out(out, force, (".yaml", ".yml"))
    wanted = None if topic is None else topic_named(topic)
    if topic is not None and wanted is None:
        raise FailureError(f"--topic: no one topic is meant by '{topic}'; the topics are: {', '.join(TOPICS)}", 2)
    if name is not None:
        path = find(name)
        if path is None:
            raise FailureError(f"there is no bundled scenario '{name}' ({suggestion(name)})")
        hand_over(to_copy(path), out)
        return
    if quiet and wanted is None:
        deliver("\n".join(entry.name for entry in entries()))
        return
    loaded = [(entry.name, load_game(str(entry.path), []).scenario) for entry in entries()]
    scenarios = [(n, s) for n, s in loaded if wanted in (None, s.lesson.topic)]
    if quiet:
        deliver("\n".join(n for n, _ in scenarios))
    elif json:
        hand_over(as_json({"format": 1, "scenarios": [_listed(n, s) for n, s in scenarios]}))
    else:
        parts = [_about(t, [(n, s) for n, s in scenarios if s.lesson.topic == t]) for t in TOPICS]
        deliver("\n\n".join(filter(None, parts)))


def _listed(name: str, scenario: Scenario) -> dict[str, str]:
    lesson = scenario.lesson
    question = lesson.questions[0].question if lesson.questions else ""
    about = {"title": scenario.title, "kind": scenario.kind, "summary": scenario.summary}
    return {"name": name, **about, "topic": lesson.topic, "question": question}


def _about(topic: str, scenarios: list[tuple[str, Scenario]]) -> str:
    """A topic's scenarios with the question that each answers, below the topic; empty if it has none."""
    from sim.show.text.style import by_rows, heading, paragraph

    width = 27  # the longest name, so that the questions line up in all topics
    lines = []
    for name, scenario in scenarios:
        short, question = name.rpartition("/")[2], _listed(name, scenario)["question"]
        spaced = f"{short}: {question}" if by_rows() else f"{short.ljust(width)}  {question}"
        told = paragraph(spaced, "  ", "" if by_rows() else " " * (width + 2))
        lines.append(told)
    return "\n".join([heading(topic), *lines]) if lines else ""


@app.command()
def new(
    file: Annotated[
        Path | None,
        typer.Argument(help="The file to start, which ends in .yaml; printed if left out.", show_default=False),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=f"{'; '.join(f'{kind.name}: {kind.use}' for kind in KINDS)}.",
            autocompletion=complete_kinds,
        ),
    ] = "concessions",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    quiet: Quiet = False,
) -> None:
    """Start a scenario: a commented file that runs as it is, with the schema that editors complete it by.

    \b
    detente new my.yaml
    detente new my-matrix.yaml --kind matrix
    """
    from sim.scenario.kind import templates

    known = templates()
    from sim.show.output import check_target

    if kind not in known:
        raise FailureError(f"--kind: there is a template for {' and '.join(known)}, not for '{kind}'", 2)
    if file is None:
        hand_over(known[kind])
        return
    file = _named(file)
    check_target(file, force)
    hand_over(known[kind], file)
    schema_told = schema_beside(file)
    if not quiet:
        deliver(f"{file}: a scenario to start from; try 'detente run {file}'")
        deliver(schema_told)


def _named(file: Path) -> Path:
    """The name of a new scenario: editors and other programs know what it is by its ending."""
    if not file.suffix:
        return file.with_name(f"{file.name}.yaml") if file.name else file
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise FailureError(f"{file}: expected a name that ends in .yaml", 2)
    return file


@app.command(name="export")
def export_game(
    file: File,
    out: Out = None,
    settings: Settings = [],  # noqa: B006
    otree: Annotated[
        Path | None,
        typer.Option(
            "--otree", metavar="DIR", help="Write a project of oTree 6 into a new folder instead.", show_default=False
        ),
    ] = None,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a matrix game as Gambit's .nfg, a game tree or concession game as its .efg, or a game as an oTree app.

    \b
    detente export stag-hunt --out stag-hunt.nfg
    detente export ultimatum --otree laboratory
    """
    if otree is not None:
        from sim.show.otree.project import write_project

        if out is not None:
            raise FailureError("--otree writes a folder of its own; leave --out out", 2)
        scenario = load_game(file, settings).scenario
        with answering(scenario):
            write_project(scenario, otree)
        if not quiet:
            deliver(str(otree))
        return
    from sim.api.exchange import exported
    from sim.show.output import complain

    check_out(out, force, (".nfg", ".efg"))
    with within(time_limit):
        scenario = load_game(file, settings).scenario
        if scenario.form == "repeated matrix" and not quiet:
            complain(f"{scenario.file}: a .nfg file holds one round; 'repeat' and patience are not in it")
        with answering(scenario):
            game = exported(scenario, out.suffix.lower() if out else None)
    if game.changed and not quiet:
        told = "; ".join(f"'{new}' for '{old}'" for old, new in game.changed.items())
        complain(f"{scenario.file}: Gambit has no labels like these, and gets others: {told}")
    hand_over(game.text, out)
    if out and not quiet:
        deliver(str(out))


@app.command(name="import")
def import_game(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="A .efg, .nfg or .gmcr file, - for standard input; .xml profiles of two sides; or oTree's .csv.",
            show_default=False,
        ),
    ],
    out: Out = None,
    shares: Annotated[
        bool,
        typer.Option("--shares", help="Of .xml: count evaluations as shares of the largest of their issue, as GENIUS."),
    ] = False,
    played: Annotated[
        str | None,
        typer.Option("--scenario", metavar="FILE", help="Of oTree's .csv: what the app was written from."),
    ] = None,
    settings: Settings = [],  # noqa: B006
    records: Annotated[
        Path | None,
        typer.Option("--records", metavar="DIR", help="Of oTree's .csv: a new folder for a record of each game."),
    ] = None,
    time_limit: TimeLimit = TIME_LIMIT,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Read a game of Gambit, GMCR+, GENIUS or NegMAS into a scenario file, or what was played in oTree into records.

    \b
    detente import poker.efg --out poker.yaml
    detente import elmira.gmcr --out elmira.yaml
    detente import domain.xml profile1.xml profile2.xml --out party.yaml
    detente import all_apps_wide.csv --scenario ultimatum --records played
    """
    from sim.cli.play.from_otree import import_otree, is_table
    from sim.errors import ScenarioError, TimeLimitError
    from sim.scenario.foreign import MAX_BYTES, imported
    from sim.scenario.reading import contents_or_problem
    from sim.show.output import complain

    if is_table(files):
        if out is not None:
            raise FailureError("records go to a folder of their own; name it with --records instead of --out", 2)
        told = import_otree(files, played, settings, records, time_limit)
        if not quiet:
            deliver(told)
        return
    if played is not None or settings or records is not None:
        raise FailureError("--scenario, --set and --records are for tables of oTree (.csv)", 2)
    check_out(out, force, (".yaml", ".yml"))
    names = [STANDARD_INPUT if str(file) == "-" else str(file) for file in files]

    def read(file: Path) -> bytes:
        return standard_input(MAX_BYTES) if str(file) == "-" else contents_or_problem(file, MAX_BYTES, str(file))

    try:
        with within(time_limit):
            game = imported([(name, read(file)) for name, file in zip(names, files, strict=True)], shares)
    except ScenarioError as error:
        raise refused(error) from None
    except TimeLimitError as error:
        raise FailureError(f"{names[0]}: {error}; allow more with --time-limit") from None
    hand_over(game.text, out)
    for note in () if quiet else game.notes:
        complain(f"{names[0]}: {note}")
    if out and not quiet:
        deliver(str(out))
