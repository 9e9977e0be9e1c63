"""What an agent is: a class with a name and one method, ``act``, that sees the public history and names an action.

An agent that needs less than the whole history declares a smaller memory: what it starts with, and how a round changes
it. Runs in which an agent remembers the same are then played as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sim.agents.history import History, Seen

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from sim.agents.observation import View
    from sim.agents.seated_game import SeatedGame


class Agent:
    """A strategy; derive a class from it and write ``act``.

    Attributes
    ----------
    name : str
        What it is called in files, on the command line and in tables; by default the name of the class.
    source : str
        Where it is from.
    fakes : bool
        Whether it may fake steps; only then is ``fake`` among its actions.
    looks_at_round : bool
        Whether what it does hangs on the number of the round, beyond what it remembers.
    """

    name: ClassVar[str] = ""
    source: ClassVar[str] = ""
    fakes: ClassVar[bool] = False
    looks_at_round: bool = True

    def act(self, view: View) -> str | Mapping[str, float]:
        """What to do now: an action that is open, or a mapping of open actions to probabilities.

        Parameters
        ----------
        view : View
            What the player sees.
        """
        raise NotImplementedError(f"{type(self).__name__} has no method 'act'")

    def start(self) -> Hashable:
        """What it remembers before the first round."""
        return History()

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """What it remembers after a round.

        Parameters
        ----------
        memory : object
            What it remembered before.
        seen : Seen
            What happened in the round.
        """
        return History(memory, seen)

    def prepare(self, table: SeatedGame, seat: int) -> Agent:
        """The agent ready to play a seat of a game; the place for what takes long.

        Parameters
        ----------
        seat : int
            0 for the first player, 1 for the second.
        """
        del table, seat
        return self

    @property
    def label(self) -> str:
        """Its name, and the options that are not the usual ones."""
        own = {key: value for key, value in vars(self).items() if not key.startswith("_")}
        told = ", ".join(
            f"{key} {value:g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in own.items()
            if isinstance(value, (str, int, float)) and value != getattr(type(self), key, None)
        )
        name = self.name or type(self).__name__
        return f"{name} ({told})" if told else name

    @property
    def told(self) -> str:
        """What it does, as the first sentence of its docstring."""
        text = (type(self).__doc__ or "").strip().split("\n\n")[0]
        return " ".join(text.split()).rstrip(".")


class Memoryless(Agent):
    """An agent for which the steps that stand are enough."""

    looks_at_round = False

    def start(self) -> Hashable:
        """Nothing."""
        return None

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """Nothing."""
        del memory, seen
        return None
