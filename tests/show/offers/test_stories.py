"""What is shown of alternating offers: whole in every medium, and who gets more by patience or by going first."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import as_text
from tests.show.media import check_payoffs, check_shown, seen, shown_in

MORE = "gets more"


@pytest.mark.parametrize(("name", "concept"), shown_in("offers"))
def test_all_that_is_told_is_whole_in_every_medium(name: str, concept: str) -> None:
    check_shown(seen(name, concept))
    check_payoffs(seen(name, concept))


# By Rubinstein (1982) the first, patient as d, gets (1 - e) / (1 - d e) of the surplus against one patient as e.
@pytest.mark.parametrize(
    ("seller", "buyer", "told"),
    [
        ("0.9", "0.8", "Seller, the more patient side, gets more."),  # 0.2/0.28
        ("0.5", "0.9", "Buyer, the more patient side, gets more."),  # 0.1/0.55
        ("0.3", "0.35", "Buyer is the more patient side, and yet Seller gets more because it goes first."),
        ("0.8", "0.8", "Both are equally patient, and Seller gets more because it goes first."),
        ("0.5", "2/3", "Both get the same: the patience of Buyer makes up for the first offer."),  # (1/3)/(2/3)
    ],
)
def test_who_gets_more_is_computed(seller: str, buyer: str, told: str) -> None:
    scenario = load("alternating-offers", {"seller_patience": seller, "buyer_patience": buyer})
    story = " ".join(as_text(shown(scenario, solve(scenario)).story()).split())
    assert told in story
    assert story.count(MORE) == told.count(MORE)
