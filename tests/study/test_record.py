"""What a study keeps of a point is what ``detente run --set`` finds there, in the words of its course."""

from pathlib import Path

import numpy as np
import pytest

from sim.scenario import catalog
from sim.scenario.load import load
from sim.study.record import FAILED, LACKING, SINGLY, Chunk, StudyFile, joined, put
from sim.study.single import solve_points


def study(name: str, **settings: str) -> StudyFile:
    path = catalog.find(name)
    assert path is not None
    return StudyFile(name, Path(path).read_text(encoding="utf-8"), tuple(settings.items()))


def at(name: str, **settings: str) -> tuple[str, float, str]:
    chunk = solve_points(study(name, **settings), (), np.zeros((1, 0)))
    assert not chunk.messages
    return chunk.ending[0], float(chunk.rounds[0]), chunk.equilibrium[0]


# The stories of these files say the same (tests/cli/stories).
ENDINGS = [
    ("dismantle-first", "both hold out", None),
    ("action-for-action", "agreement", 7.0),
    ("fading-hope", "agreement", 8.0),
    ("small-steps", "both hold out", None),
    ("blame", "nk walks away", None),
    ("prisoners-dilemma", "arm / arm", None),
    ("matching-pennies", "east+west / east+west", None),
    ("entry-deterrence", "enter / give way", None),
    ("alternating-offers", "agreement", 1.0),
]


@pytest.mark.parametrize(("name", "ending", "round_"), ENDINGS, ids=[name for name, _, _ in ENDINGS])
def test_the_ending_is_the_one_of_the_story(name: str, ending: str, round_: float | None) -> None:
    found = at(name)
    assert found[0] == ending
    assert found[1] == round_ or (round_ is None and np.isnan(found[1]))


@pytest.mark.parametrize("path", sorted(entry.path for entry in catalog.entries()), ids=lambda p: p.stem)
def test_every_bundled_scenario_has_an_answer(path: Path) -> None:
    if path.stem in ("war-of-attrition", "von-stengel", "gestures"):
        pytest.skip("takes its time")
    chunk = solve_points(StudyFile(path.name, path.read_text(encoding="utf-8")), (), np.zeros((1, 0)))
    if path.stem == "deadline-demands":  # whole slices of equilibria, of which none is kept
        assert "none to keep" in chunk.messages[0][1]
        return
    # Of an equilibrium with beliefs not all may be listed: then the point says so.
    assert chunk.how[0] in (SINGLY, LACKING), chunk.messages
    assert chunk.ending[0]
    paid = load(path).kind != "options"  # likings of a conflict may be an order without numbers
    assert np.isfinite(chunk.payoffs).all() == paid


def test_kinds_of_equilibrium() -> None:
    assert at("prisoners-dilemma")[2] == "unique"
    assert at("chicken")[2] == "selected"
    assert at("matching-pennies")[2] == "mixed"


def test_a_point_that_cannot_be_solved_says_why_and_stops_no_other() -> None:
    chunk = solve_points(study("dismantle-first"), ("impatience",), np.array([[0.1], [2.0], [np.nan], [0.2]]))
    assert list(chunk.how) == [SINGLY, FAILED, FAILED, SINGLY]
    assert [k for k, _ in chunk.messages] == [1, 2]
    assert "impatience" in chunk.messages[0][1]
    assert np.isnan(chunk.payoffs[1]).all()


def test_parts_put_into_a_whole_and_chunks_joined_keep_their_places() -> None:
    two = solve_points(study("prisoners-dilemma"), (), np.zeros((2, 0)))
    told = Chunk(two.payoffs * 2, two.ending, two.rounds, two.equilibrium, two.how, ((1, "no"),))
    whole = joined([two, told])
    assert whole.messages == ((3, "no"),)
    whole = put(whole, np.array([3, 0]), told)
    assert whole.messages == ((0, "no"), (3, "no"))
    assert whole.payoffs[0, 0] == 2 * two.payoffs[0, 0]
    assert whole.counts == (0, 0, 4, 0, 0)
