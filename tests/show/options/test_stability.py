"""What is told of conflicts over options is so, for random ones and for one whose answers are worked out by hand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.options.definitions import DEFINITIONS
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.pictures import in_memory
from sim.show.shown import shown
from sim.show.text.blocks import as_text


@st.composite
def files(draw: Any, mistaken: bool = False) -> str:
    """Files of two or three parties with up to two options each, preferences as statements."""
    parties = ["ann", "ben", "cem"][: draw(st.integers(2, 3))]
    options = {p: [f"o{k}" for k in range(draw(st.integers(0, 2)))] for p in parties}
    names = [f"{p}.{o}" for p in parties for o in options[p]]
    if not names:
        options["ann"], names = ["o0"], ["ann.o0"]

    def statement() -> str:
        one, two = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        return str(draw(st.sampled_from([one, f"!{one}", f"{one} -> {two}", f"{one} <-> !{two}", f"{one} | {two}"])))

    players: dict[str, Any] = {}
    for p in parties:
        flags = st.sampled_from([{}, {}, {"irreversible": True}, {"lapses": True}])
        players[p] = {
            "options": {o: draw(flags) for o in options[p]},
            "prefers": [statement() for _ in range(draw(st.integers(1, 5)))],
        }
    if mistaken:
        players["ann"]["misperceives"] = {"ben": [statement()]}
    file = {"format": 1, "kind": "options", "title": "Random", "players": players}
    return json.dumps(file)


def told(text: str, method: str = "story") -> tuple[Any, Any, str]:
    scenario = load("random.yaml", text=text)
    solution: Any = solve(scenario)
    seen = shown(scenario, solution)
    made = seen.explain("full") if method == "explain" else seen.story()
    return scenario, solution, " ".join(as_text(made).split())


@given(files())
@settings(max_examples=60, deadline=None)
def test_counts_of_a_story_are_those_of_the_solution(text: str) -> None:
    _, solution, story = told(text)
    found = {d: int(solution.equilibrium(d).sum()) for d in DEFINITIONS}
    if any(found.values()):
        counts = f"Nash {found['nash']}, GMR {found['gmr']}, SMR {found['smr']} and SEQ {found['seq']}"
        assert counts in story
    else:
        assert "no equilibrium by any of the four definitions" in story
    assert ("nobody has a move that it likes" in story) == bool(solution.equilibrium("nash")[solution.game.start])


@given(files())
@settings(max_examples=60, deadline=None)
def test_a_document_has_every_state_and_agrees_with_the_solution(text: str) -> None:
    scenario, solution, _ = told(text)
    document = shown(scenario, solution).document()
    game = solution.game
    assert [tuple(state["taken"]) for state in document["states"]] == [game.taken(s) for s in range(game.count)]
    for s, state in enumerate(document["states"]):
        assert state["equilibrium"] == [d for d in DEFINITIONS if all(d in own for own in state["stable"].values())]
        assert state["equilibrium"] == [d for d in DEFINITIONS if solution.equilibrium(d)[s]]
    listed = [e for e in document["states"] if e["equilibrium"]]
    assert document["equilibria"] == listed
    assert [e["taken"] for e in document["coalitions"]] == [e["taken"] for e in listed]
    json.dumps(document)


@given(files())
@settings(max_examples=60, deadline=None)
def test_what_is_said_to_deter_does_and_what_nothing_deters_is_unstable(text: str) -> None:
    _, solution, story = told(text, "explain")
    game = solution.game
    unstable = re.findall(r"by ([A-Z, and]+) nothing deters it", story)
    by = {d for each in unstable for d in ("gmr", "smr", "seq") if d.upper() in each}
    for d in ("gmr", "smr", "seq"):
        count = sum(solution.equilibrium(k) for k in DEFINITIONS)
        told_of = {game.start, *(s for s in range(game.count) if count[s])}
        if len(told_of) <= 12:
            holds = all(solution.stable(p, d)[s] for p in range(len(game.parties)) for s in told_of)
            assert holds == (d not in by)
    assert "since ." not in story
    assert not re.search(r"\b(?:ann|ben|cem) [:.]", story)


@given(files(mistaken=True))
@settings(max_examples=40, deadline=None)
def test_mistakes_are_told_as_played_and_as_each_sees_them(text: str) -> None:
    scenario, solution, story = told(text)
    document = shown(scenario, solution).document()
    assert solution.mistaken
    assert "As parties see it" in story
    assert document["coalitions"] is None
    assert set(document["views"]) == {"actual", "ann"}
    for name, of in (("actual", solution.found), ("ann", solution.taken[0])):
        listed = {tuple(e["taken"]): e["equilibrium"] for e in document["views"][name]}
        for s in range(solution.game.count):
            kinds = [d for d in DEFINITIONS if of.equilibrium(d)[s]]
            assert listed.get(solution.game.taken(s), []) == kinds


def test_a_stand_off_in_which_one_believes_a_bluff_rests_where_it_would_not() -> None:
    """Worked out by hand: who takes the other to prefer striking gives in, although the other would never strike."""
    text = """
format: 1
kind: options
title: Bluff
players:
  a:
    options: {yield: {}}
    prefers: ["!b.strike", "!a.yield"]
    misperceives: {b: ["a.yield | b.strike"]}
  b:
    options: {strike: {irreversible: true}}
    prefers: ["!b.strike", "a.yield"]
"""
    _, solution, story = told(text)
    game = solution.game
    yielded = next(s for s in range(game.count) if game.taken(s) == ("a.yield",))
    # To stop yielding is deterred if the other would strike then; it would not, as it is.
    assert not solution.found.equilibrium("seq")[yielded]
    assert solution.equilibrium("seq")[yielded]
    assert "Only by mistake, and by some definition, it rests at: “yield”" in story


@pytest.mark.parametrize("name", ["elmira", "cuban-missiles", "five-parties"])
@pytest.mark.parametrize("view", ["table", "moves"])
def test_pictures_name_options_and_parties(name: str, view: str) -> None:
    scenario = load(name)
    draw = shown(scenario, solve(scenario)).picture(view)
    svg = in_memory(draw, scenario.title, "svg")[0].decode()
    assert all(player.name in svg for player in scenario.players)
    words = re.sub(r"<[^>]+>|\s", "", svg)  # a name may stand on two lines
    assert all("".join(option.name.split()) in words for option in scenario.game.options)  # type: ignore[union-attr]


def test_elmira_rests_where_the_published_analysis_says() -> None:
    """Hipel, Fang, Kilgour and Haight (1993): states 5, 8 and 9 by all four, 1 and 4 by GMR and SMR besides.

    The ministry and the firm move together from 5 to 8 (Kilgour, Hipel, Fang and Peng 2001).
    """
    solution: Any = solve(load("elmira"))
    game = solution.game
    state = {game.taken(s): s for s in range(game.count)}
    five, eight = state["firm.delay", "town.insist"], state["moe.modify", "firm.accept", "town.insist"]
    one, four = state[("firm.delay",)], state["moe.modify", "firm.accept"]
    nine = {s for taken, s in state.items() if "firm.abandon" in taken}
    for d in DEFINITIONS:
        wide = {one, four} if d in ("gmr", "smr") else set()
        assert set(solution.equilibrium(d).nonzero()[0]) == {five, eight, *nine, *wide}
        assert [(x.coalition, x.there) for x in solution.joint.departures[d][five]] == [((0, 1), eight)]


def test_chicken_rests_where_one_yields_and_also_where_both_do() -> None:
    """By hand: one who goes on while the other yields could be crashed into, but the other would not like to do it."""
    text = """
format: 1
kind: options
title: Chicken
players:
  a: {options: {yield: {}}, prefers: {order: [[[b.yield]], [[a.yield, b.yield]], [[a.yield]], [[]]]}}
  b: {options: {yield: {}}, prefers: {order: [[[a.yield]], [[a.yield, b.yield]], [[b.yield]], [[]]]}}
"""
    _, solution, _ = told(text)
    one_yields, both = {1, 2}, 3
    for d in DEFINITIONS:
        expected = {*one_yields, both} if d in ("gmr", "smr") else one_yields
        assert set(solution.equilibrium(d).nonzero()[0]) == expected, d


def test_a_threat_that_is_not_believed_loses_an_equilibrium_and_that_is_told() -> None:
    """The bluff turned round: the other would strike, and who takes it for peaceful does not give in."""
    text = """
format: 1
kind: options
title: No bluff
players:
  a:
    options: {yield: {}}
    prefers: ["!b.strike", "!a.yield"]
    misperceives: {b: ["!b.strike", "a.yield"]}
  b:
    options: {strike: {irreversible: true}}
    prefers: ["a.yield | b.strike"]
"""
    _, solution, story = told(text)
    yielded = next(s for s in range(solution.game.count) if solution.game.taken(s) == ("a.yield",))
    assert solution.found.equilibrium("seq")[yielded]
    assert not solution.equilibrium("seq")[yielded]
    assert "If nobody were mistaken it would rest, by a definition by which it does not now, at: “yield”" in story
