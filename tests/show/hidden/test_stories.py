"""What is shown of hidden types and actions: whole in every medium, and with the numbers that the document has."""

from __future__ import annotations

import pytest

from tests.show.media import check_payoffs, check_shown, seen

CASES = [(f"korea/{name}", c) for name in ("mixed-signals", "covert-production") for c in ("pbe", "bayes-nash")]


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_all_that_is_told_is_whole_in_every_medium(name: str, concept: str) -> None:
    check_shown(seen(name, concept))


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_what_a_story_says_is_paid_is_in_the_document(name: str, concept: str) -> None:
    check_payoffs(seen(name, concept))
