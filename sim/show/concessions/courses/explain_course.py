"""Why a course of concessions is an equilibrium: each decision on it, and what holds it up off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.corner_play.solution import CornerSolution
from sim.engine.concessions.path_reasons import answer, closest, reasoned, stretches
from sim.engine.concessions.reasons import against
from sim.show.concessions.courses.course import headline
from sim.show.concessions.courses.endings import until
from sim.show.concessions.courses.explain_rivals import how_sure, rivals
from sim.show.concessions.courses.reason_words import acts, compared, follows, in_short, more, not_open
from sim.show.concessions.rules import game_of, hangs_on
from sim.show.concessions.whole_game.which import remembered
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import amount, does, listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.path_reasons import Reasoned, Stretch
    from sim.engine.concessions.profile import Profile
    from sim.engine.concessions.reasons import Alternative, Decision
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

    Solved = PerfectSolution | CornerSolution | MarkovSolution | MediatedSolution


def explanation(scenario: Scenario, solution: Solved, depth: Depth, of_all: str = "") -> Text:
    """Why a course of concessions is an equilibrium.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``brief``: the decisions on the course. ``full``: also what holds them up.
    of_all : str
        What all equilibria agree on, if that is known.
    """
    return _Explained(scenario, solution).text(depth, of_all)


MOST_STRETCHES = 30
"""Stretches of rounds, most, that are all told."""


class _Explained:
    """A solution as it is explained."""

    def __init__(self, scenario: Scenario, solution: Solved) -> None:
        self.scenario, self.solution = scenario, solution
        self.game: StochasticGame = solution.game
        self.profile: Profile = solution.profile
        self.stretches = stretches(self.profile, solution.path)
        half = MOST_STRETCHES // 2
        many = len(self.stretches) > MOST_STRETCHES
        # Of a very long course the beginning and the end are told, and of the rest what comes closest to another one.
        self.told = [*self.stretches[:half], *self.stretches[-half:]] if many else self.stretches
        self.skipped = self.stretches[half:-half] if many else []
        self.names = [player.name for player in scenario.players]
        self.ends = self.game.horizon is not None
        self.mediated = solution.concept == "correlated"

    def text(self, depth: Depth, of_all: str) -> Text:
        """The whole explanation."""
        played = filter(None, (headline(self.scenario, self.solution), of_all))
        parts = [Section("What is played", tuple(map(Paragraph, played))), self._key()]
        if depth == "brief":
            parts.append(self._brief())
        else:
            parts += [self._decisions(), *self._held(), *rivals(self.scenario, self.solution)]
        parts.append(how_sure(self.scenario, self.solution, depth))
        return Text(f"{self.scenario.title}: why nobody does otherwise", tuple(parts))

    # How to read it

    def _key(self) -> Section:
        weights = [
            f"{number(1 - d)} and {number(d)} to {name}" for name, d in zip(self.names, self.game.discount, strict=True)
        ]
        prescribed = "the mediator says" if self.mediated else "the equilibrium prescribes"
        lines = [
            f"For each decision: what each open choice pays the one who decides. {quoted('Now')} is this round, "
            f"{quoted('later')} is the average of all rounds after it, if everybody then does what "
            f"{prescribed}. {quoted('In all')} puts both together as patience weighs them: now and later count "
            f"{listed(weights)}. All payoffs are per round."
        ]
        if game_of(self.scenario).moves == "simultaneous" and not self.mediated:
            lines[0] += " Where both choose at once, each choice is weighed against what the other side does there."
        if self.mediated:
            lines.append(
                "A mediator tells each side in private what to do. What a side is told it weighs by what that says "
                "of what the other is told; nobody is bound to obey, and after a choice of its own the mediator goes "
                "on from there."
            )
        if self.ends and self.game.rounds > 1:
            lines.append(
                f"After round {self.game.rounds} nothing is decided, and what stands then stays for ever. So the last "
                "round can be judged by itself; once it is known what is done there, so can the round before it, and "
                "so on back to the first: backward induction."
            )
        if isinstance(self.solution, CornerSolution):
            lines.append(remembered(self.solution))
        if not self.ends:
            lines.append(
                f"There is no last round to begin from. What is done hangs on {hangs_on(game_of(self.scenario))}, and "
                "on nothing else, so it is enough that nowhere any single other choice pays more."
            )
        return Section("How to read it", tuple(Paragraph(line) for line in lines))

    # Brief

    def _brief(self) -> Section:
        items = []
        for stretch in self.told:
            below = tuple(Item(self._one_line(closest(several), several)) for several in stretch.decisions)
            forced = self._forced(stretch)
            below += tuple(Item(line) for line in forced)
            items.append(Item("", self._label(stretch) + ".", below))
        self._leave_out(items)
        return Section("Decision by decision", (Points(tuple(items)),))

    def _one_line(self, one: Decision, several: Sequence[Decision]) -> str:
        name = self.names[one.player]
        told = f"{name} {acts(self.scenario, self.game, one, one.chosen.action)} ({amount(one.chosen.value)} in all)"
        best = one.best_other
        assert best is not None
        r = reasoned(self.profile, one)
        instead = acts(self.scenario, self.game, one, best.action, "taking")
        loss = one.loss(best)
        losses = [loss] if len(several) < 2 else [d.loss(b) for d in several if (b := d.best_other)]
        if one.mixed and self.mediated:
            told += f", told so with chance {percent(one.chosen.chance)}"
        elif one.mixed:
            return f"{told} with chance {percent(one.chosen.chance)}. {self._mixed(one)}"
        end = in_short(self.scenario, self.game, one, best, r.course(best), r.kept)
        close = f" in round {one.place[0] + 1}, where it is closest" if max(losses) - loss > one.near else ""
        return f"{told}. Next best is {instead}: {more(-loss)}{close}; {end}."

    def _leave_out(self, items: list[Item]) -> None:
        """Put what is said of the rounds that are left out in their place."""
        if not self.skipped:
            return
        first, last = self.skipped[0].rounds[0].round + 1, self.skipped[-1].rounds[-1].round + 1
        decisions = [one for stretch in self.skipped for several in stretch.decisions for one in several]
        told = "They are left out here."
        if decisions:
            one = closest(decisions)
            best = one.best_other
            assert best is not None
            told += (
                f" What comes closest to another choice is {self.names[one.player]} in round {one.place[0] + 1}: "
                f"{acts(self.scenario, self.game, one, best.action, 'taking')} pays {more(-one.loss(best))}."
            )
        items.insert(MOST_STRETCHES // 2, Item(told, f"Rounds {first} to {last}."))

    # Full

    def _decisions(self) -> Section:
        """The decisions on the course, with all that was open."""
        ordered = list(reversed(self.told)) if self.ends else self.told
        items = []
        for stretch in ordered:
            decisions = stretch.decisions
            if self.ends and game_of(self.scenario).moves == "sequential":
                decisions = decisions[::-1]  # who answers decides last, and so comes first
            below = [self._item(several) for several in decisions]
            below += [Item(line) for line in self._forced(stretch)]
            risk = stretch.rounds[0].risk
            after = ""
            if risk and not stretch.rounds[-1].breaks:
                each = "After it" if self._once(stretch) else "After each of them"
                still = "Nothing moves" if game_of(self.scenario).stalls == "without_change" else "No step is taken"
                after = f"{still}. {each} the talks may break down, with chance {percent(risk)}."
            items.append(Item(after, self._label(stretch) + ".", tuple(below)))
        self._leave_out(items)
        title = "From the last round back to the first" if self.ends and len(items) > 1 else "Decision by decision"
        return Section(title, (Points(tuple(items)),))

    def _item(self, several: Sequence[Decision]) -> Item:
        one = closest(several)
        r, chosen = reasoned(self.profile, one), one.chosen
        told = acts(self.scenario, self.game, one, chosen.action)
        if one.mixed:
            told += f"{', told so' if self.mediated else ''} with chance {percent(chosen.chance)}"
        told += f": {amount(chosen.now)} now, {amount(chosen.later)} later, {amount(chosen.value)} in all."
        if len(several) > 1 and self._differ(several):
            told += f" (The numbers of round {one.place[0] + 1}, where it is closest to doing otherwise.)"
        below = [Item(self._other(r, a), self._other_name(one, a) + ":") for a in one.others]
        if note := not_open(self.scenario, self.game, one):
            below.append(Item(note))
        if one.mixed and not self.mediated:
            below.append(Item(self._mixed(one)))
        return Item(told, self.names[one.player], tuple(below))

    def _differ(self, several: Sequence[Decision]) -> bool:
        first = several[0]
        return any(
            abs(a.value - b.value) > first.near
            for one in several
            for a, b in zip(one.alternatives, first.alternatives, strict=True)
        )

    def _other_name(self, one: Decision, a: Alternative) -> str:
        told = acts(self.scenario, self.game, one, a.action, "taking")
        return told[0].upper() + told[1:]

    def _other(self, r: Reasoned, a: Alternative) -> str:
        if a.action == "walk_away":
            return f"{amount(a.value)} in every round, {more(-r.decision.loss(a))} in all."
        told = follows(self.scenario, self.game, r.decision, a, r.course(a), r.kept)
        return f"{compared(r.decision, a)}. {told}"

    def _mixed(self, one: Decision) -> str:
        """Why a player who mixes is indifferent, and what makes it so."""
        other, mixed = self.names[1 - one.player], one.mixed
        shares = [f"{acts(self.scenario, self.game, one, a.action, 'taking')} {percent(a.chance)}" for a in mixed]
        told = f"It leaves it to chance, {listed(shares)}: each pays it {amount(one.chosen.value)} in all."
        rows = against(self.profile, one.place, one.player)
        if len(rows) < 2:
            return told
        parts = []
        for action, chance, values in rows:
            did = does(self.scenario, 1 - one.player, action, self.game.states[one.state])
            pays = [
                f"{acts(self.scenario, self.game, one, a.action, 'taking')} pays {amount(values[a.number])}"
                for a in mixed
            ]
            parts.append(f"if {other} {did} ({percent(chance)}), {listed(pays)}")
        return f"{told} {other}'s chances make it so: {'; '.join(parts)}."

    # What holds it up

    def _held(self) -> list[Section]:
        """Choices that pay more now and are only worse for what follows: whether that would really be done."""
        items: list[Item] = []
        met: set[tuple[int, int, int]] = set()
        for stretch in self.told:
            for several in stretch.decisions:
                one = closest(several)
                r = reasoned(self.profile, one)
                tempting = [a for a in one.others if one.loss(a) > 0 and a.now - one.chosen.now > one.near]
                for a in sorted(tempting, key=one.loss)[:1]:
                    items += self._answered(r, a, met)
        if not items:
            return []
        told = (
            "The best choices that pay more now are worse only for what follows, so it matters whether that would "
            "really be done. Here is what the other side then does next, and what doing otherwise would cost it."
        )
        return [Section("What holds it up", (Paragraph(told), Points(tuple(items))))]

    def _answered(self, r: Reasoned, a: Alternative, met: set[tuple[int, int, int]]) -> list[Item]:
        one = r.decision
        found = answer(self.profile, r, a)
        replies = [] if found is None else [reply for reply in found.replies if reply.decision.player != one.player]
        if not replies or replies[0].decision.place in met:
            return []
        met.add(replies[0].decision.place)
        act = acts(self.scenario, self.game, one, a.action, "taking")
        about = f"{self.names[one.player]} {act} in round {one.place[0] + 1}:"
        lead = f"{compared(one, a)}."
        return [Item(" ".join([lead, *(self._reply(reply) for reply in replies)]), about)]

    def _reply(self, r: Reasoned) -> str:
        one, best = r.decision, r.decision.best_other
        assert best is not None
        act = acts(self.scenario, self.game, one, one.chosen.action, "take")
        told = f"In round {one.place[0] + 1} {self.names[one.player]} would {act}"
        if one.mixed and not self.mediated:
            return f"{told} with chance {percent(one.chosen.chance)}. {self._mixed(one)}"
        instead = acts(self.scenario, self.game, one, best.action, "taking")
        end = in_short(self.scenario, self.game, one, best, r.course(best), r.kept)
        return f"{told}: {amount(one.chosen.value)} in all. Next best is {instead}: {more(-one.loss(best))}; {end}."

    # Labels

    def _is_last(self, round_: int) -> bool:
        return self.ends and round_ + 1 == self.game.rounds

    def _label(self, stretch: Stretch) -> str:
        first, last = stretch.rounds[0].round + 1, stretch.rounds[-1].round + 1
        if not self.ends and stretch is self.stretches[-1] and self._stays(stretch):
            cycle = self.solution.outcome.cycle
            return f"From round {first} on{f', {until(cycle)}' if cycle is not None and cycle.sure else ''}"
        label = f"Round {first}" if first == last else f"Rounds {first} to {last}"
        return f"{label}, the last" if self._is_last(last - 1) and first == last and last > 1 else label

    def _once(self, stretch: Stretch) -> bool:
        """Whether a stretch is one round that is played once."""
        for_ever = not self.ends and stretch is self.stretches[-1] and self._stays(stretch)
        return len(stretch.rounds) == 1 and not for_ever

    def _stays(self, stretch: Stretch) -> bool:
        again = self.solution.again
        return again is not None and stretch.rounds[0].round <= again and not stretch.rounds[-1].breaks

    def _forced(self, stretch: Stretch) -> list[str]:
        """Players who have no choice in the rounds."""
        found: dict[int, str] = {}
        for r in stretch.rounds:
            for turn in r.turns:
                node = self.game.phases(r.round)[turn.phase].nodes[turn.node]
                if len(node.actions[turn.player]) == 1:
                    act = does(self.scenario, turn.player, turn.action, self.game.states[node.state])
                    found.setdefault(turn.player, f"{self.names[turn.player]} has no choice and {act}.")
        return list(found.values())
