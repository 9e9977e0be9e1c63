"""A course of play told in words: the setting, who does what when, what it is worth and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.corner_play.solution import CornerSolution
from sim.show.concessions.courses.endings import chance_words, ending_words, is_all, standing, until
from sim.show.concessions.courses.folds import circle, folded, lots
from sim.show.concessions.rules import game_of, kept_words, may_end, setting_words
from sim.show.concessions.whole_game.which import which_one
from sim.show.text.blocks import Item, Lines, Look, Paragraph, Points, Table
from sim.show.text.words import amount, change, does, listed, next_step, percent, quoted, same, small, times

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.courses.path import PathRound, Turn
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step
    from sim.show.concessions.courses.folds import Fold
    from sim.show.text.blocks import Block

    Course = PerfectSolution | CornerSolution | MarkovSolution | MediatedSolution
    Tell = Callable[[Scenario, Any, PathRound, tuple[Turn, ...], list[PathRound]], list[str]]


def setting(scenario: Scenario) -> tuple[Paragraph, ...]:
    """The summary, and how long and in what order is played."""
    summary = [Paragraph(scenario.summary)] if scenario.summary else []
    return *summary, Paragraph(setting_words(scenario))


def headline(scenario: Scenario, solution: Course) -> str:
    """A few sentences: which equilibrium it is where there are several, who moves first, how it ends, who gains."""
    return f"{what_happens(scenario, solution)} {_gain_sentence(scenario, solution)}"


def what_happens(scenario: Scenario, solution: Course) -> str:
    """The same without what it pays."""
    return f"{_opening(scenario, solution)} {outcome_sentence(scenario, solution)}"


def _opening(scenario: Scenario, solution: Course) -> str:
    which = which_one(scenario, solution)
    lead = f"{which}, " if which else ""

    def begun(words: str) -> str:
        return lead + words if lead else words[0].upper() + words[1:]

    first = solution.first_step
    likely, chance = ("", "") if first.sure else ("most likely ", f" (chance {percent(first.chance)})")
    if first.round is None:
        why = ": holding out pays better than conceding" if first.sure and _waits(solution) else ""
        return f"{begun(f'{likely}nobody')} takes a step{chance}{why}."
    movers = [scenario.players[player].name for player in first.players]
    when = ("at once" if first.round == 0 else f"in round {first.round + 1}") + chance
    who = begun(f"{likely}{movers[0]}") if likely else lead + movers[0]
    if len(movers) == 1:
        return f"{who} takes the first step {when}."
    if game_of(scenario).moves == "sequential":
        return f"{who} takes the first step {when}, and {movers[1]} answers it with a step in the same round."
    return f"{begun(f'{likely}both')} sides take their first steps together {when}."


def _waits(solution: Course) -> bool:
    """Whether conceding is open on the path and whoever could concede would lose by anything but what it does."""
    could = [
        turn
        for r in solution.path
        for turn in r.turns
        if "concede" in solution.game.phases(r.round)[turn.phase].nodes[turn.node].actions[turn.player]
    ]
    return bool(could) and all(turn.action == "hold_out" and turn.loss for turn in could)


def outcome_sentence(scenario: Scenario, solution: Course) -> str:
    """What becomes of the agreement, most likely."""
    told = ending_words(scenario, solution.game, solution.endings[0], solution.outcome)
    return f"The agreement is {told}{chance_words(solution.endings)}."


def _completes(solution: Course, r: PathRound) -> bool:
    """Whether the agreement becomes complete in a round of the path."""
    return any(agreement.made == r.round for agreement in solution.outcome.agreements)


def _gain_sentence(scenario: Scenario, solution: Course) -> str:
    quo = game_of(scenario).status_quo
    gains = [value - float(base) for value, base in zip(solution.values, quo, strict=True)]
    told = [
        f"{player.name} gets what it had"
        if same(gain, 0)
        else f"{player.name} {'gains' if gain > 0 else 'loses'} {small(abs(gain))}"
        for player, gain in zip(scenario.players, gains, strict=True)
    ]
    average = "" if solution.course.certain else ", on average over all courses"
    return f"Against the status quo {listed(told)} per round{average}."


def told_path(scenario: Scenario, solution: Course, tell: Tell | None = None) -> tuple[Block, ...]:
    """The likeliest course, round by round; rounds in which nothing changes are told together.

    Parameters
    ----------
    tell : callable, optional
        Tells the decisions of rounds that are told together; by default what is done, and what else would cost.
    """
    items = [_told(scenario, solution, fold, tell or _turns) for fold in folded(solution)]
    blocks: list[Block] = [Points(tuple(items))]
    if round_ := circle(solution):
        goes_on = f"Then it goes on as from round {round_[0].round + 1}, over and over"
        blocks.append(Paragraph(f"{goes_on}{_until(solution)}."))
    return *blocks, *map(Paragraph, _other_courses(solution))


def _other_courses(solution: Course) -> list[str]:
    """How likely the likeliest course is, and what leaves room for others."""
    cycle, chance = solution.outcome.cycle, percent(solution.path_chance)
    told = []
    if solution.path_chance < 1:
        what = (
            f"This is the most likely course, with a chance of {chance}"
            if cycle is None
            else f"This is the most likely way to the rounds that repeat, with a chance of {chance}"
        )
        drawn = ", lots are drawn" if lots(solution) else ""
        told.append(f"{what}; where actions are mixed{drawn} or the talks may break down, others are possible.")
    if cycle is not None and not cycle.sure:
        told.append(
            f"From round {cycle.start + 1} on it is what comes if each time the likeliest is done; actions are mixed "
            "there, so that it will not repeat like this for ever."
        )
    return told


def _until(solution: Course) -> str:
    """Until when the rounds repeat that repeat without a last round, after a comma."""
    cycle = solution.outcome.cycle
    return "" if cycle is None or not cycle.sure else f", {until(cycle)}"


def _told(scenario: Scenario, solution: Course, fold: Fold, tell: Tell) -> Item:
    """Rounds that are told together: what is done in them, what they pay, and what ends with them."""
    rounds, turns, many = list(fold.rounds), tuple(turn for _, turn in fold.acts), fold.many
    first, last = rounds[0], rounds[-1]
    label = f"{'Round' if len(rounds) == 1 else 'Rounds'} {fold.numbers}"
    if fold.for_ever:
        label = f"From round {fold.numbers} on{_until(solution)}"
    lines = []
    certain = all(turn.chance == 1 for r in rounds for turn in r.turns)
    if many and certain and solution.game.states[first.state].complete:
        lines.append("Both keep to the agreement.")
    else:
        lines += tell(scenario, solution, first, turns, rounds)
    names = [p.name for p in scenario.players]
    each = "This round pays" if not many else "Each of these rounds pays"
    pays = f"{each} {names[0]} {amount(first.payoffs[0])}, {names[1]} {amount(first.payoffs[1])}."
    lines.append(pays)
    if fold.risk > 0:
        each = "After each of them" if many else "After it"
        lines.append(f"{each} the talks may break down, with chance {percent(fold.risk)}.")
    if last.breaks == "hazard":
        lines.append(f"The talks stall, and most likely they break down here.{_kept(scenario, last)}")
    elif last.breaks:
        broken = [amount(v) for v in last.ended]
        lines.append(
            f"The talks are over: from here on every round pays {names[0]} {broken[0]}, {names[1]} {broken[1]}."
        )
    elif any(_completes(solution, r) for r in rounds):
        lines.append("With this every step is taken and the agreement is complete.")
    if last.round in (drawn := lots(solution)):
        lines.append(
            "Then a lot is drawn that both see; with chance "
            f"{percent(drawn[last.round])} play goes on as it is told here."
        )
    return Item(f"{label}.", below=tuple(map(Item, lines)))


def _kept(scenario: Scenario, last: PathRound) -> str:
    """What rounds pay after a breakdown by chance, where some steps stay given up."""
    if last.ended == tuple(float(v) for v in game_of(scenario).breakdown):
        return ""
    one, two = (f"{p.name} {amount(v)}" for p, v in zip(scenario.players, last.ended, strict=True))
    return f" Then every later round pays {one}, {two}."


def _turns(
    scenario: Scenario, solution: Course, r: PathRound, turns: tuple[Turn, ...], rounds: list[PathRound]
) -> list[str]:
    return [_turn(scenario, solution, r, turn, rounds) for turn in turns]


def _turn(scenario: Scenario, solution: Course, r: PathRound, turn: Turn, rounds: list[PathRound]) -> str:
    phase = solution.game.phases(r.round)[turn.phase]
    state = solution.game.states[phase.nodes[turn.node].state]
    name = scenario.players[turn.player].name
    if r.in_vain(turn):
        wish = does(scenario, turn.player, turn.action, state, "take")
        return f"{name} would {wish}, but the talks are over."
    text = f"{name} {does(scenario, turn.player, turn.action, state)}"
    if turn.chance < 1:
        text += f" with chance {percent(turn.chance)}{mix_words(scenario, solution, r, turn)}"
    step = next_step(scenario, turn.player, state)
    if turn.action == "hold_out" and step and turn.loss is None and _waiting_for_others(scenario, step, state):
        text += f" (it has no choice: the step {quoted(step.name)} needs others first)"
    if turn.loss is None:
        return text + "."
    losses = [t.loss for s in rounds for t in s.turns if t.player == turn.player and t.loss is not None]
    instead = does(scenario, turn.player, turn.alternative, state, "taking")
    if turn.chance < 1 or min(losses) == 0:
        return f"{text}; {instead} would do as well."
    least = f"at least {small(min(losses))}" if len(losses) > 1 and max(losses) > min(losses) else small(min(losses))
    return f"{text}; {instead} instead would cost it {least} per round."


def _waiting_for_others(scenario: Scenario, step: Step, state: State) -> bool:
    """Whether conceding is allowed and a prerequisite of the step does not stand."""
    game = game_of(scenario)
    missing = [(p, k) for p, k in step.after if game.ladders[p][k].id not in state.stands[p]]
    return "concede" in game.actions and bool(missing)


def mix_words(scenario: Scenario, solution: Course, r: PathRound, turn: Turn) -> str:
    """What else a player may do at a decision, with its chance, in brackets."""
    label = solution.game.phases(r.round)[turn.phase].nodes[turn.node]
    chances = solution.profile.mixture(r.round, turn.phase, turn.node, turn.player)
    state = solution.game.states[label.state]
    rest = [
        f"{does(scenario, turn.player, a, state)} with {percent(p)}"
        for a, p in zip(label.actions[turn.player], chances, strict=False)
        if p > 0 and a != turn.action
    ]
    return f" (or {listed(rest, 'or')})" if rest else ""


def worth(scenario: Scenario, solution: Course) -> tuple[Block, ...]:
    """A table of what play is worth beside the status quo, the full agreement and a breakdown."""
    game = game_of(scenario)
    certain = solution.course.certain
    quo, course, gain, full, broken = _worths(scenario, solution)
    head = ("", "status quo", course[0], "gain", "if all steps stood", "after a breakdown")
    rows = zip([p.name for p in scenario.players], quo[1:], course[1:], gain[1:], full[1:], broken[1:], strict=True)
    average = "average of all rounds, later ones discounted by each side's patience"
    told = f"This course: the {average}." if certain else f"Expected: over all courses by their chances, the {average}."
    if may_end(game) and kept_words(game):
        told += f" After a breakdown: by itself; {kept_words(game)} are added to it."
    return Table("What each gets per round", head, tuple(rows)), Paragraph(told)


def worth_in_short(scenario: Scenario, solution: Course) -> Table:
    """The same from a breakdown to the whole deal, a breakdown only where talks can end."""
    quo, course, gain, full, broken = _worths(scenario, solution)
    columns = [*([broken] if may_end(game_of(scenario)) else []), quo, course, gain, full]
    head = ("", *(column[0] for column in columns))
    rows = tuple((p.name, *(column[k] for column in columns)) for k, p in enumerate(scenario.players, 1))
    here = [column[0] for column in columns].index(course[0]) + 1
    look = Look(rows={0: 0, 1: 1}, emphasis=frozenset({(0, here), (1, here)}))
    return Table("Payoff per round", head, rows, look)


def _worths(scenario: Scenario, solution: Course) -> list[tuple[str, str, str]]:
    """What play may be worth to both: a heading, then an amount for each."""
    game = game_of(scenario)
    quo = [float(v) for v in game.status_quo]
    full = [quo[k] + float(game.all_effects[k]) + float(game.agreement[k]) for k in (0, 1)]
    found = [
        ("status quo", *map(amount, quo)),
        ("this course" if solution.course.certain else "expected", *map(amount, solution.values)),
        ("gain", *(change(value - base) for value, base in zip(solution.values, quo, strict=True))),
        ("whole deal", *map(amount, full)),
        ("breakdown", *map(amount, game.breakdown)),
    ]
    return [(head, one, two) for head, one, two in found]


def told_endings(scenario: Scenario, solution: Course) -> tuple[Block, ...]:
    """All endings with their chances."""
    game, outcome = solution.game, solution.outcome
    lines = (f"{percent(e.chance):>6}  {ending_words(scenario, game, e, outcome)}" for e in solution.endings)
    blocks: list[Block] = [Lines(tuple(lines))]
    cycle = outcome.cycle
    count = None if cycle is not None and cycle.risk else standing(game, outcome)
    if count is not None and outcome.kind != "agreement" and not any(is_all(e, outcome) for e in solution.endings):
        stand = f"{times(count, 'step')} {'stands' if count == 1 else 'stand'}"
        blocks.append(Paragraph(f"On the most likely course {stand} at the end."))
    return tuple(blocks)
