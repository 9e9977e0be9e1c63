"""Packages as people see them: what can be agreed on, what solutions pick, and what each issue is between the sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.issues.bargaining import PICKS
from sim.engine.issues.packages import middle, typed
from sim.engine.issues.trades import interests
from sim.show.issues.offer_words import package_rules
from sim.show.issues.words import ASIDE, PICKED, package_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Look, Paragraph, Section, Table, Text
from sim.show.text.words import listed, number, percent, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.engine.issues.bargaining import PackagesSolution, Pick
    from sim.engine.issues.frontier import Efficient
    from sim.engine.issues.trades import Interest
    from sim.scenario.issues.stated import Issues
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block
    from sim.show.text.brief import Brief
    from sim.types import Pair

MOST_TOLD = 25
"""Packages that a story lists, most."""

MOST_ISSUES = 6
"""Issues up to which one screen lists how each is settled."""

CAPTURED = (
    "Captured: the part of the way from walking away to what lots could pay at most, gains in the same proportion."
)
"""What part of the gain a package has."""


def shown(scenario: Scenario, solution: PackagesSolution) -> ShownPackages:
    """Packages as people see them."""
    return ShownPackages(scenario, solution)


class ShownPackages(Shown["PackagesSolution"]):
    """Packages as people see them."""

    solution: PackagesSolution

    def story(self) -> Text:
        """The rules, whether there is room, what solutions pick, what each issue is, and all efficient packages."""
        sections = (
            Section("In short", tuple(map(Paragraph, self._answer()))),
            *self._picked(),
            Section("What each issue is", (self._issues(), *map(Paragraph, self._aside()))),
            Section("Packages that nobody can improve for both", (self._frontier(), *map(Paragraph, self._left_out()))),
            Section("How sure this is", tuple(map(Paragraph, self._sure()))),
        )
        return Text(
            self.scenario.title,
            sections,
            (*summary(self.scenario), Paragraph(package_rules(self.scenario, self.solution.game))),
        )

    def line(self) -> str:
        """Whether there is room for a deal, and what Nash's solution is."""
        return f"{self.scenario.title}: {' '.join(self._answer())}"

    def brief(self) -> Brief:
        """What solutions pick, and what each issue is between the sides."""
        caveat = " ".join(self.notes()) or self._sure()[0]
        example = typed(self.solution.game, middle(self.solution.game))
        trades = ("explain", "what a package pays, and the best trades from it", ("--package", example))
        picks = [self._picks(apart=len(self.solution.game.issues) > MOST_ISSUES)] if self.solution.room else []
        return self.on_screen(self._answer(), [*picks, self._issues()], caveat, trades)

    def facts(self) -> dict[str, str]:
        """How many packages there are, whether there is room, and what the solutions pay."""
        solution = self.solution
        told = {"packages": f"{solution.game.count:,}", "room for a deal": "yes" if self._better() else "no"}
        for pick in PICKS:
            best = solution.picked[pick]
            told[PICKED[pick]] = package_words(self.scenario, best[0].package) if best else "none"
        return told

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each solution that picks a package."""
        del all_states
        return [
            {"solution": pick, **self._entry(best[0]), "strategies": {}, "path": []}
            for pick, best in self.solution.picked.items()
            if best
        ]

    def extras(self) -> dict[str, Any]:
        """The frontier, how many packages there are, the solutions, and the same with lots."""
        solution = self.solution
        lots = {"nash": solution.lots.nash, "kalai-smorodinsky": solution.lots.kalai_smorodinsky}
        return {
            "frontier": [self._entry(each) for each in solution.frontier],
            "packages": solution.game.count,
            "solutions": {
                pick: self._entry(best[0]) | ({"ties": len(best)} if len(best) > 1 else {}) if best else None
                for pick, best in solution.picked.items()
            },
            "walk_away": self._paid(solution.game.walk_away),
            "with_lots": {name: self._paid(pays) if solution.lots_agree else None for name, pays in lots.items()},
        }

    def explain(self, depth: Depth) -> Text:
        """Why Nash's package is picked, what each issue is, and which trades lead to the frontier."""
        from sim.show.issues.explain_bargaining import explanation

        return explanation(self.scenario, self.solution, depth)

    def explain_package(self, depth: Depth, package: str) -> Text:
        """What a package pays, and the best trades from it."""
        from sim.show.issues.explain_bargaining import of_package

        return of_package(self.scenario, self.solution, depth, package)

    def pictures(self) -> Mapping[str, Draw]:
        """What packages pay, with the frontier and what is picked."""
        from sim.show.issues.draw_bargaining import packages

        return {"packages": lambda: packages(self.scenario, self.solution)}

    def notes(self) -> list[str]:
        """What is not certified."""
        if self.solution.certified:
            return []
        return ["Not certified: there are too many sums of points to find the frontier in a second way."]

    def _entry(self, each: Efficient) -> dict[str, Any]:
        game = self.solution.game
        package = {
            issue: game.options[k][choice]
            for k, (issue, choice) in enumerate(zip(game.issues, each.package, strict=True))
        }
        return {"package": package, "payoffs": self._paid(each.payoffs)}

    def _paid(self, pays: Pair) -> dict[str, float]:
        return dict(zip(self.solution.game.players, map(_plain, pays), strict=True))

    def _better(self) -> list[Efficient]:
        """Packages of the frontier that are worth more than walking away to both."""
        floor = self.solution.game.walk_away
        return [each for each in self.solution.room if all(a > b for a, b in zip(each.payoffs, floor, strict=True))]

    def _answer(self) -> list[str]:
        solution = self.solution
        if not solution.room:
            told = "There is no room for a deal: no package is worth as much as walking away to both"
            if not solution.lots_agree:
                return [f"{told}."]
            return [f"{told}, unless a lot decides between packages: then Nash's solution pays {self._by_lot()}."]
        gain = self._better()
        if not gain:
            return [
                "No package is worth more than walking away to both: whatever both like at least as much leaves one of "
                "them with just that."
            ]
        told = (
            f"There is room for a deal: of {times(len(solution.frontier), 'package')} that none improves for both, "
            f"{len(gain)} {'is' if len(gain) == 1 else 'are'} worth more than walking away to both."
        )
        best = solution.picked["nash"]
        tied = f"; {_others(len(best) - 1)} as well by it" if len(best) > 1 else ""
        return [
            f"{told} Nash's solution picks {package_words(self.scenario, best[0].package)}, which pays "
            f"{self._pays(best[0].payoffs)}{tied}."
        ]

    def _by_lot(self) -> str:
        return self._pays(self.solution.lots.nash)

    def _pays(self, pays: Sequence[Fraction]) -> str:
        return listed([f"{p.name} {number(paid)}" for p, paid in zip(self.scenario.players, pays, strict=True)])

    def _picked(self) -> list[Section]:
        """What solutions pick, with and without lots; nothing where nothing can be agreed on."""
        solution = self.solution
        if not solution.lots_agree:
            return []
        blocks: list[Block] = [self._picks(), Paragraph(CAPTURED)] if solution.room else []
        lots = (
            f"With lots over packages Nash's solution pays {self._by_lot()}, that of Kalai and Smorodinsky "
            f"{self._pays(solution.lots.kalai_smorodinsky)}. To walk away may be one of what lots are drawn over."
        )
        return [Section("What bargaining solutions pick", (*blocks, Paragraph(lots)))]

    def _picks(self, apart: bool = False) -> Table:
        """Issue by issue how each solution settles it, and what it pays; solutions that pick the same side by side.

        Parameters
        ----------
        apart : bool
            List just the issues that solutions settle differently: the answer above has Nash's whole package.
        """
        solution = self.solution
        stated: Issues = self.scenario.game  # type: ignore[assignment]
        alike: dict[Efficient, list[Pick]] = {}
        for pick in PICKS:
            alike.setdefault(solution.picked[pick][0], []).append(pick)
        rows = [
            (issue.name, *(issue.choices[best.package[k]].name for best in alike))
            for k, issue in enumerate(stated.issues)
            if not apart or len({best.package[k] for best in alike}) > 1
        ]
        rows += [
            (f"{player.name} gets", *(number(best.payoffs[k]) for best in alike))
            for k, player in enumerate(self.scenario.players)
        ]
        parts = [solution.captured(best.payoffs) for best in alike]
        if any(part is not None for part in parts):
            rows.append(("captured", *("" if part is None else percent(float(part)) for part in parts)))
        more = [[(pick, len(solution.picked[pick]) - 1) for pick in picks] for picks in alike.values()]
        ties = [listed([f"{others} more by {PICKED[pick]}" for pick, others in each if others]) for each in more]
        if any(len(best) > 1 for best in solution.picked.values()):
            rows.append(("as good", *ties))
        heads = [listed([PICKED[pick] for pick in picks]) for picks in alike.values()]
        return Table("Solutions", ("", *heads), tuple(rows), Look(words=frozenset(range(1, len(heads) + 1))))

    def _issues(self) -> Table:
        game: Issues = self.scenario.game  # type: ignore[assignment]
        names = [player.name for player in self.scenario.players]
        found = interests(self.solution.game)
        rows = tuple(
            (issue.name, self._nature(each), *(percent(float(stake)) for stake in each.stakes))
            for issue, each in zip(game.issues, found, strict=True)
        )
        look = Look(words=frozenset({1}))
        return Table("Issues", ("", "interests", *(f"stake of {name}" for name in names)), rows, look)

    def _nature(self, each: Interest) -> str:
        side = each.matters_more_to
        if each.nature == "opposed" and side is not None:
            return f"opposed; matters more to {self.scenario.players[side].name}"
        return {"settled": "none: nobody cares", "shared": "shared: one option is best for both"}.get(
            each.nature, each.nature
        )

    def _aside(self) -> list[str]:
        return [ASIDE] if self.solution.game.extras else []

    def _frontier(self) -> Table:
        names = [player.name for player in self.scenario.players]
        rows = tuple(
            (*(number(paid) for paid in each.payoffs), package_words(self.scenario, each.package))
            for each in self._listed()
        )
        return Table("Packages", (*names, "package"), rows, Look(words=frozenset({2})))

    def _listed(self) -> Sequence[Efficient]:
        """The packages that a story lists: all, or such as leave room for a deal, those around Nash's."""
        solution = self.solution
        every: Sequence[Efficient] = solution.frontier if len(solution.frontier) <= MOST_TOLD else solution.room
        if not every:
            return solution.frontier[:MOST_TOLD]
        if len(every) <= MOST_TOLD:
            return every
        start = every.index(solution.picked["nash"][0]) - MOST_TOLD // 2
        start = max(0, min(start, len(every) - MOST_TOLD))
        return every[start : start + MOST_TOLD]

    def _left_out(self) -> list[str]:
        solution = self.solution
        more = len(solution.frontier) - len(self._listed())
        if not more:
            return []
        which = "those around Nash's that both like as much as walking away or more" if solution.room else "the first"
        return [
            f"{times(more, 'other package')} of {len(solution.frontier):,} not shown: these are {which}. "
            "--json has all."
        ]

    def _sure(self) -> list[str]:
        if not self.solution.certified:
            return self.notes()
        return ["Certified: the frontier was found in two ways, and each package was paid out once more."]


def _others(count: int) -> str:
    """So many other packages that do."""
    return f"{times(count, 'other package')} {'does' if count == 1 else 'do'}"


def _plain(value: Fraction) -> float:
    """A whole number as such."""
    return int(value) if value.denominator == 1 else float(value)
