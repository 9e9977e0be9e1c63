"""Keys and parameters that change nothing: told where they stand, and proven by solving the game without them."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.api.game import Game
from sim.errors import DetenteError
from sim.scenario.catalog import entries
from sim.scenario.fields import AGENTS, FAKING_AGENTS
from sim.scenario.idle import idle
from sim.scenario.kind import templates
from sim.scenario.load import load

STEPS = {
    "format": 1,
    "title": "Steps",
    "players": {"a": {"patience": 0.9}, "b": {"patience": 0.8}},
    "status_quo": {"a": 0, "b": 0},
    "concessions": {
        "a": [{"id": "x", "effect": {"a": -1, "b": 2}}],
        "b": [{"id": "y", "effect": {"a": 2, "b": -1}}, {"id": "z", "once": {"b": 1}}],
    },
    "actions": ["concede", "hold_out"],
    "horizon": 3,
}
MATRIX = {
    "format": 1,
    "kind": "matrix",
    "title": "Table",
    "players": {"a": {"actions": ["u", "d"]}, "b": {"actions": ["l", "r"]}},
    "payoffs": [[[2, 1], [0, 0]], [[0, 0], [1, 2]]],
}
TREE = {
    "format": 1,
    "kind": "tree",
    "title": "Tree",
    "players": {"a": {}, "b": {}},
    "tree": {"player": "a", "actions": {"in": {"payoffs": [1, 1]}, "out": {"payoffs": [0, 2]}}},
}
OFFERS = {
    "format": 1,
    "kind": "offers",
    "title": "Offers",
    "players": {"a": {"patience": 0.9}, "b": {"patience": 0.8}},
    "rounds": 3,
}


def at(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of some data with a value at a path such as ``concessions.a.0.after``."""
    made: Any = deepcopy(data)
    box: Any = made
    *around, last = path.split(".")
    for key in around:
        box = box[int(key)] if isinstance(box, list) else box.setdefault(key, {})
    box[int(last) if isinstance(box, list) else last] = value
    return dict(made)


def idle_in(data: dict[str, Any]) -> list[str]:
    """Keys of a file that change nothing."""
    return [problem.key for problem in idle(load("f", text=json.dumps(data)))]


def with_(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = data
    for path, value in more.items():
        made = at(made, path.replace("__", "."), value)
    return made


RISKY = {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1}}
SURE = ["breakdown.hazard", "breakdown.payoff"]

RULES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (OFFERS, {"outside": {"a": 1}}, []),
    (OFFERS, {"parameters": {"x": 1}, "values": {"b": "0:x:0.5"}}, []),
    (OFFERS, {"parameters": {"x": 1}, "values": {"b": {"range": "0:1:0.5", "weight": "x * value"}}}, []),
    (OFFERS, {"parameters": {"x": 1}, "values": {"b": [{"value": "x", "probability": 1}], "a": 0}}, []),
    (OFFERS, {"parameters": {"x": 1}, "values": {"b": "0:1:0.5", "a": "x"}}, []),
    (OFFERS, {"outside": {"a": 0}, "rounds": "infinite"}, ["outside"]),
    (OFFERS, {"parameters": {"x": 1}}, ["parameters.x"]),
    (OFFERS, {"parameters": {"x": 1}, "surplus": "x"}, []),
    (OFFERS, {"parameters": {"x": 1, "y": "x + 1"}, "surplus": "y"}, []),
    (OFFERS, {"parameters": {"x": 1, "y": "x + 1"}}, ["parameters.x", "parameters.y"]),
    (OFFERS, {"parameters": {"x": 1, "y": {"value": 1, "max": "x"}}, "surplus": "y"}, []),
    (OFFERS, {"parameters": {"x": 1}, "surplus": "max(1, 0 * x)"}, []),
    (OFFERS, {"parameters": {"x": 1}, "title": "x", "summary": "x"}, ["parameters.x"]),
    (OFFERS, {"parameters": {"x": 0}, "rounds": "infinite", "outside": {"a": "x"}}, ["outside", "parameters.x"]),
    (OFFERS, {"summary": None}, ["summary"]),
    (MATRIX, {"players__a__patience": 0.9}, ["players.a.patience"]),
    (MATRIX, {"players__a__patience": 0.9, "players__b__patience": 0.9, "repeat": {"rounds": "infinite"}}, []),
    (TREE, {"players__b__patience": 0.9}, ["players.b.patience"]),
    (STEPS, {"first": "b"}, ["first"]),
    (STEPS, {"first": "b", "moves": "alternating"}, []),
    (STEPS, {"first": "b", "moves": "sequential"}, []),
    (STEPS, {"on_discovery": "snapback"}, ["on_discovery"]),
    (STEPS, {"concessions__a__0__verification": 0.5, "on_discovery": "snapback"}, []),
    (STEPS, {"concessions__a__0__verification": 0.5, "horizon": "infinite"}, ["concessions.a[0].verification"]),
    (
        STEPS,
        {"concessions__a__0__verification": 0.5, "horizon": "infinite", "agents": {"a": "salami_slicer"}},
        [],
    ),
    (STEPS, {"concessions__a__0__verification": 0.5, "horizon": "infinite", "roadmaps": {"m": ["a.x"]}}, []),
    (STEPS, {"concessions__a__0__reversible": True}, ["concessions.a[0].reversible"]),
    (STEPS, {"concessions__a__0__reversible": True, "roadmaps": {"m": ["a.x"]}}, []),
    (STEPS, {"concessions__a__0__reversible": True, "concessions__b__0__verification": 0.5}, []),
    (STEPS, {"concessions__a__0__reversible": True, "actions": ["concede", "hold_out", "renege"]}, []),
    (STEPS, {"actions": ["concede", "hold_out", "renege"]}, ["actions[2]"]),
    (
        STEPS,
        {"parameters": {"p": 0}, "concessions__a__0__reversible": "p", "actions": ["concede", "hold_out", "renege"]},
        [],
    ),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}}}, ["breakdown.payoff"]),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0}}, ["breakdown.payoff"]),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1}}, []),
    (STEPS, {**RISKY, "actions": ["concede", "walk_away"]}, ["breakdown.hazard"]),
    (STEPS, {**RISKY, "actions": ["concede", "walk_away"], "moves": "alternating"}, ["breakdown.hazard"]),
    (STEPS, {**RISKY, "actions": ["concede"]}, SURE),
    (STEPS, {**RISKY, "actions": ["concede"], "moves": "sequential"}, SURE),
    # x, y, and then a has nothing left to do before z; but y, x, z.
    (STEPS, {**RISKY, "actions": ["concede"], "moves": "alternating", "horizon": 2}, SURE),
    (STEPS, {**RISKY, "actions": ["concede"], "moves": "alternating", "horizon": 3}, []),
    (STEPS, {**RISKY, "actions": ["concede"], "moves": "alternating", "first": "b", "horizon": "infinite"}, SURE),
    (STEPS, {"parameters": {"h": 0}, "breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": "h"}}, []),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}}, "actions": ["concede", "hold_out", "walk_away"]}, []),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}}, "punishment": "breakdown"}, []),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "keeps": "nothing"}}, []),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "keeps": "all"}}, ["breakdown.payoff"]),
    (
        STEPS,
        {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "stalls": "without_change"}},
        ["breakdown.stalls"],
    ),
    (
        STEPS,
        {
            "breakdown": {"payoff": {"a": 0, "b": 0}, "stalls": "without_change"},
            "actions": ["concede", "hold_out", "walk_away"],
        },
        ["breakdown.stalls"],
    ),
    (
        STEPS,
        {
            "breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "stalls": "without_progress"},
            "concessions__a__0__reversible": True,
            "actions": ["concede", "hold_out", "renege"],
        },
        [],
    ),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1}, "concessions__a__0__reversible": True}, []),
    (
        STEPS,
        {
            "breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "keeps": "all"},
            "concessions__a__0__reversible": True,
        },
        ["concessions.a[0].reversible"],
    ),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "rests": [["a.x"], ["b.y"]]}}, []),
    (STEPS, {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "rests": [["b.z"]]}}, ["breakdown.rests[0]"]),
    (
        STEPS,
        {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "rests": [["a.x", "b.y", "b.z"]]}},
        ["breakdown.rests[0]"],
    ),
    (
        STEPS,
        {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "rests": [["a.x", "b.y"], ["b.y", "a.x"]]}},
        ["breakdown.rests[1]"],
    ),
    (
        STEPS,
        {
            "breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": 0.1, "rests": [["b.z"]]},
            "concessions__b__0__reversible": True,
            "actions": ["concede", "hold_out", "renege"],
        },
        [],
    ),
    (
        STEPS,
        {"breakdown": {"payoff": {"a": 0, "b": 0}, "hazard": [0, 0], "rests": [["a.x"]]}, "horizon": 2},
        ["breakdown.payoff", "breakdown.rests"],
    ),
    (STEPS, {"concessions__a__0__effects": [{"when": ["b.y"], "effect": {"a": 1}}]}, []),
    (STEPS, {"concessions__a__0__effects": [{"when": ["b.y"], "effect": {}}]}, ["concessions.a[0].effects[0]"]),
    (
        STEPS,
        {"concessions__b__1__effects": [{"when": ["b.y", "a.x"], "effect": {"a": 1}}]},
        ["concessions.b[1].effects[0].when[0]"],
    ),
    (STEPS, {"concessions__b__1__after": ["b.y"]}, ["concessions.b[1].after[0]"]),
    (STEPS, {"concessions__a__0__after": ["b.y", "b.y"]}, ["concessions.a[0].after[1]"]),
    (STEPS, {"concessions__a__0__after": ["b.y", "b.z"]}, ["concessions.a[0].after[0]"]),
    (
        STEPS,
        {
            "concessions__a__0__after": ["b.y", "b.z"],
            "concessions__b__0__reversible": True,
            "actions": ["concede", "hold_out", "renege"],
        },
        [],
    ),
    (STEPS, {"horizon": 1, "agreement": {"a": 1}}, []),
    (STEPS, {"horizon": 1, "concessions__b__1__verification": 0.5}, ["concessions.b[1].verification"]),
    (STEPS, {"horizon": 2, "concessions__b__1__verification": 0.5}, []),
    (
        STEPS,
        {"horizon": 2, "moves": "alternating", "concessions__b__1__verification": 0.5},
        ["concessions.b[1].verification"],
    ),
    (
        STEPS,
        {"actions": ["hold_out"], "agreement": {"a": 1}},
        ["agreement", "concessions.a[0].effect", "concessions.b[0].effect", "concessions.b[1].once"],
    ),
    (STEPS, {"actions": ["hold_out"], "agreement": {"a": 1}, "roadmaps": {"m": ["a.x"]}}, []),
]


@pytest.mark.parametrize(("data", "more", "expected"), RULES, ids=[f"{d['title']}-{m}" for d, m, _ in RULES])
def test_just_the_keys_that_nothing_reads_are_told(
    data: dict[str, Any], more: dict[str, Any], expected: list[str]
) -> None:
    assert sorted(idle_in(with_(data, **more))) == sorted(expected)


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (({"x": 2}, {"x": 3}), []),
        (({"x": 2}, {"x": 2}), ["types.a.q"]),
        (({"x": 1}, {}), ["types.a.q"]),
        (({"x": 2, "y": 5}, {"x": 3}), ["parameters.y", "types.a.p.set.y"]),
        (({"y": 2}, {"y": 3}), ["parameters.y", "types.a.p.set.y", "types.a.q", "types.a.q.set.y"]),
    ],
)
def test_types_that_do_not_differ_are_told_and_what_they_set_in_vain(
    sets: tuple[dict[str, int], dict[str, int]], expected: list[str]
) -> None:
    types = {key: {"probability": 0.5, "set": own} for key, own in zip("pq", sets, strict=True)}
    data = with_(MATRIX, parameters={"x": 1, "y": 1}, types={"a": types}, payoffs__0__0__0="x")
    more = ["parameters.y"] if "parameters.y" not in expected else []
    inner = [key for key in expected if not any(key.startswith(f"{other}.") for other in expected)]
    assert sorted(idle_in(data)) == sorted([*inner, *more])


def test_a_slider_of_a_parameter_without_effect_moves_nothing() -> None:
    data = with_(MATRIX, parameters={"x": {"value": 1, "min": 0, "max": 2}}, lesson={"sliders": ["x"]})
    assert sorted(idle_in(data)) == ["lesson.sliders[0]", "parameters.x"]


def test_every_warning_has_its_place_and_a_remedy() -> None:
    scenario = load(
        "f", text="format: 1\nkind: tree\ntitle: T\nplayers: {a: {patience: 0.5}, b: {}}\ntree: {payoffs: [1, 2]}\n"
    )
    (problem,) = idle(scenario)
    assert (problem.line, problem.column, problem.key) == (4, 15, "players.a.patience")
    assert problem.message == "changes nothing: trees have no rounds to discount"
    assert problem.hint


@pytest.mark.parametrize("path", [e.path for e in entries()], ids=lambda path: path.stem)
def test_the_files_that_come_along_say_nothing_in_vain(path: Any) -> None:
    assert idle(load(path)) == ()


@pytest.mark.parametrize("kind", templates())
def test_the_files_to_start_from_say_nothing_in_vain(kind: str) -> None:
    assert idle(load("f", text=templates()[kind])) == ()


def test_the_agents_that_fake_are_known() -> None:
    from sim.agents.choose import known_agents

    assert tuple(name for name in AGENTS if known_agents()[name].fakes) == FAKING_AGENTS


def fingerprint(data: dict[str, Any]) -> dict[str, Any]:
    """All that a game is solved for, apart from what names the file."""
    game = Game(load("f", text=json.dumps(data)))
    found: dict[str, Any] = {}
    for concept in game.concepts:
        try:
            document = game.solve(concept, time_limit=None).document
        except DetenteError as error:
            found[concept] = str(error)
        else:
            told = {k: v for k, v in document.items() if k not in ("sha256", "notes", "settings", "beside")}
            found[concept] = without_certain_beliefs(told)
    return found


def without_certain_beliefs(value: Any) -> Any:
    """A document without beliefs that nothing is faked, which say nothing where nothing can be."""
    if isinstance(value, dict):
        kept = {k: without_certain_beliefs(v) for k, v in value.items() if v != {"all real": 1.0} and k != "faked"}
        if isinstance(kept.get("off_path"), list):  # told for the belief that is held there
            kept["off_path"] = [aside for aside in kept["off_path"] if "belief" in aside]
        return {k: v for k, v in kept.items() if not (k == "beliefs" and not v)}
    if isinstance(value, float):  # a path that is followed in floats ends at the same point but for their rounding
        return round(value, 12)
    return [without_certain_beliefs(item) for item in value] if isinstance(value, list) else value


def elsewhere(data: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The data without what stands at a path, or with another number there if it is needed."""
    made = deepcopy(data)
    box: Any = made
    for key in path[:-1]:
        box = box[key]
    if path == ("breakdown", "payoff"):
        box["payoff"] = {"a": 5, "b": -7}
    elif box == ["renege"]:
        box[0] = "hold_out"  # one action at least is needed
    else:
        del box[path[-1]]
    return made


def path_of(key: str) -> tuple[Any, ...]:
    parts = key.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts)


@st.composite
def small_games(draw: st.DrawFn) -> dict[str, Any]:
    """Concession games of a few steps, with all that may be in vain."""
    refs = ["a.x", "b.y", "b.z"]
    number = st.integers(-3, 3)
    faked = draw(st.sampled_from([None, "x", "y", "z"]))  # one at most, or solving takes long

    def step(id_: str) -> dict[str, Any]:
        made: dict[str, Any] = {"id": id_, "effect": {"a": draw(number), "b": draw(number)}}
        if draw(st.booleans()):
            made["once"] = {"a": draw(number)}
        if draw(st.integers(0, 2)) == 0:
            made["reversible"] = True
        if id_ == faked:
            made["verification"] = 0.5
        if draw(st.booleans()):
            made["after"] = draw(st.lists(st.sampled_from(refs), min_size=1, max_size=2))
        return made

    data: dict[str, Any] = {
        **{key: STEPS[key] for key in ("format", "title", "players", "status_quo")},
        "concessions": {"a": [step("x")], "b": [step("y"), step("z")][: draw(st.integers(1, 2))]},
        "moves": draw(st.sampled_from(["simultaneous", "alternating", "sequential"])),
        "actions": draw(
            st.lists(st.sampled_from(["concede", "hold_out", "renege", "walk_away"]), min_size=1, unique=True)
        ),
        "horizon": draw(st.sampled_from([1, 1 if faked else 2, "infinite"])),
        "agreement": {"a": draw(number), "b": draw(number)},
    }
    for key, value in (("first", "b"), ("on_discovery", draw(st.sampled_from(["snapback", "breakdown"])))):
        if draw(st.booleans()):
            data[key] = value
    if draw(st.booleans()) or data.get("on_discovery") == "breakdown":
        data["breakdown"] = {"payoff": {"a": draw(number), "b": draw(number)}}
        if draw(st.booleans()):
            data["breakdown"]["hazard"] = 0.25
    return data


# Nothing is shrunk: a game is solved for all concepts, which takes its time.
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(small_games())
def test_a_game_without_what_changes_nothing_has_the_same_solutions(data: dict[str, Any]) -> None:
    try:
        keys = idle_in(data)
    except DetenteError:
        return
    before = fingerprint(data) if keys else {}
    for key in keys:
        assert fingerprint(elsewhere(data, path_of(key))) == before, key
