"""Prices named to somebody whose value is hidden, as people see them: which prices, who takes them, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.offers.continuum import continuum
from sim.engine.offers.pbe import who
from sim.show.offers.values_rules import setting_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Paragraph, Section, Table, Text
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.engine.offers.pbe import Named, PricesSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.brief import Brief

MOST_BRIEF, MOST_STORY = 7, 20
"""Prices, most, that are listed on one screen and in a story."""


def shown(scenario: Scenario, solution: PricesSolution) -> ShownPrices:
    """Prices named to somebody whose value is hidden, as people see them."""
    return ShownPrices(scenario, solution)


class ShownPrices(Shown["PricesSolution"]):
    """Prices named to somebody whose value is hidden, as people see them."""

    solution: PricesSolution

    def __init__(self, scenario: Scenario, solution: PricesSolution) -> None:
        super().__init__(scenario, solution)
        self.no_picture = "" if solution.path else "there is no trade to draw"

    def story(self) -> Text:
        """The rules, what happens, each price, what more rounds do, and how sure that is."""
        lengths = self._lengths()
        plan = self._plan(MOST_STORY)
        sections = (
            Section("What happens", tuple(map(Paragraph, [*self._course(), *self._compared()]))),
            *((Section("The prices, as long as they are refused", (plan,)),) if plan else ()),
            *((Section("What more rounds do", (lengths,)),) if lengths else ()),
            Section("How sure this is", tuple(map(Paragraph, self._sure()))),
        )
        rules = Paragraph(setting_words(self.scenario, self.solution.game))
        return Text(self.scenario.title, sections, (*summary(self.scenario), rules))

    def brief(self) -> Brief:
        """The first price, who takes it, and what more rounds do."""
        caveat = next(iter(self.notes()), self._sure()[-1])
        course = self._course()
        return self.on_screen(
            [" ".join(course[:2]), " ".join([*course[2:], *self._compared()])],
            [self._plan(MOST_BRIEF), self._lengths()],
            caveat,
        )

    def line(self) -> str:
        """The first price, how likely there is a trade, and what it pays."""
        path = self.solution.path
        if not path:
            return f"{self.scenario.title}: no trade, since no value is above what the good is worth to {self._seller}."
        return (
            f"{self.scenario.title}: first price {number(path[0].price)}, trade with chance "
            f"{number(self.solution.trade)}; it pays {self._pays()}."
        )

    def facts(self) -> dict[str, str]:
        """The first and the last price, how likely there is a trade and when, and what it pays."""
        path, solution = self.solution.path, self.solution
        told = {"trade": "never" if not path else f"with chance {number(solution.trade)}"}
        if path:
            told |= {"first price": number(path[0].price), "last price": number(path[-1].price)}
            assert solution.mean_round is not None
            told["trade in round, on average"] = number(solution.mean_round)
        pays = zip(self.scenario.players, solution.payoffs, strict=True)
        return told | {f"{player.name} gets": number(value) for player, value in pays}

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one equilibrium; its path holds the prices as long as they are refused."""
        del all_states
        solution, game = self.solution, self.solution.game
        seller, buyer = game.players[game.seller], game.players[game.buyer]
        path = [
            {
                "round": named.round,
                "price": float(named.price),
                "chance": float(named.chance),
                "values": {"lowest": float(lots[-1][0]), "highest": float(lots[0][0])},
            }
            for named in solution.path
            for lots in [who(game, named)]
        ]
        takes = [
            {"value": float(step.value), "up_to": float(step.upto), "accepts_up_to": float(step.pays)}
            for step in solution.stages[-1].steps
        ]
        return [
            {
                "payoffs": dict(zip(game.players, map(float, solution.payoffs), strict=True)),
                "strategies": {
                    seller: [{"round": named.round, "names": float(named.price)} for named in solution.path],
                    buyer: takes,
                },
                "regret": float(max(solution.regret)),
                "path": path,
                "trade": float(solution.trade),
                "mean_round": None if solution.mean_round is None else float(solution.mean_round) - 1,
            }
        ]

    def extras(self) -> dict[str, Any]:
        """What one price that cannot be changed would bring, and the game with other numbers of rounds."""
        price, worth = self.solution.committed
        names = self.solution.game.players
        fine = continuum(self.solution.game)
        return {
            "committed": {"price": float(price), "payoff": float(worth)},
            "by_rounds": [
                {
                    "rounds": "infinite" if each.rounds is None else each.rounds,
                    "first_price": float(each.price),
                    "payoffs": dict(zip(names, map(float, each.worth), strict=True)),
                }
                for each in self.solution.shorter
            ],
            "any_value": None if fine is None else {"first_price": fine.price},
        }

    def notes(self) -> list[str]:
        """Other equilibria that there are or may be."""
        solution, game, told = self.solution, self.solution.game, []
        if solution.tied:
            told.append(
                f"Another first price pays {self._seller} as much. Then {self._buyer} may get more or less in another "
                "equilibrium; of prices that are as good the lowest is told for the first round, and the highest later."
            )
        elif game.horizon is None and len(game.serious) < len(game.values):
            told.append(
                f"Some values are no higher than what the good is worth to {self._seller}; without a last round it is "
                "then not proven that all equilibria pay the same."
            )
        elif not solution.complete:
            told.append("Where the side with the hidden value loses nothing by waiting, other equilibria may pay more.")
        return told

    def explain(self, depth: Depth) -> Text:
        """Why each price is taken by whom, and why it is named."""
        from sim.show.offers.explain_pbe import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The staircase of prices, and what buyers of each value would pay."""
        if not self.solution.path:
            return {}
        from sim.show.offers import draw_pbe

        return {
            "staircase": lambda: draw_pbe.staircase(self.scenario, self.solution),
            "values": lambda: draw_pbe.values(self.scenario, self.solution),
        }

    @property
    def _seller(self) -> str:
        return self.scenario.players[self.solution.game.seller].name

    @property
    def _buyer(self) -> str:
        return self.scenario.players[self.solution.game.buyer].name

    def _pays(self) -> str:
        pays = zip(self.scenario.players, self.solution.payoffs, strict=True)
        return " and ".join(f"{player.name} {number(value)}" for player, value in pays)

    def _course(self) -> list[str]:
        """The first price and who takes it, the last one, and what that pays."""
        path, solution, game = self.solution.path, self.solution, self.solution.game
        if not path:
            return [
                f"There is no trade: no value of {self._buyer} is above the {number(game.own)} that the good is worth "
                f"to {self._seller}."
            ]
        first, last = path[0], path[-1]
        told = [f"{self._seller} names {number(first.price)} first, and {self._buyer} takes it {self._takes(first)}."]
        if len(path) > 1:
            falls = f"falls, to {number(last.price)} in round {last.round + 1}; a higher value buys sooner"
            if last.price == first.price:
                falls = (
                    f"stays, up to round {last.round + 1}: who would take it may also wait, so that {self._seller} "
                    "cannot tell that the value is low"
                )
            told.append(f"As long as {self._buyer} refuses, the price {falls}.")
        if solution.trade == 1:
            assert solution.mean_round is not None
            mean = "" if len(path) == 1 else f", on average in round {number(solution.mean_round)}"
            told.append(f"There is a trade for certain{mean}.")
        else:
            told.append(f"There is a trade with chance {number(solution.trade)}.")
        got = solution.payoffs[0] + solution.payoffs[1]
        told.append(
            f"Seen from the start that pays {self._pays()}: together {number(got)} of the {number(game.gains)} that "
            f"trade at once would be worth ({percent(got / game.gains)})."
        )
        return told

    def _takes(self, named: Named) -> str:
        """With which values a price is taken, and how likely that is."""
        lots = who(self.solution.game, named)
        lowest, highest = lots[-1][0], self.solution.game.values[0][0]
        if named.upto == 1:
            return "whatever its value"
        which = f"with a value of {number(lowest)}" + ("" if lowest == highest else " or more")
        return f"{which} (chance {number(named.chance)})"

    def _compared(self) -> list[str]:
        """What one price for good would bring, and what the grid is next to."""
        solution, game = self.solution, self.solution.game
        if not solution.path:
            return []
        price, worth = solution.committed
        got = solution.payoffs[game.seller]
        told = []
        if worth > got:
            told.append(
                f"If {self._seller} could name one price and stick to it, {number(price)} would pay it "
                f"{number(worth)}; that it may name another one later costs it {number(worth - got)}."
            )
        elif worth < got:
            told.append(
                f"One price for good would pay {self._seller} at most {number(worth)}: naming one after the other "
                f"is worth more, since waiting costs {self._buyer} more than {self._seller}."
            )
        fine = continuum(game)
        if fine is not None:
            told.append(
                f"If every value from {number(fine.low)} to {number(fine.high)} could be drawn and not only those on "
                f"the grid, the first price would be {number(fine.price)} (Sobel and Takahashi 1983)."
            )
        return told

    def _plan(self, most: int) -> Table | None:
        """The prices and who takes them."""
        path, game = self.solution.path, self.solution.game
        if not path:
            return None
        rows: list[tuple[str, ...]] = []
        kept = list(path) if len(path) <= most else [*path[: most - 3], *path[-2:]]
        for k, named in enumerate(kept):
            if len(path) > most and k == most - 3:
                rows.append(("...", "", "", ""))
            lots = who(game, named)
            high, low = lots[0][0], lots[-1][0]
            span = number(low) if high == low else f"{number(low)} to {number(high)}"
            rows.append((str(named.round + 1), number(named.price), span, number(named.chance)))
        head = ("round", "price", "taken with a value of", "chance of that")
        return Table("The prices, as long as they are refused", head, tuple(rows))

    def _lengths(self) -> Table | None:
        """The first price and what both get, by the number of rounds."""
        if not self.solution.shorter:
            return None
        rows = tuple(
            (
                "no last one" if each.rounds is None else str(each.rounds),
                number(each.price),
                *(number(value) for value in each.worth),
            )
            for each in self.solution.shorter
        )
        head = ("rounds", "first price", *(f"{player.name} gets" for player in self.scenario.players))
        return Table("The first price, by the number of rounds", head, rows)

    def _sure(self) -> list[str]:
        told = [
            "Perfect Bayesian equilibrium: whatever was named and refused before, no other price is worth more to "
            f"{self._seller} and no other answer to {self._buyer} (regret 0, in exact numbers)."
            if self.solution.certified
            else "Not certified: another price or answer pays."
        ]
        if self.solution.complete:
            told.append(
                "All perfect Bayesian equilibria pay the same (Fudenberg, Levine and Tirole 1985; Gul, Sonnenschein "
                "and Wilson 1986)."
            )
        return [*told, *self.notes()]


def gets(solution: PricesSolution) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
    """By value: its chance, and what who has it expects seen from the start."""
    game = solution.game
    d = game.discount[game.buyer]
    found = []
    for value, chance in game.values:
        worth = max([0 * value, *(d**named.round * (value - named.price) for named in solution.path)])
        found.append((value, chance, worth))
    return tuple(found)
