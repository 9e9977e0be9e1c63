"""A game repeated without end, as people see it: how patient each must be for which outcome, and what holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.matrix.many_equilibria import at_best_sum, stopped_sentence
from sim.show.repeated.agreed import agreed
from sim.show.repeated.dilemma import known_strategies
from sim.show.repeated.doubt import doubt, risk_words
from sim.show.repeated.entries import repeated_entries, repeated_extras
from sim.show.repeated.words import mixture, outcome, patience, stage_table
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table
from sim.show.text.words import amount, equals_sign, listed, number, quoted, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.repeated.grim_trigger import Deal
    from sim.engine.repeated.repeated import RepeatedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

MOST_ROWS = 12

MOST_DEALS = 8
"""Outcomes, most, that an answer on one screen has a row for."""


class ShownRepeated(Shown["RepeatedSolution"]):
    """A game repeated without end, as people see it."""

    def story(self) -> Text:
        """A single round, which outcomes hold for whom, what holds them, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        return self.told(
            Section("The game of each round", stage_table(scenario, solution.game)),
            Section("What repetition changes", (Paragraph(_change(scenario, solution)),)),
            Section("How patient each must be, outcome by outcome", _outcomes(scenario, solution)),
            Section("What holds it", _threat(scenario, solution)),
            Section("Tit-for-tat and its relatives", known_strategies(scenario, solution)),
            *((Section("Whether it will", doubt(scenario, solution)),) if solution.risk else ()),
            Section("What every equilibrium agrees on", agreed(scenario, solution)),
            Section("What still more patience could do", (Paragraph(_folk(scenario, solution)),)),
            Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
        )

    def brief(self) -> Brief:
        """Which outcome can be held at the players' patience, by what, and what every equilibrium pays."""
        scenario, solution = self.scenario, self.solution
        game, held = solution.game, solution.held
        deals = sorted(solution.deals, key=lambda d: (d not in held, *_interest(d)))[:MOST_DEALS]
        rows = [
            (
                outcome(game, deal.cell),
                ", ".join(map(number, deal.payoffs)),
                *(patience(need) for need in deal.critical),
                verdict_of(solution, deal),
            )
            for deal in deals
        ]
        own = ("their own patience", "", *(number(p) for p in game.patience), "")
        names = [p.name for p in scenario.players]
        left = len(solution.deals) - len(deals)
        some = f" ({left} more outcomes: --detail)" if left else ""
        table = Table(
            f"The patience that each outcome needs to be held for ever{some}",
            ("", "pays", *(f"{name} needs" for name in names), "so it"),
            (own, *rows),
            Look(words=frozenset({4}), columns={2: 0, 3: 1}),
        )
        agreed_on, *_ = agreed(scenario, solution)
        assert isinstance(agreed_on, Paragraph)
        doubts = "" if solution.risk is None else risk_words(solution.risk)
        caveat = (
            doubts or "That an outcome can hold does not say that it will: equilibria of a single round hold as well."
        )
        once = ("run", "a single round", ("--solve", "nash"))
        return self.on_screen([self._holds(), agreed_on.text], [table], caveat, once)

    def _holds(self) -> str:
        """What can be held at the players' patience, by which threat."""
        scenario, solution = self.scenario, self.solution
        held = self.line().removeprefix(f"{scenario.title}: ")
        deal = _best(solution)
        if deal is None:
            return f"{held} No threat to go back to equilibria of a single round holds more than these themselves."
        deed = quoted(outcome(solution.game, deal.cell))
        if deal in solution.held:
            long = "for ever" if deal.punish is None else f"for {times(deal.punish, 'round')}"
            return f"{held} {deed} is held by the threat to play what is worst for whoever leaves it {long}."
        short = [
            f"{p.name} would need {patience(need)} and has {number(own)}"
            for p, need, own in zip(scenario.players, deal.critical, solution.game.patience, strict=True)
            if need is not None and own < need
        ]
        return f"{held} {deed} would be the best that a threat can hold, but {listed(short)}."

    def line(self) -> str:
        """How many outcomes hold themselves, and what the best of them pays."""
        solution, held = self.solution, self.solution.held
        verb = "can hold itself" if len(held) == 1 else "can hold themselves"
        held_of_all = f"{self.scenario.title}: {len(held)} of {times(len(solution.deals), 'outcome')} {verb}"
        best = max(held, key=lambda d: sum(d.payoffs), default=None)
        if best is None:
            return held_of_all + "."
        pays = " and ".join(f"{p.name} {amount(v)}" for p, v in zip(self.scenario.players, best.payoffs, strict=True))
        which = "the" if sum(sum(d.payoffs) == sum(best.payoffs) for d in held) == 1 else "a"
        return f"{held_of_all}; {which} best sum, {quoted(outcome(solution.game, best.cell))}, pays {pays}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """Outcomes that hold themselves, then mixed equilibria of a single round in every round."""
        del all_states
        return repeated_entries(self.solution)

    def extras(self) -> dict[str, Any]:
        """All outcomes, what strategies need, and what is feasible."""
        return repeated_extras(self.solution)

    def notes(self) -> list[str]:
        """That these are not all equilibria, and what could not be certified."""
        sentences = [
            "These are not all equilibria: a game without end usually has infinitely many more, with paths that change "
            "over time or with other threats."
        ]
        stage = self.solution.stage
        if not stage.complete:
            sentences.append(
                f"{stopped_sentence(stage)} A worse threat may exist, so that less patience than stated may be enough."
            )
        return sentences

    def facts(self) -> dict[str, str]:
        """How many outcomes hold, and what the one of highest sum pays."""
        solution = self.solution
        facts = {"outcomes that hold": f"{len(solution.held)} of {len(solution.deals)}"}
        return facts | at_best_sum(self.scenario, [d.payoffs for d in solution.held])

    def explain(self, depth: Depth) -> Text:
        """What leaving an outcome brings today against what it costs from tomorrow on."""
        from sim.show.repeated.explain_repeated import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The payoffs that are possible, and those that hold."""
        from sim.show.repeated.draw_repeated import payoffs

        return {"payoffs": lambda: payoffs(self.scenario, self.solution)}

    def _checked(self) -> str:
        sentences = (
            "For each outcome the strategies were written out as an automaton, and its values solved for exactly: at "
            "the patience given, no deviation after any history pays (regret 0), and with a thousandth less patience "
            "one does."
        )
        if self.solution.standings:
            sentences += (
                " The strategies of the second table were checked in the same way at the players' own patience."
            )
        return sentences


def _change(scenario: Scenario, solution: RepeatedSolution) -> str:
    """What repetition changes."""
    game, found = solution.game, solution.stage.equilibria
    one, two = scenario.players
    kind = ("extreme " if solution.stage.degenerate else "") if solution.stage.complete else "known "
    once = (
        f"Played once, the game has {times(len(found), kind + 'equilibrium', kind + 'equilibria')}"
        if len(found) > 1 or not solution.stage.complete
        else f"Played once, the game has one equilibrium, {mixture(game, found[0].strategies)}, which pays "
        f"{one.name} {number(found[0].payoffs[0])} and {two.name} {number(found[0].payoffs[1])}"
    )
    first, second = (number(p) for p in game.patience)
    even = game.patience[0] == game.patience[1]
    weights = f"{first} for both" if even else f"{first} for {one.name} and {second} for {two.name}"
    return (
        f"{once}. Played for ever, what a side does today can be answered tomorrow, so that a gain today can cost more "
        f"than it brings. What tomorrow weighs is patience: what the next round counts against this one, {weights}. "
        "Payoffs are averages per round."
    )


def _outcomes(scenario: Scenario, solution: RepeatedSolution) -> tuple[Block, ...]:
    """Outcome by outcome how patient each must be."""
    game = solution.game
    one, two = scenario.players
    head = ("outcome", "pays", f"{one.name} needs", f"{two.name} needs", "at their patience")
    deals = sorted(solution.deals, key=_interest)[:MOST_ROWS] if len(solution.deals) > MOST_ROWS else solution.deals
    rows = [
        (
            outcome(game, deal.cell),
            f"{number(deal.payoffs[0])}, {number(deal.payoffs[1])}",
            *(patience(need) for need in deal.critical),
            verdict_of(solution, deal),
        )
        for deal in deals
    ]
    key = (
        "The patience needed is that at which one better round now is just outweighed by the worse ones that the "
        "threat puts after it. 0: no threat is needed. never: no patience below 1 is enough."
    )
    blocks: list[Block] = [Table("The patience that each outcome needs", head, tuple(rows)), Paragraph(key)]
    verdicts = {row[-1] for row in rows}
    if "not by this threat" in verdicts:
        blocks.append(Paragraph("not by this threat: a harsher one might hold it; that is not examined here."))
    if "cannot hold" in verdicts:
        why = (
            "cannot hold: even if it is punished as hard as it can be, some side is better off leaving it, so no "
            "equilibrium of any kind keeps to it for ever."
        )
        blocks.append(Paragraph(why))
    if len(deals) < len(solution.deals):
        left = len(solution.deals) - len(deals)
        blocks.append(Paragraph(f"{left} more outcomes are not shown; --json has all of them."))
    return tuple(blocks)


def _interest(deal: Deal) -> tuple[bool, float]:
    """Outcomes that some patience holds first, those with the highest sum of payoffs before others."""
    return None in deal.critical, -float(sum(deal.payoffs))


def verdict_of(solution: RepeatedSolution, deal: Deal) -> str:
    """Whether an outcome holds at the players' patience, in a word or two."""
    if deal in solution.held:
        return "holds"
    below = any(low is None or own < low for low, own in zip(deal.bound, solution.game.patience, strict=True))
    return "cannot hold" if below else "not by this threat"


def _best(solution: RepeatedSolution) -> Deal | None:
    """The outcome to talk about: the best sum that a threat can hold, held ones first."""
    able = [d for d in solution.deals if None not in d.critical and not d.needs_no_threat]
    return max(able, key=lambda d: (d in solution.held, sum(d.payoffs)), default=None)


def _threat(scenario: Scenario, solution: RepeatedSolution) -> tuple[Block, ...]:
    """What holds the best outcome that a threat can hold."""
    deal, game = _best(solution), solution.game
    if deal is None:
        none = (
            "No outcome beyond the equilibria of a single round can be held, at any patience, by the threat to go back "
            "to one of those equilibria."
        )
        return (Paragraph(none),)
    held = deal in solution.held
    deed = quoted(outcome(game, deal.cell))
    held_by = Paragraph(
        f"{deed} {'is' if held else 'would be'} held by {_trigger(game.punish)} both keep to it as long as neither "
        "alone has left it; after that, what is worst for whoever left it among the equilibria of a single round is "
        f"played {_how_long(game.punish)}."
    )
    sides = Points(tuple(Item(_side(scenario, solution, deal, k)) for k in (0, 1)))
    believed = Paragraph(
        "The threat is believable because what it threatens is an equilibrium in every round: nobody gains by not "
        "carrying it out."
    )
    return held_by, sides, believed


def _side(scenario: Scenario, solution: RepeatedSolution, deal: Deal, k: int) -> str:
    game, name, threat, need = solution.game, scenario.players[k].name, deal.threats[k], deal.critical[k]
    if threat is None or need is None:
        return f"{name} has nothing to gain by leaving it and needs no threat."
    after = solution.stage.equilibria[threat]
    own = game.patience[k]
    enough = "is enough" if own >= need else "is too little"
    numbers = deal.payoffs[k], deal.temptation[k], after.payoffs[k]
    kept, tempted, worse = map(number, numbers)
    if deal.punish is not None:
        powers = " + ".join(["p", "p²", "p³"][: deal.punish]) if deal.punish <= 3 else f"p + p² + … + p^{deal.punish}"
        return (
            f"{name} gets {kept} in every round. Leaving it pays {tempted} once, then {worse} for "
            f"{times(deal.punish, 'round')} ({mixture(game, after.strategies)}), and then {kept} again. It needs a "
            f"patience p at which {powers} is at least {_less(tempted, kept)} / {_less(kept, worse)} = "
            f"{number((deal.temptation[k] - deal.payoffs[k]) / (deal.payoffs[k] - after.payoffs[k]))}: "
            f"{patience(need)}; its own, {number(own)}, {enough}."
        )
    return (
        f"{name} gets {kept} in every round. Leaving it pays {tempted} once, and then {worse} in every round "
        f"({mixture(game, after.strategies)}). It needs patience {_less(tempted, kept)} / {_less(tempted, worse)} "
        f"{equals_sign(*numbers, need)} "
        f"{patience(need)}; its own, {number(own)}, {enough}."
    )


def _trigger(punish: int | None) -> str:
    return "a grim trigger:" if punish is None else "a punishment that ends:"


def _how_long(punish: int | None) -> str:
    """How long a punishment lasts, and what comes after it."""
    return "for ever" if punish is None else f"for {times(punish, 'round')}, and then both keep to the outcome again"


def _less(one: str, two: str) -> str:
    """A difference written out."""
    minus = "\N{MINUS SIGN}"
    return f"({one} {minus} {f'({two})' if two.startswith(minus) else two})"


def _folk(scenario: Scenario, solution: RepeatedSolution) -> str:
    """What still more patience could do (Fudenberg and Maskin 1986)."""
    low, area = solution.payoffs.minmax, solution.payoffs.rational
    one, two = scenario.players
    least = f"{one.name} can be held down to {number(low[0])} and {two.name} to {number(low[1])}, and no further"
    if not all(any(p[k] > low[k] for p in area) for k in (0, 1)):
        return f"{least}. Nothing that the game can pay gives both more than that."
    corners = listed([f"({number(a)}, {number(b)})" for a, b in area])
    return (
        f"{least}. The averages that give both at least that are an area with the corners {corners}. Any point of it "
        "that gives both strictly more could be the average of a subgame-perfect equilibrium if both were equally "
        "patient, patient enough, and could draw lots in public (Fudenberg and Maskin 1986). How patient is enough, "
        "the theorem does not say; the outcomes above need no lots."
    )
