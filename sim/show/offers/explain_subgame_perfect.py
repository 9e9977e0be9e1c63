"""Why the offers of a bargaining are made and accepted, from the last round back, or by what each gets by waiting."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from sim.engine.offers.reasons import offer_reasons
from sim.show.offers.course import pressed_course
from sim.show.offers.notes import offers_notes
from sim.show.offers.rules import pressure_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import equals_sign, number

if TYPE_CHECKING:
    from sim.engine.offers.reasons import OfferReason
    from sim.engine.offers.subgame_perfect import OffersSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_TURNS, LAST_TURNS, FIRST_TURNS = 12, 6, 2
"""Turns, most, that are all explained; of more those of the last and first rounds. A round has one for each draw."""

TIMES, LESS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"


def explanation(scenario: Scenario, solution: OffersSolution, depth: Depth) -> Text:
    """Why the offers of a bargaining are made and accepted.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``brief``: what is done first and why. ``full``: every round.
    """
    explained = _Explained(scenario, solution)
    parts = [Section("What is played", (Paragraph(explained.course()),)), explained.key()]
    if solution.game.horizon is None and solution.game.plain:
        parts += explained.endless(depth)
    elif solution.game.horizon is None:
        parts.append(explained.repeating(depth))
    else:
        parts.append(explained.backward(depth))
    parts.append(explained.sure())
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(parts))


class _Explained:
    """A solution as it is explained."""

    def __init__(self, scenario: Scenario, solution: OffersSolution) -> None:
        self.scenario, self.solution, self.game = scenario, solution, solution.game
        self.names = [player.name for player in scenario.players]
        self.rounds = offer_reasons(solution)

    def course(self) -> str:
        """What happens."""
        if not self.game.plain:
            return " ".join(pressed_course(self.scenario, self.solution))
        t = self.solution.agreed
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(self.names, self.solution.payoffs, strict=True))
        if t is None:
            return f"Nobody makes an offer that is accepted. Seen from the start it pays {pays}."
        one = self.rounds[t]
        assert one.demand is not None
        when = "at once" if t == 0 else f"in round {t + 1}"
        gets = f"{self.names[one.proposer]} asks for {number(one.demand)} of {number(self.game.surplus)} and leaves "
        return (
            f"{gets}{self.names[1 - one.proposer]} {number(one.accepts_from)}; that is accepted {when}. It pays {pays}."
        )

    def key(self) -> Section:
        """How to read it."""
        patience = " and ".join(
            f"{number(d)} to {name}" for d, name in zip(self.game.discount, self.names, strict=True)
        )
        lines = [
            f"A share got a round later is worth {patience} of the same share now. So whoever is made an offer "
            "compares it with what refusing would bring a round later, times its patience: it accepts that much, and "
            "refuses less."
        ]
        lines += pressure_words(self.scenario, self.game, None)
        if self.game.horizon is not None:
            lines.append(
                f"After round {self.game.horizon} there is no other offer. So the last round can be judged by itself, "
                "then the one before it, and so on back to the first: backward induction."
            )
        return Section("How to read it", tuple(Paragraph(line) for line in lines))

    # With a last round

    def backward(self, depth: Depth) -> Section:
        """The rounds, from the last to the first."""
        rounds = [list(turns) for _, turns in groupby(self.rounds, key=lambda one: one.round)][::-1]
        each = max(map(len, rounds))
        if depth == "brief":
            rounds = self._ends(rounds, max(1, 2 // each), 1)
        elif len(self.rounds) > MOST_TURNS:
            rounds = self._ends(rounds, max(2, LAST_TURNS // each), max(1, FIRST_TURNS // each))
        items, before = [], rounds[0][0].round
        for one in chain.from_iterable(rounds):
            text = self._round(one)
            if before - one.round > 1:
                text = f"{self._between(one.round + 1, before)} {text}"
            items.append(Item(text, self._label(one), self._proposals(one) if depth == "full" else ()))
            before = one.round
        return Section(
            "From the last round back to the first" if len(items) > 1 else "The one round", (Points(tuple(items)),)
        )

    @staticmethod
    def _ends(rounds: list[list[OfferReason]], last: int, first: int) -> list[list[OfferReason]]:
        return rounds if len(rounds) <= last + first else rounds[:last] + rounds[-first:]

    def repeating(self, depth: Depth) -> Section:
        """The rounds that repeat, each held up by what the next one is worth."""
        rounds = self.rounds if depth == "full" else self.rounds[:2]
        items = [
            Item(self._round(one), self._label(one), self._proposals(one) if depth == "full" else ()) for one in rounds
        ]
        told = (
            "What follows a refusal is worth what these rounds themselves are worth; that all of it fits together is "
            "what makes it an equilibrium."
        )
        return Section("Rounds that repeat", (Points(tuple(items)), Paragraph(told)))

    def _label(self, one: OfferReason) -> str:
        """Which round it is, and what chance has drawn."""
        label = f"Round {one.round + 1}" + (", the last" if one.round + 1 == self.game.horizon else "")
        if self.game.horizon is None:
            label = f"Rounds {one.round + 1}, {one.round + 3}, ..." if self.game.period == 2 else "Every round"
        if self.game.uneven:
            label += f", {number(one.size)} to share" + (f" (chance {number(one.chance)})" if one.chance < 1 else "")
        return f"{label}."

    def _between(self, first: int, end: int) -> str:
        """What is not told of rounds that are left out."""
        turns = [one for one in self.rounds if first <= one.round < end]
        agreed = len({one.round for one in turns if one.demand is not None})
        always = all(one.demand is not None for one in turns)
        often = "each of them" if agreed == end - first else f"{agreed} of them" if agreed else "none of them"
        drawn = (
            "" if len(turns) == end - first or not agreed else ", whatever is drawn" if always else ", at some draws"
        )
        if end - first == 1:
            often = "in it an offer would be accepted" if agreed else "in it no offer would be accepted"
            return f"(Round {end} is left out; {often}{drawn}.)"
        return f"(Rounds {first + 1} to {end} are left out; in {often} an offer would be accepted{drawn}.)"

    def _round(self, one: OfferReason) -> str:
        i, j = one.proposer, 1 - one.proposer
        name, other = self.names[i], self.names[j]
        last = one.round + 1 == self.game.horizon
        source = "outside" if last else f"in round {one.round + 2}" if self.game.horizon is not None else "later"
        told = (
            f"{name} proposes. By refusing, {other} gets {number(one.next[j])} {source}, worth "
            f"{self._discounted(j, one)} now"
        )
        if self.game.may_leave(j):
            more = "more" if one.leaves else "just as much" if self.game.left[j] == one.wait[j] else "less"
            told += f"; by leaving it gets {number(self.game.left[j])} at once, {more}"
        if one.accepts_from > one.size:
            does = f"{other} leaves" if one.leaves else "both wait"
            return f"{told}: more than there is to share. No offer can be accepted, and {does}."
        if one.otherwise[j] <= 0:
            told += ", so it accepts anything from nothing on"
        else:
            told += f", so it accepts {number(one.accepts_from)} or more and refuses less"
        sign = equals_sign(one.size, one.accepts_from, one.rest)
        keeps = f"{number(one.size)} {LESS} {number(one.accepts_from)} {sign} {number(one.rest)}"
        passing = f"if {other} leaves it gets" if one.leaves else "waiting is worth"
        if one.demand is None:
            to = "" if one.leaves else " to it"
            return (
                f"{told}. That would leave {name} {keeps}, but {passing} {number(one.otherwise[i])}{to}. So it "
                "makes no offer that is accepted."
            )
        against = f"Waiting would be worth {number(one.wait[i])} to {name}"
        if one.leaves:
            against = f"If {other} left, {name} would get {number(one.otherwise[i])}"
        verdict = f"{number(one.gain)} less" if one.gain else "just as much"
        return f"{told}. {name} offers just that and keeps {keeps}. {against}: {verdict}."

    def _discounted(self, player: int, one: OfferReason) -> str:
        """What is got a round later, times patience."""
        d, later, now = self.game.discount[player], one.next[player], one.wait[player]
        game = self.game
        hazard = game.hazard if one.round + 1 != game.horizon else 0
        if hazard or game.meanwhile[player]:
            goes_on = number(later)
            if hazard:
                goes_on = (
                    f"({number(1 - hazard)} {TIMES} {number(later)} + {number(hazard)} {TIMES} "
                    f"{number(game.broken[player])})"
                )
            between = f"{number(game.meanwhile[player])} + " if game.meanwhile[player] else ""
            return f"{between}{number(d)} {TIMES} {goes_on}, which is {number(now)},"
        return f"{number(d)} {TIMES} {number(later)} {equals_sign(d, later, now)} {number(now)}"

    def _proposals(self, one: OfferReason) -> tuple[Item, ...]:
        """What another demand would bring the proposer."""
        if one.demand is None or one.accepts_from > one.size:
            return ()
        name, slice_ = self.names[one.proposer], one.size / self.game.grid
        items = []
        if one.accepts_from >= slice_:
            refused = one.otherwise[one.proposer]
            verdict = f"{number(one.demand - refused)} less" if one.demand != refused else "just as much"
            items.append(
                Item(
                    (
                        f"it is refused, and {name} gets what {'that' if one.leaves else 'waiting'} is worth, "
                        f"{number(refused)}: {verdict}."
                    ),
                    f"Asking for {number(slice_)} more:",
                )
            )
        if one.demand >= slice_:
            items.append(
                Item(
                    f"it is accepted, and {name} gets {number(one.demand - slice_)}: {number(slice_)} less.",
                    f"Asking for {number(slice_)} less:",
                )
            )
        return tuple(items)

    # Without a last round

    def endless(self, depth: Depth) -> list[Section]:
        """The two rounds that repeat, and the two equations that hold each other up."""
        first, second = self.rounds
        assert first.demand is not None
        assert second.demand is not None
        i, j = first.proposer, second.proposer
        a, b, s = self.names[i], self.names[j], number(self.game.surplus)
        d = self.game.discount
        x, y = number(first.demand), number(second.demand)
        lines = [
            f"Let x be what {a} keeps when it proposes, and y what {b} keeps when it does. Each offers the other just "
            "what waiting is worth to it, for then the other is indifferent and accepts:"
        ]
        equations = (
            Item(
                (
                    f"{s} {LESS} x = {number(d[j])} {TIMES} y. With the numbers: {s} {LESS} {x} "
                    f"{equals_sign(self.game.surplus, first.demand, first.accepts_from)} {number(first.accepts_from)}, "
                    f"and {number(d[j])} {TIMES} {y} {equals_sign(d[j], second.demand, first.wait[j])} "
                    f"{number(first.wait[j])}."
                ),
                f"{b} is indifferent:",
            ),
            Item(
                (
                    f"{s} {LESS} y = {number(d[i])} {TIMES} x. With the numbers: {s} {LESS} {y} "
                    f"{equals_sign(self.game.surplus, second.demand, second.accepts_from)} "
                    f"{number(second.accepts_from)}, and {number(d[i])} {TIMES} {x} "
                    f"{equals_sign(d[i], first.demand, second.wait[i])} {number(second.wait[i])}."
                ),
                f"{a} is indifferent:",
            ),
        )
        below = f"(1 {LESS} {number(d[i])} {TIMES} {number(d[j])})"
        is_x, is_y = (equals_sign(self.game.surplus, *d, share) for share in (first.demand, second.demand))
        solved = (
            f"Only one pair meets both: x = {s} {TIMES} (1 {LESS} {number(d[j])}) / {below} {is_x} {x}, and "
            f"y = {s} {TIMES} (1 {LESS} {number(d[i])}) / {below} {is_y} {y}."
        )
        parts = [Section("Two sides that are indifferent", (Paragraph(lines[0]), Points(equations), Paragraph(solved)))]
        if depth == "full":
            items = tuple(
                Item(self._endless(one), f"When {self.names[one.proposer]} proposes.", self._proposals(one))
                for one in self.rounds
            )
            parts.append(Section("Why nobody does otherwise in any round", (Points(items),)))
        return parts

    def _endless(self, one: OfferReason) -> str:
        i, j = one.proposer, 1 - one.proposer
        name, other = self.names[i], self.names[j]
        return (
            f"By refusing, {other} would keep {number(one.next[j])} in the next round, worth "
            f"{self._discounted(j, one)} now: just what it is offered. {name} keeps {number(one.rest)}; letting the "
            f"round pass would bring it {number(one.next[i])} in the next, worth {number(one.wait[i])} now, "
            f"{number(one.gain)} less."
        )

    def sure(self) -> Section:
        """What is proven."""
        told = [
            "In no round, whatever was refused before, does another offer or answer pay more; this was checked in "
            "exact numbers."
            if self.solution.certified
            else "Not certified: another offer or answer pays."
        ]
        if self.solution.complete:
            told.append("There is no other subgame-perfect equilibrium payoff where any share can be offered.")
        told += offers_notes(self.solution)
        return Section("How sure this is", tuple(Paragraph(line) for line in told))
