"""A program as an agent of simulations and tournaments, and what its answers mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from sim.agents.agent import Agent
from sim.agents.arenas.arena import PROGRAM
from sim.agents.packages.view import PackageView
from sim.agents.programs.process import Program, name_of
from sim.errors import AgentError

if TYPE_CHECKING:
    from sim.agents.observation import View


def label_of(command: str) -> str:
    """What a program is called where agents are named."""
    return f"{PROGRAM} {name_of(command)}"


def program_agent(command: str, program: Program | None = None) -> type[Agent]:
    """A class of agents that a program decides for.

    Parameters
    ----------
    command : str
        The program and its arguments.
    program : Program, optional
        The program itself, if it runs already.
    """
    return type("Programmed", (_Programmed,), {"name": label_of(command), "command": command, "running": program})


class _Programmed(Agent):
    """Asks a program, which is told all that an agent sees."""

    command: ClassVar[str] = ""
    running: ClassVar[Program | None] = None

    def __init__(self) -> None:
        self._program = self.running or Program(self.command)

    def act(self, view: View | PackageView) -> str | dict[str, float]:
        """What the program answers."""
        question = _package_question(view) if isinstance(view, PackageView) else _question(view)
        return answered(self._program, self._program.ask(question))


def _question(view: View) -> dict[str, Any]:
    """A decision in a concession game."""
    return {
        "kind": "concessions",
        "you": view.me,
        "round": view.round + 1,
        "options": list(view.open),
        "your_steps": list(view.my_steps),
        "their_steps": list(view.their_steps),
        "your_ladder": [step.id for step in view.my_ladder],
        "their_ladder": [step.id for step in view.their_ladder],
        "they_just": view.leader or None,
        "history": [{"you": seen.mine, "they": seen.theirs} for seen in view.history],
    }


def _package_question(view: PackageView) -> dict[str, Any]:
    """An offer of a package, or an answer to one; the other side's points are not told."""
    offer = None if view.offer is None else view.says(view.offer)
    return {
        "kind": "issues",
        "you": view.me,
        "round": view.round + 1,
        "rounds": view.rounds,
        "options": ["accept", "wait", "walk_away"] if offer is not None else None,
        "issues": {issue: list(options) for issue, options in view.issues.items()},
        "points": view.points,
        "walk_away": view.walk_away,
        "offer": offer,
        "your_offers": [view.says(each) for each in view.mine],
        "their_offers": [view.says(each) for each in view.theirs],
    }


def answered(program: Program, found: Any) -> str | dict[str, float]:
    """A choice, or choices with chances, out of an answer.

    Raises
    ------
    AgentError
        If it is neither.
    """
    if isinstance(found, dict) and len({"choice", "chances"} & set(found)) == 1:
        found = found.get("choice", found.get("chances"))
    if isinstance(found, (str, int, float)) and not isinstance(found, bool):
        return str(found)
    if isinstance(found, dict) and found:
        numbers = [p for p in found.values() if isinstance(p, (int, float)) and not isinstance(p, bool)]
        if len(numbers) == len(found) and all(math.isfinite(p) and p >= 0 for p in numbers):
            total = sum(numbers)
            if abs(total - 1) <= 1e-6:
                return {str(choice): p / total for choice, p in found.items()}
    shown = ascii(found)[:80]
    raise AgentError(
        f'the {label_of(program.command)} answered {shown}; expected {{"choice": "..."}}, or {{"chances": {{...}}}} '
        "with chances that add up to 1"
    )
