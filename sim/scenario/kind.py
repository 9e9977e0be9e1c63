"""What every kind of scenario has on this floor, and the way from a kind's name to it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from sim.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.scenario.common import FileModel
    from sim.scenario.scenario import Game
    from sim.scenario.source import Path, Source

    Found = tuple[Path, str, str]


class _ModelFile(Protocol):
    MODEL: type[FileModel]


class _GameFile(Protocol):
    def game(self, model: Any) -> Game: ...


class _ChecksFile(Protocol):
    def problems(self, model: Any) -> Iterator[Found]: ...


class _IdleFile(Protocol):
    def idle(self, model: Any, source: Source) -> Iterator[Found]: ...


class _TemplateFile(Protocol):
    TEMPLATE: str


def model_of(kind: str) -> type[FileModel]:
    """The model that validates files of a kind."""
    return cast("_ModelFile", import_module(f"sim.scenario.{kind}.model")).MODEL


def game_of(kind: str, model: FileModel) -> Game:
    """The game of a model that has passed every check."""
    return cast("_GameFile", import_module(f"sim.scenario.{kind}.game")).game(model)


def problems_of(kind: str, model: FileModel) -> Iterator[Found]:
    """Problems of a file that only the whole shows, as (path, message, hint)."""
    return cast("_ChecksFile", import_module(f"sim.scenario.{kind}.checks")).problems(model)


def idle_of(kind: str, model: FileModel, source: Source) -> Iterator[Found]:
    """Keys of a file that passes every check and that change nothing, as (path, reason, remedy)."""
    return cast("_IdleFile", import_module(f"sim.scenario.{kind}.idle")).idle(model, source)


def templates() -> dict[str, str]:
    """By kind a file to start a scenario from."""
    return {
        kind.name: cast("_TemplateFile", import_module(f"sim.scenario.{kind.name}.template")).TEMPLATE for kind in KINDS
    }


def commits_with_types(commit: str | None, types: Mapping[str, Any]) -> Iterator[Found]:
    """Commitment is solved where everybody knows what the players are."""
    if commit and types:
        yield ("commit",), "commitment is solved for games without hidden types", "remove 'commit' or 'types'"
