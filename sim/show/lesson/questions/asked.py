"""A question that is worked out, and where it can be answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A question to a class, and its answer.

    Parameters
    ----------
    question, answer : str
        What is asked, and the answer.
    paper : bool
        Whether what stands on paper is enough to answer it; else it takes the sliders or the solver.
    """

    question: str
    answer: str
    paper: bool = True
