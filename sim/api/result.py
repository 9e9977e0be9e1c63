"""What solving a game gives: payoffs, strategies, a path, a story, data, pictures."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sim.api.answer import MOST_ROWS, Answer
from sim.api.table import Table, paid
from sim.concepts import concept_named
from sim.deadline import within
from sim.errors import CertificateError, DetenteError, TimeLimitError
from sim.show.text.blocks import Paragraph, Section
from sim.show.text.scale import scaled
from sim.study.options import SELECT, TIME_LIMIT, ReassuranceOptions

if TYPE_CHECKING:
    from sim.api.explanation import Explanation
    from sim.api.picture import Picture
    from sim.api.reassurance import FirstSteps
    from sim.engine.ask_sets import AlsoAsked
    from sim.engine.concessions.equilibrium_sets.survivors import SlipStudy
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.observed.people import People
    from sim.show.shown import Shown
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief
    from sim.study.two_games import TwoGames

PROVEN = {
    "all": ("there is no other", "these are all"),
    "extreme": ("there is no other", "these are all extreme ones"),
    "outcomes": ("there is no other way of play", "there are no other ways of play"),
}
"""What a complete list of one and of several says of others, by what it is a list of."""

ALONE = ("aims", "points", "solutions", "processes")
"""Entries of concepts of which it is no question whether there are others."""


@dataclass(frozen=True, eq=False, repr=False)
class Result(Answer):
    """A solved game.

    Parameters
    ----------
    solution : Solution
        Its solution, as the engine holds it.
    select : str
        The selection rule that was asked for.
    time_limit : float or None
        Seconds for what belongs to its story or its explanation; after that it is left out, or given up.
    all_states : bool
        List strategies in every state that play can reach, not only in those reached with positive probability.
    also : AlsoAsked, optional
        What was asked for of all equilibria besides: slips, proof against renegotiation.

    Examples
    --------
    >>> import sim
    >>> sim.load("chicken").solve()
    <Result 'Chicken' (nash, 3 equilibria, complete, certified)>
    >>> result = sim.load("ultimatum").solve()
    >>> result
    <Result 'Ultimatum' (subgame-perfect, certified): Proposer 4, Responder 0>
    >>> result.payoffs[0]
    {'proposer': 4.0, 'responder': 0.0}
    """

    scenario: Scenario
    solution: Solution
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT
    all_states: bool = False
    also: AlsoAsked | None = None

    @property
    def concept(self) -> str:
        """The solution concept."""
        return self.solution.concept

    @property
    def complete(self) -> bool:
        """Whether it is proven that nothing else solves the game."""
        return self.solution.complete

    @property
    def certified(self) -> bool:
        """Whether all that is claimed has been checked against its definition, and a list is proven to be whole."""
        return self.solution.certified

    @property
    def doubt(self) -> str:
        """What `certified` misses, where it is not true."""
        missing = ": the list may lack some" if self.solution.checked else ""
        return f"{super().doubt}{missing}"

    @property
    def certificate(self) -> str:
        """How sure the result is, in a sentence or two."""
        if not self.certified and self.solution.checked:
            return "Not certified: what is listed was checked, but it is not all that was asked for."
        if self.certified:
            checked = "Certified: checked against its definition."
        else:
            checked = "Not certified: the notes say what could not be checked."
        if concept_named(self.concept).entries in ALONE:
            return checked
        if not self.complete:
            return f"{checked} {'There are others.' if self.solution.others else 'There may be others.'}"
        return f"{checked} It is proven that {PROVEN[self.solution.listed][len(self._entries) > 1]}."

    @property
    def equilibria(self) -> list[dict[str, Any]]:
        """The equilibria, or the points of another concept, as plain data; rounds are counted from 0."""
        return deepcopy(self._entries)

    @property
    def payoffs(self) -> Table:
        """What each equilibrium pays: a row for each, and a column for each player under its identifier.

        With several, ``number`` counts them from 1, and concepts whose points have names have a column for these:
        ``solution`` (Nash, Kalai and Smorodinsky), ``aim`` (correlated), ``precision`` (quantal response).
        """
        return self._table("Payoffs", played=False)

    @property
    def table(self) -> Table:
        """The payoffs, and in games without a course of play also what each player does."""
        several = concept_named(self.concept).entries.capitalize()
        return self._table(several if len(self._entries) > 1 else "Payoffs", played=True)

    @property
    def strategies(self) -> Table:
        """Who does what where, and how likely: a row for each action that is played.

        Columns are ``number`` (which equilibrium), ``player``, ``at`` (round and steps that stand, or information set;
        empty in a matrix game), ``action`` and ``probability``. Of a correlated equilibrium they say what each side
        plays by itself; what is recommended to both together is in `table`.
        """
        from sim.api.rows.strategies import strategies

        return strategies(self._entries)

    @property
    def path(self) -> Table:
        """The likeliest course of the first equilibrium, round by round; without rows where there are no rounds.

        Rounds are counted from 1. For each player there is what it does, under its identifier, and what the round pays
        it, as ``us_gets``. Empty where a player does not move.
        """
        from sim.api.rows.course import course

        return course(self.scenario, self._entries)

    @property
    def text(self) -> Text:
        """The story as a title and parts, each made of paragraphs, points and tables."""
        told = self._shown.story()
        parts = [*told.sections, *(Section(title, (Paragraph(words),)) for title, words in self._also.items())]
        if self._two_games is not None:
            from sim.show.roadmaps.two_games import two_games_section

            parts.append(two_games_section(self.scenario, self._two_games))
        if self._reassurance is not None:
            parts.append(self._reassurance.section)
        parts += self._people.sections
        return replace(told, sections=tuple(parts))

    @property
    def over_all(self) -> tuple[Block, ...]:
        """What every equilibrium agrees on, in words and as a table; empty where that is not found out."""
        from sim.show.memo.over_all import over_all

        return over_all(self.scenario, self._shown.of_all(), self.verdict)

    @property
    def brief(self) -> Brief:
        """What ``detente run`` shows on a terminal."""
        told = self._shown.brief()
        if self._two_games is not None and not self._two_games.agree:
            from sim.show.roadmaps.two_games import two_games_in_short
            from sim.show.text.typed import nexts

            caveat = f"{told.caveat} {two_games_in_short(self.scenario, self._two_games)}".strip()
            orders = nexts(self.scenario, ("roadmaps", "the orders that could be agreed on", ()))
            told = replace(told, caveat=caveat, then=(*told.then[:1], *orders, *told.then[1:]))
        return replace(
            told,
            certificate=told.certificate or self.certificate,
            answer=(*told.answer, *self._also.values(), *self._people.in_short),
        )

    @property
    def line(self) -> str:
        """The answer in one line."""
        return " ".join(filter(None, (self._shown.line(), self._shown.of_all_in_short(), *self._also.values())))

    @property
    def headline(self) -> str:
        """The answer in a sentence or more, without what all equilibria agree on."""
        told = self._shown.line().removeprefix(f"{self.title}: ")
        return told[:1].upper() + told[1:]

    @property
    def verdict(self) -> dict[str, Any] | None:
        """What all subgame-perfect equilibria of a concession game with a last round agree on; None for all else.

        Words are ``certain`` (in every equilibrium), ``possible`` (in some), ``impossible`` (in none) and ``open``:
        ``deal``, ``by_round``, ``steps`` and ``breakdown``. Payoffs, rounds and chances are their least and their most
        over all equilibria. It is found when it is first asked for, within half of the time limit; what was not found
        in time is open.

        Examples
        --------
        >>> import sim
        >>> sim.load("action-at-once").solve().verdict["deal"]
        'possible'
        """
        return self._shown.verdict()

    @property
    def document(self) -> dict[str, Any]:
        """What ``detente run`` prints with ``--json``; rounds are counted from 0."""
        study = self._reassurance
        return deepcopy(self._data) | ({} if study is None else {"first_steps": study.entry})

    @property
    def slips(self) -> SlipStudy | None:
        """What of the verdict survives slips; None if that was not asked for, or not found in time."""
        return None if self.also is None else self.also.slips

    @cached_property
    def _also(self) -> dict[str, str]:
        """What else was asked for of all equilibria, under headings."""
        if self.also is None:
            return {}
        from sim.show.concessions.whole_game.also import also_told

        return also_told(self.scenario, self.also)

    @cached_property
    def _two_games(self) -> TwoGames | None:
        """What roadmaps say of the same steps, where they say something else or the file names some."""
        from sim.scenario.scenario import Concessions

        if not isinstance(self.scenario.game, Concessions) or self._aims:
            return None
        from sim.study.two_games import two_games

        found = two_games(self.scenario, self.solution, None, self.select, self.time_limit)
        return found if found is not None and (not found.agree or self.scenario.game.roadmaps) else None

    @property
    def _aims(self) -> bool:
        """Whether it is an equilibrium of the whole game, which no rule selects stage game by stage game."""
        from sim.engine.aims import parse_aim

        return parse_aim(self.select, (self.scenario.players[0].id, self.scenario.players[1].id)) is not None

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the pictures that there are of the result; the first is the default of `plot`."""
        return tuple(self._shown.pictures())

    def explain(self, depth: Literal["brief", "full"] = "full", package: str | None = None) -> Explanation:
        """Say why the equilibrium is one, decision by decision.

        Parameters
        ----------
        depth : {"brief", "full"}
            ``brief``: the decisions that are taken. ``full``: also those that hold them up.
        package : str, optional
            Of bargaining over issues: a package such as ``"salary=high, start=june"``, of which it is told what it pays
            and which trades are best from it.

        Raises
        ------
        AskError
            If there is no such package.
        NoExplanationError
            If solutions of this concept are not explained.
        TimeLimitError
            If it takes longer than there is time after solving.
        """
        from sim.api.explanation import Explanation

        try:
            with within(self.time_limit):
                shown = self._shown
                told = shown.explain(depth) if package is None else shown.explain_package(depth, package)
                return Explanation(replace(told, sections=(*told.sections, *self._people.sections)))
        except TimeLimitError:
            raise TimeLimitError("the explanation was not done in the time that solving left") from None

    def plot(self, view: str | None = None) -> Picture:
        """Draw the result.

        Parameters
        ----------
        view : str, optional
            One of `views`; by default the first.

        Raises
        ------
        AskError
            If there is no such view of the result.

        Examples
        --------
        >>> import sim
        >>> result = sim.load("action-for-action").solve()
        >>> result.views
        ('path', 'lattice')
        >>> result.plot("lattice")
        <Picture 'Action for action: lattice'>
        """
        from sim.api.picture import Picture

        make = self._shown.picture(view)
        title = f"{self.title}: {view or self.views[0]}"
        return Picture(title, f"{title}. {self.headline}", make)

    def __repr__(self) -> str:
        count = len(self._entries)
        told = [self.concept, *([f"{count} {concept_named(self.concept).entries}"] if count > 1 else [])]
        told += ["complete"] * (self.complete and count > 1) + ["certified" if self.certified else "not certified"]
        pays = f": {', '.join(self._paid())}" if count == 1 and "payoffs" in self._entries[0] else ""
        return f"<Result {self.title!r} ({', '.join(told)}){pays}>"

    @scaled
    def _paid(self) -> list[str]:
        payoffs = self._entries[0]["payoffs"]
        return [f"{player.name} {paid(payoffs[player.id]).words}" for player in self.scenario.players]

    @cached_property
    def _entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._data["equilibria"]
        return found

    def _table(self, caption: str, played: bool) -> Table:
        from sim.api.rows.payoffs import payoffs

        own = self._shown.columns()
        if own is not None:
            return Table(caption, tuple(own), tuple(zip(*own.values(), strict=True)))
        return payoffs(self.scenario, self._entries, caption, played)

    @cached_property
    def _reassurance(self) -> FirstSteps | None:
        """First steps that tell types apart, which belong to the story of a game with hidden types.

        None where they cannot be studied: the equilibria stand without them, and `Game.first_steps` says why.
        """
        from sim.api.reassurance import FirstSteps

        if self.concept != "pbe" or self.scenario.form != "concessions with hidden types":
            return None
        try:
            return FirstSteps.ask(self.scenario, ReassuranceOptions(select=self.select, time_limit=self.time_limit))
        except CertificateError:
            raise
        except DetenteError:
            return None

    def _document(self) -> dict[str, Any]:
        document = self._shown.document(self.all_states)
        if self.also is not None:
            from sim.show.concessions.whole_game.also import also_entries

            document |= also_entries(self.scenario, self.also)
        document |= self._people.document
        if self._two_games is None:
            return document
        from sim.show.roadmaps.two_games import two_games_entry, two_games_sentences

        notes = [*document["notes"], *two_games_sentences(self.scenario, self._two_games)]
        return document | {"notes": notes, "beside": two_games_entry(self.scenario, self._two_games)}

    @cached_property
    def _people(self) -> People:
        from sim.show.observed.people import People

        return People(self._shown, self.time_limit)

    @cached_property
    def _shown(self) -> Shown[Any]:
        from sim.show.shown import shown

        return shown(self.scenario, self.solution)

    def _more(self) -> tuple[Table, ...]:
        return (self.strategies,) if self.scenario.kind == "tree" and len(self.strategies) <= MOST_ROWS else ()

    def _sure(self) -> tuple[str, ...]:
        of_all = self._shown.of_all()
        return *([of_all] if of_all else []), self.certificate, *self._also.values()
