"""What is shown of first steps that tell types apart: whole in every medium, and sizes as the document has them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from sim.engine.selection import Rule
from sim.show.reassurance.reassurance import reassurance_document, reassurance_line, reassurance_text
from sim.show.text.blocks import as_text
from sim.study.reassurance import study_reassurance
from tests.show.media import check_media, loaded

if TYPE_CHECKING:
    from sim.study.reassurance import ReassuranceStudy

NAMES = ["korea/reassurance", "korea/mixed-signals"]


@cache
def studied(name: str) -> ReassuranceStudy:
    return study_reassurance(loaded(name), None, Rule(), 60.0)


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_told_is_whole_in_every_medium(name: str) -> None:
    text = reassurance_text(studied(name))
    assert all(section.blocks for section in text.sections)
    check_media(text)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_document_says_to_separate_is_told(name: str) -> None:
    data = reassurance_document(studied(name))
    words = " ".join(as_text(reassurance_text(studied(name))).split())
    none = "No first round tells all types apart in equilibrium."
    assert (none in words) == (not data["separating"])
    assert reassurance_line(studied(name)).startswith(f"{loaded(name).title}: ")
    for sized in data["sizes"]:
        for interval in sized["intervals"]:
            for end in (interval["from"], interval["to"]):
                assert end is None or f"{end:.3g}" in words
