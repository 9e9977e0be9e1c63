"""What a teacher adds to a scenario for a class."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question to a class, and its answer at the file's own values."""

    question: str
    answer: str


@dataclass(frozen=True)
class Lesson:
    """What a teacher adds for a class.

    Parameters
    ----------
    topic : str
        What the scenario teaches; may be empty.
    questions : tuple of Question
        Questions, the main one first.
    sliders : tuple of str
        Parameters that readers may move; empty where that is left open.
    solve : str or None
        The solution concept that the lesson is about; None for the usual one.
    """

    topic: str = ""
    questions: tuple[Question, ...] = ()
    sliders: tuple[str, ...] = ()
    solve: str | None = None


NO_LESSON = Lesson()
"""Where a file says nothing for a class."""
