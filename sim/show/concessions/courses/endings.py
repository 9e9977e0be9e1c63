"""How concession games end, in words: one vocabulary, which stories, lines, tables, pictures and lessons share.

Of a single course all is told, with rounds: when the agreement is complete, how long it is kept, by whom and how it is
broken, when it is made again, and how the talks end. Of many courses the means are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.show.text.words import listed, percent, round_number, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.courses.endings import Breaking, Ending, When
    from sim.engine.concessions.courses.outcome import Agreement, CourseOutcome, Cycle
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import Scenario

MOST_TOLD = 3
"""Times that an agreement is made, most, that are all told."""

SHARES: dict[str, str] = {
    "kept": "complete and kept",
    "made_again": "broken and made again",
    "on_and_off": "made and broken for ever",
    "broken": "made, then broken",
    "broken_again": "made, then broken",
    "walk_away": "never complete, walked away",
    "hazard": "never complete, broken off by chance",
    "discovery": "never complete, a fake discovered",
    "unfinished": "never complete",
}
"""How talks end, of shares of many courses: what becomes of the agreement; if it is never complete, how they end."""


def share_of(ending: Ending) -> str:
    """The place of an ending in `SHARES`."""
    return ending.kind if ending.fate == "never" else ending.fate


def shares(endings: Sequence[Ending]) -> dict[str, float]:
    """Chances of the endings, by their words in `SHARES`, in that order, those of no chance left out."""
    found = dict.fromkeys(SHARES.values(), 0.0)
    for ending in endings:
        found[SHARES[share_of(ending)]] += ending.chance
    return {words: chance for words, chance in found.items() if chance}


@dataclass(frozen=True)
class Told:
    """What is needed to tell of endings.

    Parameters
    ----------
    names : tuple of str
        The players.
    endless : bool
        Whether there is no last round.
    """

    names: tuple[str, str]
    endless: bool

    # A single course

    def course(self, outcome: CourseOutcome, standing: int | None = None) -> str:
        """What becomes of the agreement on a course, after ``the agreement is``.

        Parameters
        ----------
        standing : int, optional
            How many steps stand when the rounds run out, or when nothing changes any more.
        """
        if outcome.fate == "on_and_off":
            assert outcome.cycle is not None
            return f"{self._agreements(outcome)}, over and over; {self._cycle(outcome, standing)}"
        told = self._agreements(outcome)
        if outcome.kind == "agreement":
            return f"{told} and kept"
        end = self._end(outcome, standing)
        return f"{told}; {end}" if end else told

    def onward(self, outcome: CourseOutcome, here: int, standing: int | None = None) -> str:
        """What becomes of the agreement on a course that goes on from a choice, and how it ends.

        Parameters
        ----------
        here : int
            The round of the choice, which may itself break the agreement.
        """
        end = self._end(outcome, standing)
        if outcome.fate == "never":
            return end
        first = outcome.agreements[0]
        if first.made is not None or first.broken is None or first.broken.round != here:
            return f"the agreement is {self.course(outcome, standing)}"
        if len(outcome.agreements) == 1:
            return f"the agreement is broken; {end}" if end else "the agreement is broken"
        rest = replace(outcome, agreements=outcome.agreements[1:])
        return f"the agreement is {self.course(rest, standing).replace('complete', 'complete again', 1)}"

    def _agreements(self, outcome: CourseOutcome) -> str:
        """When the agreement is made and broken."""
        found = outcome.agreements
        if not found:
            return "never complete"
        if len(found) > MOST_TOLD and outcome.fate != "on_and_off":
            last = found[-1]
            many = f"{self._made(found[0])}, {len(found)} times in all, for the last time in round {_number(last)}"
            return many + self._broken(last)
        told = [self._made(found[0]) + self._broken(found[0])]
        told += [f"complete again in round {_number(a)}{self._broken(a)}" for a in found[1:]]
        return ", ".join(told)

    @staticmethod
    def _made(agreement: Agreement) -> str:
        return "still complete" if agreement.made is None else f"complete in round {agreement.made + 1}"

    def _broken(self, agreement: Agreement) -> str:
        broken = agreement.broken
        if broken is None:
            return ""
        how = self.breaking([(broken.how, broken.by)])
        if broken.round == agreement.made:
            return f", broken right after it ({how})"
        kept = "" if agreement.made is None else f", kept for {times(broken.round - agreement.made, 'round')}"
        return f"{kept}, broken in round {broken.round + 1} ({how})"

    def breaking(self, ways: Sequence[Breaking]) -> str:
        """How an agreement is broken: by whom and how."""
        verbs = {"taken_back": ("takes steps back", "take steps back"), "walked_away": ("walks away", "walk away")}
        if not ways:
            return "by chance"
        told = []
        for how in dict.fromkeys(how for how, _ in ways):
            told.append("by chance" if how == "chance" else self.who([by for h, by in ways if h == how], *verbs[how]))
        return listed(told, "or")

    def who(self, ways: Sequence[tuple[int, ...]], one: str, both: str) -> str:
        """Somebody with a verb, in the singular and in the plural; of several ways that are possible, all."""
        told = [f"both {both}" if len(by) == 2 else f"{self.names[by[0]]} {one}" for by in ways if by]
        return listed(told, "or") if told else f"somebody {one}"

    def _end(self, outcome: CourseOutcome, standing: int | None) -> str:
        """How the talks end; empty where that has been told with how the agreement is broken."""
        last = outcome.broken[-1] if outcome.broken else None
        if outcome.over and last is not None and last.round == outcome.round and last.how != "taken_back":
            return ""
        when = f"in round {outcome.round + 1}"
        if outcome.over == "walk_away":
            return f"{self.who([outcome.by], 'walks away', 'walk away')} {when}"
        if outcome.over == "hazard":
            return f"the talks break down by chance {when}"
        if outcome.over == "discovery":
            return f"a fake is discovered {when}"
        if outcome.cycle is not None:
            return self._cycle(outcome, standing)
        return f"the rounds run out{_with(standing)}"

    @staticmethod
    def _cycle(outcome: CourseOutcome, standing: int | None) -> str:
        """What repeats for ever."""
        cycle = outcome.cycle
        assert cycle is not None
        first, last = cycle.start + 1, cycle.start + cycle.length
        if not cycle.sure:
            return f"from round {first} on it goes on like that, and what is done is left to chance"
        if not cycle.moves:
            return f"from round {first} on nothing changes{_with(standing)}, {until(cycle)}"
        if cycle.length == 1:
            return f"round {first} repeats {until(cycle)}, a cycle of 1 round"
        return f"rounds {first} to {last} repeat {until(cycle)}, a cycle of {cycle.length} rounds"

    # Many courses

    def ending(self, ending: Ending) -> str:
        """What becomes of the agreement on courses that end alike, after ``the agreement is``."""
        told = self._fate(ending)
        if ending.kind == "agreement":
            return f"{told} and kept"
        end = self._ending(ending)
        return f"{told}; {end}" if end else told

    def _fate(self, ending: Ending) -> str:
        made = f"complete {_when(ending.made)}"
        if ending.fate in ("never", "kept"):
            return "never complete" if ending.fate == "never" else made
        if ending.fate == "on_and_off":
            return f"{made}, then broken and made again, over and over"
        if ending.fate == "made_again":
            return f"{made}, then broken, complete again, for the last time {_when(ending.when)},"
        how = self.breaking(ending.breaking)
        if ending.fate == "broken":
            return f"{made}, then broken {_when(ending.broken)} ({how})"
        return f"{made}, broken and made again, then broken for the last time {_when(ending.broken)} ({how})"

    def _ending(self, ending: Ending) -> str:
        if ending.kind == "walk_away":
            if ending.breaking and all(how == "walked_away" for how, _ in ending.breaking):
                return ""
            return f"{self.who(ending.by, 'walks away', 'walk away')} {_when(ending.when)}"
        if ending.kind == "hazard":
            return f"the talks break down by chance {_when(ending.when)}"
        if ending.kind == "discovery":
            return f"a fake is discovered {_when(ending.when)}"
        if not self.endless:
            return "the rounds run out"
        return "" if ending.fate in ("never", "on_and_off") else "it is not complete again"

    def brief(self, ending: Ending) -> str:
        """What becomes of the agreement in a few words, for tables."""
        made, when = f"complete {_when(ending.made)}", _when(ending.when)
        if ending.fate == "never":
            told = {
                "walk_away": f", {self.who(ending.by, 'walks away', 'walk away')} {when}",
                "hazard": f", broken off by chance {when}",
                "discovery": f", a fake discovered {when}",
            }
            return f"never complete{told.get(ending.kind, '')}"
        if ending.fate == "broken":
            return f"{made}, broken {_when(ending.broken)}{self._by(ending)}"
        return made + {
            "kept": ", kept",
            "made_again": f", broken, made again {when}",
            "broken_again": f", made again, broken {_when(ending.broken)}{self._by(ending)}",
        }.get(ending.fate, ", broken and made again for ever")

    def _by(self, ending: Ending) -> str:
        """Who breaks an agreement."""
        ways = ["both" if len(by) == 2 else self.names[by[0]] for _, by in ending.breaking if by]
        return f" by {listed(list(dict.fromkeys(ways)), 'or')}" if ways else ""


def until(cycle: Cycle) -> str:
    """Until when rounds repeat."""
    return "until the talks break down by chance" if cycle.risk else "for ever"


def _number(agreement: Agreement) -> int:
    return (agreement.made or 0) + 1


def _when(when: When | None) -> str:
    """In which round something happens on many courses."""
    if when is None:
        return "from the start"
    return f"in round {round_number(when.mean + 1)}{'' if when.fixed else ' on average'}"


def _with(standing: int | None) -> str:
    if standing is None:
        return ""
    return f" with {times(standing, 'step') if standing else 'no step'} standing"


def teller(scenario: Scenario, game: StochasticGame) -> Told:
    """What tells of the endings of a game."""
    one, two = (player.name for player in scenario.players)
    return Told((one, two), game.horizon is None)


def standing(game: StochasticGame, outcome: CourseOutcome) -> int | None:
    """How many steps stand when the rounds run out or nothing changes any more; None where that is not so."""
    cycle = outcome.cycle
    if outcome.over or (cycle is not None and (cycle.moves or not cycle.sure)):
        return None
    return sum(map(len, game.states[outcome.stands[-1]].stands))


def course_words(scenario: Scenario, game: StochasticGame, outcome: CourseOutcome) -> str:
    """What becomes of the agreement on a course, after ``the agreement is``."""
    return teller(scenario, game).course(outcome, standing(game, outcome))


def ending_words(scenario: Scenario, game: StochasticGame, ending: Ending, outcome: CourseOutcome) -> str:
    """What becomes of the agreement on courses that end alike, after ``the agreement is``.

    Parameters
    ----------
    outcome : CourseOutcome
        What becomes of it on the likeliest course, which is told of in full where it is all of them.
    """
    if is_all(ending, outcome):
        return course_words(scenario, game, outcome)
    return teller(scenario, game).ending(ending)


def brief_words(scenario: Scenario, game: StochasticGame, ending: Ending) -> str:
    """What becomes of the agreement on courses that end alike, in a few words."""
    return teller(scenario, game).brief(ending)


def is_all(ending: Ending, outcome: CourseOutcome) -> bool:
    """Whether a course is the only one that ends in some way."""
    cycle = outcome.cycle
    alike = (ending.kind, ending.fate) == (outcome.kind, outcome.fate)
    return alike and ending.chance <= outcome.chance * (1 + 1e-9) and (cycle is None or cycle.sure)


def is_certain(endings: Sequence[Ending]) -> bool:
    """Whether the first of all endings is the only one, however small the chances of others."""
    return len(endings) == 1


def how_sure(endings: Sequence[Ending]) -> str:
    """How sure the likeliest of all endings is, for tables."""
    return "certain" if is_certain(endings) else percent(endings[0].chance)


def chance_words(endings: Sequence[Ending]) -> str:
    """The chance of the likeliest of all endings, in brackets; empty if there is no other."""
    return "" if is_certain(endings) else f" (chance {percent(endings[0].chance)})"
