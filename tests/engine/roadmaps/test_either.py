"""Steps that either side may take: designs against every assignment written out as a file of its own."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import sim
from sim.engine.roadmaps.design.aims import Aim
from sim.engine.roadmaps.design.cutting import Cutting
from sim.engine.roadmaps.design.design import ask_design
from sim.engine.roadmaps.design.owners import assignments, count_assignments
from sim.errors import AskError, ScenarioError
from sim.games.roadmaps.ladders import from_ladders, keeps_prerequisites

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.design.aims import By
    from sim.games.roadmaps.ladders import Rounds

File = dict[str, Any]
OTHER = {"us": "nk", "nk": "us"}


def drawn(seed: int) -> File:
    """Two steps on one side and one on the other; two of the three may be taken by either side."""
    draw = Random(seed)

    def step(name: str, own: str) -> File:
        effect = {own: -draw.choice((0.4, 0.8, 1.2)), OTHER[own]: draw.choice((0.6, 1, 2))}
        once = {own: -draw.choice((0.1, 0.3))}
        return {"id": name, "effect": effect, "once": once, "reversible": draw.choice((True, False))}

    free, either = step("free", "us"), {"owner": "either"}
    return {
        "format": 1,
        "kind": "concessions",
        "title": "Drawn",
        "horizon": 4,
        "actions": ["concede", "hold_out", "renege"],
        "status_quo": {"us": 0, "nk": 0},
        "players": {"us": {"patience": draw.choice((0.6, 0.8, 0.95))}, "nk": {"patience": draw.choice((0.7, 0.9))}},
        "agreement": {"us": draw.choice((0.4, 0.8)), "nk": draw.choice((0.3, 0.6, 1))},
        "concessions": {
            "us": [{**free, **either, "effects": [{"when": ["nk.site"], "effect": {"us": 0.2}}]}, step("relief", "us")],
            "nk": [{**step("site", "nk"), **either, "after": ["us.relief"] if seed % 2 else []}],
        },
    }


def handed_over(file: File) -> Iterator[File]:
    """The file with its steps that are free on one side or the other, written out by hand."""
    us, nk = file["concessions"]["us"], file["concessions"]["nk"]
    free, relief, site = ({k: v for k, v in s.items() if k != "owner"} for s in (*us, *nk))

    def ladders(one: list[File], two: list[File]) -> File:
        owner = {s["id"]: name for name, ladder in (("us", one), ("nk", two)) for s in ladder}

        def named(key: str) -> str:
            return f"{owner[key.partition('.')[2]]}.{key.partition('.')[2]}"

        def written(s: File) -> File:
            effects = [{**e, "when": [named(k) for k in e["when"]]} for e in s.get("effects", [])]
            return {**s, "after": [named(k) for k in s.get("after", [])], "effects": effects}

        return {**file, "concessions": {"us": [written(s) for s in one], "nk": [written(s) for s in two]}}

    def turned(s: File) -> File:
        effects = [{**e, "effect": {OTHER[p]: v for p, v in e["effect"].items()}} for e in s.get("effects", [])]
        effect, once = ({OTHER[p]: v for p, v in s[k].items()} for k in ("effect", "once"))
        return {**s, "effect": effect, "once": once, "effects": effects}

    yield ladders([free, relief], [site])
    for two in ([turned(free), site], [site, turned(free)]):
        yield ladders([relief], two)
    for one in ([turned(site), free, relief], [free, turned(site), relief], [free, relief, turned(site)]):
        yield ladders(one, [])
    for one in ([turned(site), relief], [relief, turned(site)]):
        yield ladders(one, [turned(free)])


def orders(size: tuple[int, int]) -> Iterator[Rounds]:
    """All orders, with no search."""
    if size == (0, 0):
        yield ()
    for movers in ((0,), (1,), (0, 1)):
        before = size[0] - (0 in movers), size[1] - (1 in movers)
        if min(before) >= 0:
            yield from ((*rounds, movers) for rounds in orders(before))


def best_of_all(file: File, by: By) -> Fraction | None:
    """The best score over all assignments and orders, each judged by itself."""
    best = None
    for each in handed_over(file):
        try:
            ladders = from_ladders(sim.loads(yaml.safe_dump(each, sort_keys=False)).scenario)
        except ScenarioError:
            # A step below one that it waits for, in a circle: such a file has no order at all.
            continue
        aim, cutting = Aim(by, ladders), Cutting(ladders, tuple((1,) * n for n in ladders.size))  # type: ignore[arg-type]
        for rounds in orders(ladders.size):
            score = aim.score(cutting, rounds, ()) if keeps_prerequisites(ladders, rounds) else None
            if score is not None and (best is None or score > best):
                best = score
    return best


@pytest.mark.parametrize("by", ["patience", "margin", "sum"])
def test_no_assignment_and_order_is_better(by: By) -> None:
    found_some = moved = 0
    for seed in range(8):
        file = drawn(seed)
        scenario = sim.loads(yaml.safe_dump(file, sort_keys=False)).scenario
        found, peer = ask_design(scenario, by=by), best_of_all(file, by)
        assert found.proven
        assert found.assignments == len(list(handed_over(file))) == 8
        if peer is None:
            assert found.judged is None
            continue
        found_some += 1
        assert found.judged is not None
        assert found.certified
        moved += any("." in s.id for ladder in found.ladders.steps for s in ladder)
        own = {"patience": -(found.judged.needed or 0), "margin": found.margin or 0, "sum": found.total or 0}[by]
        assert float(own) == pytest.approx(float(peer), abs=2e-5)
        assert found.bound is not None
        assert (-found.bound if by == "patience" else found.bound) >= float(peer) - 1e-12
    assert found_some >= 3
    assert moved


def test_assignments_are_different_and_as_many_as_counted() -> None:
    ladders = from_ladders(sim.loads(yaml.safe_dump(drawn(1), sort_keys=False)).scenario)
    every = list(assignments(ladders))
    assert len(every) == len({each.steps for each in every}) == count_assignments(ladders) == 8
    assert every[0] == ladders
    for each in every:
        assert sum(each.size) == 3
        assert all(step.owner == p for p in (0, 1) for step in each.steps[p])
        # What a step waits for, and what its effects hang on, is still the same step.
        (site,) = (step for ladder in each.steps for step in ladder if step.id.endswith("site"))
        assert [each.steps[p][k].id for p, k in site.after] == ["relief"]


def test_nobody_but_the_designer_sees_that_a_step_is_free() -> None:
    file = drawn(2)
    fixed = {**file, "concessions": {p: [dict(s) for s in ladder] for p, ladder in file["concessions"].items()}}
    for ladder in fixed["concessions"].values():
        for step in ladder:
            step.pop("owner", None)
    one, two = (sim.loads(yaml.safe_dump(f, sort_keys=False)) for f in (file, fixed))
    assert one.solve().document["equilibria"] == two.solve().document["equilibria"]


def test_too_many_assignments_are_refused() -> None:
    file = drawn(0)
    file["concessions"]["us"] = [{"id": f"s{k}", "effect": {"us": -1, "nk": 2}, "owner": "either"} for k in range(12)]
    file["concessions"]["nk"] = [{"id": f"s{k}", "effect": {"nk": -1, "us": 2}} for k in range(4)]
    with pytest.raises(AskError, match="remove 'owner' from some"):
        ask_design(sim.loads(yaml.safe_dump(file, sort_keys=False)).scenario)


def test_a_hazard_that_is_left_out_is_told() -> None:
    file = drawn(0) | {"breakdown": {"payoff": {"us": -1, "nk": -1}, "hazard": 0.2}}
    notes = sim.loads(yaml.safe_dump(file, sort_keys=False)).design(time_limit=20).document["notes"]
    assert any("hazard of the file is left out" in note for note in notes)
    assert not any("hazard" in note for note in sim.load("small-steps").design().document["notes"])
