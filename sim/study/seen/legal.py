"""Whether the rules of a scenario let a course come about at all: whose turn it is, which step comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import Problem, ScenarioError
from sim.games.concessions.rules import Rules
from sim.scenario.scenario import Concessions
from sim.scenario.source import dotted, read

if TYPE_CHECKING:
    from sim.scenario.course.stated import Course, Seen
    from sim.scenario.scenario import Scenario


def refuse_what_cannot_be(course: Course, scenario: Scenario, text: bytes) -> None:
    """Refuse a course with a step that its owner cannot take when it is taken.

    Parameters
    ----------
    text : bytes
        The file's content, for the places.

    Raises
    ------
    ScenarioError
        With the first such step.
    """
    told = _trouble(course, scenario)
    if told is None:
        return
    each, message, hint = told
    source = read(course.file, text)
    path = ("course", each.place)
    line, column = source.values.get(path, (1, 1))
    raise ScenarioError([Problem(course.file, line, column, dotted(path), message, hint)], source.text)


def _trouble(course: Course, scenario: Scenario) -> tuple[Seen, str, str] | None:
    game = scenario.game
    assert isinstance(game, Concessions)
    rules = Rules(game)
    names = [player.name for player in scenario.players]
    before = after = rules.start
    last: Seen | None = None
    for each in course.seen:
        together = last is not None and each.round is not None and each.round == last.round
        if together and last is not None and last.player == each.player:
            return each, f"{names[each.player]} moves twice in round {each.round}", "a round has one move of a side"
        if together and game.moves == "alternating":
            return each, f"both move in round {each.round}, and in this scenario they take turns", ""
        mover = None if each.round is None or game.moves != "alternating" else (game.first + each.round - 1) % 2
        if mover is not None and mover != each.player:
            return each, f"in round {each.round} it is the turn of {names[mover]}", "they take turns round by round"
        # Of moves at the same time none sees the other.
        stands = before if together and game.moves == "simultaneous" else after
        if each.action not in rules.open(stands, each.player):
            return each, *_closed(rules, stands, each, scenario)
        missing = rules.lowest_missing(stands, each.player)
        if each.action == "concede" and missing is not None and game.ladders[each.player][missing].id != each.step:
            due = game.ladders[each.player][missing].id
            ids = [player.id for player in scenario.players]
            told = f"the next step of {names[each.player]} is then '{ids[each.player]}.{due}'"
            return each, told, "steps are taken in the order of the scenario"
        before = stands
        after = after if each.action == "walk_away" else rules.move(after, each.player, each.action)
        last = each
    return None


def _closed(rules: Rules, stands: tuple[int, ...], each: Seen, scenario: Scenario) -> tuple[str, str]:
    name = scenario.players[each.player].name
    if each.action == "renege":
        return f"{name} has no step then that can be taken back", ""
    if each.action == "walk_away":
        return "the agreement is complete then, and nobody walks away from it", ""
    k = rules.lowest_missing(stands, each.player)
    if k is None:
        return f"{name} has taken all its steps by then", ""
    game = scenario.game
    assert isinstance(game, Concessions)
    ids = [player.id for player in scenario.players]
    step = game.ladders[each.player][k]
    waits = [f"{ids[who]}.{game.ladders[who][m].id}" for who, m in step.after if not stands[who] >> m & 1]
    if waits:
        return f"the step '{ids[each.player]}.{step.id}' waits for '{waits[0]}', which does not stand then", ""
    return f"{name} cannot take a step then", ""
