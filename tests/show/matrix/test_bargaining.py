"""What is told beside bargaining solutions: which equilibrium is compared, and what can be agreed on, by the room."""

from __future__ import annotations

import pytest

from sim.show.text.blocks import Table, as_text
from tests.show.media import seen


@pytest.mark.parametrize(
    ("name", "compared", "said"),
    [
        ("textbook/prisoners-dilemma", "best equilibrium", "Lotteries over outcomes can be agreed on."),
        ("textbook/repeated-prisoners-dilemma", "best one-round equilibrium", "All this is about a single round."),
        ("korea/dismantle-first", "equilibrium", "keep any state of the steps for ever"),
        ("textbook/alternating-offers", "equilibrium", "Disagreement is what each gets without an agreement."),
    ],
)
def test_each_room_says_what_is_compared_and_what_can_be_agreed_on(name: str, compared: str, said: str) -> None:
    text = seen(name, "bargaining").story()
    table = text.sections[0].blocks[0]
    assert isinstance(table, Table)
    assert table.rows[-1][0] == compared
    words = " ".join(as_text(text).split())
    assert f"the {compared} falls" in words or f"The {compared}" in words
    assert said in words


def test_the_picture_calls_the_equilibrium_as_the_table_does() -> None:
    view = seen("textbook/prisoners-dilemma", "bargaining")
    (legend,) = view.picture()().legends
    assert "best equilibrium (1.00, 1.00)" in [text.get_text() for text in legend.get_texts()]
