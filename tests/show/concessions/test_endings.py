"""Every sentence on an ending against a replay of the strategies, by the rules of the format alone.

The strategies are read from the document that ``run --json`` prints and played by `tests.engine.concessions.rules`,
which share nothing with the program; what is said in the line, the story, the facts, the document and in studies is
parsed and compared with that.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from sim.agents.simulation.simulation import simulate
from sim.engine.concessions.equilibrium_sets.agreement import Agreement
from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.engine.selection import Rule
from sim.engine.solve import solve
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.studies.regime_words import regime_words
from sim.show.studies.simulation import simulation_rows, simulation_text
from sim.show.text.blocks import as_text
from sim.show.text.words import percent
from sim.study.maps.regime import Regime
from tests.engine.concessions.rules import Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.show.shown import Shown

MOVES = ("simultaneous", "alternating", "sequential")
NOTHING: Stands = (frozenset(), frozenset())
Event = tuple[int, int | None, str]
"""When an agreement is made and broken, from 1, and how; of one that is kept, neither."""


@dataclass(frozen=True)
class Replay:
    """A course as the rules have it: when the agreement is made and broken, how it ends, and what repeats."""

    agreements: tuple[Event, ...]
    end: str
    round: int
    by: tuple[int, ...]
    standing: int
    moves: bool
    chance: float

    @property
    def fate(self) -> str:
        times = len(self.agreements)
        if not times:
            return "never"
        kept = self.agreements[-1][1] is None
        return ("kept" if times == 1 else "made_again") if kept else ("broken" if times == 1 else "broken_again")


class Strategies:
    """The strategies of an entry of a document: chances of actions by player, state, leader's action and round."""

    def __init__(self, entry: dict[str, Any], players: list[str], endless: bool) -> None:
        self.table = {
            (k, "" if endless else r["round"], _key(r["state"], players), r.get("leader", "")): r["actions"]
            for k, player in enumerate(players)
            for r in entry["strategies"][player]
        }
        self.endless = endless

    def at(self, player: int, t: int, stands: Stands, leader: str) -> dict[str, float]:
        when: Any = "" if self.endless else t
        state = tuple(tuple(sorted(side)) for side in stands)
        actions: dict[str, float] = self.table[player, when, state, leader]
        return actions


def _key(state: dict[str, list[str]], players: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(state[p])) for p in players)


def turns(rules: Rules, play: Strategies, t: int, stands: Stands) -> Iterator[tuple[float, list[tuple[int, str]]]]:
    """What may be done in a round, with chances."""
    moves, lead = rules.data["moves"], rules.first
    if moves == "simultaneous":
        for a, p in play.at(0, t, stands, "").items():
            for b, q in play.at(1, t, stands, "").items():
                yield p * q, [(0, a), (1, b)]
        return
    mover = lead if moves == "sequential" or t % 2 == 0 else 1 - lead
    for a, p in play.at(mover, t, stands, "").items():
        if moves == "alternating" or a == "walk_away":
            yield p, [(mover, a)]
            continue
        for b, q in play.at(1 - mover, t, rules.after(stands, mover, a), a).items():
            yield p * q, [(mover, a), (1 - mover, b)]


def after(rules: Rules, stands: Stands, acts: list[tuple[int, str]]) -> Stands | None:
    """What stands after a round; None if somebody walks away in it."""
    if any(action == "walk_away" for _, action in acts):
        return None
    start = stands
    for player, action in acts:
        seen = stands if rules.data["moves"] == "sequential" else start
        assert action in rules.legal(seen, player)
        stands = rules.after(stands, player, action)
    return stands


NAMES = ("us", "nk")


def who(players: list[int], verb: str) -> str:
    if len(players) == 2:
        return f"both {verb}"
    first, _, rest = verb.partition(" ")
    return f"{NAMES[players[0]]} {first}s {rest}"


def replays(rules: Rules, play: Strategies, horizon: int) -> Iterator[Replay]:
    """All courses of strategies over so many rounds."""
    waiting: list[tuple[float, int, Stands, tuple[Event, ...], bool]] = [(1.0, 0, NOTHING, (), False)]
    while waiting:
        chance, t, stands, events, moved = waiting.pop()
        if t == horizon:
            yield Replay(events, "rounds", t, (), sum(map(len, stands)), moved, chance)
            continue
        for p, acts in turns(rules, play, t, stands):
            now, told = after(rules, stands, acts), events
            if rules.complete(stands) and (now is None or not rules.complete(now)):
                back = [k for k, action in acts if action == "renege"]
                left = [k for k, action in acts if action == "walk_away"]
                why = who(sorted(back), "take steps back") if back else who(sorted(left), "walk away")
                told = (*events[:-1], (events[-1][0], t + 1, why))
            if now is None:
                by = tuple(sorted(k for k, action in acts if action == "walk_away"))
                yield Replay(told, "walk", t + 1, by, 0, moved, chance * p)
                continue
            if rules.complete(now) and not rules.complete(stands):
                told = (*told, (t + 1, None, ""))
            risk = float(rules.risk(stands, now))
            if risk:
                yield Replay(told, "chance", t + 1, (), 0, moved, chance * p * risk)
            if risk < 1:
                change = moved or any(action != "hold_out" for _, action in acts)
                waiting.append((chance * p * (1 - risk), t + 1, now, told, change))


def parsed(words: str) -> tuple[tuple[Event, ...], str]:
    """What a sentence says of a single course: agreements, and how it ends."""
    head, _, tail = words.partition("; ")
    if head == "never complete":
        return (), tail
    kept = head.endswith(" and kept")
    head = head.removesuffix(" and kept")
    found: list[Event] = []
    many = re.match(r"complete in round (\d+), (\d+) times in all, for the last time in round ", head)
    if many:
        found = [(int(many.group(1)), None, many.group(2))]
        head = f"complete in round {head[many.end() :]}"
    pattern = re.compile(
        r"(?:^|, )complete (?:again )?in round (\d+)(?:, kept for (\d+) rounds?, broken in round (\d+) \(([^)]*)\))?"
    )
    at = 0
    while at < len(head):
        match = pattern.match(head, at)
        assert match, f"not understood: {head[at:]} in {words}"
        made, span, broken, how = match.groups()
        if span:
            assert int(broken) - int(made) == int(span), words
        found.append((int(made), int(broken) if broken else None, how or ""))
        at = match.end()
    assert kept == (found[-1][1] is None), words
    return tuple(found), tail


def told_as(replay: Replay) -> tuple[Event, ...]:
    """The agreements of a course as they are told: all, or of more than three the first, their number and the last."""
    found = replay.agreements
    return found if len(found) <= 3 else ((found[0][0], None, str(len(found))), found[-1])


def ends_as(replay: Replay) -> str:
    """How a single course ends, in the words of the program."""
    if replay.agreements and replay.agreements[-1][1] is None:
        return ""
    if replay.end == "walk":
        return f"{who(list(replay.by), 'walk away')} in round {replay.round}"
    if replay.end == "chance":
        return f"the talks break down by chance in round {replay.round}"
    count = replay.standing
    steps = "no step" if not count else f"{count} step{'' if count == 1 else 's'}"
    return f"the rounds run out with {steps} standing"


def drawn(draw: random.Random, moves: str, horizon: int) -> tuple[dict[str, Any], Any]:
    """A random game in which steps can be taken back, of a kind in which agreements are made and broken."""
    while True:
        data = random_game(draw, moves) | {"horizon": horizon, "agreement": {"us": 1.5, "nk": 1.5}}
        data["actions"] = draw.choice(
            (["concede", "hold_out", "renege"], ["concede", "hold_out", "walk_away", "renege"])
        )
        for ladder in data["concessions"].values():
            for step in ladder:
                step["reversible"] = draw.random() < 0.7
        try:
            return data, load("random", text=json.dumps(data))
        except ScenarioError:  # the prerequisites drawn may form a circle
            continue


def tallied(courses: list[Replay]) -> dict[tuple[str, str], float]:
    """Chances of the kinds of endings, as documents name them."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for c in courses:
        kept = bool(c.agreements) and c.agreements[-1][1] is None
        kind = {"walk": "walk_away", "chance": "hazard", "rounds": "agreement" if kept else "unfinished"}[c.end]
        found[kind, c.fate] += c.chance
    return {key: chance for key, chance in found.items() if chance}


def words_of(line: str) -> str:
    """What a line says that the agreement is."""
    match = re.search(r"The agreement is (.*?)\. Against the status quo", line)
    assert match, line
    return match.group(1)


def brief_of(replay: Replay) -> str:
    """A single course in a few words."""
    if not replay.agreements:
        if replay.end == "rounds":
            return "never complete"
        how = who(list(replay.by), "walk away") if replay.end == "walk" else "broken off by chance"
        return f"never complete, {how} in round {replay.round}"
    made, _, _ = replay.agreements[0]
    last_made, broken, how = replay.agreements[-1]
    by = "both" if how.startswith("both") else how.partition(" ")[0]
    return (
        f"complete in round {made}"
        + {
            "kept": ", kept",
            "made_again": f", broken, made again in round {last_made}",
            "broken": f", broken in round {broken} by {by}",
            "broken_again": f", made again, broken in round {broken} by {by}",
        }[replay.fate]
    )


def study_of(replay: Replay) -> tuple[str, float | None]:
    """What a study counts a course as, but for who holds out or takes steps back where it never is complete."""
    first = replay.agreements[0][0] if replay.agreements else None
    if replay.fate in ("kept", "made_again"):
        return {"kept": "agreement", "made_again": "agreement made again"}[replay.fate], first
    then = "agreement, then " if replay.agreements else ""
    if replay.end == "walk":
        return then + who(list(replay.by), "walk away"), first
    if replay.end == "chance":
        return f"{then}breakdown", first
    return (then + replay.agreements[-1][2] if then else ""), first


@pytest.mark.parametrize("moves", MOVES)
def test_every_sentence_on_an_ending_is_what_a_replay_of_the_strategies_shows(moves: str) -> None:
    draw, fates, told, mixed = random.Random(f"endings told {moves}"), set(), 0, 0
    for n in range(1000):
        if n >= 200 and fates >= {"kept", "broken", "never"}:
            break
        data, scenario = drawn(draw, moves, draw.randint(3, 7))
        solution = solve(scenario)
        assert isinstance(solution, PerfectSolution)
        # What all equilibria agree on is not looked at here, and takes longer than all else.
        solution = replace(solution, agreement=Agreement(solution.game, 0.0))
        seen = shown(scenario, solution)
        (entry,) = seen.entries()
        rules = Rules(data)
        courses = list(replays(rules, Strategies(entry, list(NAMES), endless=False), rules.horizon))
        chances = tallied(courses)
        found = {(e["kind"], e["agreement"]): e["chance"] for e in entry["endings"]}
        assert found == pytest.approx(chances), json.dumps(data)
        fates |= {fate for _, fate in chances}
        held_against_all_courses(seen, entry, rules, courses)
        (course,) = courses if len(courses) == 1 else (None,)
        if course is None:
            mixed += 1
            continue
        told += 1
        words = words_of(seen.line())
        assert parsed(words) == (told_as(course), ends_as(course)), f"{words} {json.dumps(data)}"
        assert f"100%  {words}" in flat(as_text(seen.story()))
        assert f"The agreement is {words}." in flat(as_text(seen.explain("brief")))
        assert entry["ending"]["agreement"] == course.fate
        dates = [(a["round"] + 1, a["broken"] and a["broken"]["round"] + 1) for a in entry["ending"]["complete"]]
        assert dates == [(made, broken) for made, broken, _ in course.agreements]
        assert seen.facts()["ends"] == brief_of(course)
        ending, first = study_of(course)
        answer = solution.answer(Rule())
        assert answer.ending == ending or (not ending and "agreement" not in answer.ending)
        assert answer.rounds == first or (first is None and math.isnan(answer.rounds))
        assert regime_words(scenario, Regime(answer.ending, first)).startswith(
            f"deal in round {first}, " if first else ""
        )
    assert told > 50
    assert mixed > 10
    assert {"kept", "broken", "never"} <= fates, fates


def held_against_all_courses(seen: Shown[Any], entry: dict[str, Any], rules: Rules, courses: list[Replay]) -> None:
    """What is said of all courses together: endings with mean rounds and ways, the first step, what is expected."""
    story, moves = as_text(seen.story()), rules.data["moves"]
    endings = re.sub(r"\n {8,}", " ", story.split("How it ends\n")[1].split("\n\n")[0])
    told = [line.strip().split("  ", 1) for line in endings.splitlines() if "%  " in line]
    assert len(told) == len(entry["endings"]), endings
    for (chance, words), ending in zip(told, entry["endings"], strict=True):
        alike = [c for c in courses if (ending["kind"], ending["agreement"]) in tallied([c])]
        total = sum(c.chance for c in alike)
        total = 1.0 if abs(total - 1) < 1e-12 else total  # as a sum of floats has it
        assert chance in {percent(total + nudge) for nudge in (-1e-9, 0.0, 1e-9)}
        if len(alike) > 1:
            assert words == many_as(alike), json.dumps(rules.data)
    firsts = first_steps(rules, Strategies(entry, list(NAMES), endless=False))
    line = seen.line().removeprefix("random: ")
    opening = line[: line.index(" The agreement is")]
    # Where there is a choice the rule that made it comes first.
    opening = opening.rpartition(", stage game by stage game, ")[2]
    opening = opening[0].upper() + opening[1:]
    if len(firsts) == 1:
        wanted = opening_of(*next(iter(firsts)), moves).removesuffix(".")
        assert opening.lower().startswith(wanted.lower()), json.dumps(rules.data)
        assert "(" not in seen.facts()["first step"]
    else:
        said = re.fullmatch(r"Most likely (.*) \(chance (.*?)\)(.*)\.", opening)
        assert said, opening
        same = [p for event, p in firsts.items() if opening_of(*event, moves).lower() == f"{said[1]}{said[3]}.".lower()]
        assert same == [pytest.approx(max(firsts.values()))], f"{opening} {firsts}"
        assert said[2] == percent(same[0])
        assert seen.facts()["first step"].endswith(f"({said[2]})")
    # What the likeliest course pays is what can be expected only where it is the only one.
    assert ("this course" in story) == (len(courses) == 1) == ("expected" not in story)
    assert ("on average over all courses" in flat(line)) == (len(courses) > 1)


def first_steps(rules: Rules, play: Strategies) -> dict[tuple[int | None, tuple[int, ...]], float]:
    """In which round who takes a first step, over all courses, with chances; no round where nobody ever does."""
    found: dict[tuple[int | None, tuple[int, ...]], float] = defaultdict(float)
    waiting: list[tuple[float, int]] = [(1.0, 0)]
    while waiting:
        chance, t = waiting.pop()
        if t == rules.horizon:
            found[None, ()] += chance
            continue
        for p, acts in turns(rules, play, t, NOTHING):
            movers = tuple(player for player, action in acts if action == "concede")
            if after(rules, NOTHING, acts) is None:
                # Who leads has taken its step before the answer to it is to walk away.
                found[(t, movers) if movers and rules.data["moves"] == "sequential" else (None, ())] += chance * p
            elif movers:
                found[t, movers] += chance * p
            else:
                risk = 0.0 if rules.complete(NOTHING) else float(rules.hazards[0])
                if risk:
                    found[None, ()] += chance * p * risk
                if risk < 1:
                    waiting.append((chance * p * (1 - risk), t + 1))
    return {event: chance for event, chance in found.items() if chance}


def opening_of(t: int | None, movers: tuple[int, ...], moves: str) -> str:
    """How a story opens where the first step is taken so."""
    if t is None:
        return "Nobody takes a step."
    when = "at once" if t == 0 else f"in round {t + 1}"
    names = [NAMES[player] for player in movers]
    if len(names) == 1:
        return f"{names[0]} takes the first step {when}."
    if moves == "sequential":
        return f"{names[0]} takes the first step {when}, and {names[1]} answers it with a step in the same round."
    return f"Both sides take their first steps together {when}."


def mean_round(courses: list[Replay], of: Callable[[Replay], int]) -> str:
    """In which round something happens on courses, or in which on average."""
    rounds = {of(c) for c in courses}
    mean = sum(c.chance * of(c) for c in courses) / sum(c.chance for c in courses)
    return f"in round {mean:.1f}".removesuffix(".0") + ("" if len(rounds) == 1 else " on average")


def many_as(courses: list[Replay]) -> str:
    """What is said of courses that end alike."""
    fate, end, told = courses[0].fate, courses[0].end, "never complete"
    walked = False
    if fate != "never":
        told = f"complete {mean_round(courses, lambda c: c.agreements[0][0])}"
    if fate == "made_again":
        told += (
            f", then broken, complete again, for the last time {mean_round(courses, lambda c: c.agreements[-1][0])},"
        )
    if fate in ("broken", "broken_again"):
        how = ordered({c.agreements[-1][2] for c in courses})
        again = (
            ", broken and made again, then broken for the last time " if fate == "broken_again" else ", then broken "
        )
        told += f"{again}{mean_round(courses, lambda c: c.agreements[-1][1] or 0)} ({how})"
        walked = all("walk" in c.agreements[-1][2] for c in courses)
    if end == "rounds":
        return f"{told} and kept" if fate in ("kept", "made_again") else f"{told}; the rounds run out"
    if walked:
        return told
    how = (
        ordered({who(list(c.by), "walk away") for c in courses}) if end == "walk" else "the talks break down by chance"
    )
    return f"{told}; {how} {mean_round(courses, lambda c: c.round)}"


def ordered(ways: set[str]) -> str:
    """Ways in which something is done: steps taken back first; the first player's, both, the second player's."""
    order = sorted(ways, key=lambda way: ("walk" in way, ["us", "both", "nk"].index(way.split()[0])))
    return order[0] if len(order) == 1 else f"{', '.join(order[:-1])} or {order[-1]}"


def flat(text: str) -> str:
    """A text in one line."""
    return re.sub(r"\s+", " ", text).replace("100% ", "100%  ")


@pytest.mark.parametrize("moves", MOVES)
def test_where_there_is_no_last_round_what_repeats_is_named_with_its_length(moves: str) -> None:
    draw, circles = random.Random(f"circles told {moves}"), 0
    for n in range(1000):
        if n >= 100 and circles:
            break
        data, scenario = drawn(draw, moves, 5)
        if sum(map(len, data["concessions"].values())) > 3:  # the search among circles is slow in large games
            continue
        data |= {"horizon": "infinite"}
        data["breakdown"]["hazard"] = 0
        scenario = load("random", text=json.dumps(data))
        solution = solve(scenario)
        if isinstance(solution, UnfoundMarkov):
            continue
        seen = shown(scenario, solution)
        entry = seen.entries()[0]
        rules, play = Rules(data | {"horizon": 0}), Strategies(entry, list(NAMES), endless=True)
        lap = 2 if moves == "alternating" else 1
        stands, met, t, acts, moving = NOTHING, {}, 0, [], {}
        # Play is certain where each place has one action; else nothing is claimed of a single course.
        while stands is not None and (stands, t % lap) not in met:
            met[stands, t % lap] = t
            ways = list(turns(rules, play, t, stands))
            if len(ways) > 1:
                break
            acts = ways[0][1]
            moving[t] = any(action != "hold_out" for _, action in acts)
            stands, t = after(rules, stands, acts), t + 1
        else:
            words = words_of(seen.line())
            if stands is None:
                assert words.endswith(
                    f"{who(sorted(k for k, a in acts if a == 'walk_away'), 'walk away')} in round {t}"
                )
                continue
            start, span = met[stands, t % lap], t - met[stands, t % lap]
            complete = [rules.complete(s) for (s, _), k in met.items() if k >= start]
            cycle = entry["ending"]["cycle"]
            assert (cycle["start"], cycle["length"]) == (start, span), json.dumps(data)
            assert entry["ending"]["agreement"].startswith(
                "on_and_off" if any(complete) and not all(complete) else ("kept", "made_again") if all(complete) else ""
            )
            if all(complete):
                assert words.endswith(" and kept")
            elif any(moving[k] for k in range(start, t)):
                circles += 1
                assert f"ounds {start + 1} to {t} repeat for ever, a cycle of {span} rounds" in words
            else:
                assert f"from round {start + 1} on nothing changes" in words
    assert circles


@pytest.mark.parametrize("moves", MOVES)
def test_what_simulations_count_is_what_the_strategies_do(moves: str) -> None:
    draw = random.Random(f"endings simulated {moves}")
    for _ in range(12):
        data, scenario = drawn(draw, moves, draw.randint(3, 6))
        result = simulate(scenario, runs=200, seed=3)
        entry = shown(scenario, solve(scenario)).entries()[0]
        rules = Rules(data)
        courses = list(replays(rules, Strategies(entry, list(NAMES), endless=False), rules.horizon))
        if len(courses) > 1:
            continue
        (course,), (ending,) = courses, result.endings
        assert tallied(courses) == {(ending.kind, ending.fate): pytest.approx(1)}
        row = simulation_rows(result).splitlines()[1].split(",")
        first = str(course.agreements[0][0] - 1) if course.agreements else ""
        last = course.agreements[-1][1] if course.agreements else None
        assert row[5:] == [course.fate, first, str(last - 1) if last else ""]
        story = flat(as_text(simulation_text(result)))
        if course.fate in ("broken", "broken_again"):
            assert f"in round {last} ({course.agreements[-1][2]})" in story
