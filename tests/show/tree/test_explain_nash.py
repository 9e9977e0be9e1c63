"""Explanations of Nash equilibria of game trees: what an empty threat would cost."""

from __future__ import annotations

from tests.show.explanations import told, words


def test_the_empty_threat_is_named_with_what_it_would_cost() -> None:
    text = words(told("entry-deterrence", "nash", "full"))
    assert "An empty threat: at “after entry”" in text
    assert "“give way” would pay it 2 more" in text
    assert "it would gain 1 by playing otherwise" in text
    assert "it is subgame perfect as well" in text
