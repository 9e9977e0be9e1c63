"""Equilibria of concession games with hidden types or actions as people see them: course by course, with beliefs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.concepts import concept_named
from sim.engine.hidden.outcomes import hidden_endings
from sim.engine.hidden.revelation import classes
from sim.engine.hidden.trust import trust
from sim.games.concessions.stochastic_game import State
from sim.games.hidden.hidden_game import hides
from sim.show.concessions.courses.course import setting
from sim.show.concessions.courses.endings import brief_words, course_words, how_sure, teller
from sim.show.concessions.rules import game_of
from sim.show.hidden.equilibria import MOST_EQUILIBRIA, ShownHidden
from sim.show.hidden.in_short import COURSES, HiddenNaming, by_type, courses_table
from sim.show.hidden.words import REVEALS, act_words, against, belief_words, pays_by_type, reveals
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import does, listed, next_step, percent, quoted, times, type_name
from sim.show.tree.assessments import range_words
from sim.show.tree.outcomes import alike, same_outcome
from sim.show.tree.tree_in_letters import chance_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.hidden.trust import Aside, BeliefCourse, Moment, Trust
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame, Secret
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Block, Table

MOST_COURSES = 6
MOST_ASIDES = 4
MOST_RANGES = 4

EARLY = {"discovery": "a fake is discovered", "hazard": "the talks break down"}
"""How talks end before all rounds are played, by chance."""


class ShownHiddenCourses(ShownHidden):
    """Equilibria of a concession game with hidden types or actions as people see them."""

    told_later = COURSES

    def story(self) -> Text:
        """The rules, what is hidden, each equilibrium course by course, and how sure they are."""
        found = self.solution.solution.equilibria
        groups = alike(found)
        told = (self._equilibrium(first, found[first], last - first) for first, last in groups[:MOST_EQUILIBRIA])
        sections = [*self.in_short(), self.hidden(), *told]
        if len(groups) > MOST_EQUILIBRIA:
            more = f"... and {len(found) - groups[MOST_EQUILIBRIA][0]} more; --json has them all."
            sections.append(Section("", (Paragraph(more),)))
        if not found:
            sections.append(Section("", (Paragraph("No equilibrium was found."),)))
        return Text(self.scenario.title, (*sections, self.sure()), setting(self.scenario))

    def told_short(self, words: HiddenNaming, e: BayesEquilibrium) -> str:
        """What play gives away, how it ends with which chance, and what it pays each type."""
        scenario, game = self.scenario, self.solution.game
        kinds, names = classes(game, e), {player.id: player.name for player in scenario.players}
        given = [REVEALS[kind].format(name=names[who]) for who, kind in kinds.items()]
        told = [*given, _agreement(scenario, self.solution, e), *_faking(scenario, self.solution, e)]
        told = [f"{sentence[:1].upper()}{sentence[1:]}" for sentence in told]
        return " ".join([*told, pays_by_type(scenario, game, e)])

    def tables_short(self, words: HiddenNaming, e: BayesEquilibrium) -> tuple[Table, ...]:
        """The courses, and what each type gets."""
        found = courses_table(self.scenario, self.solution.game, trust(self.solution.game, e))
        return (by_type(words, e), *([found] if found else []))

    def facts(self) -> dict[str, str]:
        """How the first equilibrium most likely ends, and what it pays."""
        found = self.solution.solution.equilibria
        told = super().facts()
        if not found:
            return told
        endings = hidden_endings(self.solution.game, found[0])
        ends = {
            "ends": brief_words(self.scenario, self.solution.game.games[0][0], endings[0]),
            "chance of that": how_sure(endings),
        }
        return ends | told

    def pictures(self) -> Mapping[str, Draw]:
        """Trust over time."""
        from sim.show.hidden.draw_trust import trust_picture

        return {"trust": lambda: trust_picture(self.scenario, self.solution)}

    def _equilibrium(self, k: int, e: BayesEquilibrium, more: int) -> Section:
        scenario, solution = self.scenario, self.solution
        name = concept_named(solution.concept).one
        several = len(solution.solution.equilibria) > 1
        title = f"{name[0].upper() + name[1:]}{f' {k + 1}' if several else ''}"
        kinds = classes(solution.game, e)
        followed = trust(solution.game, e)
        blocks: list[Block] = [
            Paragraph(line) for line in (reveals(scenario, kinds), pays_by_type(scenario, solution.game, e)) if line
        ]
        for course in followed.courses[:MOST_COURSES]:
            blocks += _course(scenario, solution.game, followed, course)
        if len(followed.courses) > MOST_COURSES:
            rarer = followed.courses[MOST_COURSES:]
            chance = percent(sum(course.chance for course in rarer))
            what = times(len(rarer), "rarer course")
            blocks.append(Paragraph(f"... and with chance {chance} {what}; --json has them all."))
        lines = [
            _cut_short(followed),
            *_asides(scenario, followed.asides),
            *_ranges(scenario, solution, e),
            *_faking(scenario, solution, e),
            _endings(scenario, solution, e),
            against(scenario, solution.game, solution.concept, e),
            same_outcome(k, more) if more else "",
        ]
        told = f": {', '.join(dict.fromkeys(kinds.values()))}" if kinds else ""
        return Section(title + told, (*blocks, *(Paragraph(line) for line in lines if line)))


def _course(scenario: Scenario, game: HiddenGame, followed: Trust, course: BeliefCourse) -> list[Block]:
    """One course: who follows it, and round by round what is seen and believed."""
    sole = len(followed.courses) == 1
    items = []
    takers = [
        f"{type_name(scenario, player, kind)} {'always' if p == 1 else percent(p) if p else 'never'}"
        for player in (0, 1)
        for kind, p in course.shares[player].items()
    ]
    if takers and not sole:
        items.append(Item(f"By type: {', '.join(takers)}.", flush=True))
    now = followed.prior
    for first, last, moment in _runs(course.moments):
        when = f"Round {first + 1}" if first == last else f"Rounds {first + 1} to {last + 1}"
        text = f"{when}: {_seen(scenario, moment)}."
        for player in (0, 1):
            if moment.beliefs[player] and moment.beliefs[player] != now[player]:
                name, other = scenario.players[player].name, scenario.players[1 - player].name
                text += f" {_since(moment.seen[player], now[player])}{other} now believes {name} to be "
                text += f"{belief_words(scenario, player, moment.beliefs[player])}."
        now = moment.beliefs
        items.append(Item(text))
    stage = game.games[0][0]
    unless = listed([EARLY[kind] for kind in course.cut_short], "or")
    told = course_words(scenario, stage, course.outcome)
    items.append(Item(f"The agreement is {told}{f', unless {unless} first' if unless else ''}."))
    opened = "So it goes:" if sole else f"With chance {percent(course.chance)}:"
    return [Paragraph(opened), Points(tuple(items), level=1)]


def _cut_short(followed: Trust) -> str:
    """What happens where play gets to the end of none of the courses."""
    rest, late = followed.on_the_way, followed.at_its_end
    early = [told for kind, told in EARLY.items() if kind in followed.endings]
    what = listed(early, "or")
    told = f"Else, with chance {percent(rest)}, {what} on the way." if rest else ""
    if not late:
        return told
    after = f"On the courses above {what} after their last choices with chance {percent(late)} in all."
    return f"{told} {after}".strip()


def _since(action: str, belief: Mapping[Secret, Fraction]) -> str:
    """Why a belief changes where what is seen to be done is not all of it."""
    if not any(secret.faked for secret in belief):
        return ""
    return {"": "Nothing was discovered: ", "hold_out": "After this, and with nothing discovered, "}.get(action, "")


def _runs(moments: tuple[Moment, ...]) -> list[tuple[int, int, Moment]]:
    """Moments, with those in a row put together in which the same is seen and believed: first round, last round."""
    runs: list[tuple[int, int, Moment]] = []
    for moment in moments:
        if runs and _alike(runs[-1][2], moment):
            runs[-1] = (runs[-1][0], moment.round, moment)
        else:
            runs.append((moment.round, moment.round, moment))
    return runs


def _alike(one: Moment, other: Moment) -> bool:
    return (one.phase, one.seen, one.stands, one.beliefs) == (other.phase, other.seen, other.stands, other.beliefs)


def _seen(scenario: Scenario, moment: Moment) -> str:
    state = State(moment.stands, _complete(scenario, moment.stands))
    if moment.seen[0] == moment.seen[1]:
        words = {"hold_out": "both keep to the agreement" if state.complete else "both hold out"}
        if moment.seen[0] in words:
            return words[moment.seen[0]]
    told = [
        f"{scenario.players[p].name} {does(scenario, p, action, state)}"
        for p, action in enumerate(moment.seen)
        if action
    ]
    return listed(told)


def _complete(scenario: Scenario, stands: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    return all(len(side) == len(ladder) for side, ladder in zip(stands, game_of(scenario).ladders, strict=True))


def _asides(scenario: Scenario, asides: tuple[Aside, ...]) -> list[str]:
    """What would be believed of choices that nobody makes."""
    lines = []
    for aside in asides[:MOST_ASIDES]:
        name, other = scenario.players[aside.player].name, scenario.players[1 - aside.player].name
        state = State(aside.stands, _complete(scenario, aside.stands))
        act = does(scenario, aside.player, aside.action, state, "take")
        lines.append(
            f"Nobody expects {name} to {act} in round {aside.round + 1}. If it did, {other} would here believe it to "
            f"be {belief_words(scenario, aside.player, aside.belief)}; Bayes' rule leaves that open, and other beliefs "
            "may do as well."
        )
    return lines


def _ranges(scenario: Scenario, solution: HiddenSolution, e: BayesEquilibrium) -> list[str]:
    """Where play does not get to and other chances will do as well."""
    game, course = solution.game, solution.game.course
    assert course is not None

    def naming(name: str, action: str) -> str:
        round_, phase, node = course.origins[name]
        stage = game.games[0][0]
        state = stage.states[stage.phases(round_)[phase].nodes[node].state]
        return act_words(scenario, game.tree.owner(name), action, state, "taking")

    lines = range_words(scenario, game.tree, e, naming)
    rest = times(len(lines) - MOST_RANGES, "more information set", "more information sets")
    more = [f"So it is at {rest}; --json has them all."] if len(lines) > MOST_RANGES else []
    return [*lines[:MOST_RANGES], *more]


def _faking(scenario: Scenario, solution: HiddenSolution, e: BayesEquilibrium) -> list[str]:
    """Where steps are faked on the path, and how often."""
    game, lines = solution.game, []
    assert game.course is not None
    for player in (0, 1):
        for name in game.tree.infosets:
            at = e.behaviour[player].get(name, {})
            if name in e.reached and at.get("fake"):
                round_, phase, node = game.course.origins[name]
                state = game.games[0][0].states[game.games[0][0].phases(round_)[phase].nodes[node].state]
                own = game.secret(game.tree.infosets[name][0], player).type
                who = scenario.players[player].name
                who += f", if {type_name(scenario, player, own)}," if own else ""
                step = next_step(scenario, player, state)
                assert step is not None  # there is one, or it could not be faked
                often = "" if at["fake"] == 1 else f" with chance {chance_of(at['fake'])}"
                lines.append(f"In round {round_ + 1} {who} fakes {quoted(step.name)}{often}.")
    return list(dict.fromkeys(lines))


def _endings(scenario: Scenario, solution: HiddenSolution, e: BayesEquilibrium) -> str:
    """What becomes of the agreement, with chances."""
    fakes = " A fake counts as a step as long as it is not discovered." if any(hides(scenario)) else ""
    return f"How it ends: {_agreement(scenario, solution, e)}{fakes}"


def _agreement(scenario: Scenario, solution: HiddenSolution, e: BayesEquilibrium) -> str:
    """The same as a sentence."""
    tell = teller(scenario, solution.game.games[0][0])
    parts = [f"{tell.brief(end)} ({percent(end.chance)})" for end in hidden_endings(solution.game, e)]
    return f"the agreement is {'; '.join(parts)}."
