"""A class's games put together, as plain data and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.play.class_agreements import agreements_document
from sim.show.play.class_summary import people_of, title_of
from sim.show.play.conflict_class import conflict_entry, conflict_rows
from sim.show.text.escapes import in_csv
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.study.classroom.class_table import ClassTable, Student
    from sim.study.classroom.conflict_file import ConflictClass
    from sim.study.classroom.fit import Fit


def class_document(tables: Sequence[ClassTable], conflicts: Sequence[ConflictClass] = ()) -> dict[str, Any]:
    """The document that ``play --summary --json`` prints.

    Parameters
    ----------
    tables : sequence of ClassTable
        The games, by scenario.
    conflicts : sequence of ConflictClass
        The conflicts over options.
    """
    entries = [*(_document(table) for table in tables), *map(conflict_entry, conflicts)]
    return {"format": 1, "version": __version__, "scenarios": entries}


def _document(table: ClassTable) -> dict[str, Any]:
    people = people_of(table)
    scenario = table.scenario
    ids = [player.id for player in scenario.players]
    return {
        "scenario": scenario.title,
        "file": scenario.file,
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
        "kind": scenario.kind,
        "concept": table.arena.concept,
        "select": table.select,
        "rounds": table.rounds,
        "games": len(table.replays),
        "finished": sum(r.session.finished for r in table.replays),
        "rehearsed": sum(r.session.rehearsal for r in table.replays),
        "decisions": table.count,
        "points": [
            {
                "player": ids[p.seat],
                "point": p.name,
                "decisions": p.count,
                "given_away": p.given,
                "actions": [
                    {
                        "action": row.action,
                        "count": row.count,
                        "share": row.count / p.count,
                        "equilibria": dict(zip(table.labels, row.equilibria, strict=True)),
                        "quantal": row.quantal,
                    }
                    for row in p.rows
                ],
            }
            for p in table.points
        ],
        **({} if table.agreements is None else {"agreements": agreements_document(table.agreements)}),
        "students": [_student(s, ids) for s in table.students],
        "fit": None if table.fit is None else _fit_document(table, table.fit),
        "note": table.why_no_fit,
        **({} if people is None else people.document),
    }


def _student(student: Student, ids: list[str]) -> dict[str, Any]:
    return {
        "name": student.name,
        "player": ids[student.seat],
        "games": student.games,
        "finished": student.finished,
        "decisions": student.decisions,
        "given_away": student.given,
        "mean_payoff": student.got,
    }


def _fit_document(table: ClassTable, fit: Fit) -> dict[str, Any]:
    return {
        "precision": fit.precision,
        "interval": [fit.low, fit.high],
        "log_likelihood": fit.loglik,
        "log_likelihood_at_random": fit.uniform,
        "choices": fit.count,
        "edge": fit.edge,
        "searched_up_to": fit.reached,
        "never_in_equilibrium": dict(zip(table.labels, table.impossible, strict=True)),
    }


def class_rows(tables: Sequence[ClassTable], conflicts: Sequence[ConflictClass] = ()) -> str:
    """Every action at every decision point as comma-separated values.

    Parameters
    ----------
    tables : sequence of ClassTable
        The games, by scenario.
    conflicts : sequence of ConflictClass
        The conflicts over options, with what moves were to their movers.
    """
    head = ["scenario", "player", "point", "action", "count", "decisions", "share", "equilibrium", "quantal"]
    told = [cells for conflict in conflicts for cells in conflict_rows(conflict)]
    return in_csv([head, *(cells for table in tables for cells in _rows(table)), *told])


def _rows(table: ClassTable) -> Iterator[list[object]]:
    for point in table.points:
        player = table.scenario.players[point.seat].id
        for row in point.rows:
            what: list[object] = [title_of(table), player, point.name, row.action]
            yield [*what, row.count, point.count, row.count / point.count, row.equilibria[0], row.quantal]
