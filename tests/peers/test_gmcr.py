"""Stability against gmcr-py (O. Petersons), which reads the same files; skipped where it is not on the path.

It lets each of the others answer once at most, where Fang, Hipel and Kilgour (1993) let nobody answer twice in a row.
With two parties that is the same. With more it has fewer answers, so that what is stable there is stable here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.options.definitions import DEFINITIONS
from sim.engine.solve import solve
from sim.scenario.foreign import imported
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

pytest.importorskip("data_02_conflictSolvers", reason="gmcr-py is not on the path")


@st.composite
def files(draw: Callable[..., Any], parties: int) -> dict[str, Any]:
    """Files of GMCR+ with an option or two for each, directions, states that cannot be, and statements liked."""
    owners = [k for k in range(parties) for _ in range(draw(st.integers(1, 2)))]
    number = st.integers(0, len(owners) - 1)
    literal = st.tuples(number, st.sampled_from("YN")).map(list)
    statement = st.lists(literal, min_size=1, max_size=2, unique_by=lambda one: one[0])
    return {
        "options": [
            {"name": f"o{k}", "permittedDirection": draw(st.sampled_from(["both", "fwd", "back"]))}
            for k in range(len(owners))
        ],
        "decisionMakers": [
            {
                "name": f"d{k}",
                "options": [j for j, owner in enumerate(owners) if owner == k],
                "preferences": draw(st.lists(statement, min_size=1, max_size=4)),
                "misperceptions": [],
                "preferenceVectors": None,
                "payoffs": [],
                "useManualPreferenceRanking": False,
                "preferenceRanking": [],
            }
            for k in range(parties)
        ],
        "infeasibles": draw(st.lists(statement.filter(lambda one: len(one) == 2), max_size=1)),
        "useManualPreferenceRanking": False,
        "program": "gmcr-py",
        "version": "0.4.1",
    }


def peer_stable(file: dict[str, Any]) -> dict[tuple[str, int, int], bool]:
    """What gmcr-py says, by definition, party and number of the state."""
    import data_01_conflictModel as model
    import data_02_conflictSolvers as solvers

    conflict = model.ConflictModel()
    conflict.json_import(json.loads(json.dumps(file)))
    solver = solvers.LogicalSolver(conflict)
    numbers = [sum(1 << k for k, sign in enumerate(signs) if sign == "Y") for signs in conflict.feasibles.yn]
    return {
        (definition, k, number): bool(getattr(solver, definition)(party, place)[0])
        for definition in DEFINITIONS
        for k, party in enumerate(solver.effectiveDMs)
        for place, number in enumerate(numbers)
    }


def own_stable(file: dict[str, Any]) -> dict[tuple[str, int, int], bool]:
    """The same as the file is read here."""
    text = imported([("it.gmcr", json.dumps(file).encode())]).text
    found: Any = solve(load("it.yaml", {}, text))
    return {
        (definition, k, int(number)): bool(found.found.stable[definition][k][place])
        for definition in DEFINITIONS
        for k in range(len(found.game.parties))
        for place, number in enumerate(found.game.states)
    }


@given(files(2))
@settings(max_examples=60, deadline=None)
def test_two_parties_are_as_stable_as_there(file: dict[str, Any]) -> None:
    assert own_stable(file) == peer_stable(file)


@given(files(3))
@settings(max_examples=40, deadline=None)
def test_what_is_stable_there_for_one_of_three_is_so_here(file: dict[str, Any]) -> None:
    own, peer = own_stable(file), peer_stable(file)
    assert own.keys() == peer.keys()
    for key, stable in peer.items():
        assert own[key] == stable or (own[key] and key[0] != "nash")
