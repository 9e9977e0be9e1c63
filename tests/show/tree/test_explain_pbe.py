"""Explanations of perfect Bayesian equilibria: what is believed off the path, and within which bounds."""

from __future__ import annotations

from tests.show.explanations import told, words


def test_what_is_believed_off_the_path_comes_with_its_bounds() -> None:
    text = words(told("beer-quiche", "pbe", "full"))
    assert "“fight” is best if the chance of “weak” is 0.5 or more." in text
    assert "“weak” has 3 and could get 2 at most. “strong” has 2 and would get 3 or more." in text
    assert "The intuitive criterion has nothing against it." in text
