"""Explanations of what holds itself in repeated games: the patience in the sum."""

from __future__ import annotations

from tests.show.explanations import told, words


def test_keeping_to_a_deal_is_weighed_with_the_patience_in_the_sum() -> None:
    text = words(told("repeated-prisoners-dilemma", "repeated", "full"))
    assert "leaving is worth (1 - 0.6) x 5 + 0.6 x 1 = 2.6, staying 3: staying is better by 0.4" in text
    assert "if its patience is at least (5 - 3) / (5 - 1) = 0.5" in text
