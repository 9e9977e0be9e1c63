"""What Python tells of a result is what ``detente run`` tells, for every form of game and each of its concepts."""

from __future__ import annotations

import json
from inspect import signature
from typing import TYPE_CHECKING

import pytest

import sim
from sim.scenario.catalog import entries
from sim.study import options
from sim.study.design.options import DesignOptions

if TYPE_CHECKING:
    from tests.cli.terminal import Run


def asked() -> dict[tuple[str, str], str]:
    """For each form of game and each concept a bundled scenario, a small one from a textbook if there is one."""
    found: dict[tuple[str, str], str] = {}
    for entry in sorted(entries(), key=lambda entry: not entry.name.startswith("textbook/")):
        game = sim.load(entry.path)
        for concept in game.concepts:
            found.setdefault((game.scenario.form, concept), entry.name.rpartition("/")[2])
    return found


@pytest.mark.parametrize(
    ("asked", "name"), asked().items(), ids=lambda value: "-".join(value) if value is tuple else ""
)
def test_a_result_tells_in_python_what_run_tells(
    detente: Run, asked: tuple[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    concept = asked[1]
    result = sim.load(name).solve(concept)
    monkeypatch.setattr("sim.engine.solve.solve", lambda *_: result.solution)  # it is the telling that is held up here
    assert result.story.rstrip("\n") == detente("run", name, "--solve", concept).out.rstrip("\n")
    assert result.line == detente("run", name, "--solve", concept, "--quiet").out.rstrip("\n")
    assert result.document == json.loads(detente("run", name, "--solve", concept, "--json").out)


@pytest.mark.parametrize(
    ("question", "kind", "own"),
    [
        (sim.Game.map, options.MapOptions, {"across", "up"}),
        (sim.Game.sensitivity, options.SensitivityOptions, {"parameters"}),
        (sim.Game.sweep, options.SweepOptions, {"axes", "values", "workers"}),
        (sim.Game.simulate, options.SimulationOptions, {"agents"}),
        (sim.Game.tournament, options.TournamentOptions, {"own"}),
        (sim.Game.roadmaps, options.RoadmapOptions, set()),
        (sim.Game.design, DesignOptions, set()),
        (sim.Game.first_steps, options.ReassuranceOptions, set()),
    ],
)
def test_every_option_of_a_study_is_a_keyword_of_its_question_and_is_explained_there(
    question: object, kind: type, own: set[str]
) -> None:
    taken = {name: p.default for name, p in signature(question).parameters.items() if name not in {"self", *own}}  # type: ignore[arg-type]
    assert taken == vars(kind())
    assert all(f"\n{name} : " in (question.__doc__ or "") for name in taken)


def test_each_keyword_of_a_map_arrives_as_the_option_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr("sim.api.maps.Map.ask", lambda *arguments: seen.append(arguments[-1]))
    given = {name: k for k, name in enumerate(vars(options.MapOptions()), 2)}
    sim.load("stag-hunt").map("stag", "hare", **given)  # type: ignore[arg-type]
    assert vars(seen[0]) == given
