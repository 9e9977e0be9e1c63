"""Parameters from what somebody is indifferent between: exact where determined, least squares where not."""

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import lsq_linear

import sim
from sim.errors import AskError, ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.show.studies.calibrate import free_words
from sim.study.calibrate.affine import Affine, CurvedError, affine
from sim.study.calibrate.agreement import Region, Rule
from sim.study.calibrate.answers import answer_entry, as_answers, read_answers
from sim.study.calibrate.calibration import calibrate
from sim.study.calibrate.least_squares import bounded, echelon, least_norm, null_space, residuals
from sim.study.calibrate.outcomes import Outcomes
from sim.study.calibrate.questions import Interview, share_of
from sim.study.calibrate.result import Calibration
from sim.study.calibrate.written import calibrated_text, exact_text

F = Fraction
SMALL = st.integers(-4, 4).map(Fraction)


def of(scenario: Scenario, entries: list[dict[str, Any]], *names: str) -> Calibration:
    return calibrate(scenario, as_answers(entries, Outcomes(scenario)), names)


def file(parameters: dict[str, Any], cells: list[str]) -> Scenario:
    """A matrix game of two by two whose first player gets what the cells say."""
    rows = [[[cells[0], 0], [cells[1], 0]], [[cells[2], 0], [cells[3], 0]]]
    data = {
        "format": 1,
        "kind": "matrix",
        "title": "Mine",
        "players": {"a": {"actions": ["t", "b"]}, "b": {"actions": ["l", "r"]}},
        "parameters": parameters,
        "payoffs": rows,
    }
    import json

    return load("mine.yaml", text=json.dumps(data))


def share(this: str, p: object, that: str = "t, l", otherwise: str = "b, r", player: str = "a") -> dict[str, Any]:
    return {"player": player, "this": this, "as_good_as": that, "share": p, "otherwise": otherwise}


@given(st.lists(st.lists(SMALL, min_size=3, max_size=3), min_size=1, max_size=5), st.data())
@settings(max_examples=60, deadline=None)
def test_least_squares_are_those_of_numpy(rows: list[list[Fraction]], data: st.DataObject) -> None:
    right = data.draw(st.lists(SMALL, min_size=len(rows), max_size=len(rows)))
    wanted = np.linalg.lstsq(np.array(rows, float), np.array(right, float), rcond=None)[0]
    assert np.allclose(np.array(least_norm(rows, right), float), wanted)
    assert np.allclose(np.array(bounded(rows, right, [None] * 3, [None] * 3), float), wanted)


@given(st.lists(st.lists(SMALL, min_size=3, max_size=3), min_size=1, max_size=5), st.data())
@settings(max_examples=60, deadline=None)
def test_within_bounds_they_fit_as_well_as_those_of_scipy(rows: list[list[Fraction]], data: st.DataObject) -> None:
    right = data.draw(st.lists(SMALL, min_size=len(rows), max_size=len(rows)))
    low = [-F(data.draw(st.integers(0, 3))) for _ in range(3)]
    high = [F(data.draw(st.integers(1, 3))) for _ in range(3)]
    point = bounded(rows, right, low, high)
    assert all(a <= v <= b for a, v, b in zip(low, point, high, strict=True))
    bounds = np.array(low, float), np.array(high, float)
    peer = lsq_linear(np.array(rows, float), np.array(right, float), bounds, method="bvls")
    assert sum(float(v) ** 2 for v in residuals(rows, right, point)) / 2 == pytest.approx(peer.cost, abs=1e-9)


@given(st.lists(st.lists(SMALL, min_size=4, max_size=4), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_null_space_has_the_dimension_that_rank_leaves(rows: list[list[Fraction]]) -> None:
    basis = null_space(rows, 4)
    assert len(basis) == 4 - np.linalg.matrix_rank(np.array(rows, float)) == 4 - len(echelon(rows)[1])
    assert all(sum(a * b for a, b in zip(row, d, strict=True)) == 0 for row in rows for d in basis)


@pytest.mark.parametrize("seed", range(12))
def test_answers_made_from_known_parameters_give_them_back_exactly(seed: int) -> None:
    """Payoffs are random sums of three parameters and a constant; the shares are worked out by hand."""
    draw = random.Random(seed)
    names = ["x", "y", "z"]
    while True:
        true = {name: F(draw.randint(-20, 20), draw.randint(1, 5)) for name in names}
        factors = [[F(draw.randint(-3, 3)) for _ in range(4)] for _ in range(8)]
        worth = [sum((f * true[n] for f, n in zip(row, names, strict=False)), row[3]) for row in factors]
        best, worst = worth.index(max(worth)), worth.index(min(worth))
        others = [k for k in range(8) if worth[worst] < worth[k] < worth[best]][:3]
        if len(others) == 3:
            shares = [(worth[k] - worth[worst]) / (worth[best] - worth[worst]) for k in others]
            rows = [
                [factors[k][j] - p * factors[best][j] - (1 - p) * factors[worst][j] for j in range(3)]
                for k, p in zip(others, shares, strict=True)
            ]
            if np.linalg.matrix_rank(np.array(rows, float)) == 3:
                break
    texts = [
        " + ".join([*(f"({f}) * {n}" for f, n in zip(row, names, strict=False)), f"({row[3]})"]) for row in factors
    ]
    text = f"""\
format: 1
kind: tree
title: Ends
players: {{a: {{}}, b: {{}}}}
parameters: {{x: 0, y: 1, z: 2}}
tree: {{player: a, actions: {{{", ".join(f'e{k}: {{payoffs: ["{t}", 0]}}' for k, t in enumerate(texts))}}}}}
"""
    entries = [share(f"e{k}", str(p), f"e{best}", f"e{worst}") for k, p in zip(others, shares, strict=True)]
    found = of(load("ends.yaml", text=text), entries)
    assert found.linear
    assert found.agree
    assert found.values == true
    assert found.directions == ()
    assert all(entry.least == entry.most == entry.value for entry in found.found)


def test_answers_that_contradict_each_other_are_fitted_by_least_squares_and_named() -> None:
    """Payoffs x, 1, y, 0 with three answers of x as a share of 4: the fit is the mean, as normal equations have it."""
    scenario = file({"x": 1, "y": 2}, ["4", "y", "x", "0"])
    entries = [share("b, l", p) for p in ("1/4", "1/2", "3/4")] + [share("t, r", "1/2")]
    found = of(scenario, entries)
    assert found.values == {"x": F(2), "y": F(2)}
    assert not found.agree
    rows = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], float)
    assert np.allclose(np.linalg.lstsq(rows, np.array([1, 2, 3, 2.0]), rcond=None)[0], [2, 2])
    assert found.surpluses == (1, 0, -1, 0)
    assert found.implied == (F(1, 2), F(1, 2), F(1, 2), F(1, 2))
    assert len(found.contradiction) == 2
    assert set(found.contradiction) < {0, 1, 2}
    (x, y) = found.found
    assert (x.least, x.most) == (F(3, 2), F(5, 2))  # the means of two of the three
    assert (y.least, y.most) == (2, 2)


def test_what_would_have_to_lie_beyond_a_range_is_told_and_stays_within_it() -> None:
    scenario = file({"x": {"value": 1, "min": 0, "max": 2}}, ["4", "0", "x", "0"])
    found = of(scenario, [share("b, l", "3/4")])
    assert (found.agree, found.contradiction) == (False, ())
    assert found.values == {"x": 2}
    assert found.beyond == (("x", F(3)),)


def test_a_range_that_was_said_is_a_range_of_the_parameter() -> None:
    scenario = file({"x": {"value": 1, "min": 0, "max": 4}, "y": 1}, ["4", "y", "x", "0"])
    found = of(scenario, [share("b, l", ["1/4", "3/4"])], "x")
    (x,) = found.found
    assert (x.least, x.value, x.most) == (1, 2, 3)
    assert found.agree
    both = of(scenario, [share("b, l", ["1/4", "3/4"]), share("b, l", ["5/8", "1"])], "x")
    (x,) = both.found
    assert (x.least, x.most) == (F(5, 2), 3)
    assert F(5, 2) <= x.value <= 3


def test_where_only_ratios_are_fixed_that_is_said_and_the_nearest_is_taken() -> None:
    """Stag hunt: hare = 0.6 stag; nearest to (4, 3) in units of the ranges (6.9, 2.9), by the closed form."""
    found = of(load("stag-hunt"), [share("hare, stag", "60%", "stag, stag", "stag, hare", "one")])
    u, w = F(69, 10), F(29, 10)
    # Minimise ((s-4)/u)^2 + ((3s/5-3)/w)^2.
    stag = (4 / u**2 + F(3, 5) * 3 / w**2) / (1 / u**2 + F(9, 25) / w**2)
    assert found.values == {"stag": stag, "hare": stag * 3 / 5}
    assert found.directions == ({"stag": F(5, 3), "hare": F(1)},)
    assert all(entry.free for entry in found.found)


def test_without_a_unit_contradictory_answers_do_not_end_at_nothing() -> None:
    entries = [share("hare, stag", p, "stag, stag", "stag, hare", "one") for p in ("70%", "60%")]
    found = of(load("stag-hunt"), entries)
    assert found.anchors == ("stag",)
    assert found.values == {"stag": 4, "hare": F(13, 5)}
    assert found.contradiction == (0, 1)


def test_states_of_a_concession_game_pay_what_its_rounds_pay() -> None:
    """Against the game's own rules, which a solution follows: the status quo and the complete agreement."""
    scenario = load("action-for-action")
    outcomes = Outcomes(scenario)
    from sim.games import compile_scenario
    from sim.scenario.expressions.exact import evaluate

    values = {p.name: p.value for p in scenario.parameters}
    game: Any = compile_scenario(scenario)
    for outcome in outcomes.listed():
        if outcome.parts[0] == "breakdown":
            continue
        named = outcome.parts[0] in ("status_quo", "agreement")
        steps = list(outcomes._steps()) if outcome.parts == ("agreement",) else [] if named else list(outcome.parts)
        stands = tuple({s.partition(".")[2] for s in steps if s.startswith(f"{p}.")} for p in ("us", "nk"))
        state = [k for k, s in enumerate(game.states) if tuple(map(set, s.stands)) == stands]
        for k in state:
            paid = [sum((evaluate(t, values) for t in side), F(0)) for side in outcome.texts]
            assert tuple(paid) == tuple(map(F, game.final[k]))


def test_patience_is_found_from_how_long_somebody_would_wait() -> None:
    """Status quo now is as good as the agreement after n rounds of breakdown: (1-d^n) u(B) + d^n u(A) = u(S)."""
    entry = {"player": "nk", "this": "status_quo", "as_good_as": "agreement", "after": 4, "otherwise": "breakdown"}
    found = of(load("action-for-action"), [entry], "nk_patience")
    assert not found.linear
    agreement, breakdown, status_quo = F(3, 10) - F(21, 10) + 1 - F(1, 5), F(-9, 2), F(-12, 5)
    wanted = float((status_quo - breakdown) / (agreement - breakdown)) ** 0.25
    assert float(found.values["nk_patience"]) == pytest.approx(wanted, abs=1e-9)


def test_products_of_unknowns_are_fitted_in_floats_and_what_is_free_is_said() -> None:
    scenario = file({"x": 2, "y": 3}, ["8", "0", "x * y", "0"])
    found = of(scenario, [share("b, l", "1/2")])
    assert not found.linear
    assert found.agree
    x, y = found.values["x"], found.values["y"]
    assert float(x * y) == pytest.approx(4, abs=1e-7)
    ((direction),) = found.directions
    assert float(direction["x"] * y + direction["y"] * x) == pytest.approx(0, abs=1e-4)
    assert of(scenario, [share("b, l", "1/2")], "x").values == {"x": F(4, 3)}


@pytest.mark.parametrize(
    ("text", "constant", "factors"),
    [
        ("2 * x - (y - 3) / 4", "3/4", {"x": "2", "y": "-1/4"}),
        ("-0.5 * (x + k)", "-1", {"x": "-1/2"}),
        ("x - x", "0", {}),
        ("max(k, 3) * y", "0", {"y": "3"}),
        ("k ** 2 + x ** 1", "4", {"x": "1"}),
        ("50% * x", "0", {"x": "1/2"}),
    ],
)
def test_expressions_are_taken_apart_exactly(text: str, constant: str, factors: dict[str, str]) -> None:
    found = affine(text, {"x": Affine.of("x"), "y": Affine.of("y"), "k": Affine(F(2))})
    assert (found.constant, dict(found.factors)) == (F(constant), {name: F(f) for name, f in factors.items()})


@pytest.mark.parametrize("text", ["x * y", "k / x", "x ** 2", "max(x, 1)", "x > 1", "2 ** x"])
def test_expressions_that_are_no_sums_are_not_taken_for_such(text: str) -> None:
    with pytest.raises(CurvedError):
        affine(text, {"x": Affine.of("x"), "y": Affine.of("y"), "k": Affine(F(2))})


def test_what_can_hold_together_is_told_from_what_cannot() -> None:
    region = Region([F(0)], [F(10)])
    rules = [Rule(0, [F(1)], F(2), None), Rule(1, [F(1)], None, F(5)), Rule(2, [F(1)], F(6), F(6))]
    assert region.holds_any(rules[:2])
    assert (region.end(rules[:2], 0, -1), region.end(rules[:2], 0, 1)) == (2, 5)
    assert region.contradiction(rules) == (1, 2)
    assert Region([None], [None]).end(rules[:1], 0, 1) is None


def test_the_file_that_is_written_is_the_file_with_the_values(tmp_path: Any) -> None:
    game = sim.load("action-for-action")
    said = share(["nk.freeze"], "30%", "agreement", "breakdown", "nk")
    found = game.calibrate([said], "weapons_worth")
    path = tmp_path / "new.yaml"
    path.write_text(found.text, encoding="utf-8")
    again = sim.load(path)
    assert found.keeps_comments
    changed = [line for line in found.text.splitlines() if line not in game.text.splitlines()]
    assert [line for line in changed if not line.startswith("# ")] == [
        line for line in changed if line.strip().startswith("weapons_worth:")
    ]
    value = found.found.values["weapons_worth"]
    assert {p.name: p.value for p in again.scenario.parameters}["weapons_worth"] == value
    assert sim.diff(again, game.set(weapons_worth=str(value))).keys["key"] in ((), ("weapons_worth",))
    # What was said holds in the file: the worth of the freeze is 0.3 agreement + 0.7 breakdown.
    assert again.calibrate([said], "weapons_worth").found.values["weapons_worth"] == value


def test_ranges_are_written_where_there_is_something_between_their_ends() -> None:
    scenario = file({"x": {"value": 1, "min": 0, "max": 4}}, ["4", "0", "x", "0"])
    text, kept = calibrated_text(of(scenario, [share("b, l", ["1/3", "3/4"])]), ["a note"])
    assert kept
    assert text.startswith("# a note\n")
    (x,) = load("new.yaml", text=text).parameters
    assert (x.minimum, x.value, x.maximum) == (F(4, 3), F(13, 6), 3)


@pytest.mark.parametrize(("value", "text"), [("2", "2"), ("1/8", "0.125"), ("1/3", "1/3"), ("-21/10", "-2.1")])
def test_numbers_are_written_exactly_where_they_are_short(value: str, text: str) -> None:
    assert exact_text(F(value)) == text


@pytest.mark.parametrize("name", ["action-for-action", "stag-hunt", "ultimatum", "chicken", "relief-first"])
def test_truthful_answers_to_the_questions_change_nothing(name: str) -> None:
    """Whoever answers as the file has it gets the file back, and no question is asked that says nothing new."""
    scenario = load(name)
    names = ["weapons_worth", "relief_cost", "blame_nk"] if scenario.kind == "concessions" else []
    try:
        interview = Interview(scenario, names)
    except AskError:
        return
    answers = []
    own = {s.name: s.value for s in interview.sought}
    while (query := interview.next()) is not None:
        truth = interview.payoffs.implied(query.answered(F(1), F(1)), own)
        assert truth is not None
        answers.append(query.answered(truth, truth))
        interview.note(query)
    assert len(answers) <= len(interview.sought)
    if answers:
        found = calibrate(scenario, answers, names)
        assert found.agree
        assert found.values == {s.sought.name: s.sought.value for s in found.found}


@pytest.mark.parametrize(
    ("typed", "whole", "found"),
    [
        ("4", 10, ("2/5", "2/5")),
        ("40%", 10, ("2/5", "2/5")),
        ("3 to 5", 10, ("3/10", "1/2")),
        ("50-30%", 100, ("3/10", "1/2")),
        ("2.5", 10, ("1/4", "1/4")),
        ("12", 10, None),
        ("-1", 10, None),
        ("x", 10, None),
        ("12", None, ("12", "12")),
    ],
)
def test_what_is_typed_is_read(typed: str, whole: int | None, found: tuple[str, str] | None) -> None:
    assert share_of(typed, whole) == (None if found is None else (F(found[0]), F(found[1])))


def test_a_document_is_a_file_of_answers() -> None:
    scenario = load("action-for-action")
    entry = {
        "player": "nk",
        "this": "status_quo",
        "as_good_as": ["nk.freeze"],
        "after": ["2", "3"],
        "otherwise": "breakdown",
    }
    (answer,) = as_answers([entry], Outcomes(scenario))
    assert answer_entry(answer, ["us", "nk"]) == entry


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "- {player: nkk, this: status_quo, as_good_as: agreement}",
            "a.yaml:1:12: answers[0].player: there is no player",
        ),
        ("- {player: nk, this: [nk.freez], as_good_as: agreement}", "did you mean 'nk.freeze'?"),
        ("- {player: nk, this: status_quo}", "a.yaml:1:3: answers[0]: the key 'as_good_as' is missing"),
        ("# mine\n- {player: nk, this: a, as_good_as: b, share: 40%}", "the key 'otherwise' is missing"),
        ("- {player: nk, this: a, as_good_as: b, share: 2, otherwise: c}", "expected a share from 0 to 1, found 2"),
        (
            "- {player: nk, this: a, as_good_as: b, after: x, otherwise: c}",
            "answers[0].after: there is no parameter 'x'",
        ),
        ("answers: 3", "expected a list of answers"),
        ("{}", "expected a list of answers"),
        ("- {player: nk, thsi: a}", "did you mean 'this'?"),
        ("- 3", "expected a mapping"),
    ],
)
def test_what_is_wrong_with_answers_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read_answers("a.yaml", text.encode(), Outcomes(load("action-for-action")))
    assert told in str(error.value)


def test_what_cannot_be_sought_is_refused() -> None:
    with pytest.raises(AskError, match="did you mean 'hare'"):
        of(load("stag-hunt"), [share("hare, stag", "60%", "stag, stag", "stag, hare", "one")], "har")
    with pytest.raises(AskError, match="of which nothing has to be estimated"):
        Outcomes(load("alternating-offers"))


def test_a_parameter_that_a_fit_has_moved_is_not_said_to_stay_as_it_is() -> None:
    # x y is to be -1, which it comes nearest to at x = 0; y, which the fit moves on its way, changes nothing there.
    ranges = {"value": 2, "min": 0, "max": 5}
    scenario = file({"x": ranges, "y": ranges | {"min": 1}, "z": ranges}, ["x * y", "1", "-1", "z"])
    found = of(scenario, [{"player": "a", "this": "t, l", "as_good_as": "b, l"}], "x", "y", "z")
    words = free_words(found)
    for each in found.found:
        stays = f"No answer bears on {each.sought.name}, to first order; it stays as the file has it."
        assert (stays in words) <= (each.value == each.sought.value)
    assert "No answer bears on z, to first order; it stays as the file has it." in words
    moved = [each.sought.name for each in found.found if each.value != each.sought.value]
    assert moved
    assert any(word.startswith("Near these values") for word in words)
