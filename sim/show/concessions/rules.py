"""The rules of a concession game in words: for the head of a story, for a class, and for those who play.

The three say the same to different readers. They stand side by side here, so that a rule that changes is changed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions
from sim.show.text.address import called, pays, seats_for
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.letters import width
from sim.show.text.style import by_rows, columns, inline, left
from sim.show.text.style import width as line_width
from sim.show.text.words import amount, change, listed, percent, quoted, times

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import JointEffect, Scenario, Step
    from sim.show.text.blocks import Block


MOST_HAZARDS = 6
"""Stretches of rounds with a hazard of their own that are told one by one."""


@dataclass(frozen=True)
class Order:
    """Who moves when, in words with the names of whoever begins and whoever follows."""

    simultaneous: str
    alternating: str
    sequential: str

    def of(self, scenario: Scenario, game: Concessions) -> str:
        """The words for a game."""
        words = {"simultaneous": self.simultaneous, "alternating": self.alternating, "sequential": self.sequential}
        first, second = scenario.players[game.first].name, scenario.players[1 - game.first].name
        return words[game.moves].format(first=first, second=second)


IN_STORIES = Order(
    "both choose at once",
    "they take turns, {first} first",
    "in each {first} moves first and {second} answers",
)
FOR_A_CLASS = Order(
    "In each round both choose at once",
    "They take turns, {first} first",
    "In each round {first} moves first and {second} answers",
)
FOR_PLAYERS = Order(
    "in each both choose at once, without seeing the other's choice",
    "the two take turns, {first} in the first",
    "in each {first} moves first and {second} answers",
)


def game_of(scenario: Scenario) -> Concessions:
    """The concession game of a scenario of that kind."""
    game = scenario.game
    assert isinstance(game, Concessions)
    return game


def rounds_words(game: Concessions) -> str:
    """How many rounds there are: ``there are 8 rounds``."""
    if game.horizon is None:
        return "there is no last round"
    return f"there {'is' if game.horizon == 1 else 'are'} {times(game.horizon, 'round')}"


def _rounds_and_order(scenario: Scenario, order: Order) -> str:
    """How many rounds there are, and who moves when."""
    game = game_of(scenario)
    rounds = rounds_words(game)
    return f"{rounds[0].upper()}{rounds[1:]}; {order.of(scenario, game)}."


def hangs_on(game: Concessions) -> str:
    """What the choices of a Markov strategy hang on, in words."""
    return {
        "simultaneous": "the steps that stand",
        "alternating": "the steps that stand and whose turn it is",
        "sequential": "the steps that stand and, for whoever answers, what was done just before",
    }[game.moves]


# In stories


def setting_words(scenario: Scenario) -> str:
    """How many steps and rounds there are, who moves when, and what was set from outside."""
    game = game_of(scenario)
    steps = [
        f"{player.name} has {times(len(ladder), 'step')} to take"
        for player, ladder in zip(scenario.players, game.ladders, strict=True)
    ]
    set_ = f" Set from outside: {listed([f'{k} = {v}' for k, v in scenario.settings])}." if scenario.settings else ""
    told = f"{_rounds_and_order(scenario, IN_STORIES)}{_joint(scenario, game)}{_pressed(scenario, game)}"
    told += _ending_rules(scenario, game)
    return f"{listed(steps)}. {told}{set_}"


def _pressed(scenario: Scenario, game: Concessions) -> str:
    """What a mediator makes delay cost."""
    mediator = game.mediator
    if mediator is None or not any(mediator.delay):
        return ""
    costs = [f"{p.name} {amount(cost)}" for p, cost in zip(scenario.players, mediator.delay, strict=True) if cost]
    name = mediator.name[0].upper() + mediator.name[1:]
    return f" {name} presses: each round that ends before the agreement is complete costs {listed(costs)}."


def further_rules(scenario: Scenario) -> list[str]:
    """Rules that have no place on a board: what may be done, what delay costs, and which rounds are stalled."""
    game = game_of(scenario)
    words = {"concede": "take the next step", "hold_out": "hold out", "walk_away": "walk away", "renege": "take back"}
    can = [words[action] for action in game.actions if action in words]
    told = f"Whoever moves can {listed(can, 'or')}." if can else ""
    return [part for part in (told, _pressed(scenario, game).strip(), _taken_back(game).strip()) if part]


def _joint(scenario: Scenario, game: Concessions) -> str:
    """What steps add while others stand as well, as sentences."""
    return "".join(f" {told}" for told in joint_effects(scenario, game, None))


def joint_effects(scenario: Scenario, game: Concessions, you: int | None) -> list[str]:
    """What steps add while others stand as well: ``While “Site” stands, ...``."""
    told = []
    for step in (step for ladder in game.ladders for step in ladder):
        for joint in step.joint:
            sides = (f"{called(scenario, s, you)} {change(joint.effect[s])}" for s in seats_for(you) if joint.effect[s])
            adds = listed(list(sides))
            if adds:
                told.append(f"While {with_words(game, joint)}, {quoted(step.name)} adds {adds} to each round on top.")
    return told


def with_words(game: Concessions, joint: JointEffect) -> str:
    """What an effect hangs on: ``“Freeze” and “Site” stand``."""
    names = [quoted(game.ladders[owner][k].name) for owner, k in joint.when]
    return f"{listed(names)} stand{'s' if len(names) == 1 else ''}"


def _ending_rules(scenario: Scenario, game: Concessions) -> str:
    """What becomes of steps when the talks end, and what does not keep the talks alive, where there is such a thing."""
    told = f" If the talks end, {kept_words(game)} stay." if may_end(game) and kept_words(game) else ""
    told += _taken_back(game)
    if len(game.hazards) > 1:
        told += f" A stalled round ends the talks with chance {hazard_words(game)}."
    return told + (rests_words(scenario, game) if game.hazard else "")


def _taken_back(game: Concessions) -> str:
    """That taking back alone does not keep the talks alive, where they may break down."""
    if game.hazard and "renege" in game.actions and game.stalls == "without_progress":
        return " A round in which steps are only taken back is a stalled one."
    return ""


def hazard_words(game: Concessions) -> str:
    """The hazard, round by round where it changes: ``5% in round 1 and 10% from round 2 on``."""
    runs: list[list[int]] = []
    for t, hazard in enumerate(game.hazards):
        if runs and game.hazards[runs[-1][0]] == hazard:
            runs[-1].append(t)
        else:
            runs.append([t])
    told = [percent(game.hazards[run[0]]) for run in runs]
    if len(runs) == 1:
        return told[0]
    if len(runs) > MOST_HAZARDS:
        low, high = (percent(of(game.hazards)) for of in (min, max))
        return f"{told[0]} in round 1 and {told[-1]} in the last one, in between from {low} to {high}"
    when = [f"{hazard} {_in_rounds(run, game)}" for hazard, run in zip(told, runs, strict=True)]
    return listed(when)


def _in_rounds(run: list[int], game: Concessions) -> str:
    first, last = run[0] + 1, run[-1] + 1
    if last == len(game.hazards):
        return f"in round {first}" if first == game.horizon else f"from round {first} on"
    if first == last:
        return f"in round {first}"
    return f"in rounds {first} {'and' if last == first + 1 else 'to'} {last}"


def rests_words(scenario: Scenario, game: Concessions) -> str:
    """Where talks may rest without a hazard."""
    deals = []
    for deal in game.rests:
        names = [
            f"{quoted(step.name)} of {scenario.players[owner].name}"
            for owner, ladder in enumerate(game.ladders)
            for k, step in enumerate(ladder)
            if (owner, k) in deal
        ]
        deals.append(listed(names))
    return f" There is no such risk where just these stand: {'; or '.join(deals)}." if deals else ""


def may_end(game: Concessions) -> bool:
    """Whether talks can end before the last round: by walking away, or by chance."""
    return "walk_away" in game.actions or bool(game.hazard)


def kept_words(game: Concessions) -> str:
    """What of the steps stays when the talks end; empty if nothing does: ``the effects of the steps that ...``."""
    steps = [step for ladder in game.ladders for step in ladder if step.has_effect]
    kept = [step for step in steps if game.keeps == "all" or not step.reversible]
    if game.keeps == "nothing" or not kept:
        return ""
    lasting = "" if len(kept) == len(steps) else " and cannot be taken back"
    return f"the effects of the steps that stand then{lasting}"


def _plus_kept(game: Concessions) -> str:
    return f", plus {kept_words(game)}" if kept_words(game) else ""


def stalled_words(game: Concessions, past: bool = False) -> str:
    """After which rounds the hazard threatens: ``in which nobody takes a step``."""
    if game.stalls == "without_change":
        return f"in which nothing {'moved' if past else 'moves'}"
    return f"in which nobody {'took' if past else 'takes'} a step"


# For a class


def class_rules(scenario: Scenario) -> list[Block]:
    """The rules as a teacher would write them on the board."""
    game = game_of(scenario)
    one, two = scenario.players
    now = [amount(value) for value in game.status_quo]
    quo = f"As things stand, a round pays {one.name} {now[0]} and {two.name} {now[1]}."
    blocks: list[Block] = [Paragraph(f"{FOR_A_CLASS.of(scenario, game)}; {rounds_words(game)}. {quo}")]
    blocks += _class_steps(scenario, game)
    blocks += [Paragraph(told) for told in joint_effects(scenario, game, None)]
    deal = [f"{p.name} {change(v)}" for p, v in zip(scenario.players, game.agreement, strict=True) if v]
    if deal:
        told = f"Once every step stands the agreement is complete, which adds to each round: {listed(deal)}."
        blocks.append(Paragraph(told))
    if may_end(game):
        blocks.append(Paragraph(_class_breakdown(scenario, game)))
    told = listed([f"{p.name} {class_patience(p.patience)}" for p in scenario.players])
    return [*blocks, Paragraph(f"{told}.")]


def _class_steps(scenario: Scenario, game: Concessions) -> list[Block]:
    """A table of steps for each side that has some."""
    one, two = scenario.players
    blocks: list[Block] = []
    for player, ladder in zip(scenario.players, game.ladders, strict=True):
        if ladder:
            head = (f"Steps of {player.name}", f"for {one.name}", f"for {two.name}", "can be taken back", "only after")
            rows = tuple(_class_step(game, step) for step in ladder)
            title = f"Steps that {player.name} can take, lowest first; what each adds to a round"
            blocks.append(Table(title, head, rows))
    return blocks


def _class_step(game: Concessions, step: Step) -> tuple[str, ...]:
    after = [game.ladders[owner][k].name for owner, k in step.after]
    fake = (
        f" (may be faked; found out with chance {percent(step.verification)} a round)"
        if step.verification is not None
        else ""
    )
    return (
        step.name + fake,
        *class_effects(step),
        "yes" if step.reversible else "no",
        listed([quoted(name) for name in after]) if after else "",
    )


def class_effects(step: Step) -> list[str]:
    """What a step adds to a round for each side, and what it brings once."""
    return [f"{change(v)}{f' (once {change(o)})' if o else ''}" for v, o in zip(step.effect, step.once, strict=True)]


def class_patience(patience: float | Fraction | None) -> str:
    """How much the future counts: ``counts the next round at 90% of this one``."""
    return f"counts the next round at {percent(patience or 0)} of this one"


def _class_breakdown(scenario: Scenario, game: Concessions) -> str:
    """What the end of the talks pays, and what brings it about."""
    ended = listed([f"{p.name} {amount(v)}" for p, v in zip(scenario.players, game.breakdown, strict=True)])
    walk = " Either side can walk away." if "walk_away" in game.actions else ""
    risk = ""
    if game.hazard:
        risk = f" After a round {stalled_words(game)} the talks break down with chance {hazard_words(game)}."
        risk += rests_words(scenario, game)
    return f"If the talks end without an agreement, each round pays {ended}{_plus_kept(game)}.{walk}{risk}"


# For those who play


def player_order(scenario: Scenario) -> str:
    """How many rounds there are, and who moves when."""
    return _rounds_and_order(scenario, FOR_PLAYERS)


def player_score(counts: str) -> str:
    """What a score is, up to how much later rounds count.

    Parameters
    ----------
    counts : str
        How much a round counts: ``0.9 times``.
    """
    return (
        "The score is the average of what the rounds pay, in which each round counts "
        f"{counts} as much as the one before it."
    )


def player_rules(scenario: Scenario, you: int | None) -> list[str]:
    """The steps of both sides in order, and what everything pays.

    Parameters
    ----------
    you : int or None
        Who is spoken to.
    """
    game = game_of(scenario)
    told = [_player_steps(scenario, game, seat, you) for seat in seats_for(you)]
    told.append(
        f"With no step taken, a round pays {pays(scenario, game.status_quo, you)}. A step changes what rounds pay by "
        "the amounts above, from the round in which it is taken on."
    )
    told += joint_effects(scenario, game, you)
    if any(game.agreement):
        sides = " and ".join(f"{called(scenario, s, you)} {change(game.agreement[s])}" for s in seats_for(you))
        told.append(f"Once all steps of both sides stand the agreement is complete, which brings {sides} a round.")
    told.append(_player_breakdown(scenario, game, you))
    return [text for text in told if text]


def _player_steps(scenario: Scenario, game: Concessions, seat: int, you: int | None) -> str:
    """The steps of a side as a table."""
    who = "Your steps" if seat == you else f"{scenario.players[seat].name}'s steps"
    order = seats_for(you)
    rows = [[f"{who}, in this order", *(f"for {called(scenario, s, you)}" for s in order), ""]]
    rows += [
        [f"{k}. {step.name}", *(_player_effect(step, s) for s in order), _player_notes(scenario, game, step, you)]
        for k, step in enumerate(game.ladders[seat], 1)
    ]
    return _left_last(rows)


def _player_effect(step: Step, seat: int) -> str:
    once = f", once {change(step.once[seat])}" if step.once[seat] else ""
    return f"{change(step.effect[seat])}{once}"


def _player_notes(scenario: Scenario, game: Concessions, step: Step, you: int | None) -> str:
    needs = [_owned(scenario, p, k, you) for p, k in step.after]
    told = [f"needs {listed(needs)}"] if needs else []
    if step.reversible and "renege" in game.actions:
        told.append("can be undone")
    if step.verification is not None:
        told.append("may be faked")
    return "; ".join(told)


def _owned(scenario: Scenario, player: int, place: int, you: int | None) -> str:
    owner = "your" if player == you else "their" if you is not None else f"{scenario.players[player].name}'s"
    return f"{owner} {place + 1}"


def _player_breakdown(scenario: Scenario, game: Concessions, you: int | None) -> str:
    """What brings the end of the talks about, and what it pays."""
    broken = pays(scenario, game.breakdown, you) + _plus_kept(game)
    told = []
    if "walk_away" in game.actions:
        told.append(f"Walking away ends the talks: that round and every later one pays {broken}.")
    if game.hazard:
        so = f"so that every later one pays {broken}"
        told.append(
            f"After each round {stalled_words(game)}, the talks break down with a chance of "
            f"{hazard_words(game)}, {'with the same pay' if told else so}.{rests_words(scenario, game)}"
        )
    return " ".join(told)


def _left_last(rows: list[list[str]]) -> str:
    """A table whose last column, of words, stands to the left."""
    room = max(map(width, table := columns([row[:-1] for row in rows]).splitlines()))
    if by_rows() or len(table) > len(rows) or room + max(width(inline(row[-1])) for row in rows) + 2 > line_width():
        return columns([["; ".join(filter(None, (row[0], row[-1]))), *row[1:-1]] for row in rows])
    return "\n".join(f"{left(line, room)}  {inline(row[-1])}".rstrip() for line, row in zip(table, rows, strict=True))
