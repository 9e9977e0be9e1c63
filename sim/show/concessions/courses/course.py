"""A course of play told in words: the setting, who does what when, what it is worth and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.corner_play.solution import CornerSolution
from sim.show.concessions.courses.endings import chance_words, ending_words, is_all, standing
from sim.show.concessions.rules import game_of, kept_words, may_end, setting_words
from sim.show.concessions.whole_game.which import which_one
from sim.show.text.blocks import Item, Lines, Paragraph, Points, Table
from sim.show.text.words import amount, change, does, listed, next_step, percent, quoted, same, small, times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.courses.path import PathRound, Turn
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step
    from sim.show.text.blocks import Block

    Course = PerfectSolution | CornerSolution | MarkovSolution | MediatedSolution
    Tell = Callable[[Scenario, Any, PathRound, tuple[Turn, ...], list[PathRound]], list[str]]


def setting(scenario: Scenario) -> tuple[Paragraph, ...]:
    """The summary, and how long and in what order is played."""
    summary = [Paragraph(scenario.summary)] if scenario.summary else []
    return *summary, Paragraph(setting_words(scenario))


def headline(scenario: Scenario, solution: Course) -> str:
    """A few sentences: which equilibrium it is where there are several, who moves first, how it ends, who gains."""
    return (
        f"{_opening(scenario, solution)} {_outcome_sentence(scenario, solution)} {_gain_sentence(scenario, solution)}"
    )


def _opening(scenario: Scenario, solution: Course) -> str:
    which = which_one(scenario, solution)
    lead = f"{which}, " if which else ""

    def begun(word: str) -> str:
        return lead + word if lead else word[0].upper() + word[1:]

    sure = True
    for r in solution.path:
        # What is done in a round is certain if nobody mixed up to it and no breakdown could come before it.
        sure &= all(turn.chance == 1 for turn in r.turns)
        likely = "" if sure else begun("most likely ")
        sure &= not r.risk and r.round not in lots(solution)
        movers = [scenario.players[turn.player].name for turn in r.turns if turn.action == "concede"]
        if not movers or r.breaks == "walk_away":
            continue
        when = "at once" if r.round == 0 else f"in round {r.round + 1}"
        if len(movers) == 1:
            return f"{likely or lead}{movers[0]} takes the first step {when}."
        if game_of(scenario).moves == "sequential":
            told = f"{movers[0]} takes the first step {when}, and {movers[1]} answers it with a step in the same round."
            return f"{likely or lead}{told}"
        return f"{likely}{'both' if likely else begun('both')} sides take their first steps together {when}."
    never = all(turn.chance == 1 for r in solution.path for turn in r.turns) and not lots(solution)
    nobody = f"{begun('nobody') if never else begun('most likely nobody')} takes a step"
    return f"{nobody}: holding out pays better than conceding." if _waits(solution) else f"{nobody}."


def lots(solution: Course) -> Mapping[int, float]:
    """Rounds of the course after which lots are drawn, with the chance that play goes on as on the course."""
    return solution.lots if isinstance(solution, CornerSolution) else {}


def _waits(solution: Course) -> bool:
    """Whether conceding is open on the path and whoever could concede would lose by anything but what it does."""
    could = [
        turn
        for r in solution.path
        for turn in r.turns
        if "concede" in solution.game.phases(r.round)[turn.phase].nodes[turn.node].actions[turn.player]
    ]
    return bool(could) and all(turn.action == "hold_out" and turn.loss for turn in could)


def _outcome_sentence(scenario: Scenario, solution: Course) -> str:
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
    return f"Against the status quo {listed(told)} per round."


def told_path(scenario: Scenario, solution: Course, tell: Tell | None = None) -> tuple[Block, ...]:
    """The likeliest course, round by round; rounds in which nothing changes are told together.

    Parameters
    ----------
    tell : callable, optional
        Tells the decisions of rounds that are told together; by default what is done, and what else would cost.
    """
    items, waiting = [], list(solution.path)
    again = solution.again
    while waiting:
        same = 1
        while same < len(waiting) and _alike(solution, waiting[:same], waiting[same]):
            same += 1
        # Without a last round the course ends with what then goes on for ever, or over and over.
        for_ever = again is not None and waiting[0].round <= again and same == len(waiting) and not waiting[-1].breaks
        items.append(_told(scenario, solution, waiting[:same], for_ever, tell or _turns))
        waiting = waiting[same:]
    circle = [] if again is None else [r for r in solution.path[again:] if not r.breaks]
    blocks: list[Block] = [Points(tuple(items))]
    if circle and not for_ever:
        blocks.append(Paragraph(f"Then it goes on as from round {circle[0].round + 1}, over and over."))
    if solution.path_chance < 1:
        drawn = ", lots are drawn" if lots(solution) else ""
        blocks.append(
            Paragraph(
                f"This is the most likely course, with a chance of {percent(solution.path_chance)}; where actions are "
                f"mixed{drawn} or the talks may break down, others are possible."
            )
        )
    return tuple(blocks)


def _alike(solution: Course, group: list[PathRound], new: PathRound) -> bool:
    """Whether a round can be told together with those before it: nobody moves, and for the same reasons."""
    quiet = all(turn.action == "hold_out" and turn.chance == 1 for r in (group[-1], new) for turn in r.turns)
    states = solution.game.states
    if not quiet or states[group[-1].state] != states[new.state] or new.breaks or group[-1].breaks:
        return False
    if group[-1].round in lots(solution):
        return False
    last = {turn.player: turn for r in group for turn in r.turns}
    # In alternating moves the mover changes; each is compared with what it did before.
    return all(_reason(last.get(turn.player, turn)) == _reason(turn) for turn in new.turns)


def _reason(turn: Turn) -> tuple[str, bool]:
    return turn.alternative, not turn.loss


def _told(scenario: Scenario, solution: Course, rounds: list[PathRound], for_ever: bool, tell: Tell) -> Item:
    """Rounds that are told together: what is done in them, what they pay, and what ends with them."""
    first, last = rounds[0], rounds[-1]
    label = f"Round {first.round + 1}" if len(rounds) == 1 else f"Rounds {first.round + 1}\N{EN DASH}{last.round + 1}"
    label = f"From round {first.round + 1} on, for ever" if for_ever else label
    turns = first.turns if len(rounds) == 1 else tuple({t.player: t for r in rounds for t in r.turns}.values())
    lines = []
    many = for_ever or len(rounds) > 1
    if many and solution.game.states[first.state].complete:
        lines.append("Both keep to the agreement.")
    else:
        lines += tell(scenario, solution, first, turns, rounds)
    names = [p.name for p in scenario.players]
    each = "This round pays" if not many else "Each of these rounds pays"
    pays = f"{each} {names[0]} {amount(first.payoffs[0])}, {names[1]} {amount(first.payoffs[1])}."
    lines.append(pays)
    stalled = first.risk > 0 and not last.breaks
    if stalled:
        each = "After it" if len(rounds) == 1 else "After each of them"
        lines.append(f"{each} the talks may break down, with chance {percent(first.risk)}.")
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
    if r.breaks == "walk_away" and turn.action != "walk_away":
        wish = does(scenario, turn.player, turn.action, state, "take")
        return f"{name} would {wish}, but the talks are over."
    text = f"{name} {does(scenario, turn.player, turn.action, state)}"
    if turn.chance < 1:
        text += f" with chance {percent(turn.chance)}{_mix(scenario, solution, r, turn)}"
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


def _mix(scenario: Scenario, solution: Course, r: PathRound, turn: Turn) -> str:
    label = solution.game.phases(r.round)[turn.phase].nodes[turn.node]
    chances = solution.profile.mixture(r.round, turn.phase, turn.node, turn.player)
    state = solution.game.states[label.state]
    rest = [
        f"{does(scenario, turn.player, a, state)} with {percent(float(p))}"
        for a, p in zip(label.actions[turn.player], chances, strict=False)
        if p > 0 and a != turn.action
    ]
    return f" (or {listed(rest, 'or')})" if rest else ""


def worth(scenario: Scenario, solution: Course) -> tuple[Block, ...]:
    """A table of what the course is worth beside the status quo, the full agreement and a breakdown."""
    game = game_of(scenario)
    quo = [float(v) for v in game.status_quo]
    full = [quo[k] + float(game.all_effects[k]) + float(game.agreement[k]) for k in (0, 1)]
    head = ("", "status quo", "this course", "gain", "if all steps stood", "after a breakdown")
    rows = []
    for k, player in enumerate(scenario.players):
        value = solution.values[k]
        rows.append(
            (
                player.name,
                amount(quo[k]),
                amount(value),
                change(value - quo[k]),
                amount(full[k]),
                amount(game.breakdown[k]),
            )
        )
    told = "This course: the average of all rounds, later ones discounted by each side's patience."
    if may_end(game) and kept_words(game):
        told += f" After a breakdown: by itself; {kept_words(game)} are added to it."
    return Table("What each gets per round", head, tuple(rows)), Paragraph(told)


def told_endings(scenario: Scenario, solution: Course) -> tuple[Block, ...]:
    """All endings with their chances."""
    game, outcome = solution.game, solution.outcome
    lines = (f"{percent(e.chance):>6}  {ending_words(scenario, game, e, outcome)}" for e in solution.endings)
    blocks: list[Block] = [Lines(tuple(lines))]
    count = standing(game, outcome)
    if count is not None and outcome.kind != "agreement" and not any(is_all(e, outcome) for e in solution.endings):
        stand = f"{times(count, 'step')} {'stands' if count == 1 else 'stand'}"
        blocks.append(Paragraph(f"On the most likely course {stand} at the end."))
    return tuple(blocks)
