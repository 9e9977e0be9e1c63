"""Alternating offers as people see them: who asks for what, why it is accepted, and what going first is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.show.offers.course import pressed_course
from sim.show.offers.notes import offers_notes
from sim.show.offers.rules import setting_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Paragraph, Section, Table, Text
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.engine.offers.grid import GridRange
    from sim.engine.offers.round_play import Offer
    from sim.engine.offers.subgame_perfect import OffersSolution
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
        lengths = _lengths(scenario, solution)
        sections = (
            Section("What happens", tuple(map(Paragraph, _course(scenario, solution)))),
            Section("What each would do, round by round", (_plan(scenario, solution),)),
            *((Section("How much the last round matters", lengths),) if lengths else ()),
            Section("How sure this is", tuple(map(Paragraph, self._sure()))),
        )
        return Text(scenario.title, sections, (*summary(scenario), Paragraph(setting_words(scenario, solution.game))))

    def brief(self) -> Brief:
        """Who asks for what, why it is accepted, and what the last round and going first are worth."""
        scenario, solution = self.scenario, self.solution
        names = _names(scenario)
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, solution.payoffs, strict=True))
        told = _course(scenario, solution)
        plan = _plan(scenario, solution)
        lengths = next((block for block in _lengths(scenario, solution) if isinstance(block, Table)), None)
        if len(plan.rows) > MOST_ROUNDS:
            gap = ("...", *[""] * (len(plan.head) - 1))
            plan = replace(plan, rows=(*plan.rows[: MOST_ROUNDS - 3], gap, *plan.rows[-2:]))
        if lengths is not None and len(lengths.rows) > MOST_ROUNDS:
            gap = ("...", *[""] * (len(lengths.head) - 1))
            lengths = replace(lengths, rows=(*lengths.rows[: MOST_ROUNDS - 3], gap, *lengths.rows[-2:]))
        caveat = next(iter(self.notes()), self._sure()[-1])
        contract = ("run", "what a contract would divide", ("--solve", "bargaining"))
        paid = "" if solution.agreed is None or not solution.game.plain else f"Seen from the start it pays {pays}."
        return self.on_screen([told[0], " ".join([paid, *told[1:]])], [plan, lengths], caveat, contract)

    def line(self) -> str:
        """When there is an agreement, and what it pays."""
        names, agreed = _names(self.scenario), self.solution.agreed
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, self.solution.payoffs, strict=True))
        ends = self.solution.endings
        when = "never" if agreed is None else f"in round {agreed + 1}"
        if ends.agreement > 0 and (ends.agreement < 1 or ends.mean_round != (agreed or 0) + 1):
            assert ends.mean_round is not None
            when = f"with chance {number(ends.agreement)}, then on average in round {number(ends.mean_round)}"
        return f"{self.scenario.title}: agreement {when}; it pays {pays}."

    def facts(self) -> dict[str, str]:
        """When there is an agreement, what it pays, and the first player's share."""
        names, agreed, payoffs = _names(self.scenario), self.solution.agreed, self.solution.payoffs
        chance = self.solution.endings.agreement
        facts = {"agreement": "never" if agreed is None else f"round {agreed + 1}"}
        if 0 < chance < 1:
            facts["agreement"] = f"with chance {number(chance)}"
        facts |= {f"{name} gets": number(v) for name, v in zip(names, payoffs, strict=True)}
        facts[f"share of {names[0]}"] = percent(payoffs[0] / self.solution.game.surplus)
        return facts

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one equilibrium; without a last round the two rounds listed repeat."""
        del all_states
        game, solution = self.solution.game, self.solution
        plans: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
        for o in solution.offers:
            asks = None if o.demand is None else float(o.demand)
            drawn = {"surplus": float(o.size), "chance": float(o.chance)} if game.uneven else {}
            leaves = {"leaves": o.leaves} if game.may_leave(1 - o.proposer) else {}
            plans[game.players[o.proposer]].append({"round": o.round, **drawn, "proposes": asks})
            plans[game.players[1 - o.proposer]].append(
                {"round": o.round, **drawn, "accepts_from": float(o.accepts_from), **leaves}
            )
        return [
            {
                "payoffs": dict(zip(game.players, map(float, solution.payoffs), strict=True)),
                "strategies": plans,
                "regret": float(max(solution.regret)),
                "path": _path(solution),
                "grid": _grid(solution),
                **({} if game.plain else {"endings": _endings(solution)}),
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
        from sim.show.offers import draw_staircase, draw_subgame_perfect

        drawn: dict[str, Draw] = {
            "offers": lambda: draw_subgame_perfect.shares(self.scenario, self.solution),
            "staircase": lambda: draw_staircase.staircase(self.scenario, self.solution),
        }
        if self.solution.shorter:
            drawn["convergence"] = lambda: draw_subgame_perfect.convergence(self.scenario, self.solution)
        return drawn

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
    if not game.plain:
        return pressed_course(scenario, solution)
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
    leaving = any(game.may_leave(1 - o.proposer) for o in offers)
    chancy = any(o.chance < 1 for o in offers)
    for k, o in listed:
        label = str(o.round + 1)
        if game.horizon is None:
            label = f"{o.round + 1}, {o.round + 3}, ..." if game.period == 2 else "each"
        drawn = ((number(o.chance),) if chancy else ()) + ((number(o.size),) if game.uneven else ())
        if len(offers) > 12 and k == len(offers) - 5:
            rows.append(("...", *[""] * (len(rows[0]) - 1)))
        asks = ["no agreement", ""] if o.demand is None else [number(o.demand), number(o.size - o.demand)]
        less = ("leave" if o.leaves else "refuse",) if leaving else ()
        rows.append((label, *drawn, names[o.proposer], *asks, _least(o, o.size), *less))
    extra = (("chance",) if chancy else ()) + (("to share",) if game.uneven else ())
    last = ("for less",) if leaving else ()
    head = ("round", *extra, "proposes", "asks for", "offers", "accepted from", *last)
    return Table("What each would do, round by round", head, tuple(rows))


def _least(offer: Offer, surplus: Fraction) -> str:
    return "nothing" if offer.accepts_from > surplus else number(offer.accepts_from)


def _lengths(scenario: Scenario, solution: OffersSolution) -> tuple[Block, ...]:
    """The first share by the number of rounds."""
    game, names = solution.game, _names(scenario)
    if not solution.shorter:
        return ()
    i = game.first
    if not game.plain:
        return _ends(scenario, solution)
    head = ("rounds", f"{names[i]} gets", f"in slices of {number(game.surplus / game.grid)}")
    rows = [(str(s.rounds), number(s.worth[i]), _between(s.grid, i)) for s in solution.shorter]
    settle = ""
    if solution.limit is not None:
        rows.append(("no last one", number(solution.limit[i]), ""))
        settle = "With many rounds the shares settle at those of the game without a last round. "
    text = (
        f"{_going_back(solution)}{settle}If "
        "offers have to be whole slices, the side that answers may be indifferent; the last column has the lowest and "
        "the highest share in any equilibrium."
    )
    return Table("What going first brings, by the number of rounds", head, tuple(rows)), Paragraph(text)


def _ends(scenario: Scenario, solution: OffersSolution) -> tuple[Block, ...]:
    """The same under pressure or chance, where slices are not looked at."""
    rows = [(str(s.rounds), number(s.worth[0]), number(s.worth[1])) for s in solution.shorter]
    if solution.limit is not None:
        rows.append(("no last one", number(solution.limit[0]), number(solution.limit[1])))
    head = ("rounds", *(f"{name} gets" for name in _names(scenario)))
    return (Table("What each gets, by the number of rounds", head, tuple(rows)),)


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
    last = solution.offers[-1].round if solution.agreed is None else solution.agreed
    for o in solution.offers:
        if o.round > last:
            break
        entry: dict[str, Any] = {
            "round": o.round,
            "proposer": game.players[o.proposer],
            "accepted": o.demand is not None,
        }
        if game.uneven:
            entry |= {"surplus": float(o.size), "chance": float(o.chance)}
        if o.demand is not None:
            rest = o.size - o.demand
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


def _endings(solution: OffersSolution) -> dict[str, Any]:
    """Chances of how the talks end."""
    ends = solution.endings
    chances = {
        "agreement": ends.agreement,
        "leaving": ends.leaving,
        "breakdown": ends.breakdown,
        "never": ends.never,
    }
    mean = None if ends.mean_round is None else float(ends.mean_round) - 1
    return {**{name: float(chance) for name, chance in chances.items()}, "mean_round": mean}
