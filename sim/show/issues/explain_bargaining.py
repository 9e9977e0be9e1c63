"""Why Nash's package is picked, what each issue is, and which trades lead from one in the middle to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.issues.packages import middle, read_package
from sim.engine.issues.trades import best_trades, interests, way_up
from sim.show.issues.words import ASIDE, exchange_words, package_words, trade_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import equals_sign, listed, number, percent, quoted, times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.issues.bargaining import PackagesSolution
    from sim.engine.issues.frontier import Efficient
    from sim.engine.issues.trades import Interest, Trade
    from sim.scenario.issues.stated import Issue, Issues
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth
    from sim.types import Pair

MOST_OTHERS = {"brief": 1, "full": 8}
"""Other efficient packages that are held against Nash's."""

MOST_TRADES = {"brief": 3, "full": 10}
"""Trades that are told."""

TIMES, LESS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"


def explanation(scenario: Scenario, solution: PackagesSolution, depth: Depth) -> Text:
    """Explain what is picked.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``full``: more of the other packages and of the trades.
    """
    told = Telling(scenario, solution, depth)
    return Text(f"{scenario.title}: why this package", (told.walking_away(), *told.picked(), told.issues(), told.way()))


def of_package(scenario: Scenario, solution: PackagesSolution, depth: Depth, text: str) -> Text:
    """Tell what a package pays, what part of the gain it captures, and the best trades from it.

    Parameters
    ----------
    text : str
        The package, as it is typed.

    Raises
    ------
    AskError
        If it is none.
    """
    package = read_package(solution.game, text)
    told = Telling(scenario, solution, depth)
    return Text(f"{scenario.title}: a package", (told.paid(package), told.trades(package)))


class Telling:
    """What is told of packages."""

    def __init__(self, scenario: Scenario, solution: PackagesSolution, depth: Depth) -> None:
        self.scenario, self.solution, self.depth = scenario, solution, depth
        self.names = [player.name for player in scenario.players]
        self.floor = solution.game.walk_away

    def walking_away(self) -> Section:
        """What both have without an agreement, and how many packages are better for both."""
        words = f"{self.names[0]} has {number(self.floor[0])} and {self.names[1]} {number(self.floor[1])}."
        return Section("Without an agreement", (Paragraph(words),))

    def picked(self) -> list[Section]:
        """Nash's product, and the shares of Kalai and Smorodinsky."""
        if not self.solution.room:
            nothing = "No package is worth as much as walking away to both, so none is picked."
            if self.solution.lots_agree:
                nothing += (
                    f" A lot that decides between packages can be: Nash's pays {self.pays(self.solution.lots.nash)}."
                )
            return [Section("What can be agreed on", (Paragraph(nothing),))]
        return [self._nash(), self._shares()]

    def _gains(self, pays: Pair) -> tuple[Fraction, Fraction]:
        return pays[0] - self.floor[0], pays[1] - self.floor[1]

    def _product(self, pays: Pair) -> str:
        one, two = self._gains(pays)
        sign = equals_sign(one, two, one * two)
        return f"gains of {number(one)} {TIMES} {number(two)} {sign} {number(one * two)}"

    def _nash(self) -> Section:
        best = self.solution.picked["nash"]
        lead = (
            "Of all packages that both like at least as much as walking away it has the largest product of both gains "
            f"over walking away: {package_words(self.scenario, best[0].package)}, with "
            f"{self._product(best[0].payoffs)}."
        )
        blocks = [Paragraph(lead)]
        if len(best) > 1:
            blocks.append(
                Paragraph(f"As large is the product of {times(len(best) - 1, 'other package')} of the frontier.")
            )
        others = sorted((each for each in self.solution.room if each not in best), key=self._size, reverse=True)
        items = [
            Item(f"{package_words(self.scenario, each.package)}: {self._product(each.payoffs)}.")
            for each in others[: MOST_OTHERS[self.depth]]
        ]
        if items:
            blocks.append(Paragraph("The next best:"))
        return Section("Nash's solution", (*blocks, *([Points(tuple(items))] if items else [])))

    def _size(self, each: Efficient) -> Fraction:
        one, two = self._gains(each.payoffs)
        return one * two

    def _shares(self) -> Section:
        (best, *_) = self.solution.picked["kalai-smorodinsky"]
        items = []
        for k, name in enumerate(self.names):
            most = max(each.payoffs[k] for each in self.solution.room) - self.floor[k]
            gain = best.payoffs[k] - self.floor[k]
            share = f": a share of {percent(float(gain / most))}" if most else ""
            items.append(Item(f"{number(gain)} of at most {number(most)}{share}.", f"{name} gains"))
        words = package_words(self.scenario, best.package)
        rule = f"The smaller of both shares of what each could gain at most is as large as it can be: {words}."
        if len(items) > sum("a share" in item.text for item in items):
            rule = f"Not both can gain; it is the package that gives as much as can be: {words}."
        return Section("Kalai and Smorodinsky's solution", (Paragraph(rule), Points(tuple(items))))

    def issues(self) -> Section:
        """What each issue is, in a sentence."""
        game: Issues = self.scenario.game  # type: ignore[assignment]
        pairs = list(zip(game.issues, interests(self.solution.game), strict=True))
        items = [Item(self._issue(issue, each), f"{issue.name}.") for issue, each in pairs]
        sides = {each.matters_more_to for _, each in pairs if each.nature == "opposed"} - {None}
        trade = "Opposed issues that matter more to one side can be traded for such as matter more to the other."
        aside = [Paragraph(trade)] if len(sides) == 2 else []
        aside += [Paragraph(ASIDE)] if game.extras else []
        return Section("What each issue is", (Points(tuple(items)), *aside))

    def _issue(self, issue: Issue, each: Interest) -> str:
        if each.nature == "settled":
            return "Settled: to neither side does it matter how."
        stakes = " and ".join(
            f"{percent(float(stake))} of what is at stake for {name}"
            for stake, name in zip(each.stakes, self.names, strict=True)
        )
        if each.nature == "shared":
            top = tuple(max(choice.points[k] for choice in issue.choices) for k in (0, 1))
            best = next(choice.name for choice in issue.choices if choice.points == top)
            return f"Shared: {quoted(best)} is best for both ({stakes})."
        side = each.matters_more_to
        if each.nature == "mixed":
            return f"Mixed: of some two of its options both like the same one more, of others not ({stakes})."
        if side is None:
            return f"Opposed, and as important to both ({stakes})."
        return f"Opposed, and more important to {self.names[side]} ({stakes})."

    def way(self) -> Section:
        """Trades from the package in the middle to the frontier."""
        game = self.solution.game
        start = middle(game)
        pays = game.pays(start)
        steps = way_up(game, start)
        lead = f"Take the package in the middle: {package_words(self.scenario, start)}, which pays {self.pays(pays)}."
        title = "From a package in the middle to the frontier"
        if not steps:
            end = self._on_frontier(pays, "No change of one or two issues makes one better off and nobody worse off")
            return Section(title, (Paragraph(f"{lead} {end}"),))
        items, at = [], start
        for package, trade in steps[: MOST_TRADES[self.depth]]:
            items.append(Item(self._trade(at, trade)))
            at = package
        left = len(steps) - len(items)
        more = [Paragraph(f"{times(left, 'more trade')} follow{'s' if left == 1 else ''}.")] if left > 0 else []
        last = steps[-1][0]
        end = self._on_frontier(game.pays(last), "Then no change of one or two issues is left that is good for both")
        arrive = f"That leads to {package_words(self.scenario, last)}, which pays {self.pays(game.pays(last))}. {end}"
        rule = "Each trade is the one whose smaller gain is largest."
        return Section(
            title, (Paragraph(f"{lead} {rule}"), Points(tuple(items), numbered=True), *more, Paragraph(arrive))
        )

    def _trade(self, package: tuple[int, ...], trade: Trade) -> str:
        """A trade in words, with who gives on what."""
        gives = exchange_words(self.scenario, self.solution.game, package, trade)
        return f"{trade_words(self.scenario, package, trade)}{gives}."

    def _on_frontier(self, pays: Pair, done: str) -> str:
        if any(each.payoffs == pays for each in self.solution.frontier):
            return f"{done}, and it is one of the packages that nobody can improve for both."
        return f"{done}; larger changes are."

    def pays(self, pays: Sequence[Fraction]) -> str:
        """What both get, in words."""
        return listed([f"{name} {number(paid)}" for name, paid in zip(self.names, pays, strict=True)])

    def paid(self, package: tuple[int, ...]) -> Section:
        """What a package pays, against walking away and against the frontier."""
        pays = self.solution.game.pays(package)
        lines = [f"{package_words(self.scenario, package)} pays {self.pays(pays)}."]
        gains = self._gains(pays)
        for name, gain in zip(self.names, gains, strict=True):
            more = "more" if gain > 0 else "less"
            lines.append(
                f"{name} has {number(abs(gain))} {more} than by walking away."
                if gain
                else f"{name} has just as much by walking away."
            )
        captured = self.solution.captured(pays)
        if captured is not None:
            lines.append(
                f"It captures {percent(float(captured))} of what there is to gain, on the way from walking away to the "
                "frontier with lots on which both gain in the same proportion as here."
            )
        better = [
            each
            for each in self.solution.frontier
            if each.payoffs != pays and each.payoffs[0] >= pays[0] and each.payoffs[1] >= pays[1]
        ]
        if better:
            best = max(better, key=lambda each: min(each.payoffs[k] - pays[k] for k in (0, 1)))
            lines.append(
                f"{times(len(better), 'package')} of the frontier {'is' if len(better) == 1 else 'are'} better for one "
                f"and worse for nobody, as {package_words(self.scenario, best.package)}, which pays "
                f"{self.pays(best.payoffs)}."
            )
        else:
            lines.append("It is one of the packages that nobody can improve for both.")
        return Section("What it pays", tuple(map(Paragraph, lines)))

    def trades(self, package: tuple[int, ...]) -> Section:
        """The best trades from a package."""
        found = best_trades(self.solution.game, package)
        if not found:
            none = "No change of one or two issues makes one better off and nobody worse off."
            return Section("Trades", (Paragraph(none),))
        shown = found[: MOST_TRADES[self.depth]]
        items = tuple(Item(self._trade(package, each)) for each in shown)
        left = len(found) - len(shown)
        more = [Paragraph(f"{left} more not shown.")] if left > 0 else []
        lead = "Changes of one or two issues that no other such change is better than for both, the fairest first:"
        return Section("Trades", (Paragraph(lead), Points(items, numbered=True), *more))
