"""Two agents of a class's own, for ``detente simulate`` and ``detente tournament`` with ``--agents``."""

from sim.agents import Agent, View


class Echo(Agent):
    """Takes a step after each step of the other side, and takes the first one itself."""

    def act(self, view: View) -> str:
        """Answer the last step that was seen."""
        if not view.theirs or view.theirs[-1] == "concede":
            return view.first("concede")
        return view.first("hold_out")


class Gambler(Agent):
    """Tosses a coin for each step that it could take."""

    def act(self, view: View) -> str | dict[str, float]:
        """Concede with chance one half."""
        if "concede" in view.open:
            return {"concede": 0.5, "hold_out": 0.5}
        return view.first("hold_out")
