"""The results of a sweep as rows: CSV, Parquet, and a JSON document per line; one piece in memory at a time."""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.show.text.escapes import in_csv
from sim.show.text.letters import in_json
from sim.study.sweeps.sweep import HOW, MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sim.study.sweeps.store import Store
    from sim.study.sweeps.sweep import Sweep

GROUP = 65_536
"""Rows of a group in a Parquet file, about."""

WAYS = {**HOW, MISSING: "missing"}

Columns = dict[str, list[Any]]


def columns(store: Store, k: int) -> Columns:
    """A piece as columns: the parameters by name, ``payoff_`` and each player's identifier, and the rest.

    Parameters
    ----------
    k : int
        Number of the piece.
    """
    sweep, piece = store.sweep, store.read(k)
    values = sweep.design.points(*sweep.blocks.span(k))
    chunk, told = piece.chunk, dict(piece.chunk.messages)
    found: Columns = {sweep.columns[name]: values[:, at].tolist() for at, name in enumerate(sweep.design.names)}
    for at, player in enumerate(sweep.players):
        found[f"payoff_{player}"] = _numbers(chunk.payoffs[:, at])
    found["ending"] = list(map(str, chunk.ending))
    found["rounds"] = [None if isnan(r) else int(r) if r == int(r) else r for r in chunk.rounds.tolist()]
    found["equilibrium"] = list(map(str, chunk.equilibrium))
    found["how"] = [WAYS[int(way)] for way in chunk.how]
    found["message"] = [told.get(at, "") for at in range(len(chunk))]
    if piece.needed is not None:
        for at, roadmap in enumerate(sweep.roadmaps):
            for side, player in enumerate(sweep.players):
                found[f"patience_{roadmap}_{player}"] = _numbers(piece.needed[:, at, side])
    if piece.agreed is not None:
        found["deal"] = list(map(str, piece.agreed.deal))
        for side, player in enumerate(sweep.players):
            for end, name in enumerate(("lowest", "highest")):
                found[f"{name}_{player}"] = _numbers(piece.agreed.payoffs[:, side, end])
        for end, name in enumerate(("earliest", "latest")):
            found[name] = [None if isnan(r) else int(r) for r in piece.agreed.rounds[:, end].tolist()]
    return found


def write_csv(store: Store, path: Path) -> None:
    """Write results as CSV (RFC 4180, UTF-8), each number in the shortest form that reads back the same."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for k in range(len(store.sweep.blocks)):
            found = columns(store, k)
            if k == 0:
                file.write(in_csv([list(found)]))
            file.write(in_csv(zip(*found.values(), strict=True)))


def csv_metadata(store: Store, name: str) -> str:
    """What a CSV file cannot say of itself, as the W3C's "Metadata Vocabulary for Tabular Data" has it.

    Parameters
    ----------
    name : str
        Of the CSV file.
    """
    kinds = {float: "number", int: "integer", str: "string"}
    told = [{"name": title, "titles": title, "datatype": kinds[kind]} for title, kind in _kinds(store.sweep).items()]
    document = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "tableSchema": {"columns": told},
        "notes": [store.about],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_parquet(store: Store, path: Path) -> None:
    """Write results as Parquet; what they say of themselves is in the schema's metadata under ``detente``."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    types = {float: arrow.float64(), int: arrow.int64(), str: arrow.string()}
    schema = arrow.schema(
        [(name, types[kind]) for name, kind in _kinds(store.sweep).items()],
        metadata={"detente": json.dumps(store.about, ensure_ascii=False)},
    )
    waiting: list[Any] = []
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for k in range(len(store.sweep.blocks)):
            waiting.append(arrow.table(columns(store, k), schema=schema))
            if sum(map(len, waiting)) >= GROUP or k + 1 == len(store.sweep.blocks):
                writer.write_table(arrow.concat_tables(waiting).combine_chunks())
                waiting.clear()


def write_records(store: Store, path: Path) -> None:
    """Write results as a JSON document per line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for k in range(len(store.sweep.blocks)):
            file.writelines(f"{text}\n" for text in records(store, k))


def records(store: Store, k: int) -> Iterator[str]:
    """The points of a piece, a JSON document for each.

    Parameters
    ----------
    k : int
        Number of the piece.
    """
    sweep, about = store.sweep, store.about
    found = columns(store, k)
    origin = {"sha256": about["sha256"], "version": about["version"], "seed": about["seed"]}
    names = sweep.columns
    start, _ = sweep.blocks.span(k)
    for at, row in enumerate(zip(*found.values(), strict=True)):
        cell = dict(zip(found, row, strict=True))
        document: dict[str, Any] = {
            "format": 1,
            "point": start + at,
            "set": {name: cell[column] for name, column in names.items()},
            "payoffs": {player: cell[f"payoff_{player}"] for player in sweep.players},
            **{key: cell[key] for key in ("ending", "rounds", "equilibrium", "how", "message")},
        }
        if sweep.roadmaps:
            document["patience"] = {
                roadmap: {player: cell[f"patience_{roadmap}_{player}"] for player in sweep.players}
                for roadmap in sweep.roadmaps
            }
        if sweep.verdict:
            document["verdict"] = {
                "deal": cell["deal"],
                "payoffs": {player: [cell[f"lowest_{player}"], cell[f"highest_{player}"]] for player in sweep.players},
                "earliest": cell["earliest"],
                "latest": cell["latest"],
            }
        yield in_json(json.dumps(document | origin, ensure_ascii=False, allow_nan=False))


def _kinds(sweep: Sweep) -> dict[str, type]:
    """Names and types of the columns."""
    thresholds = [f"patience_{roadmap}_{player}" for roadmap in sweep.roadmaps for player in sweep.players]
    return {
        **dict.fromkeys(sweep.columns.values(), float),
        **{f"payoff_{player}": float for player in sweep.players},
        **{"ending": str, "rounds": int, "equilibrium": str, "how": str, "message": str},
        **dict.fromkeys(thresholds, float),
        **(_verdict_kinds(sweep) if sweep.verdict else {}),
    }


def _verdict_kinds(sweep: Sweep) -> dict[str, type]:
    ends = [f"{name}_{player}" for player in sweep.players for name in ("lowest", "highest")]
    return {"deal": str, **dict.fromkeys(ends, float), "earliest": int, "latest": int}


def _numbers(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]
