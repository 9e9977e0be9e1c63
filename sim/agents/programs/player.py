"""A program at a seat of a game that people play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.agents.arenas.arena import check_choice
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.programs.agent import answered, label_of
from sim.errors import AgentError, PlayError

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Place
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.programs.process import Program


class ProgramPlayer:
    """A program that plays a side of a matrix game, a tree, or alternating offers.

    Parameters
    ----------
    seat : int
        The side.
    program : Program
        Who decides.
    """

    def __init__(self, arena: Arena, seat: int, program: Program) -> None:
        self.arena, self.seat, self.program = arena, seat, program
        self.seen: list[dict[str, Any]] = []

    def chances(self, place: Place) -> dict[str, float]:
        """What the program answers, if it is open."""
        found = answered(self.program, self.program.ask(self.question(place)))
        chances = {found: 1.0} if isinstance(found, str) else found
        return {self._open(place, choice): chance for choice, chance in chances.items()}

    def question(self, place: Place) -> dict[str, Any]:
        """What the program is told: what its side knows, and nothing else."""
        players = self.arena.scenario.players
        told: dict[str, Any] = {
            "kind": self.arena.scenario.kind,
            "game": self.arena.scenario.title,
            "you": players[self.seat].id,
            "they": players[1 - self.seat].id,
            "round": self.arena.round(place) + 1,
            "point": self.arena.point(place, self.seat),
            "options": list(self.arena.options(place, self.seat)) or None,
            "history": list(self.seen),
        }
        if isinstance(self.arena, MatrixArena):
            form = self.arena.form
            tables = [[[float(v) for v in line] for line in side] for side in (form.row, form.column)]
            tables = tables if self.seat == 0 else [[list(c) for c in zip(*side, strict=True)] for side in tables]
            told["their_options"] = list(form.actions[1 - self.seat])
            told["your_payoffs"], told["their_payoffs"] = tables[self.seat], tables[1 - self.seat]
        if isinstance(self.arena, OffersArena) and place.draw is not None:
            told["surplus"] = float(place.draw.size)
            told["they_ask_for"] = None if place.demand is None else float(place.demand)
        return told

    def _open(self, place: Place, choice: str) -> str:
        try:
            if isinstance(self.arena, OffersArena) and not self.arena.options(place, self.seat):
                return self.arena.read(choice, place)
            check_choice(self.arena, place, self.seat, choice)
        except PlayError as error:
            raise AgentError(f"the {label_of(self.program.command)} answered what cannot be done: {error}") from None
        return choice

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """Remembers what its side has seen: in a tree its own choices, as its information sets hold all else."""
        own, theirs = turn.moves[self.seat], turn.moves[1 - self.seat]
        open_ = isinstance(self.arena, (MatrixArena, OffersArena))
        if own or (open_ and theirs):
            told = {"round": turn.round + 1, "you": own or None}
            self.seen.append({**told, "they": theirs or None} if open_ else told)
