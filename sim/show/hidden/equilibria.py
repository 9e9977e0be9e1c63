"""The story of concession games with hidden information: what happens, what is believed, and what play gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.hidden.equilibria import classes
from sim.engine.hidden.trust import trust
from sim.games.concessions.stochastic_game import State
from sim.show.concessions.course import setting
from sim.show.concessions.rules import game_of
from sim.show.hidden.entries import hidden_entries
from sim.show.hidden.rules import hidden_facts
from sim.show.hidden.words import belief_words, pays_by_type, reveals, type_name
from sim.show.shown import Presenter, opening
from sim.show.text.style import heading, paragraph
from sim.show.text.words import does, listed, next_step, percent, quoted, times
from sim.show.tree.intuitive_criterion import intuitive_words
from sim.show.tree.nash import chance_of
from sim.show.tree.pbe import NAMES, bayes_facts, bayes_notes, checked, choices_told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.engine.hidden.equilibria import HiddenSolution
    from sim.engine.hidden.trust import Aside, BeliefCourse, Moment, Trust
    from sim.engine.tree.pbe.pbe import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame, Secret
    from sim.scenario.scenario import Scenario

MOST_EQUILIBRIA = 6
MOST_COURSES = 6
MOST_ASIDES = 4


def hidden_story(scenario: Scenario, solution: HiddenSolution) -> str:
    """Tell the equilibria of a game with hidden types or fakes.

    Parameters
    ----------
    solution : HiddenSolution
        Its equilibria.
    """
    return (_tree_story if solution.game.course is None else _course_story)(scenario, solution)


def _tree_story(scenario: Scenario, solution: HiddenSolution) -> str:
    """The equilibria of a matrix game or game tree with hidden types."""
    found, lines = solution.solution.equilibria, []
    for k, e in enumerate(found[:MOST_EQUILIBRIA]):
        kinds = classes(solution.game, e)
        told = " ".join(filter(None, [f"{k + 1}.", reveals(scenario, kinds), pays_by_type(scenario, solution.game, e)]))
        lines.append(paragraph(told, "  ", "   "))
        lines += choices_told(scenario, solution.game.tree, e)
        lines += _beliefs(scenario, solution.game, e)
        if removed := intuitive_words(scenario, solution.concept, solution.game.tree, e):
            lines.append(paragraph(removed, "     "))
    if len(found) > MOST_EQUILIBRIA:
        lines.append(paragraph(f"... and {len(found) - MOST_EQUILIBRIA} more; --json has them all."))
    name = NAMES[solution.concept][1]
    sure = [checked(solution.solution), *bayes_notes(scenario, solution.solution)]
    parts = [
        opening(scenario),
        heading("What is hidden") + "\n" + "\n".join(paragraph(line) for line in hidden_facts(scenario)),
        heading(name[0].upper() + name[1:]) + "\n" + ("\n".join(lines) or paragraph("None was found.")),
        heading("How sure this is") + "\n" + "\n".join(paragraph(note) for note in sure),
    ]
    return "\n\n".join(parts) + "\n"


def _beliefs(scenario: Scenario, game: HiddenGame, e: BayesEquilibrium) -> list[str]:
    """What is believed of the other side's type where that is not what everybody knew at the start."""
    lines = []
    for name, members in game.tree.infosets.items():
        player = game.tree.nodes[members[0]].player or 0
        if name not in e.beliefs or not game.secret(members[0], 1 - player):
            continue
        belief = game.belief(zip(members, e.beliefs[name], strict=True), 1 - player)
        start = {kind.id: kind.probability for kind in game.types[1 - player]}
        if any(p != start[secret.type] for secret, p in belief.items()):
            unreached = "" if name in e.reached else ", where play does not get to,"
            who, other = scenario.players[player].name, scenario.players[1 - player].name
            told = belief_words(scenario, 1 - player, belief)
            lines.append(paragraph(f"At {quoted(name)}{unreached} {who} believes {other} to be {told}.", "     "))
    return lines


def _course_story(scenario: Scenario, solution: HiddenSolution) -> str:
    """The equilibria of a concession game with hidden types or fakes."""
    found = solution.solution.equilibria
    parts = [
        heading(scenario.title) + "\n" + setting(scenario),
        heading("What is hidden") + "\n" + "\n".join(paragraph(line) for line in hidden_facts(scenario)),
    ]
    for k, e in enumerate(found[:MOST_EQUILIBRIA]):
        parts.append(_equilibrium(scenario, solution, k, e))
    if len(found) > MOST_EQUILIBRIA:
        parts.append(paragraph(f"... and {len(found) - MOST_EQUILIBRIA} more; --json has them all."))
    if not found:
        parts.append(paragraph("No equilibrium was found."))
    sure = [checked(solution.solution), *bayes_notes(scenario, solution.solution)]
    parts.append(heading("How sure this is") + "\n" + "\n".join(paragraph(note) for note in sure))
    return "\n\n".join(parts) + "\n"


def _equilibrium(scenario: Scenario, solution: HiddenSolution, k: int, e: BayesEquilibrium) -> str:
    name = NAMES[solution.concept][0]
    several = len(solution.solution.equilibria) > 1
    title = f"{name[0].upper() + name[1:]}{f' {k + 1}' if several else ''}"
    kinds = classes(solution.game, e)
    followed = trust(solution.game, e)
    lines = [paragraph(line) for line in (reveals(scenario, kinds), pays_by_type(scenario, solution.game, e)) if line]
    for course in followed.courses[:MOST_COURSES]:
        lines += _course(scenario, followed, course)
    if len(followed.courses) > MOST_COURSES:
        lines.append(paragraph(f"... and {len(followed.courses) - MOST_COURSES} rarer courses; --json has them all."))
    lines.append(_cut_short(followed))
    lines += _asides(scenario, followed.asides)
    lines += _faking(scenario, solution, e)
    lines.append(paragraph(_endings(followed)))
    lines.append(paragraph(intuitive_words(scenario, solution.concept, solution.game.tree, e)))
    told = f": {', '.join(dict.fromkeys(kinds.values()))}" if kinds else ""
    return heading(title + told) + "\n" + "\n".join(line for line in lines if line)


def _course(scenario: Scenario, followed: Trust, course: BeliefCourse) -> list[str]:
    """One course: who follows it, and round by round what is seen and believed."""
    sole = len(followed.courses) == 1
    lines = [paragraph("So it goes:" if sole else f"With chance {percent(float(course.chance))}:")]
    takers = [
        f"{type_name(scenario, player, kind)} {'always' if p == 1 else percent(float(p)) if p else 'never'}"
        for player in (0, 1)
        for kind, p in course.shares[player].items()
    ]
    if takers and not sole:
        lines.append(paragraph(f"By type: {', '.join(takers)}.", "    "))
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
        lines.append(paragraph(text, "    ", "  "))
    return lines


def _cut_short(followed: Trust) -> str:
    """What happens where play gets to the end of none of the courses."""
    rest = 1 - sum(course.chance for course in followed.courses)
    ways = {"discovery": "a fake is discovered", "hazard": "the talks break down"}
    early = [told for kind, told in ways.items() if kind in followed.endings]
    return paragraph(f"Else, with chance {percent(float(rest))}, {listed(early, 'or')} on the way.") if rest else ""


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
            paragraph(
                f"Nobody expects {name} to {act} in round {aside.round + 1}. If it did, {other} would believe it to be "
                f"{belief_words(scenario, aside.player, aside.belief)}."
            )
        )
    return lines


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
                lines.append(paragraph(f"In round {round_ + 1} {who} fakes {quoted(step.name)}{often}."))
    return list(dict.fromkeys(lines))


def _endings(followed: Trust) -> str:
    words = {
        "over": "all rounds are played",
        "walk_away": "somebody walks away",
        "hazard": "the talks break down after a stalled round",
        "discovery": "a fake is discovered",
    }
    parts = sorted(followed.endings.items(), key=lambda item: -item[1])
    return "How it ends: " + listed([f"{words[kind]} ({percent(float(p))})" for kind, p in parts]) + "."


def _line(scenario: Scenario, solution: HiddenSolution) -> str:
    one, many = NAMES[solution.concept]
    kinds = [", ".join(dict.fromkeys(classes(solution.game, e).values())) for e in solution.solution.equilibria]
    told = f" ({'; '.join(dict.fromkeys(kinds))})" if any(kinds) else ""
    return f"{scenario.title}: {times(len(solution.solution.equilibria), one, many)}{told}."


def _view(solution: HiddenSolution) -> str:
    """Trust over time where there are rounds, else beliefs."""
    return "beliefs" if solution.game.course is None else "trust"


PRESENTER = Presenter(
    story=hidden_story,
    line=_line,
    entries=hidden_entries,
    notes=lambda scenario, solution: bayes_notes(scenario, solution.solution),
    facts=lambda scenario, solution: bayes_facts(scenario, solution.solution),
    views={
        "trust": "sim.show.hidden.draw_trust:trust_picture",
        "beliefs": "sim.show.hidden.draw_beliefs:beliefs_picture",
    },
    fit=lambda solution, views: {name: at for name, at in views.items() if name == _view(solution)},
)
