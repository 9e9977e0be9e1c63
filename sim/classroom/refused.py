"""What is raised where a class cannot do what is asked."""

from __future__ import annotations


class RefusedError(Exception):
    """Something that cannot be done now; the message is a sentence for people.

    Parameters
    ----------
    code : str
        Why, in a word: ``paused``, ``late``, ``not_due``, ``not_yours``, ``not_open``, ``removed``, ``full``, ….
    message : str
        The same in a sentence.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
