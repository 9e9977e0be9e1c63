"""What holds all over a box of parameters, proven at once: backward induction in bounds.

What every node is worth is a form over the box (`sim.exact.region_forms`). An action that is worse than another one of
its player's, all over the box and whatever follows and the other side does, is played in no equilibrium, mixed ones
and those with a mediator included; a node is worth something between what its other actions can be worth. So play goes
only where the actions left lead, and what no course of these has is impossible everywhere in the box, and what all
have is certain. Where this says nothing the box has to be cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.engine.concessions.equilibrium_sets.reach import Place, Reach, Step
from sim.engine.concessions.equilibrium_sets.verdict import Courses
from sim.exact.polygons import EMPTY
from sim.exact.region_forms import ONE, Form, UnboundedError, form, side
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.concessions.breakdown import ROUND
from sim.scenario.expressions.grammar import names_in
from sim.scenario.expressions.over_region import over_region
from sim.scenario.scenario import Concessions
from sim.scenario.source import read
from sim.study.require.claim import Pays
from sim.study.require.elimination import actions_left, gaps_at, worth_of
from sim.study.require.judge import of_courses, of_payoffs
from sim.study.vectorised.affine import Affine, hazards, placeholder, structural, with_symbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from sim.games.concessions.stochastic_game import Phase
    from sim.scenario.scenario import Scenario
    from sim.study.require.claim import Claim
    from sim.study.require.elimination import Worth
    from sim.study.require.judge import Both


@dataclass(frozen=True)
class Exit:
    """What a pair of actions leads to over a box: ``base + gain * value`` of that, as `sim.games.concessions.bellman`.

    Parameters
    ----------
    to : int
        Where play goes on, or ``BROKEN``.
    base, gain : pair of Form
        The parts of its worth; no gain where all that follows counts in full.
    ends, risky : bool
        Whether the talks may be over for certain, and whether chance may end them.
    """

    to: int
    base: Worth
    gain: Worth | None
    ends: bool = False
    risky: bool = False


@dataclass(frozen=True)
class Tempted:
    """An action that may be as good as the one that is taken in the middle of a box.

    Parameters
    ----------
    gap : Form
        What it is worth to its player less what that one is worth.
    reached : bool
        Whether play may get to its node.
    """

    gap: Form
    reached: bool


@dataclass(frozen=True)
class Looked:
    """A box that was looked at.

    Parameters
    ----------
    both : pair of bool
        Whether some course that is left has what is claimed, and whether some lacks it.
    tempted : tuple of Tempted
        What keeps the box from having one course.
    """

    both: Both
    tempted: tuple[Tempted, ...]


class Regions:
    """A concession game over boxes of some of its parameters.

    Parameters
    ----------
    scenario : Scenario
        A concession game with a last round, in which nothing is hidden.
    claim : Claim
        What is looked at.
    names : sequence of str
        The parameters that are moved.

    Raises
    ------
    UnboundedError
        If the game has no last round, or a parameter moves its rules.
    """

    def __init__(self, scenario: Scenario, claim: Claim, names: Sequence[str]) -> None:
        assert isinstance(scenario.game, Concessions)
        if scenario.game.horizon is None:
            raise UnboundedError("no last round")
        self.scenario, self.claim, self.names = scenario, claim, tuple(names)
        source = read(scenario.file, scenario.text.encode(errors="replace"))
        self._data = source.data
        if any(self._hangs(text) for text in structural(source)):
            raise UnboundedError("a parameter moves the rules")
        symbolic, self._symbols = with_symbols(scenario, source)
        each = hazards(source, scenario.game.horizon)
        self._hazards = list(dict.fromkeys(each))
        if self._data.get("breakdown"):
            risks = tuple(placeholder(self._hazards.index(hazard)) for hazard in each)
            assert isinstance(symbolic.game, Concessions)
            symbolic = replace(symbolic, game=replace(symbolic.game, hazard=risks if len(risks) > 1 else risks[0]))
        self.game = from_concessions(symbolic)
        self._layers = self.game.layers
        self._reached = [flags.nonzero()[0].tolist() for flags in chain.from_iterable(self.game.reachable())]

    def _hangs(self, text: str) -> bool:
        """Whether an expression hangs on a parameter that is moved, by itself or through others."""
        waiting, seen = list(names_in(text)), set()
        while waiting:
            name = waiting.pop()
            if name in self.names:
                return True
            if name not in seen and name in (self._data.get("parameters") or {}):
                seen.add(name)
                waiting.extend(names_in(self._written(name)))
        return False

    def _written(self, name: str) -> str:
        entry = self._data["parameters"][name]
        own = entry.get("value") if isinstance(entry, dict) else entry
        return dict(self.scenario.settings).get(name, str(own))

    def look(self, box: Mapping[str, tuple[Fraction, Fraction]]) -> Looked:
        """What may hold in a box.

        Parameters
        ----------
        box : mapping of str to (Fraction, Fraction)
            For each parameter that is moved its least and its highest value.

        Raises
        ------
        UnboundedError
            If some number of the game has no bounds over the box.
        TimeLimitError
            If the time is up.
        """
        return _Box(self, box).looked()


class _Box:
    """One box."""

    def __init__(self, regions: Regions, box: Mapping[str, tuple[Fraction, Fraction]]) -> None:
        self.of, self.game, self.sides = regions, regions.game, len(regions.names)
        self.moved: dict[str, Form] = {}
        self.fixed: dict[str, Fraction] = {}
        for name in regions._data.get("parameters") or {}:
            if name in regions.names:
                self.moved[name] = side(*box[name], regions.names.index(name), self.sides)
                continue
            found = over_region(regions._written(name), self.fixed, self.moved, self.sides)
            if isinstance(found, Form):
                self.moved[name] = found
            else:
                self.fixed[name] = found
        self.zero, self.one = (self._form(text) for text in ("0", "1"))
        self.symbols = [self._form(text) for text in regions._symbols]
        players = regions._data["players"]
        self.rates = tuple(self._form(str(players[player]["patience"])) for player in self.game.players)
        self.rest = tuple(self.one - rate for rate in self.rates)
        self.hazards = [self._hazard(*hazard) for hazard in regions._hazards]
        self._sums: dict[Affine, Form] = {}
        self._now: dict[tuple[int, Affine], Form] = {}
        self._exits: dict[tuple[int, int], Exit] = {}

    def _form(self, text: str, **more: Fraction) -> Form:
        found = over_region(text, {**self.fixed, **more}, self.moved, self.sides)
        return found if isinstance(found, Form) else form(found, self.sides)

    def _hazard(self, text: str, round_: int | None) -> Form:
        from fractions import Fraction

        return self._form(text) if round_ is None else self._form(text, **{ROUND: Fraction(round_)})

    def _sum(self, terms: object) -> Form:
        """What a sum of symbols can be."""
        if not isinstance(terms, Affine):
            return self.zero
        found = self._sums.get(terms)
        if found is None:
            found = self.zero
            for symbol, factor in terms.terms:
                found = found + self.symbols[symbol].times(factor)
            self._sums[terms] = found
        return found

    def _paid_now(self, player: int, terms: object) -> Form:
        key = player, terms if isinstance(terms, Affine) else Affine()
        if key not in self._now:
            self._now[key] = self.rest[player] * self._sum(terms)
        return self._now[key]

    def exit(self, phase: Phase, number: int) -> Exit:
        """What an outcome leads to."""
        key = id(phase), number
        if key not in self._exits:
            self._exits[key] = self._exit(phase, number)
        return self._exits[key]

    def _exit(self, phase: Phase, number: int) -> Exit:
        outcome = phase.outcomes[number]
        over = outcome.successor == BROKEN
        ended = self._sum(outcome.ended[0]), self._sum(outcome.ended[1])
        if not phase.closes_round:
            return Exit(outcome.successor, ended if over else (self.zero, self.zero), None)
        now = self._paid_now(0, outcome.reward[0]), self._paid_now(1, outcome.reward[1])
        if over:
            one, two = (n + rate * e for n, rate, e in zip(now, self.rates, ended, strict=True))
            return Exit(BROKEN, (one, two), None)
        if not outcome.risk:
            return Exit(outcome.successor, now, (self.rates[0], self.rates[1]))
        risk = self.hazards[outcome.risk.denominator - 2]
        one, two = (n + rate * risk * e for n, rate, e in zip(now, self.rates, ended, strict=True))
        gain = self.rates[0] * (self.one - risk), self.rates[1] * (self.one - risk)
        to = BROKEN if risk.low >= ONE else outcome.successor
        return Exit(to, (one, two), gain, ends=risk.high >= ONE, risky=risk.high > 0)

    def looked(self) -> Looked:
        """Backward induction, and where play may then get to."""
        layers, reached = self.of._layers, self.of._reached
        final = {k: (self._sum(pair[0]), self._sum(pair[1])) for k, pair in enumerate(self.game.final)}
        later: dict[int, Worth] = final
        left: list[dict[int, list[tuple[int, int]]]] = []
        gaps: dict[tuple[int, int], list[Form]] = {}
        for layer in reversed(range(len(layers))):
            check_time()
            here: dict[int, Worth] = {}
            kept: dict[int, list[tuple[int, int]]] = {}
            for k in reached[layer]:
                node = layers[layer].nodes[k]
                table = [[self._worth(layers[layer], o, later) for o in line] for line in node.cells]
                kept[k] = actions_left(table)
                here[k] = worth_of(node, table, kept[k])
                if len(kept[k]) > 1:
                    gaps[layer, k] = list(gaps_at(node, table, kept[k]))
            left.append(kept)
            later = here
        found = self._followed(left[::-1])
        places = {(place.layer, place.node) for place in found.steps}
        tempted = tuple(Tempted(gap, key in places) for key, own in gaps.items() for gap in own)
        return Looked(self._both(found, later[0]), tempted)

    def _worth(self, phase: Phase, outcome: int, later: Mapping[int, Worth]) -> Worth:
        leads = self.exit(phase, outcome)
        if leads.to == BROKEN:
            return leads.base
        after = later[leads.to]
        if leads.gain is None:
            return leads.base[0] + after[0], leads.base[1] + after[1]
        return leads.base[0] + leads.gain[0] * after[0], leads.base[1] + leads.gain[1] * after[1]

    def _followed(self, left: Sequence[Mapping[int, Sequence[tuple[int, int]]]]) -> Reach:
        """Where play may get to by the actions that are left."""
        place = partial(Place, face=EMPTY)
        start = place(0, 0)
        found: dict[Place, tuple[Step, ...]] = {}
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here in found:
                continue
            over = here.node == BROKEN or here.layer == len(left)
            found[here] = () if over else tuple(self._steps(here, left[here.layer][here.node]))
            waiting.extend(step.to for step in found[here])
        return Reach(start, found)

    def _steps(self, here: Place, left: Sequence[tuple[int, int]]) -> Iterator[Step]:
        phase = self.of._layers[here.layer]
        for i, j in left:
            number = phase.nodes[here.node].cells[i][j]
            leads = self.exit(phase, number)
            if leads.to != BROKEN:
                yield Step((i, j), number, Place(here.layer + 1, leads.to, EMPTY), leads.risky)
            if leads.to == BROKEN or leads.ends:
                yield Step((i, j), number, Place(here.layer + 1, BROKEN, EMPTY), risk=False)

    def _both(self, found: Reach, worth: Worth) -> Both:
        claim = self.of.claim
        if isinstance(claim.about, Pays):
            (a, b), (c, d) = (each.ends for each in worth)
            both = of_payoffs(claim.about, ((a, c), (b, d)))
        else:
            both = of_courses(claim.about, Courses(self.game, found))
        return both[::-1] if claim.denied else both
