"""Files of GMCR+ and gmcr-py (.gmcr), read into scenario files of kind options.

Such a file is JSON: options with the direction in which they may change, decision makers with the numbers of their
options and their preferences (conditions, the first outweighing all later ones, or a ranking of the feasible states by
number), and conditions that cannot be. States are numbered from 1 in the order of the numbers whose bit k is option k,
with options in the order of their owners.

References
----------
Petersons, O., gmcr-py (GMCR+), which writes and reads the files.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.deadline import check_time
from sim.errors import Problem, ScenarioError
from sim.scenario.foreign.gambit.as_yaml import as_yaml
from sim.scenario.foreign.gambit.reader import decoded
from sim.scenario.labels import given_or_told_apart
from sim.scenario.options.model import FEWEST_PARTIES, MOST_OPTIONS, MOST_PARTIES, MOST_STATEMENTS
from sim.scenario.options.states import MOST_STATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIRECTIONS: dict[str, dict[str, bool]] = {"both": {}, "fwd": {"irreversible": True}, "back": {"lapses": True}}
"""What a direction says of an option in a scenario file."""

MOST_LETTERS = 200
"""Letters of a name, most."""


@dataclass(frozen=True)
class Imported:
    """A conflict of another program as a scenario file, with notes on what is not as its file has it."""

    text: str
    notes: tuple[str, ...]


def imported(file: str, raw: bytes) -> Imported:
    """The scenario file for a .gmcr file.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        Its content.

    Raises
    ------
    ScenarioError
        If it is none, is damaged, or is larger than a scenario can be.
    """
    text, notes = decoded(file, raw)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ScenarioError([Problem(file, error.lineno, error.colno, "", f"not JSON: {error.msg}")], text) from None
    except (RecursionError, ValueError) as error:
        raise ScenarioError([Problem(file, 0, 0, "", f"not JSON that can be read: {error}")]) from None
    conflict = _Conflict(file, data)
    return Imported(as_yaml(file, conflict.scenario()), (*notes, *conflict.notes))


class _Conflict:
    """The content of a file, checked where it is used."""

    def __init__(self, file: str, data: Any) -> None:
        self.file, self.notes = file, list[str]()
        self.data = self.of(data, dict, "", "a mapping")
        self.makers = [self.of(m, dict, f"decisionMakers[{k}]", "a mapping") for k, m in self.list_at("decisionMakers")]
        if not FEWEST_PARTIES <= len(self.makers) <= MOST_PARTIES:
            raise self.fault("decisionMakers", f"expected two to eight decision makers, found {len(self.makers)}")
        self.options = [self.of(o, dict, f"options[{k}]", "a mapping") for k, o in self.list_at("options")]
        if not 1 <= len(self.options) <= MOST_OPTIONS:
            raise self.fault("options", f"expected 1 to {MOST_OPTIONS} options, found {len(self.options)}")
        self.order = self._owned()
        self.parties = _identifiers([self.name(m, f"decisionMakers[{k}]") for k, m in enumerate(self.makers)], "party")
        self.ids = self._option_ids()
        self.barred = [self.condition(c, f"infeasibles[{k}]") for k, c in self.list_at("infeasibles")]
        if len(self.barred) > MOST_STATEMENTS:
            raise self.fault("infeasibles", f"expected at most {MOST_STATEMENTS} conditions, found {len(self.barred)}")
        self.states = self._feasible()

    def fault(self, key: str, message: str) -> ScenarioError:
        """What is wrong, and where."""
        return ScenarioError([Problem(self.file, 0, 0, key, message)])

    def of(self, value: Any, kind: type | tuple[type, ...], key: str, expected: str) -> Any:
        """A value of a kind."""
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise self.fault(key, f"expected {expected}, found {json.dumps(value)[:60]}")
        return value

    def list_at(self, key: str) -> list[tuple[int, Any]]:
        """A list of the file, numbered."""
        if key not in self.data:
            raise self.fault("", f"there is no key '{key}', which a .gmcr file has")
        return list(enumerate(self.of(self.data[key], list, key, "a list")))

    def name(self, entry: dict[str, Any], key: str) -> str:
        """What an entry is called, on one line; blank if it has no name."""
        told = self.of(entry.get("name", ""), str, f"{key}.name", "a text")
        return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", told).split())[:MOST_LETTERS]

    def _owned(self) -> list[tuple[int, int]]:
        """By option in the order of the owners: whose it is, and its number in the file."""
        order: list[tuple[int, int]] = []
        for k, maker in enumerate(self.makers):
            key = f"decisionMakers[{k}].options"
            for number in self.of(maker.get("options"), list, key, "a list of numbers"):
                self.of(number, int, key, "the number of an option")
                if not 0 <= number < len(self.options):
                    raise self.fault(key, f"there is no option {number}; they are numbered from 0")
                if number in (met for _, met in order):
                    raise self.fault(key, f"option {number} has two owners; here an option is one party's to take")
                order.append((k, number))
        free = sorted(set(range(len(self.options))) - {number for _, number in order})
        if free:
            raise self.fault(f"options[{free[0]}]", "the option belongs to no decision maker")
        return order

    def _option_ids(self) -> dict[int, str]:
        """By number in the file, each option as party.option."""
        ids: dict[int, str] = {}
        for k, party in enumerate(self.parties):
            own = [number for owner, number in self.order if owner == k]
            words = _identifiers([self.name(self.options[n], f"options[{n}]") for n in own], "option")
            ids |= {number: f"{party}.{word}" for number, word in zip(own, words, strict=True)}
        return ids

    def condition(self, value: Any, key: str) -> list[list[tuple[int, bool]]]:
        """A condition: one of some lists of options that are taken or not."""
        if isinstance(value, dict):
            members = self.of(value.get("members"), list, f"{key}.members", "a list of conditions")
            plain = [self.of(member, list, f"{key}.members", "a list of options with Y or N") for member in members]
            return [each for member in plain for each in self.condition(member, f"{key}.members")]
        found = []
        for pair in self.of(value, list, key, "a list of options, each with Y or N"):
            if not (isinstance(pair, list) and len(pair) == 2 and pair[1] in ("Y", "N")):
                raise self.fault(key, f"expected the number of an option with Y or N, found {json.dumps(pair)[:60]}")
            number = self.of(pair[0], int, key, "the number of an option")
            if not 0 <= number < len(self.options):
                raise self.fault(key, f"there is no option {number}; they are numbered from 0")
            found.append((number, pair[1] == "Y"))
        return [found]

    def _holds(self, condition: list[list[tuple[int, bool]]], states: NDArray[np.int64]) -> NDArray[np.bool_]:
        bit = {number: k for k, (_, number) in enumerate(self.order)}
        found = np.zeros(len(states), dtype=bool)
        for each in condition:
            met = np.ones(len(states), dtype=bool)
            for number, taken in each:
                met &= (states >> bit[number] & 1 == 1) == taken
            found |= met
        return found

    def _feasible(self) -> NDArray[np.int64]:
        states = np.arange(1 << len(self.order), dtype=np.int64)
        for condition in self.barred:
            check_time()
            states = states[~self._holds(condition, states)]
        if not len(states):
            raise self.fault("infeasibles", "no state is left that can be")
        if len(states) > MOST_STATES:
            raise self.fault("infeasibles", f"expected at most {MOST_STATES:,} feasible states, found {len(states):,}")
        return states

    def scenario(self) -> dict[str, Any]:
        """The scenario file as plain data."""
        names, _ = given_or_told_apart([self.name(m, "decisionMakers") for m in self.makers], "party")
        players = {
            party: {"name": names[k], "options": self._options(k), "prefers": self._prefers(k)}
            for k, party in enumerate(self.parties)
        }
        start = self.taken(int(self.states[0]))
        told = f"'{', '.join(start)}'" if start else "nothing taken"
        self.notes.append(f"a .gmcr file has no status quo; {told} is written, change it under 'status_quo'")
        groups = self.data.get("coalitions", [])
        if isinstance(groups, list) and any(isinstance(group, list) and len(group) > 1 for group in groups):
            self.notes.append("its coalitions are left out: parties stand for themselves, and all coalitions are told")
        return {
            "format": 1,
            "kind": "options",
            "title": "Imported conflict",
            "players": players,
            "infeasible": [self.written(condition) for condition in self.barred],
            "status_quo": start,
        }

    def taken(self, state: int) -> list[str]:
        """The options taken in a state."""
        return [self.ids[number] for k, (_, number) in enumerate(self.order) if state >> k & 1]

    def written(self, condition: list[list[tuple[int, bool]]]) -> str:
        """A condition as a statement."""
        each = [" & ".join(f"{'' if taken else '!'}{self.ids[n]}" for n, taken in one) or "true" for one in condition]
        return (" | ".join(f"({one})" if len(each) > 1 and "&" in one else one for one in each)) or "false"

    def _options(self, party: int) -> dict[str, Any]:
        own = [number for owner, number in self.order if owner == party]
        names, _ = given_or_told_apart([self.name(self.options[n], f"options[{n}]") for n in own], "option")
        found = {}
        for number, name in zip(own, names, strict=True):
            about = self.options[number]
            way = about.get("permittedDirection", about.get("reversibility", "both"))
            if not isinstance(way, str) or way not in DIRECTIONS:
                key = f"options[{number}].permittedDirection"
                raise self.fault(key, f"expected both, fwd or back, found {json.dumps(way)[:60]}")
            found[self.ids[number].partition(".")[2]] = {"name": name, **DIRECTIONS[way]}
        return found

    def _prefers(self, party: int) -> Any:
        key, maker = f"decisionMakers[{party}]", self.makers[party]
        if maker.get("misperceptions"):
            told = f"'{maker.get('name', self.parties[party])}'"
            self.notes.append(f"states that {told} does not see are left out; 'misperceives' here means preferences")
        if self.data.get("useManualPreferenceRanking", self.data.get("useManualPreferenceVectors", False)):
            name = "preferenceRanking" if "preferenceRanking" in maker else "preferenceVector"  # older files
            return {"order": self._ranking(maker.get(name), f"{key}.{name}")}
        stated = self.of(maker.get("preferences", []), list, f"{key}.preferences", "a list of conditions")
        if len(stated) > MOST_STATEMENTS:
            raise self.fault(
                f"{key}.preferences", f"expected at most {MOST_STATEMENTS} conditions, found {len(stated)}"
            )
        each = [self.written(self.condition(c, f"{key}.preferences[{k}]")) for k, c in enumerate(stated)]
        return each or {"points": "0"}

    def _ranking(self, value: Any, key: str) -> list[list[list[str]]]:
        order, met = [], set[int]()
        for place in self.of(value, list, key, "a list of states, the best first"):
            tied = place if isinstance(place, list) else [place]
            for state in tied:
                self.of(state, int, key, "the number of a state")
                if not 1 <= state <= len(self.states):
                    raise self.fault(key, f"there is no state {state}; they are numbered from 1 to {len(self.states)}")
                if state in met:
                    raise self.fault(key, f"state {state} stands twice in the ranking")
                met.add(state)
            order.append([self.taken(int(self.states[state - 1])) for state in tied])
        missing = sorted(set(range(1, len(self.states) + 1)) - met)
        if missing:
            raise self.fault(key, f"state {missing[0]} is missing from the ranking")
        return order


def _identifiers(names: list[str], word: str) -> list[str]:
    """Names as identifiers, told apart."""
    found: list[str] = []
    for k, name in enumerate(names):
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-")
        plain = plain if re.match(r"[a-z]", plain) else f"{word}-{plain or k + 1}"
        reserved = plain in ("true", "false", "and", "or", "not", "yes", "no", "on", "off", "null")
        plain = f"{word}-{plain}" if reserved else plain
        new, number = plain, 2
        while new in found:
            new, number = f"{plain}-{number}", number + 1
        found.append(new)
    return found
