"""From a file to a course that was seen, against the steps of a scenario; what is wrong has line and column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError, nearest
from sim.scenario import catalog
from sim.scenario.course.stated import BREAKDOWN, GOES_ON, THEN, Course, Seen
from sim.scenario.fields import ACTIONS, describe
from sim.scenario.reading import contents_or_problem
from sim.scenario.scenario import Concessions
from sim.scenario.source import NumberText, dotted, read

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Path as KeyPath
    from sim.scenario.source import Source

KEYS = ("format", "kind", "title", "summary", "sources", "course", "through", "then")
ENTRY = ("round", "step", "action", "source", "about")
KIND = "course"
MAX_BYTES = 1 << 20
MAX_ROUND = 1_000_000
FOLDER = "courses"
"""Where bundled courses stand, in the folder of their subject."""


def bundled() -> dict[str, Path]:
    """The courses that come with the program, by name."""
    return {path.stem: path for path in sorted(catalog.root().glob(f"*/{FOLDER}/*.yaml"))}


def read_course(name: str, scenario: Scenario, text: bytes | None = None) -> tuple[Course, bytes]:
    """Read a course that was seen, and check it against the players and the steps of a scenario.

    Parameters
    ----------
    name : str
        Path of a file, or name of a bundled course.
    scenario : Scenario
        A concession game.
    text : bytes, optional
        The content, where it does not come from a file.

    Returns
    -------
    course : Course
        What was seen.
    text : bytes
        The file's content, for the places of what else may be wrong with it.

    Raises
    ------
    ScenarioError
        If the file cannot be read, is no course, or has steps that the scenario has not; with all that is wrong.
    """
    if text is None:
        path = _path(name)
        name, text = str(path), contents_or_problem(path, MAX_BYTES, name)
    return _Reading(_source(name, text), scenario).course(), text


def _path(name: str) -> Path:
    try:
        if Path(name).exists():
            return Path(name)
    except (OSError, ValueError):  # a name that no file can have
        pass
    known = bundled()
    stem = name.removesuffix(".yaml")
    if stem not in known:
        message = "there is no such file or folder, and no bundled course of that name"
        raise ScenarioError([Problem(name, 0, 0, "", message, nearest(stem, known) or f"bundled: {', '.join(known)}")])
    return known[stem]


def _source(name: str, text: bytes) -> Source:
    try:
        return read(name, text)
    except ScenarioError as error:
        raise ScenarioError([_of_courses(p) for p in error.problems], error.text) from None


def _of_courses(problem: Problem) -> Problem:
    """A message about a scenario file as one about a course."""
    if problem.message == "the file is empty":
        return replace(problem, hint="it needs 'kind: course', a title and a course")
    told = problem.message.replace("such as 'format' and 'players'", "such as 'kind' and 'course'")
    return replace(problem, message=told)


@dataclass
class _Reading:
    """One file on its way to a course; problems are collected and raised together."""

    source: Source
    scenario: Scenario

    def __post_init__(self) -> None:
        assert isinstance(self.scenario.game, Concessions)
        self.game = self.scenario.game
        self.problems: list[Problem] = []
        self.ids = [player.id for player in self.scenario.players]
        self.steps = {f"{self.ids[p]}.{s.id}": (p, s.id) for p in (0, 1) for s in self.game.ladders[p]}

    def course(self) -> Course:
        data = self.source.data
        if data.get("kind") != KIND:
            found = f", found {describe(data['kind'])}" if "kind" in data else ""
            self._problem(("kind",), f"expected 'kind: course'{found}", "an observed course is a file of its own kind")
            self._raise()
        self._unknown((), data, KEYS)
        if "format" in data and data["format"] != "1":
            self._problem(("format",), f"expected format 1, found {describe(data['format'])}")
        entries = data.get("course", [])
        if not isinstance(entries, list):
            self._problem(("course",), f"expected a list of what was done, found {describe(entries)}")
            entries = []
        seen = [each for k, entry in enumerate(entries) if (each := self._entry(k, entry)) is not None]
        through, then = self._round(("through",), data.get("through")), self._then(data)
        title, summary = self._text("title", required=True), self._text("summary")
        sources = self._sources(data)
        self._raise()
        through, then = self._ending(seen, through, then)
        self._raise()
        done = tuple(each for each in self._ordered(seen) if each.action != "hold_out")
        return Course(self.source.file, title, summary, sources, done, through, then)

    def _problem(self, path: KeyPath, message: str, hint: str = "") -> None:
        here = path
        while here and here not in self.source.values:
            here = here[:-1]
        line, column = self.source.keys.get(here) or self.source.values.get(here, (1, 1))
        self.problems.append(Problem(self.source.file, line, column, dotted(path), message, hint))

    def _raise(self) -> None:
        if self.problems:
            raise ScenarioError(self.problems, self.source.text)

    def _unknown(self, path: KeyPath, mapping: dict[str, Any], keys: tuple[str, ...]) -> None:
        for key in mapping:
            if key not in keys:
                self._problem((*path, key), "there is no such key", nearest(key, keys) or f"known: {', '.join(keys)}")

    def _text(self, key: str, required: bool = False) -> str:
        value = self.source.data.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if required or key in self.source.data:
            self._problem((key,), f"expected a text for '{key}', found {describe(value)}")
        return ""

    def _sources(self, data: dict[str, Any]) -> tuple[str, ...]:
        value = data.get("sources", [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self._problem(("sources",), "expected a list of texts")
            return ()
        return tuple(" ".join(text.split()) for text in value)

    def _then(self, data: dict[str, Any]) -> str:
        value = data.get("then", "")
        if "then" in data and value not in THEN:
            hint = nearest(str(value), THEN) or f"one of {', '.join(THEN)}"
            self._problem(("then",), f"expected what came then, found {describe(value)}", hint)
        return str(value)

    def _round(self, path: KeyPath, value: Any) -> int | None:
        if value is None:
            return None
        if not isinstance(value, NumberText) or not value.isdecimal() or not 1 <= int(value) <= MAX_ROUND:
            self._problem(path, f"expected a round, counted from 1, found {describe(value)}")
            return None
        last = self.game.horizon
        if last is not None and int(value) > last:
            self._problem(path, f"the scenario has rounds 1 to {last:,}, found round {int(value):,}")
            return None
        return int(value)

    def _entry(self, k: int, entry: Any) -> Seen | None:
        path = ("course", k)
        if not isinstance(entry, dict):
            told = f"expected a mapping such as {{round: 1, step: us.step}}, found {describe(entry)}"
            self._problem(path, told)
            return None
        self._unknown(path, entry, ENTRY)
        for key in ("source", "about"):
            if key in entry and not isinstance(entry[key], str):
                self._problem((*path, key), f"expected a text, found {describe(entry[key])}")
        if ("step" in entry) == ("action" in entry):
            self._problem(
                path, "expected either a step, as 'step: player.step', or an action, as 'action: player.renege'"
            )
            return None
        round_ = self._round((*path, "round"), entry.get("round"))
        if "step" in entry:
            return self._step(k, entry["step"], round_)
        return self._action(k, entry["action"], round_)

    def _step(self, k: int, value: Any, round_: int | None) -> Seen | None:
        if not isinstance(value, str) or value not in self.steps:
            hint = nearest(str(value), self.steps) or f"the scenario has {', '.join(self.steps)}"
            self._problem(("course", k, "step"), f"the scenario has no step {describe(value)}", hint)
            return None
        player, step = self.steps[value]
        return Seen(player, "concede", step, round_, k)

    def _action(self, k: int, value: Any, round_: int | None) -> Seen | None:
        path = ("course", k, "action")
        others = [action for action in ACTIONS if action != "concede"]
        known = [f"{player}.{action}" for player in self.ids for action in others]
        if not isinstance(value, str) or value not in known:
            hint = nearest(str(value), known) or f"one of {', '.join(known)}"
            self._problem(path, f"expected a player and an action, found {describe(value)}", hint)
            return None
        player, _, action = value.rpartition(".")
        if action not in self.game.actions and action != "hold_out":
            self._problem(path, f"nobody can {action.replace('_', ' ')} in this scenario: it is none of its actions")
            return None
        if action == "hold_out" and round_ is None:
            self._problem(path, "holding out needs its round; without one, leave it out")
            return None
        return Seen(self.ids.index(player), action, "", round_, k)

    def _ending(self, seen: list[Seen], through: int | None, then: str) -> tuple[int | None, str]:
        """The last round that was seen and what came then, with what follows from the entries."""
        self._in_order(seen)
        walked = [k for k, each in enumerate(seen) if each.action == "walk_away"]
        if walked and walked[0] + 1 < len(seen):
            self._problem(("course", seen[walked[0] + 1].place), "the talks have ended before, when a side walked away")
        if walked and then not in ("", BREAKDOWN):
            self._problem(("then",), f"a side walked away, so that the talks broke down; found {then}")
        rounds = [each.round for each in seen if each.round is not None]
        if through is not None and rounds and max(rounds) > through:
            self._problem(("through",), f"expected the last round that was seen, found one before round {max(rounds)}")
        if walked and through is not None and seen[-1].round is not None and through > seen[-1].round:
            self._problem(("through",), f"the talks ended in round {seen[-1].round}, when a side walked away")
        if not seen and through is None:
            self._problem(("course",), "nothing was seen", "name steps, or with 'through' the rounds without any")
        if through is None and len(rounds) == len(seen) and rounds:
            through = max(rounds)
        then = then or (BREAKDOWN if walked else GOES_ON)
        if through is None and then == BREAKDOWN and not walked:
            self._problem(("then",), "a breakdown needs its round", "say it as 'through'")
        if self.game.horizon is None and then not in (GOES_ON, BREAKDOWN):
            told = f"the scenario has no last round, so that '{then}' cannot be seen"
            self._problem(("then",), told, "leave it out")
        return through, then

    def _in_order(self, seen: list[Seen]) -> None:
        last = 0
        for each in seen:
            if each.round is None:
                continue
            if each.round < last:
                self._problem(("course", each.place, "round"), f"round {each.round} stands behind round {last}")
            last = max(last, each.round)

    def _ordered(self, seen: list[Seen]) -> list[Seen]:
        """What was done, within a round the leading side's first."""
        if self.game.moves != "sequential":
            return seen
        found = list(seen)
        for k in range(len(found) - 1):
            one, two = found[k], found[k + 1]
            if one.round is not None and one.round == two.round and two.player == self.game.first != one.player:
                found[k], found[k + 1] = two, one
        return found
