"""A game as Python users hold it: loaded from a file, with other numbers if wanted, and solved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.api.questions import Questions
from sim.api.table import Table
from sim.show.text.escapes import in_html, in_notebook
from sim.study.options import SELECT, TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.api.result import Result
    from sim.errors import Problem
    from sim.scenario.scenario import Lesson, Scenario


@dataclass(frozen=True, repr=False)
class Game(Questions):
    """A scenario that has been checked; it never changes, `set` makes another one.

    Parameters
    ----------
    scenario : Scenario
        The scenario, as the engine reads it: every number exact.

    Examples
    --------
    >>> import sim
    >>> game = sim.load("action-for-action")
    >>> game
    <Game 'Action for action' (concessions, 12 rounds)>
    >>> game.set(leakage=0.5).solve().payoffs[0]["us"] < game.solve().payoffs[0]["us"]
    True
    """

    scenario: Scenario

    @property
    def title(self) -> str:
        """Its title."""
        return self.scenario.title

    @property
    def summary(self) -> str:
        """What it is about."""
        return self.scenario.summary

    @property
    def kind(self) -> str:
        """What kind of game: ``concessions``, ``matrix``, ``tree``, ``offers``, ``options`` or ``issues``."""
        return self.scenario.kind

    @property
    def text(self) -> str:
        """The file's text, settings not applied."""
        return self.scenario.text

    @property
    def settings(self) -> dict[str, str]:
        """Parameters that were set."""
        return dict(self.scenario.settings)

    @property
    def lesson(self) -> Lesson:
        """What the file has for a class: a topic, and questions with answers."""
        return self.scenario.lesson

    @property
    def idle(self) -> tuple[Problem, ...]:
        """Keys and parameters of the file that change nothing, each with its place, the reason and a remedy.

        Examples
        --------
        >>> import sim
        >>> sim.load("chicken").idle
        ()
        """
        from sim.scenario.changes.outdated import outdated
        from sim.scenario.idle import idle

        return (*outdated(self.scenario), *idle(self.scenario))

    @property
    def concepts(self) -> tuple[str, ...]:
        """What the game can be solved for; the first is what `solve` takes if nothing is said."""
        from sim.engine.solve import concepts

        return concepts(self.scenario)

    @property
    def players(self) -> Table:
        """The two players; columns ``id``, ``name`` and ``patience``."""
        rows = tuple((p.id, p.name, None if p.patience is None else float(p.patience)) for p in self.scenario.players)
        return Table("Players", ("id", "name", "patience"), rows)

    @property
    def parameters(self) -> Table:
        """The named numbers of the file: ``name``, ``value``, ``min``, ``max``, ``about``, ``label`` and ``unit``.

        Examples
        --------
        >>> import sim
        >>> sim.load("stag-hunt").parameters["name"]
        ('stag', 'hare')
        """
        rows = tuple(
            (p.name, float(p.value), *(None if v is None else float(v) for v in (p.minimum, p.maximum)), *told)
            for p in self.scenario.parameters
            for told in [(p.about, p.label, p.unit)]
        )
        return Table("Parameters", ("name", "value", "min", "max", "about", "label", "unit"), rows)

    @property
    def rules(self) -> Table:
        """The game at a glance: the steps of a concession game, or the payoffs of a matrix game, or options.

        For a step: what it brings each player per round from then on, under the player's identifier, whether its owner
        can take it back, what has to stand before it, and, where steps can be faked, the chance per round of discovery.
        """
        from sim.api.rules import rules

        return rules(self.scenario)

    def set(self, **parameters: float | str) -> Game:
        """The game with other numbers.

        Parameters
        ----------
        **parameters : float or str
            Parameters by name, as numbers or as expressions such as ``"1/3"``; the others stay as they are.

        Raises
        ------
        ScenarioError
            If there is no such parameter, or the file does not allow the number.

        Examples
        --------
        >>> import sim
        >>> sim.load("stag-hunt").set(hare="2 + 1/2").parameters["value"]
        (4.0, 2.5)
        """
        found = _scenario(self.scenario.file, self.settings | parameters, self.text)
        return Game(replace(found, changes=self.scenario.changes))

    def with_(self, change: str | Mapping[str, Any] | None = None, /, **changes: Any) -> Game:
        """The game that the file would be if it were edited by hand: any of its keys, not only parameters.

        Parameters
        ----------
        change : str or mapping of str to object, optional
            What to change: as typed on the command line, ``"leakage=0.4, moves=simultaneous"``; or values by key,
            ``{"concessions.us.partial_relief.reversible": False}``. A key is a path with dots, places in lists in
            brackets and steps by their identifiers; the name of a parameter; or the end of a path that only one place
            has. None takes a key out of the file.
        **changes : object
            Values by key, where a key is a plain word.

        Raises
        ------
        ScenarioError
            If there is no such key, with those that there are; or the file does not allow the value.

        Examples
        --------
        >>> import sim
        >>> game = sim.load("action-for-action").with_(moves="simultaneous", hazard=0.1)
        >>> game.changes
        {'moves': 'simultaneous', 'breakdown.hazard': '0.1'}
        >>> game.with_("horizon=8")
        <Game 'Action for action' (concessions, 8 rounds)>
        """
        from sim.scenario.changes.changed import changed
        from sim.scenario.changes.typed import from_data, typed

        given = change if isinstance(change, str) else ""
        values = {} if change is None or isinstance(change, str) else dict(change)
        listed = [
            *(typed(given, "with_") if given else ()),
            *(from_data(key, value, "with_") for key, value in (values | changes).items()),
        ]
        return Game(changed(self.scenario, listed))

    @property
    def changes(self) -> dict[str, str]:
        """Keys that `with_` has changed, by their whole path."""
        return {change.path: change.value for change in self.scenario.changes}

    def solve(
        self,
        concept: str | None = None,
        *,
        select: str = SELECT,
        every: bool = False,
        seed: int = 0,
        precision: float | None = None,
        slips: float | str | None = None,
        renegotiation: bool = False,
        time_limit: float | None = TIME_LIMIT,
    ) -> Result:
        """Solve the game.

        Parameters
        ----------
        concept : str, optional
            One of `concepts`; by default the first.
        select : str
            Which equilibrium is played where a stage game has several: ``payoff-dominant``, ``risk-dominant``,
            ``welfare`` or ``first-best:PLAYER``. Of a concession game with a last round also one of the whole game:
            ``best:PLAYER``, ``worst:PLAYER``, ``best-sum``, ``earliest-deal``, or ``corner:N`` as ``every`` lists them.
        every : bool
            Find all subgame-perfect equilibria: of concession games the corners of what they pay.
        seed : int
            What is drawn by chance where a solver draws.
        precision : float, optional
            Of quantal responses: how surely the better action is taken, per unit of payoff; by default a range.
        slips : float or str, optional
            Also say what all subgame-perfect equilibria of a concession game agree on where an action fails with this
            chance, such as ``"1/100"``, with a tenth of it and with a hundredth.
        renegotiation : bool
            Also say what those of its equilibria agree on that are proof against renegotiation.
        time_limit : float or None
            Seconds after which an enumeration is given up.

        Raises
        ------
        AskError
            If the concept, the rule, ``every``, ``precision``, ``slips`` or ``renegotiation``
            is not for this game.
        GameTooLargeError, TimeLimitError
            If the game is too large.
        DetenteError
            If it cannot be solved for another reason; the message says which.

        Examples
        --------
        >>> import sim
        >>> sim.load("stag-hunt").solve("quantal")
        <Result 'Stag hunt' (quantal, 9 points, certified)>
        """
        from sim.api.result import Result
        from sim.deadline import within
        from sim.engine.solve import solve

        question = self.scenario, concept, select, time_limit, every, seed, precision
        with within(time_limit) as limit:
            if slips is None and not renegotiation:
                return Result(self.scenario, solve(*question), select, limit.rest)
            from sim.engine.ask_sets import ask_also, check_renegotiation, check_slips

            chance = None if slips is None else check_slips(self.scenario, concept, str(slips))
            if renegotiation:
                check_renegotiation(self.scenario, concept)
            solution = solve(*question)
            also = ask_also(self.scenario, chance, renegotiation=renegotiation)
            return Result(self.scenario, solution, select, limit.rest, also=also)

    def __repr__(self) -> str:
        from sim.api.rules import size

        return f"<Game {self.title!r} ({', '.join([self.kind, *size(self.scenario)])})>"

    def _repr_html_(self) -> str:
        about = f"<p>{in_html(self.summary)}</p>\n" if self.summary else ""
        tables = [table.html() for table in (self.players, self.rules, self.parameters) if len(table)]
        return in_notebook(f"<h4>{in_html(self.title)}</h4>\n{about}{''.join(tables)}")


def load(name: str | Path, /, **settings: float | str) -> Game:
    """Load a scenario.

    Parameters
    ----------
    name : str or Path
        A file, or the name of a bundled scenario such as ``"action-for-action"``.
    **settings : float or str
        Parameters to set, as numbers or as expressions.

    Raises
    ------
    ScenarioError
        If the file cannot be read or has mistakes; the message lists all of them with line and column.

    Examples
    --------
    >>> import sim
    >>> sim.load("chicken")
    <Game 'Chicken' (matrix, 2 by 2)>
    >>> sim.load("action-for-action", leakage=0.4).settings
    {'leakage': '0.4'}
    """
    return Game(_scenario(str(name), settings))


def loads(text: str, /, **settings: float | str) -> Game:
    """Load a scenario from its text.

    Parameters
    ----------
    text : str
        What a file would hold.
    **settings : float or str
        Parameters to set, as numbers or as expressions.

    Raises
    ------
    ScenarioError
        If the text has mistakes; the message lists all of them with line and column.

    Examples
    --------
    >>> import sim
    >>> game = sim.loads('''
    ... format: 1
    ... kind: matrix
    ... title: Two drivers
    ... players: {one: {name: One, actions: [left, right]}, two: {name: Two, actions: [left, right]}}
    ... payoffs: [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]
    ... ''')
    >>> len(game.solve().payoffs)
    3
    """
    return Game(_scenario("<text>", settings, text))


def _scenario(name: str, settings: Mapping[str, float | str], text: str | None = None) -> Scenario:
    """A checked scenario; what is wrong with a setting is said without the command line's words."""
    from sim.errors import ScenarioError
    from sim.scenario.load import load as load_scenario

    try:
        return load_scenario(name, {key: str(value) for key, value in settings.items()}, text)
    except ScenarioError as error:
        raise ScenarioError(map(_plain, error.problems), error.text) from None


def _plain(problem: Problem) -> Problem:
    message = problem.message.replace("which --set gave it", "which was set")
    return replace(problem, key=problem.key.removeprefix("--set "), message=message)
