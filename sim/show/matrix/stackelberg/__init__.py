"""A commitment in a matrix game as people see it: what is announced, the reply, and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section, Table
from sim.show.text.words import amount, apart, listed, percent, quoted, small

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from sim.engine.matrix.stackelberg import Commitment, StackelbergSolution, TableCommitment
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.types import Pair

TIES = "Where the follower has several best replies it is taken to pick the one that the leader likes best."
WORD = "The follower knows the chances, not what chance will draw."


def shown(scenario: Scenario, solution: StackelbergSolution) -> ShownStackelberg:
    """A commitment in a matrix game as people see it."""
    return ShownStackelberg(scenario, solution)


class ShownStackelberg(Shown["StackelbergSolution"]):
    """A commitment in a matrix game as people see it."""

    def __init__(self, scenario: Scenario, solution: StackelbergSolution) -> None:
        super().__init__(scenario, solution)
        self.two = len(solution.game.actions[solution.leader]) == 2
        if not self.two:
            self.no_picture = "a commitment is drawn where the leader has two actions; solve for nash and plot that"

    def story(self) -> Text:
        """What is announced, what it gains, what tempts afterwards, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        mixed, pure = solution.found.mixed, solution.found.pure
        sentences = [_announces(scenario, solution, mixed)]
        if not mixed.pure:
            sentences.append(WORD)
            sentences.append(
                f"With a single action the best is {_single(solution, pure)}, which pays it {amount(pure.payoffs[0])}."
            )
        return self.told(
            Section(f"What {scenario.players[solution.leader].name} announces", tuple(map(Paragraph, sentences))),
            Section("Against the game in which nobody can commit", (Paragraph(_against(scenario, solution)),)),
            Section("What it would rather do afterwards", (Paragraph(_temptation(scenario, solution)),)),
            Section("How sure this is", tuple(map(Paragraph, self.notes()))),
        )

    def line(self) -> str:
        """What the best commitment pays."""
        leader = self.scenario.players[self.solution.leader].name
        best = "the best commitment of" if self.solution.certified else "a commitment, perhaps not the best, of"
        return self.pays(f"{best} {leader}", map(float, self.solution.payoffs()))

    def facts(self) -> dict[str, str]:
        """What the commitment pays."""
        pays = self.solution.payoffs()
        return {f"{player.name} gets": amount(v) for player, v in zip(self.scenario.players, pays, strict=True)}

    def brief(self) -> Brief:
        """What is announced, the reply, what commitment adds, and what tempts afterwards."""
        scenario, solution = self.scenario, self.solution
        mixed, pure, lead = solution.found.mixed, solution.found.pure, solution.leader
        names = [scenario.players[k].name for k in (lead, 1 - lead)]
        rows = [("as announced", *map(amount, mixed.payoffs))]
        if not mixed.pure:
            rows.append((f"the best single action, {_single(solution, pure)}", *map(amount, pure.payoffs)))
        rows += [(which, amount(pair[lead]), amount(pair[1 - lead])) for which, pair in self._without()]
        table = Table("With commitment and without", ("", *names), tuple(rows))
        answer = _announces(scenario, solution, mixed), _against(scenario, solution)
        plain = ("run", "what happens without commitment", ("--solve", "nash"))
        return self.on_screen(answer, [table], _temptation(scenario, solution), plain)

    def _without(self) -> list[tuple[str, Pair]]:
        """What equilibria without commitment pay, where all of them are known."""
        solution, lead = self.solution, self.solution.leader
        if (found := solution.nash_range()) is None or not solution.nash.complete:
            return []
        if len({e.payoffs for e in solution.nash.equilibria}) == 1:
            return [("every Nash equilibrium", found[0])]
        if found[0][lead] == found[1][lead]:
            return [("a Nash equilibrium", found[0])]
        name = self.scenario.players[lead].name
        return [
            (f"a Nash equilibrium that is {end} for {name}", p) for end, p in zip(("worst", "best"), found, strict=True)
        ]

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The announcement and the reply."""
        del all_states
        game, solution = self.solution.game, self.solution
        sides = [
            {a: float(p) for a, p in zip(own, mixed, strict=True) if p}
            for own, mixed in zip(game.actions, solution.strategies(), strict=True)
        ]
        return [commitment_entry(game.players, solution.payoffs(), sides, solution.found.regret)]

    def notes(self) -> list[str]:
        """What was checked."""
        if not self.solution.certified:
            return [uncertified(self.solution.found)]
        return [
            "Worked out in exact numbers: the reply is a best reply, and for every reply weights prove that no "
            "announcement pays more.",
            TIES,
        ]

    def extras(self) -> dict[str, Any]:
        """The best single action, the temptation afterwards, and what equilibria pay without commitment."""
        return _extras(self.solution)

    def explain(self, depth: Depth) -> Text:
        """What the follower makes of it, and what any other announcement would bring."""
        from sim.show.matrix.stackelberg.explain_stackelberg import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """What each announcement pays, where there are two actions to announce chances of."""
        from sim.show.matrix.stackelberg.draw_stackelberg import announcements

        return {"announcements": lambda: announcements(self.scenario, self.solution)} if self.two else {}


def uncertified(found: TableCommitment) -> str:
    """Why a commitment is not certified."""
    if found.regret == 0 and found.bound > found.mixed.payoffs[0]:
        return (
            "Not certified: it was not proven in the time allowed that no announcement pays more; none can pay more "
            f"than {amount(found.bound)}."
        )
    return "Not certified: a check of the commitment against its definition failed."


def _single(solution: StackelbergSolution, best: Commitment) -> str:
    return quoted(solution.game.actions[solution.leader][best.mixture.index(1)])


def _announces(scenario: Scenario, solution: StackelbergSolution, best: Commitment) -> str:
    own, other = solution.game.actions[solution.leader], solution.game.actions[1 - solution.leader]
    leader, follower = scenario.players[solution.leader].name, scenario.players[1 - solution.leader].name
    parts = [
        f"{quoted(a)} with chance {p if p.denominator <= 20 else percent(p)}"
        for a, p in zip(own, best.mixture, strict=True)
        if p
    ]
    announced = _single(solution, best) if best.pure else listed(parts)
    tie = ""
    if best.ties:
        likes = listed([quoted(other[j]) for j in best.ties])
        tie = f" It likes {likes} as well, and the tie goes to the leader."
    return (
        f"{leader} announces {announced}. {follower} replies {quoted(other[best.reply])}.{tie} "
        f"It pays {leader} {amount(best.payoffs[0])} and {follower} {amount(best.payoffs[1])}."
    )


def _against(scenario: Scenario, solution: StackelbergSolution) -> str:
    """What commitment adds to what equilibria pay without it."""
    found = solution.nash_range()
    if found is None or not solution.nash.complete:
        return "Not all Nash equilibria were found in time, so nothing is said about what commitment adds."
    worst, best = (pair[solution.leader] for pair in found)
    name, own = scenario.players[solution.leader].name, solution.found.mixed.payoffs[0]
    low, high = apart(worst, best)
    equilibria = f"The Nash equilibria pay {name} between {low} and {high}"
    if worst == best:
        equilibria = f"Every Nash equilibrium pays {name} {amount(best)}"
    gain = "adds nothing to the best of them" if own == best else f"adds {small(float(own - best))} to the best of them"
    pure = solution.found.pure.payoffs[0]
    worse = f" A single announced action would be worse than the best equilibrium: {amount(pure)}."
    return f"{equilibria}; commitment {gain}.{worse if pure < best else ''}"


def _temptation(scenario: Scenario, solution: StackelbergSolution) -> str:
    best, name = solution.found.mixed, scenario.players[solution.leader].name
    if not best.temptation:
        return f"Nothing: what {name} announced is also its best answer to the reply."
    action = quoted(solution.game.actions[solution.leader][best.instead])
    tempted = f"Once the reply is made, {name} would gain {small(float(best.temptation))} by playing {action}."
    return tempted + " The announcement works only because it cannot be taken back."


def commitment_entry(
    players: tuple[str, str], payoffs: Pair, strategies: Iterable[Any], regret: Fraction
) -> dict[str, Any]:
    """A commitment as an entry of a document."""
    return {
        "payoffs": dict(zip(players, map(float, payoffs), strict=True)),
        "strategies": dict(zip(players, strategies, strict=True)),
        "regret": float(regret),
        "path": [],
    }


def _extras(solution: StackelbergSolution) -> dict[str, Any]:
    players, pure = solution.game.players, solution.found.pure
    found = solution.nash_range() if solution.nash.complete else None
    worst, best = (pair and {k: float(v) for k, v in zip(players, pair, strict=True)} for pair in found or (None, None))
    return {
        "leader": players[solution.leader],
        "pure": {
            "announced": solution.game.actions[solution.leader][pure.mixture.index(1)],
            "reply": solution.game.actions[1 - solution.leader][pure.reply],
            "payoffs": dict(_ordered(solution, pure.payoffs)),
        },
        "temptation": float(solution.found.mixed.temptation),
        "without_commitment": {
            "concept": "nash", "complete": solution.nash.complete, "worst": worst, "best": best,
        },
    }  # fmt: skip


def _ordered(solution: StackelbergSolution, payoffs: Pair) -> list[tuple[str, float]]:
    """Payoffs of leader and follower with the players' names, the first player's first."""
    order = payoffs if solution.leader == 0 else payoffs[::-1]
    return [(player, float(v)) for player, v in zip(solution.game.players, order, strict=True)]
