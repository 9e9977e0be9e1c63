"""What is shown of game trees: whole in every medium, for each concept, and with the numbers of the document."""

from __future__ import annotations

import pytest

from sim.concepts import concepts_of
from tests.show.media import check_payoffs, check_shown, seen

NAMES = ("textbook/beer-quiche", "textbook/entry-deterrence", "textbook/stripped-down-poker")
CONCEPTS = [concept.name for concept in concepts_of("tree") if concept.name != "stackelberg"]
CASES = [(name, concept) for name in NAMES for concept in CONCEPTS]
CASES.append(("textbook/entry-deterrence-commitment", "stackelberg"))


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_all_that_is_told_is_whole_in_every_medium(name: str, concept: str) -> None:
    check_shown(seen(name, concept))


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_what_a_story_says_is_paid_is_in_the_document(name: str, concept: str) -> None:
    assert check_payoffs(seen(name, concept)) == (concept not in ("quantal", "stackelberg"))


@pytest.mark.parametrize("concept", ["nash", "bayes-nash"])
def test_text_and_document_tell_the_same_outcomes(concept: str) -> None:
    told = seen("textbook/ultimatum", concept)
    entries = told.document()["equilibria"]
    numbers = [entry["outcome"] for entry in entries]
    assert numbers == sorted(numbers)
    assert "34" in told.line()
    assert len({str(entry["payoffs"]) for entry in entries}) <= len(set(numbers)) < len(entries)
