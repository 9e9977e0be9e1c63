"""Alternating offers as people see them: who asks for what, why it is accepted, and what going first is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.show.offers.notes import offers_notes
from sim.show.offers.rules import setting_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Paragraph, Section, Table, Text
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.engine.offers.grid import GridRange
    from sim.engine.offers.subgame_perfect import Offer, OffersSolution
    from sim.games.offers.offers_game import OffersGame
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block
    from sim.show.text.brief import Brief

MOST_ROUNDS = 7
"""Rows, most, of each table of an answer on one screen."""


def shown(scenario: Scenario, solution: OffersSolution) -> ShownOffers:
    """Alternating offers as people see them."""
    return ShownOffers(scenario, solution)


class ShownOffers(Shown["OffersSolution"]):
    """Alternating offers as people see them."""

    solution: OffersSolution

    def story(self) -> Text:
        """The rules, what happens, each round, how much the last one matters, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        sections = (
            Section("What happens", tuple(map(Paragraph, _course(scenario, solution)))),
            Section("What each would do, round by round", (_plan(scenario, solution),)),
            Section("How much the last round matters", _lengths(scenario, solution)),
            Section("How sure this is", tuple(map(Paragraph, self._sure()))),
        )
        return Text(scenario.title, sections, (*summary(scenario), Paragraph(setting_words(scenario, solution.game))))

    def brief(self) -> Brief:
        """Who asks for what, why it is accepted, and what the last round and going first are worth."""
        scenario, solution = self.scenario, self.solution
        names = _names(scenario)
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, solution.payoffs, strict=True))
        told = _course(scenario, solution)
        plan, (lengths, _) = _plan(scenario, solution), _lengths(scenario, solution)
        assert isinstance(lengths, Table)
        if len(plan.rows) > MOST_ROUNDS:
            gap = ("...", *[""] * (len(plan.head) - 1))
            plan = replace(plan, rows=(*plan.rows[: MOST_ROUNDS - 3], gap, *plan.rows[-2:]))
        if len(lengths.rows) > MOST_ROUNDS:
            gap = ("...", *[""] * (len(lengths.head) - 1))
            lengths = replace(lengths, rows=(*lengths.rows[: MOST_ROUNDS - 3], gap, *lengths.rows[-2:]))
        caveat = next(iter(self.notes()), self._sure()[-1])
        contract = ("run", "what a contract would divide", ("--solve", "bargaining"))
        paid = "" if solution.agreed is None else f"Seen from the start it pays {pays}."
        return self.on_screen([told[0], " ".join([paid, *told[1:]])], [plan, lengths], caveat, contract)

    def line(self) -> str:
        """When there is an agreement, and what it pays."""
        names, agreed = _names(self.scenario), self.solution.agreed
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, self.solution.payoffs, strict=True))
        when = "never" if agreed is None else f"in round {agreed + 1}"
        return f"{self.scenario.title}: agreement {when}; it pays {pays}."

    def facts(self) -> dict[str, str]:
        """When there is an agreement, what it pays, and the first player's share."""
        names, agreed, payoffs = _names(self.scenario), self.solution.agreed, self.solution.payoffs
        facts = {"agreement": "never" if agreed is None else f"round {agreed + 1}"}
        facts |= {f"{name} gets": number(v) for name, v in zip(names, payoffs, strict=True)}
        facts[f"share of {names[0]}"] = percent(payoffs[0] / self.solution.game.surplus)
        return facts

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one equilibrium; without a last round the two rounds listed repeat."""
        del all_states
        game, solution = self.solution.game, self.solution
        plans: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
        for t, o in enumerate(solution.offers):
            asks = None if o.demand is None else float(o.demand)
            plans[game.players[o.proposer]].append({"round": t, "proposes": asks})
            plans[game.players[1 - o.proposer]].append({"round": t, "accepts_from": float(o.accepts_from)})
        return [
            {
                "payoffs": dict(zip(game.players, map(float, solution.payoffs), strict=True)),
                "strategies": plans,
                "regret": float(max(solution.regret)),
                "path": _path(solution),
                "grid": _grid(solution),
            }
        ]

    def notes(self) -> list[str]:
        """Other equilibria that there are or may be, and what does not matter."""
        return offers_notes(self.solution)

    def explain(self, depth: Depth) -> Text:
        """From the last round back, or by what each gets by waiting."""
        from sim.show.offers.explain_subgame_perfect import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The shares asked for, and how much the last round matters."""
        from sim.show.offers import draw_subgame_perfect

        return {
            "offers": lambda: draw_subgame_perfect.shares(self.scenario, self.solution),
            "convergence": lambda: draw_subgame_perfect.convergence(self.scenario, self.solution),
        }

    def _sure(self) -> list[str]:
        told = [
            "Subgame-perfect: in no round, whatever was refused before, does another offer or answer pay (regret 0, "
            "in exact numbers)."
            if self.solution.certified
            else "Not certified: another offer or answer pays."
        ]
        if self.solution.complete:
            told.append("There is no other subgame-perfect equilibrium payoff where any share can be offered.")
        return [*told, *self.notes()]


NO_SHARE = "every division pays one of them less than waiting"
"""Why there is no agreement in a round: what waiting is worth to both cannot be shared out."""


def _names(scenario: Scenario) -> tuple[str, str]:
    one, two = scenario.players
    return one.name, two.name


def _course(scenario: Scenario, solution: OffersSolution) -> list[str]:
    """Who asks for what and why it is accepted, and what going first is worth."""
    game, names = solution.game, _names(scenario)
    t = solution.agreed
    if t is None:
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, solution.payoffs, strict=True))
        return [f"Nobody makes an offer that is accepted: {NO_SHARE}. Seen from the start that pays {pays}."]
    offer = solution.offers[t]
    i = offer.proposer
    assert offer.demand is not None
    rest = game.surplus - offer.demand
    when = "at once" if t == 0 else f"in round {t + 1}, and not before, since until then {NO_SHARE}"
    first, second = names[i], names[1 - i]
    told = f"{first} asks for everything, and that is accepted {when}: to refuse is worth no more to {second}."
    if rest:
        later = "a payoff without an agreement" if t + 1 == game.horizon else "a share"
        told = (
            f"{first} asks for {number(offer.demand)} and offers {second} {number(rest)}, and that is accepted {when}. "
            f"By refusing, {second} would get {later} a round later that is worth {number(offer.accepts_from)} now; "
            "so it takes the offer, and less would be refused."
        )
    lines = [told]
    if game.horizon is None:
        other = solution.offers[1]
        assert other.demand is not None
        gain = offer.demand - (game.surplus - other.demand)
        lines.append(
            f"Going first is worth {number(gain)}: if {second} began, {first} would get "
            f"{number(game.surplus - other.demand)}. {_why_more(game, names, i, offer.demand)} As both grow patient, "
            "the first offer counts for less and less (Rubinstein 1982)."
        )
    return lines


def _why_more(game: OffersGame, names: tuple[str, str], first: int, demand: Fraction) -> str:
    """Whether patience or the first offer shows in who gets more, where there is no last round."""
    rest, own, others = game.surplus - demand, game.discount[first], game.discount[1 - first]
    goes, waits = names[first], names[1 - first]
    if demand == rest:
        return f"Both get the same: the patience of {waits} makes up for the first offer."
    more = goes if demand > rest else waits
    if own == others:
        return f"Both are equally patient, and {more} gets more because it goes first."
    if own < others and more == goes:
        return f"{waits} is the more patient side, and yet {goes} gets more because it goes first."
    return f"{more}, the more patient side, gets more."


def _plan(scenario: Scenario, solution: OffersSolution) -> Table:
    """What each would do in each round."""
    game, names = solution.game, _names(scenario)
    rows: list[tuple[str, ...]] = []
    offers = solution.offers
    listed = list(enumerate(offers)) if len(offers) <= 12 else [*enumerate(offers[:6]), *list(enumerate(offers))[-5:]]
    for t, o in listed:
        label = f"{t + 1}, {t + 3}, ..." if game.horizon is None else str(t + 1)
        if len(offers) > 12 and t == len(offers) - 5:
            rows.append(("...", "", "", "", ""))
        asks = ["no agreement", ""] if o.demand is None else [number(o.demand), number(game.surplus - o.demand)]
        rows.append((label, names[o.proposer], *asks, _least(o, game.surplus)))
    head = ("round", "proposes", "asks for", "offers", "accepted from")
    return Table("What each would do, round by round", head, tuple(rows))


def _least(offer: Offer, surplus: Fraction) -> str:
    return "nothing" if offer.accepts_from > surplus else number(offer.accepts_from)


def _lengths(scenario: Scenario, solution: OffersSolution) -> tuple[Block, ...]:
    """The first share by the number of rounds."""
    game, names = solution.game, _names(scenario)
    i = game.first
    head = ("rounds", f"{names[i]} gets", f"in slices of {number(game.surplus / game.grid)}")
    rows = [(str(s.rounds), number(s.worth[i]), _between(s.grid, i)) for s in solution.shorter]
    rows.append(("no last one", number(solution.limit[i]), ""))
    text = (
        f"{_going_back(solution)}With many rounds the shares settle at those of the game without a last round. If "
        "offers have to be whole slices, the side that answers may be indifferent; the last column has the lowest and "
        "the highest share in any equilibrium."
    )
    return Table("What going first brings, by the number of rounds", head, tuple(rows)), Paragraph(text)


def _going_back(solution: OffersSolution) -> str:
    """What the last proposer does, and whether the advantage changes sides from there, as far as that is so."""
    worth = [s.worth[solution.game.first] for s in solution.shorter]
    if sum(solution.shorter[0].worth) != solution.game.surplus:
        return ""
    told = "The last to propose offers the other side no more than refusing would bring it"
    rounds = [s.rounds for s in solution.shorter]
    short = [k for k in range(len(rounds) - 1) if rounds[k + 1] == rounds[k] + 1]
    ups = [worth[k + 1] > worth[k] if worth[k + 1] != worth[k] else None for k in short]
    turns = all(ups[k] is not None and ups[k] == (rounds[short[k]] % 2 == 0) for k in range(len(ups)))
    back = "; going back from there the advantage changes sides with each round" if turns and ups else ""
    return f"{told}{back}. "


def _between(grid: GridRange | None, i: int) -> str:
    if grid is None:
        return "not found in time"
    low, high = grid.lowest[i], grid.highest[i]
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _path(solution: OffersSolution) -> list[dict[str, Any]]:
    """Rounds up to the agreement."""
    game, rounds = solution.game, []
    last = len(solution.offers) - 1 if solution.agreed is None else solution.agreed
    for t, o in enumerate(solution.offers[: last + 1]):
        entry: dict[str, Any] = {"round": t, "proposer": game.players[o.proposer], "accepted": o.demand is not None}
        if o.demand is not None:
            rest = game.surplus - o.demand
            shares = (o.demand, rest) if o.proposer == 0 else (rest, o.demand)
            entry["shares"] = dict(zip(game.players, map(float, shares), strict=True))
        rounds.append(entry)
    return rounds


def _grid(solution: OffersSolution) -> dict[str, Any] | None:
    grid, players = solution.grid, solution.game.players
    if grid is None:
        return None
    return {
        "size": grid.size,
        "payoffs": grid.count,
        "lowest": dict(zip(players, map(float, grid.lowest), strict=True)),
        "highest": dict(zip(players, map(float, grid.highest), strict=True)),
    }
