"""A game held against the equilibrium, told to those who played it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.issues import ACCEPT, IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.tree import TreeArena
from sim.concepts import concept_named
from sim.scenario.scenario import Matrix
from sim.show.issues.words import package_words
from sim.show.play.choose import keeps_secrets
from sim.show.play.prompts import mixed
from sim.show.play.prompts_tree import TreePrompts
from sim.show.play.prompts_values import ValuesPrompts
from sim.show.text.address import called
from sim.show.text.blocks import sections_as_text
from sim.show.text.scale import at_scale_of
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount, change, listed, number, percent, quoted, same, small, times

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Note, Place
    from sim.agents.arenas.replay import Replay, ReplayedDecision
    from sim.show.play.prompts import Prompts

MOST_NAMED = 3
"""Mistakes, most, that are named in the summary."""

NOTES: dict[Note, str] = {
    "undecided": "Not every comparison behind the equilibrium could be decided, so it is not certified everywhere.",
    "time": "Not all equilibria were found in the time allowed.",
}
"""What must be known of the equilibrium that choices are held against."""


def replay_story(played: Replay, arena: Arena, prompts: Prompts) -> str:
    """The replay, for everybody at the keyboard."""
    with at_scale_of(played.session.scenario):
        return _story(played, arena, prompts)


def _story(played: Replay, arena: Arena, prompts: Prompts) -> str:
    people = [s for s in (0, 1) if played.session.seats[s].human]
    you = people[0] if len(people) == 1 else None
    parts = []
    if isinstance(prompts, TreePrompts | ValuesPrompts) and keeps_secrets(prompts):
        places = _places(played, arena)
        parts.append(paragraph(prompts.course(played.session.turns, places, you)))
    for seat in people:
        parts += [_account(played, arena, prompts, seat, you), _decisions(played, arena, prompts, seat, you)]
    for seat in (0, 1):
        if not played.session.seats[seat].human:
            parts.append(_departures(played, prompts, seat))
    if isinstance(arena, IssuesArena):
        parts += _on_the_table(played, arena)
    parts.append(_reading(played, arena, you))
    return "\n\n".join(part for part in parts if part) + "\n"


def _on_the_table(played: Replay, arena: IssuesArena) -> list[str]:
    """What was left on the table: what the package that was agreed on captures, and the trades that were missed."""
    from sim.agents.arenas.match import followed
    from sim.deadline import Deadline
    from sim.engine.issues.bargaining import solve_packages
    from sim.show.issues.explain_bargaining import Telling

    agreed = [place[1] for place, turn, _ in followed(arena, played.session) if ACCEPT in turn.moves and place[1]]
    telling = Telling(arena.scenario, solve_packages(arena.game, Deadline()), "brief")
    if not agreed:
        if not played.session.finished or not telling.solution.room:
            return []
        best = telling.solution.picked["nash"][0]
        told = f"Nothing was agreed on. {package_words(arena.scenario, best.package)} would have paid"
        words = telling.pays(best.payoffs)
        return ["\n".join([heading("What was left on the table"), paragraph(f"{told} {words}.")])]
    sections = replace(telling.paid(agreed[-1]), title="What was left on the table"), telling.trades(agreed[-1])
    return [sections_as_text(sections).rstrip()]


def _places(played: Replay, arena: Arena) -> list[Place]:
    from sim.agents.arenas.match import followed

    return [place for place, _, _ in followed(arena, played.session)]


def _account(played: Replay, arena: Arena, prompts: Prompts, seat: int, you: int | None) -> str:
    scenario = arena.scenario
    title = "How you did" if seat == you else f"How {who(played, seat)} did"
    lines = [heading(title)]
    if isinstance(arena, MatrixArena) and arena.others:
        rule, equal = played.session.select, len(arena.equals)
        held = f"the one that the rule '{rule}' selects"
        if equal > 1:
            equally = f"those {equal} that the rule '{rule}' holds equally good"
            held = f"{equally}, each choice against the one that it fits best"
        lines.append(paragraph(f"The game has {len(arena.others) + 1} equilibria; this holds the game against {held}."))
    if played.accounts is not None:
        account = played.accounts[seat]
        other = scenario.players[1 - seat].name
        rows = [
            [f"what the equilibrium pays {called(scenario, seat, you)}", amount(account.equilibrium)],
            [f"what {'your' if seat == you else 'its own'} choices gave away", change(-account.given)],
            [f"what {other}'s choices brought against what was to be expected", change(account.other)],
        ]
        if not same(account.chance, 0):
            rows.append(["what chance brought, and what could not be known", change(account.chance)])
        rows.append([f"what {called(scenario, seat, you)} got", amount(account.got)])
        lines.append(columns(rows, headed=False))
    lines.append(paragraph(_dearest(played, prompts, seat, you)))
    return "\n".join(lines)


def who(played: Replay, seat: int) -> str:
    """A side and the person who played it: ``North Korea (Ben)``."""
    name, person = played.session.scenario.players[seat].name, played.session.seats[seat].person
    return f"{name} ({person})" if person else name


def _dearest(played: Replay, prompts: Prompts, seat: int, you: int | None) -> str:
    mistakes = played.mistakes(seat)
    subject = called(played.session.scenario, seat, you, True)
    made = len(played.of(seat))
    if not made:
        return f"{subject} had nothing to decide."
    if not mistakes:
        return f"{subject} gave nothing away in {times(made, 'decision')}: no other choice was worth more."
    told = [
        f"{_when(d, played)}{prompts.action(d.place, seat, d.choice, 'taking')} instead of "
        f"{mixed(prompts, d.place, seat, d.chances, 'taking')} ({small(d.given)})"
        for d in mistakes[:MOST_NAMED]
    ]
    more = f"; {times(len(mistakes) - MOST_NAMED, 'other')} cost less" if len(mistakes) > MOST_NAMED else ""
    share = f"{len(mistakes)} of {times(made, 'decision')}"
    return (
        f"{share} gave something away, {small(played.given(seat))} in all. The dearest first: {'; '.join(told)}{more}."
    )


def _when(d: ReplayedDecision, played: Replay) -> str:
    return f"round {d.round + 1}: " if _rounds(played) else ""


def _rounds(played: Replay) -> bool:
    return len({d.round for d in played.decisions}) > 1


def _decisions(played: Replay, arena: Arena, prompts: Prompts, seat: int, you: int | None) -> str:
    made = played.of(seat)
    if not made:
        return ""
    whose = "Your decisions" if seat == you else f"{who(played, seat)}'s decisions"
    lines = [heading(f"{whose}, one by one")]
    for number_, d in enumerate(made, 1):
        label = f"Round {d.round + 1}." if _rounds(played) else f"{number_}." if len(made) > 1 else ""
        choice = prompts.action(d.place, seat, d.choice, "take")
        choice = choice[:1].upper() + choice[1:]
        if d.expected and not d.given:
            only = sum(p > 1e-9 for _, p in d.chances) == 1
            mixes = "" if only else f", which is to {mixed(prompts, d.place, seat, d.chances)}"
            told = f"{choice}: as in {_fits(arena, d, mixes)}."
        else:
            cost = f"gave away {small(d.given)}" if d.given else "gave nothing away"
            told = f"{choice}; the equilibrium is to {mixed(prompts, d.place, seat, d.chances)}. That {cost}."
            also = equilibria_with(arena, seat, d.choice) if isinstance(arena, MatrixArena) else []
            told += f" It belongs to {listed(also)}, which the rule holds less good." if also else ""
        lines.append(paragraph(f"{label} {told}".strip(), hanging="  "))
    return "\n".join(lines)


def _fits(arena: Arena, d: ReplayedDecision, mixes: str) -> str:
    """The equilibria that a choice belongs to, where there are several."""
    if not isinstance(arena, MatrixArena) or not arena.others:
        return f"equilibrium{mixes}"
    found = equilibria_with(arena, d.seat, d.choice)
    return f"{listed(found)}{mixes}" if found else f"equilibrium{mixes}"


def equilibria_with(arena: MatrixArena, seat: int, choice: str) -> list[str]:
    """The equilibria of a matrix game that a choice belongs to, those that the rule holds best first, as people say it.

    Parameters
    ----------
    seat : int
        Whose choice it is.
    choice : str
        What was chosen.
    """
    k = arena.form.actions[seat].index(choice)
    rest = [e for e in (arena.equilibrium, *arena.others) if all(e is not other for other in arena.equals)]
    found = [e for e in (*arena.equals, *rest) if e.strategies[seat][k]]
    pure = [e for e in found if all(max(side) == 1 for side in e.strategies)]
    names = arena.form.actions
    cells = [
        f"({', '.join(quoted(names[s][[int(p) for p in e.strategies[s]].index(1)]) for s in (0, 1))})" for e in pure
    ]
    told = [f"the equilibrium {cell}" for cell in cells[:MOST_NAMED]]
    left = len(cells) - len(told)
    told += [f"{times(left, 'other')} in pure choices"] if left > 0 else []
    if mixing := len(found) - len(pure):
        told.append("the one in mixed choices" if mixing == 1 else f"{mixing} in mixed choices")
    return told


def _departures(played: Replay, prompts: Prompts, seat: int) -> str:
    """What an agent did that the equilibrium does not do."""
    name = played.session.scenario.players[seat].name
    agent = played.session.seats[seat].agent
    odd = [d for d in played.of(seat) if not d.expected]
    title = heading(f"What {name} did ({agent})")
    if not odd:
        return f"{title}\n{paragraph('Nothing that the equilibrium does not do.')}"
    told = []
    for d in odd:
        wanted = mixed(prompts, d.place, seat, d.chances)
        line = f"{prompts.action(d.place, seat, d.choice, 'take')} where the equilibrium is to {wanted}"
        told.append(paragraph(f"{_when(d, played)}{line}.", hanging="  "))
    return "\n".join([title, *told])


def _reading(played: Replay, arena: Arena, you: int | None) -> str:
    name = concept_named(arena.concept).one
    told = [
        "Given away is what the best choice would have been worth more, if the other side plays its part of the "
        "equilibrium now and both do from then on, as it counts in the whole game. Against somebody who plays "
        "otherwise another choice can be better still; that shows in what the other side brought.",
        f"The equilibrium is the {name}{_which(played, arena)}.",
        *(NOTES[note] for note in arena.notes),
    ]
    if isinstance(arena, MatrixArena) and len(played.session.turns) == 1:
        if you is not None:
            told.insert(0, _hindsight(played, arena, you))
        less = [n for n, e in enumerate(arena.others) if all(e is not other for other in arena.equals)]
        told += [_other_equilibrium(played, arena, n) for n in less[:MOST_NAMED]]
    if isinstance(arena.scenario.game, Matrix) and arena.scenario.game.repeat is not None:
        told.append(
            "In every round it is held against the equilibrium of a single round. Patient players can have other "
            "equilibria, held by threats: detente run tells which."
        )
    if arena.scenario.leader is not None:
        told.append("Nobody commits to anything here, although the file lets one side announce its strategy first.")
    return "\n".join([heading("How to read this"), *map(paragraph, told)])


def _which(played: Replay, arena: Arena) -> str:
    """Which one of several it is."""
    rule = played.session.select
    if isinstance(arena, MatrixArena) and arena.others:
        of = f", one of {len(arena.others) + 1}"
        if len(arena.equals) == 1:
            return f"{of}, that the rule '{rule}' selects"
        equal = f"the rule '{rule}' holds {len(arena.equals)} of them equally good"
        return f"{of}; {equal}, so no choice that fits one of these is wrong"
    if isinstance(arena, ConcessionsArena) and arena.solution.choices:
        return f"; where several were possible the rule '{rule}' selected it"
    if isinstance(arena, DemandsArena):
        return _division(arena)
    if isinstance(arena, TreeArena):
        if (many := len(arena.equals)) == 1:
            return f" that the rule '{rule}' selects"
        return f"; the rule '{rule}' holds {many} of them equally good, so no choice that fits one of these is wrong"
    return ""


def _division(arena: DemandsArena) -> str:
    """Which of many equilibria with demands at the deadline it is."""
    if arena.kept is None:
        return " in which the last round brings no agreement: no division is liked by both"
    parts = " and ".join(
        f"{number(share)} for {player.name}" for share, player in zip(arena.kept, arena.scenario.players, strict=True)
    )
    why = (
        "the highest product of what both gain over no agreement"
        if arena.rule.favoured is None
        else f"what is best for {arena.scenario.players[arena.rule.favoured].name}"
    )
    return (
        f", one of many: in the last round every division that both like at least as much as none is one. Held against "
        f"is {parts}, {why}"
    )


def _other_equilibrium(played: Replay, arena: MatrixArena, number_: int) -> str:
    """What choices gave away against another equilibrium of a matrix game."""
    other = arena.others[number_]
    told = []
    for seat in (0, 1):
        if not played.session.seats[seat].human:
            continue
        chances = dict(zip(arena.form.actions[seat], map(float, other.strategies[seat]), strict=True))
        mixture = " or ".join(f"{quoted(a)}" + (f" ({percent(p)})" if p < 1 else "") for a, p in chances.items() if p)
        lost = arena.regret_in(other, seat, played.session.turns[0].moves[seat])
        name = arena.scenario.players[seat].name
        told.append(f"{name} is to choose {mixture}; {small(lost) if lost else 'nothing'} was given away against it")
    return f"In another equilibrium {'; '.join(told)}."


def _hindsight(played: Replay, arena: MatrixArena, you: int) -> str:
    """What would have been best against what the other side did."""
    moves = played.session.turns[0].moves
    j = arena.form.actions[1 - you].index(moves[1 - you])
    side = [line[j] for line in arena.form.row] if you == 0 else list(arena.form.column[j])
    best = max(side)
    own = side[arena.form.actions[you].index(moves[you])]
    told = quoted(moves[1 - you])
    if own == best:
        return f"Against {told}, which {arena.scenario.players[1 - you].name} chose, nothing was better."
    good = listed([quoted(a) for a, v in zip(arena.form.actions[you], side, strict=True) if v == best], "or")
    other = arena.scenario.players[1 - you].name
    return f"Against {told}, which {other} chose, {good} pays {number(best)}, not {number(own)}."
