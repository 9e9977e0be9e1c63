"""Offers of packages in turn as people see them: who offers what when, and why it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.issues.offer_words import offer_rules, package_rules
from sim.show.issues.words import package_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Look, Paragraph, Section, Table, Text
from sim.show.text.words import listed, number, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.engine.issues.package_offer import PackageOffer
    from sim.engine.issues.subgame_perfect import PackageOffersSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.brief import Brief

MOST_ROUNDS = 20
"""Rounds that a story lists, most."""

MOST_BRIEF = 6
"""Rounds that are listed on one screen, most."""


def shown(scenario: Scenario, solution: PackageOffersSolution) -> ShownPackageOffers:
    """Offers of packages as people see them."""
    return ShownPackageOffers(scenario, solution)


class ShownPackageOffers(Shown["PackageOffersSolution"]):
    """Offers of packages as people see them."""

    solution: PackageOffersSolution

    def story(self) -> Text:
        """The rules, what happens, each round, and how sure that is."""
        game = self.solution.game
        sections = (
            Section("What happens", (Paragraph(self._course()),)),
            Section(self._heading(), (self._plan(MOST_ROUNDS),)),
            Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
        )
        rules = (Paragraph(package_rules(self.scenario, game)), Paragraph(offer_rules(self.scenario, game)))
        return Text(self.scenario.title, sections, (*summary(self.scenario), *rules))

    def line(self) -> str:
        """What is agreed on when, and what that pays."""
        return f"{self.scenario.title}: {self._course()}"

    def brief(self) -> Brief:
        """What is agreed on when, and the first rounds."""
        caveat = next(iter(self.notes()), self._checked())
        contract = ("run", "the frontier and what bargaining solutions pick", ("--solve", "bargaining"))
        return self.on_screen([self._course()], [self._plan(MOST_BRIEF)], caveat, contract)

    def facts(self) -> dict[str, str]:
        """What is agreed on when, and what it pays."""
        at = self.solution.agreed
        told = {"agreement": "never" if at is None else f"round {at + 1}"}
        told["package"] = "none" if at is None else package_words(self.scenario, self._package(at))
        pays = zip(self.scenario.players, self.solution.payoffs, strict=True)
        return told | {f"{p.name} gets": number(value) for p, value in pays}

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The equilibria; without a last round the two rounds listed repeat."""
        del all_states
        return [self._entry(each) for each in (self.solution.rounds, *self.solution.further)]

    def _entry(self, rounds: Sequence[PackageOffer]) -> dict[str, Any]:
        players = self.solution.game.players
        path = []
        for t, one in enumerate(rounds):
            path.append(
                {
                    "round": t,
                    "proposer": players[one.proposer],
                    "package": None if one.offer is None else self._ids(one.offer.package),
                    "payoffs": None if one.offer is None else self._paid(one.offer.payoffs),
                    "accepts_from": float(one.accepts_from),
                    "accepted": one.offer is not None,
                    "walks_away": None if one.walker is None else players[one.walker],
                }
            )
        return {"payoffs": self._paid(rounds[0].worth), "strategies": {}, "path": path}

    def extras(self) -> dict[str, Any]:
        """Rounds in which somebody is indifferent, where that is known."""
        tied = self.solution.tied
        return {"ties": None if tied is None else list(tied), "without_end": self.solution.endless}

    def notes(self) -> list[str]:
        """Other equilibria that there are or may be."""
        solution, told = self.solution, []
        if solution.endless:
            if solution.further:
                count = len(solution.further)
                told.append(
                    f"There {'is' if count == 1 else 'are'} {times(count, 'other equilibrium', 'other equilibria')} in "
                    "which each side always does the same; this is the best of them for who offers first, and --json "
                    "has all."
                )
            told.append("Equilibria in which offers hang on what happened before were not looked for.")
            return told
        if solution.tied is None:
            told.append(
                "Whether somebody is indifferent somewhere was not looked into, as there are too many packages; if so, "
                "other equilibria may pay otherwise. Who is indifferent is taken to accept."
            )
        elif solution.tied:
            first, count = solution.tied[0] + 1, len(solution.tied)
            where = f"round {first}" if count == 1 else f"{count} rounds, the first of them round {first},"
            told.append(
                f"In {where} somebody is indifferent, so that other equilibria may pay otherwise. Here who is "
                "indifferent accepts, waits rather than walks away, and offers what is better for the other side."
            )
        return told

    def explain(self, depth: Depth) -> Text:
        """From the last round back, or by what each gets by waiting."""
        from sim.show.issues.explain_subgame_perfect import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """What the offers pay round by round."""
        from sim.show.issues.draw_subgame_perfect import staircase

        return {"offers": lambda: staircase(self.scenario, self.solution)}

    def _heading(self) -> str:
        return "The two rounds that repeat for ever" if self.solution.endless else "What each would do, round by round"

    def _package(self, t: int) -> tuple[int, ...]:
        offer = self.solution.rounds[t].offer
        assert offer is not None
        return offer.package

    def _ids(self, package: Sequence[int]) -> dict[str, str]:
        game = self.solution.game
        return {issue: game.options[k][package[k]] for k, issue in enumerate(game.issues)}

    def _paid(self, pays: Sequence[Fraction]) -> dict[str, float]:
        return dict(zip(self.solution.game.players, map(float, pays), strict=True))

    def _pays(self, pays: Sequence[Fraction]) -> str:
        return listed([f"{p.name} {number(paid)}" for p, paid in zip(self.scenario.players, pays, strict=True)])

    def _course(self) -> str:
        solution, at = self.solution, self.solution.agreed
        worth = self._pays(solution.payoffs)
        if at is None:
            return f"{self._without()} Seen from the start that is worth {worth}."
        one = solution.rounds[at]
        assert one.offer is not None
        who, other = self.scenario.players[one.proposer].name, self.scenario.players[1 - one.proposer].name
        unless = (
            ", unless the talks have broken down"
            if at and solution.game.offers and solution.game.offers.breakdown
            else ""
        )
        told = (
            f"In round {at + 1}{unless} {who} offers {package_words(self.scenario, one.offer.package)}, and {other} "
            f"accepts. That pays {self._pays(one.offer.payoffs)}"
        )
        return f"{told}." if not at else f"{told} then, and is worth {worth} seen from the start."

    def _without(self) -> str:
        """How talks go that end without an agreement."""
        ends = next((t for t, one in enumerate(self.solution.rounds) if one.ending == "walks"), None)
        if ends is None:
            return "No offer is made that is accepted, in any round."
        walker = self.solution.rounds[ends].walker
        assert walker is not None
        return f"There is no agreement: {self.scenario.players[walker].name} walks away in round {ends + 1}."

    def _plan(self, most: int) -> Table:
        names = [player.name for player in self.scenario.players]
        rows: list[tuple[str, ...]] = []
        for t, one in enumerate(self.solution.rounds[:most]):
            answers = number(one.accepts_from)
            if one.offer is None:
                walks = "" if one.walker is None else f"{names[one.walker]} walks away"
                rows.append((str(t + 1), names[one.proposer], walks or "none that is accepted", "", "", answers))
                continue
            pays = [number(value) for value in one.offer.payoffs]
            rows.append(
                (str(t + 1), names[one.proposer], package_words(self.scenario, one.offer.package), *pays, answers)
            )
        if len(self.solution.rounds) > most:
            rows.append((f"... {len(self.solution.rounds)}", "", "", "", "", ""))
        return Table(
            "Offers",
            ("round", "offers", "package", *names, "accepted from"),
            tuple(rows),
            Look(words=frozenset({1, 2})),
        )

    def _checked(self) -> str:
        if self.solution.certified:
            return (
                "Subgame-perfect: in no round does another offer or answer pay, which was checked in exact numbers by "
                "following play to its end."
            )
        return (
            "Not certified: no other efficient offer and no other answer pays, but there are too many sums of points "
            "to find the frontier in a second way."
        )
