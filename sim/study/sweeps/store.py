"""The results of a sweep on disk: labelled arrays in Zarr format 3, which xarray opens, written piece by piece.

Each array is cut as the sweep is, so that a piece is one file per array. A file appears whole or not at all, and the
array ``how`` is written last: a piece is done if its file is there. Nothing in the arrays depends on time, on the
number of workers or on the order of the pieces.
"""

from __future__ import annotations

import json
import shutil
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import FileTooLargeError, StoreError
from sim.scenario.reading import contents
from sim.study.record import Chunk
from sim.study.sweeps.sweep import HOW, MISSING, VERDICT, Piece, Sweep
from sim.study.verdicts import Agreed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xarray import Dataset

    from sim.scenario.scenario import Parameter, Scenario

FORMAT = 1
LARGEST = 32_000_000
"""Bytes, most, of the file in which results say what they are."""
MAKER = "detente sweep"
DRAWS_AT_ONCE = 1_000_000
UNPAID = ("nobody", "nobody else")
"""In the place of players where nobody is paid; their payoffs are NaN."""


class Store:
    """The results of a sweep.

    Parameters
    ----------
    path : Path
        Its folder, which exists.
    sweep : Sweep
        What it holds the results of.
    """

    def __init__(self, path: Path, sweep: Sweep) -> None:
        import zarr

        self.path, self.sweep = path, sweep
        self._arrays: dict[str, Any] = dict(zarr.open_group(path, mode="r+").arrays())

    @staticmethod
    def create(path: Path, sweep: Sweep, about: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> Store:
        """Start the results of a sweep; the folder appears when it is complete but for the answers.

        Parameters
        ----------
        path : Path
            The folder to make.
        about : mapping
            What else is to be said of it.
        parameters : mapping of str to Parameter
            Those of the scenario, for what the file says of them.
        """
        beside = path.with_name(f".{path.name}.new")
        shutil.rmtree(beside, ignore_errors=True)
        try:
            _lay_out(beside, sweep, {**identity(sweep), **about}, parameters)
            beside.rename(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return Store(path, sweep)

    @staticmethod
    def resume(path: Path, sweep: Sweep) -> Store:
        """Open what an interrupted sweep has left.

        Parameters
        ----------
        path : Path
            Its folder.
        sweep : Sweep
            What it has to be the results of.

        Raises
        ------
        StoreError
            If they are not, or if another version has to solve what is missing.
        """
        there, wanted = attributes(path), identity(sweep)
        if there.get("format") != FORMAT:
            raise StoreError(
                f"{path} holds results in format {there.get('format')}, by detente {there.get('version')}; this is "
                f"detente {wanted['version']}, which reads format {FORMAT}: go on with that version, or give another "
                "--out"
            )
        for key in wanted:
            if key != "version" and there.get(key) != wanted[key]:
                raise StoreError(
                    f"{path} holds another sweep: {_difference(key, there.get(key), wanted[key])}; "
                    "give the command that it was made with, or another --out"
                )
        for left in path.rglob("*.partial"):  # of a process that was killed while it wrote
            left.unlink(missing_ok=True)
        store = Store(path, sweep)
        if there.get("version") != wanted["version"] and store.missing:
            raise StoreError(
                f"{path} was begun by detente {there.get('version')}, this is detente {wanted['version']}; an answer "
                "may have been mended in between: go on with that version, or begin anew with --force or another --out"
            )
        return store

    @staticmethod
    def holds(path: Path, sweep: Sweep) -> bool:
        """Whether a folder holds results of a sweep, complete or not."""
        try:
            there = attributes(path)
        except StoreError:
            return False
        return all(there.get(key) == wanted for key, wanted in identity(sweep).items())

    def done(self, k: int) -> bool:
        """Whether a piece is there."""
        mark = self.path.joinpath("how", "c", *map(str, self.sweep.blocks.place(k)))
        return mark.is_file() and mark.stat().st_size > 0

    @property
    def present(self) -> list[int]:
        """Pieces that are there."""
        return [k for k in range(len(self.sweep.blocks)) if self.done(k)]

    @property
    def missing(self) -> list[int]:
        """Pieces that are not there."""
        return [k for k in range(len(self.sweep.blocks)) if not self.done(k)]

    def write(self, k: int, piece: Piece) -> None:
        """Keep the answers of a piece.

        Parameters
        ----------
        k : int
            The piece.
        piece : Piece
            Its answers.
        """
        place = self.sweep.blocks.slices(k)
        shape = tuple(part.stop - part.start for part in place)
        chunk = piece.chunk
        message = np.full(len(chunk), "", dtype=object)
        for at, text in chunk.messages:
            message[at] = text
        found = {
            "payoff": chunk.payoffs.reshape(*shape, 2),
            "ending": chunk.ending.reshape(shape),
            "rounds": chunk.rounds.reshape(shape),
            "equilibrium": chunk.equilibrium.reshape(shape),
            "message": message.reshape(shape),
        }
        if piece.needed is not None:
            found["patience_needed"] = piece.needed.reshape(*shape, -1, 2)
        if piece.agreed is not None:
            found["deal"] = piece.agreed.deal.reshape(shape)
            found["payoff_bounds"] = piece.agreed.payoffs.reshape(*shape, 2, 2)
            found["round_bounds"] = piece.agreed.rounds.reshape(*shape, 2)
        for name, values in found.items():
            self._arrays[name][place] = values
        self._arrays["how"][place] = chunk.how.reshape(shape)

    def read(self, k: int) -> Piece:
        """The answers of a piece; NaN, empty and `MISSING` if it is not there."""
        place = self.sweep.blocks.slices(k)
        found = {name: self._arrays[name][place] for name in ("payoff", "ending", "rounds", "equilibrium", "how")}
        message = self._arrays["message"][place].astype(object).ravel()
        chunk = Chunk(
            found["payoff"].reshape(-1, 2),
            found["ending"].astype(object).ravel(),
            found["rounds"].ravel(),
            found["equilibrium"].astype(object).ravel(),
            found["how"].ravel(),
            tuple((int(at), str(message[at])) for at in np.flatnonzero(message != "")),
        )
        names = len(self.sweep.roadmaps)
        needed = self._arrays["patience_needed"][place].reshape(-1, names, 2) if names else None
        return Piece(chunk, needed, self._agreed(place) if self.sweep.verdict else None)

    def _agreed(self, place: tuple[slice, ...]) -> Agreed:
        deal, payoffs, rounds = (self._arrays[name][place] for name in VERDICT)
        return Agreed(deal.astype(object).ravel(), payoffs.reshape(-1, 2, 2), rounds.reshape(-1, 2))

    @cached_property
    def about(self) -> dict[str, Any]:
        """What the results say of themselves."""
        return attributes(self.path)


def new_store(path: Path, sweep: Sweep, scenario: Scenario, command: str = "") -> Store:
    """Start the results of a sweep with what is to be said of its scenario.

    Parameters
    ----------
    path : Path
        The folder to make.
    command : str
        The command line that asked for it; empty if it was none.
    """
    about = {
        "title": scenario.title,
        "file": scenario.file,
        **({"command": command} if command else {}),
        "player_names": [player.name for player in scenario.players],
    }
    return Store.create(path, sweep, about, {parameter.name: parameter for parameter in scenario.parameters})


def open_results(path: Path | str) -> Dataset:
    """The results of a sweep as labelled arrays, read as they are needed.

    Parameters
    ----------
    path : Path or str
        A folder that ``detente sweep`` has written.

    Returns
    -------
    xarray.Dataset
        A dimension per parameter with listed values, ``sample`` if any are drawn, and ``player``.
    """
    import xarray

    found: Dataset = xarray.open_zarr(path)
    return found


def attributes(path: Path) -> dict[str, Any]:
    """What results say of themselves.

    Parameters
    ----------
    path : Path
        Their folder.

    Raises
    ------
    StoreError
        If these are no results of a sweep.
    """
    try:
        found: dict[str, Any] = json.loads(contents(path / "zarr.json", LARGEST))["attributes"]
        if found["maker"] == MAKER:
            return found
    except (OSError, ValueError, KeyError, TypeError, RecursionError, FileTooLargeError):
        pass
    raise StoreError(f"{path} does not hold results of detente sweep")


def identity(sweep: Sweep) -> dict[str, Any]:
    """What two sweeps have to have in common to be the same."""
    import hashlib

    from sim.version import __version__

    file = sweep.file
    return {
        "maker": MAKER,
        "format": FORMAT,
        "version": __version__,
        "sha256": hashlib.sha256(file.text.encode()).hexdigest(),
        "axes": [axis.text for axis in sweep.design.axes],
        "samples": sweep.design.samples,
        "seed": sweep.design.seed,
        "settings": [f"{name}={value}" for name, value in file.settings],
        "select": file.select,
        "time_limit": "none" if file.time_limit is None else file.time_limit,
        "roadmaps": list(sweep.roadmaps),
        **({"verdict": True} if sweep.verdict else {}),
        "block": list(sweep.blocks.block),
        "scenario": file.text,
    }


def _difference(key: str, there: Any, wanted: Any) -> str:
    if key == "scenario" or key == "sha256":
        return "the scenario file has changed since"
    return f"{key} is {there}, not {wanted}"


def _lay_out(path: Path, sweep: Sweep, about: dict[str, Any], parameters: Mapping[str, Parameter]) -> None:
    """Make all arrays, and fill those that are known before anything is solved."""
    import zarr

    group = zarr.create_group(path, attributes=about)
    names, blocks, design = sweep.columns, sweep.blocks, sweep.design
    dims = (*(names[axis.name] for axis in design.grid.axes), *(("sample",) if design.sample else ()))
    drawn = " ".join(names[axis.name] for axis in design.axes if axis.draw)

    def array(
        name: str, kind: str, blank: Any, more: Mapping[str, int] | None = None, attrs: Mapping[str, Any] | None = None
    ) -> None:
        more = more or {}
        group.create_array(
            name,
            shape=(*blocks.shape, *more.values()),
            chunks=(*blocks.block, *more.values()),
            dtype=kind,
            fill_value=blank,
            dimension_names=(*dims, *more),
            attributes={**({"coordinates": drawn} if drawn else {}), **(attrs or {})},
        )

    text = {"long_name": "likeliest ending"}
    array("payoff", "float64", np.nan, {"player": 2}, {"long_name": "payoff (per round where there are rounds)"})
    array("ending", "string", "", attrs=text)
    array("rounds", "float64", np.nan, attrs={"long_name": "round in which the agreement is first complete"})
    array("equilibrium", "string", "", attrs={"long_name": "kind of equilibrium"})
    array("message", "string", "", attrs={"long_name": "what went wrong"})
    codes = {**HOW, MISSING: "missing"}
    flags = {"flag_values": list(codes), "flag_meanings": " ".join(codes.values())}
    array("how", "uint8", MISSING, attrs={"long_name": "how the point was solved", **flags})
    if sweep.roadmaps:
        many = {"roadmap": len(sweep.roadmaps), "player": 2}
        array("patience_needed", "float64", np.nan, many, {"long_name": "least patience; NaN: none below 1"})
        _label(group, "roadmap", ("roadmap",), np.array(sweep.roadmaps, dtype=object), "string")
    if sweep.verdict:
        array("deal", "string", "", attrs={"long_name": "whether all equilibria end with the agreement complete"})
        array("payoff_bounds", "float64", np.nan, {"player": 2, "bound": 2}, {"long_name": "payoff in any equilibrium"})
        array("round_bounds", "float64", np.nan, {"bound": 2}, {"long_name": "round of the first complete agreement"})
        _label(group, "bound", ("bound",), np.array(["least", "most"], dtype=object), "string")
    _label(group, "player", ("player",), np.array(sweep.players or UNPAID, dtype=object), "string")
    for axis in design.grid.axes:
        told = _told(parameters[axis.name])
        _label(group, names[axis.name], (names[axis.name],), np.array(axis.values), "float64", told)
    _lay_out_draws(group, sweep, parameters)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that metadata in one place are not yet in the standard
        zarr.consolidate_metadata(group.store)


def _label(
    group: Any, name: str, dims: tuple[str, ...], values: Any, kind: str, attrs: Mapping[str, Any] | None = None
) -> None:
    made = group.create_array(name, shape=values.shape, dtype=kind, dimension_names=dims, attributes=attrs or {})
    made[:] = values


def _lay_out_draws(group: Any, sweep: Sweep, parameters: Mapping[str, Parameter]) -> None:
    sample = sweep.design.sample
    if sample is None:
        return
    step = min(DRAWS_AT_ONCE, len(sample))
    made = [
        group.create_array(
            sweep.columns[axis.name],
            shape=(len(sample),),
            chunks=(step,),
            dtype="float64",
            dimension_names=("sample",),
            attributes={"drawn_from": str(axis.draw), **_told(parameters[axis.name])},
        )
        for axis in sample.axes
    ]
    for start in range(0, len(sample), step):
        stop = min(start + step, len(sample))
        for column, values in zip(made, sample.points(start, stop).T, strict=True):
            column[start:stop] = values


def _told(parameter: Parameter) -> dict[str, Any]:
    return {"long_name": parameter.about} if parameter.about else {}
