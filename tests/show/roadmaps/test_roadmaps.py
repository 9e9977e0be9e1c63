"""What is shown of roadmaps: whole in every medium, and the patience that each order asks for as in the document."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from sim.engine.roadmaps.ask import ask_roadmaps
from sim.scenario.load import load
from sim.show.roadmaps.document import roadmap_document
from sim.show.roadmaps.roadmaps import roadmap_line, roadmap_text
from sim.show.roadmaps.words import patience
from tests.show.media import blocks_of, check_media, loaded, marked, pieces

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy

NAMES = ["korea/action-for-action", "korea/relief-first", "textbook/small-steps"]


@cache
def studied(name: str) -> RoadmapStudy:
    return ask_roadmaps(loaded(name))


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_told_is_whole_in_every_medium(name: str) -> None:
    for scenario in (loaded(name), marked(loaded(name))):
        text = roadmap_text(scenario, studied(name))
        assert all(section.blocks for section in text.sections)
        check_media(text)


@pytest.mark.parametrize("name", NAMES)
def test_the_patience_of_each_order_is_told_as_the_document_has_it(name: str) -> None:
    study = studied(name)
    told = [piece for block in blocks_of(roadmap_text(load(name), study)) for piece in pieces(block)]
    listed = [entry for entry in study.entries if entry.origin != "search"]
    for entry, data in zip(listed, roadmap_document(load(name), study)["roadmaps"], strict=True):
        for exact, number in zip(entry.roadmap.thresholds, data["patience"].values(), strict=True):
            assert number == (None if exact is None else pytest.approx(float(exact)))
            assert any(patience(exact) in piece for piece in told)
    assert roadmap_line(load(name), study).startswith(load(name).title)
