"""What an answer on one screen says to type next can be typed: for all bundled scenarios it is understood."""

from __future__ import annotations

import shlex

import pytest

import sim
from sim.scenario.catalog import entries
from tests.cli.terminal import Run
from tests.show.briefs import check_command

QUICK = (
    "action-for-action",
    "blame",
    "chicken",
    "dismantle-first",
    "entry-deterrence",
    "entry-deterrence-commitment",
    "known-last-round",
    "last-offer",
    "mixed-commitment",
    "mixed-signals",
    "prisoners-dilemma",
    "sanctions-until-done",
    "ultimatum",
)


@pytest.mark.parametrize("name", [entry.name for entry in entries()])
def test_what_is_to_be_typed_next_is_understood(name: str) -> None:
    brief = sim.load(name).solve().brief
    assert brief.then
    for step in brief.then:
        check_command(step.command)
        assert step.what


@pytest.mark.parametrize("name", QUICK)
def test_what_is_to_be_typed_next_runs(name: str, detente: Run) -> None:
    """Pictures, which take longest and are drawn elsewhere, are not asked for."""
    asked = [step.command for step in sim.load(name).solve().brief.then]
    for command in asked:
        _, *words = shlex.split(command)
        if words[0] != "plot":
            assert detente(*words).code == 0, command
