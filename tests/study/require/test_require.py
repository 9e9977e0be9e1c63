"""What it would take, against regions known in closed form and against every point of dense grids solved anew."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.api.game import Game
from sim.deadline import Deadline
from sim.errors import AskError, FrontierTooLargeError, RangeError
from sim.scenario.load import load
from sim.show.studies.require.text import require_notes, stretches
from sim.show.studies.require.verification import needed_words, verification_section
from sim.study.require.numbers import shortest_decimal, simplest_fraction
from sim.study.require.options import RequireOptions
from sim.study.require.require import require
from sim.study.require.structures import HALF, in_halves, structures
from sim.study.require.verification import Watched, verification
from sim.study.verdicts import verdict_of
from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Scenario
    from sim.study.require.required import Line

# A stag hunt of one round: together both get the bonus, and whoever goes alone has the cost.
HUNT = """\
format: 1
title: Stag hunt by steps
players: {a: {patience: 0.5}, b: {patience: 0.5}}
parameters: {bonus: {value: 3, min: 0, max: 4}, cost: {value: 1, min: 0, max: 4}}
status_quo: {a: 0, b: 0}
concessions: {a: [{id: x, effect: {a: -cost}}], b: [{id: y, effect: {b: -cost}}]}
agreement: {a: bonus, b: bonus}
actions: [concede, hold_out]
horizon: 1
"""

F = Fraction


def scenario(text: str) -> Scenario:
    return load("test.yaml", text=text)


def test_the_thresholds_of_a_deal_in_two_rounds_are_those_of_the_closed_form() -> None:
    # A deal if cost < patience * gain, none if it is more; where they are equal both are equilibria.
    found = require(scenario(PAY_FIRST), "deal", ["cost", "patience"])
    assert (found.now.word, found.certified) == ("certain", True)
    by_name = {line.range.name: line.walked.thresholds for line in found.lines}
    (cost,), (patience,) = by_name["cost"], by_name["patience"]
    assert (cost.value, patience.value) == (F("1.6"), F("0.5"))
    for threshold in (cost, patience):
        assert threshold.at is not None
        assert threshold.at.word == "possible"
    assert (cost.below.word, cost.above.word) == ("certain", "impossible")
    assert (patience.below.word, patience.above.word) == ("impossible", "certain")


def test_a_payoff_is_reached_up_to_the_cost_at_which_it_is_paid() -> None:
    # Whoever pays first gets -cost + patience * gain per round on average: 0.1 at a cost of 1.5.
    found = require(scenario(PAY_FIRST), "payoff us >= 0.1", ["cost"])
    (threshold,) = found.lines[0].walked.thresholds
    assert (threshold.value, threshold.at and threshold.at.word) == (F("1.5"), "certain")
    strictly = require(scenario(PAY_FIRST), "payoff us > 0.1", ["cost"])
    (threshold,) = strictly.lines[0].walked.thresholds
    assert (threshold.value, threshold.at and threshold.at.word) == (F("1.5"), "impossible")


def in_rounds(last: int = 9) -> str:
    """The deal in two rounds with the number of rounds as a parameter: repaid from two rounds on, whatever follows."""
    rounds = f"rounds: {{value: 6, min: 0.5, max: {last}.5, label: number of rounds}}"
    return PAY_FIRST.replace("horizon: 2", "horizon: rounds").replace("power: 1", f"power: 1\n  {rounds}")


@pytest.mark.parametrize("points", [3, 17])
@pytest.mark.parametrize("last", [9, 70])
def test_a_number_of_rounds_is_moved_in_whole_ones_and_its_change_lies_between_two_that_follow(
    points: int, last: int
) -> None:
    found = require(scenario(in_rounds(last)), "deal", ["rounds"], RequireOptions(points=points))
    (line,) = found.lines
    (threshold,) = line.walked.thresholds
    assert (line.range.low, line.range.high) == (1, last)
    assert (threshold.low, threshold.high, threshold.value) == (1, 2, None)
    assert all(place.denominator == 1 and judged.word for place, judged in line.walked.found.items())
    assert [change.values for change in found.changes if change.share is not None] == [{"rounds": F(1)}]
    assert found.certified


def test_what_is_complete_by_a_round_that_a_shorter_game_lacks_is_what_it_comes_to() -> None:
    """With one round there is none in which the other side repays."""
    found = require(scenario(in_rounds()), "deal by 3", ["rounds"])
    (threshold,) = found.lines[0].walked.thresholds
    assert (threshold.low, threshold.below.word) == (1, "impossible")
    assert (threshold.high, threshold.above.word) == (2, "certain")


def test_what_has_to_be_whole_is_moved_alone_and_that_is_said() -> None:
    asked = scenario(in_rounds())
    options = RequireOptions(points=5, two=("rounds", "cost"))
    found = require(asked, "deal", ["rounds", "cost", "patience"], options)
    assert found.least is not None
    assert [r.name for r in found.least.ranges] == ["cost", "patience"]
    assert found.together is not None
    assert not found.together.changes
    assert {c.low[0].denominator for c in found.together.crossings} == {1}
    notes = " ".join(require_notes(asked, found))
    assert "Number of rounds has to be a whole number, and so moved alone" in notes
    assert "the smallest move of both is not looked for, since number of rounds has to be a whole number" in notes


def test_what_holds_just_where_it_changes_is_told_at_the_files_own_numbers_and_at_ends() -> None:
    """Certain below a cost of 1.6, impossible above, possible just there."""
    for cost, low, high, told in (
        ("1.6", 0, 2, "0 to 1.6: certain; at 1.6: possible; 1.6 to 2: impossible"),
        ("1", 0, "1.6", "0 to 1.6: certain; at 1.6: possible"),
        ("1.8", "1.6", 2, "at 1.6: possible; 1.6 to 2: impossible"),
    ):
        text = PAY_FIRST.replace("cost: {value: 1,", f"cost: {{value: {cost},")
        found = require(scenario(text), "deal", [f"cost={low}:{high}"])
        assert stretches(found.lines[0], found) == told


def test_a_change_is_told_once_be_it_that_of_one_parameter_or_the_least_of_all() -> None:
    text = PAY_FIRST.replace("cost: {value: 1,", "cost: {value: 1.6,")
    found = require(scenario(text), "deal", ["cost", "patience"], RequireOptions(points=5))
    moved = [(name, value > F("1.6")) for c in found.changes for name, value in c.values.items() if name == "cost"]
    assert sorted(moved) == [("cost", False), ("cost", True)]


def test_an_irrational_threshold_is_told_as_a_bracket() -> None:
    # With power 2 the deal holds up to cost ** 2 = 1.6.
    found = require(scenario(PAY_FIRST.replace("power: 1", "power: 2")), "deal", ["cost"])
    (threshold,) = found.lines[0].walked.thresholds
    assert threshold.value is None
    assert threshold.low**2 < F("1.6") < threshold.high**2
    assert threshold.high - threshold.low <= F(2, 10**9)


def test_what_some_equilibrium_needs_is_told_apart_from_what_all_need() -> None:
    # Possible from bonus = cost on, and never certain: alone nobody begins.
    some = require(scenario(HUNT), "deal", ["bonus", "cost"], RequireOptions(be="possible"))
    assert {line.range.name: [t.value for t in line.walked.thresholds] for line in some.lines} == {
        "bonus": [1],
        "cost": [3],
    }
    both, *moved = (c for c in some.changes if c.values)
    # Together 3 - 4 s = 1 + 4 s, so that a quarter of each range is enough.
    assert (set(both.values), both.judged.word) == ({"bonus", "cost"}, "impossible")
    assert F(1, 4) < (both.share or 0) < F(26, 100)
    assert [(list(c.values), c.judged.word) for c in moved] == [(["bonus"], "impossible"), (["cost"], "impossible")]
    assert all(F(1, 2) < (c.share or 0) < F(51, 100) for c in moved)
    every = require(scenario(HUNT), "deal", ["bonus"], RequireOptions(be="certain"))
    assert not [c for c in every.changes if c.values]
    # Whoever answers a step that it sees takes its own, so that the first one does as well (backward induction).
    rules = {str(c.structure.to) for c in every.changes if c.structure is not None}
    assert "sequential" in rules


def test_two_together_move_by_less_than_each_by_itself() -> None:
    # cost = patience * gain: with both moved by the same share s of their ranges 2 and 0.96,
    # 1 + 2 s = 2 (0.8 - 0.96 s), so that s = 0.6 / 3.92.
    found = require(
        scenario(PAY_FIRST), "deal", ["cost", "patience"], RequireOptions(be="possible", two=("cost", "patience"))
    )
    both = found.changes[0]
    assert set(both.values) == {"cost", "patience"}
    assert both.share is not None
    assert F("0.6") / F("3.92") <= both.share <= F("0.6") / F("3.92") + F(1, 400)
    assert both.certified
    assert found.together is not None
    for crossing in found.together.crossings:
        (cost, patience), (more, other) = crossing.low, crossing.high
        assert (cost - 2 * patience) * (more - 2 * other) <= 0


SIGNS = ("1", "w", "2*w", "1 - w", "w - 1", "0.5", "-1", "-w")


def random_file(seed: int) -> str:
    draw = Random(seed)
    number = [draw.choice(SIGNS) for _ in range(8)]
    moves = draw.choice(("simultaneous", "alternating", "sequential"))
    actions = draw.choice(("concede, hold_out", "concede, hold_out, renege", "concede, hold_out, walk_away"))
    reversible = draw.choice(("true", "false"))
    return f"""\
format: 1
title: Drawn
players: {{a: {{patience: 0.75}}, b: {{patience: 0.5}}}}
parameters: {{w: {{value: 1, min: 0, max: 3}}}}
status_quo: {{a: 0, b: 0}}
concessions:
  a: [{{id: x, effect: {{a: {number[0]}, b: {number[1]}}}, reversible: {reversible}}}]
  b: [{{id: y, effect: {{a: {number[2]}, b: {number[3]}}}}}]
agreement: {{a: {number[4]}, b: {number[5]}}}
breakdown: {{payoff: {{a: {number[6]}, b: {number[7]}}}}}
moves: {moves}
actions: [{actions}]
horizon: {draw.choice((1, 2, 3))}
"""


def word(text: str, value: Fraction) -> str:
    return verdict_of(load("test.yaml", {"w": str(value)}, text), Deadline()).deal


def expected(line: Line, place: Fraction) -> set[str]:
    """What may hold at a place by the thresholds; two words next to a threshold whose place is no simple fraction."""
    held = line.walked.found[line.range.low].word
    for t in line.walked.thresholds:
        if t.value == place and t.at is not None:
            return {t.at.word}
        if t.low <= place <= t.high:
            return (
                {t.below.word}
                if place == t.low
                else {t.above.word}
                if place == t.high
                else {t.below.word, t.above.word}
            )
        if place > t.high:
            held = t.above.word
    return {held}


@pytest.mark.parametrize("seed", [2, 3, 4, 5, 8, 10, 14, 19, 26, 33, 35, 36])
def test_every_point_of_a_dense_grid_is_as_the_thresholds_say(seed: int) -> None:
    text = random_file(seed)
    found = require(scenario(text), "deal", ["w"], RequireOptions(points=9))
    (line,) = found.lines
    grid = [F(3 * k, 48) for k in range(49)]
    words = [word(text, place) for place in grid]
    for k, place in enumerate(grid):
        # A stretch that holds a place of the mesh, which has each sixth of these, is never missed.
        first = next((m for m in range(k, -1, -1) if words[m] != words[k]), -1) + 1
        after = next((m for m in range(k, 49) if words[m] != words[k]), 49)
        if any(m % 6 == 0 for m in range(first, after)):
            assert words[k] in expected(line, place), place
    for change in found.changes:
        assert change.certified
        if change.beyond is not None:
            assert word(text, change.values["w"]) == change.judged.word
            assert change.near is not None
            assert word(text, change.beyond.near) == change.near.word != change.judged.word
        else:
            assert change.structure is not None
            assert verdict_of(change.structure.scenario, Deadline()).deal == change.judged.word != found.now.word


def test_rules_are_changed_as_an_edit_of_the_file_changes_them() -> None:
    game = Game(load("action-for-action"))
    told = [s for s in structures(game.scenario) if s.sort not in ("split", "order")]
    assert {s.sort for s in told} == {"reversible", "after", "moves", "first"}
    for each in told:
        edited = game.with_({each.key: each.to, **dict(each.also)}).scenario
        assert edited.game == each.scenario.game, each.key


def test_a_step_before_another_is_the_file_with_its_ladder_turned() -> None:
    two = PAY_FIRST.replace("us: [{", "us: [{id: talk, effect: {us: -0.1}}, {").replace("[us.pay]", "[us.pay, us.talk]")
    turned = two.replace("{id: talk, effect: {us: -0.1}}, ", "").replace(
        "nk: 1}}]", "nk: 1}}, {id: talk, effect: {us: -0.1}}]"
    )
    (order,) = (s for s in structures(scenario(two)) if s.sort == "order")
    assert order.scenario.game == scenario(turned).game
    assert order.to == ["pay", "talk"]


def test_no_step_is_put_before_one_that_it_waits_for_in_the_end() -> None:
    # Repaying waits for the payment, and the talk for the repayment: it cannot come first.
    two = PAY_FIRST.replace("nk: 1}}]", "nk: 1}}, {id: talk, after: [nk.repay]}]")
    assert not [s for s in structures(scenario(two)) if s.sort == "order"]


def test_what_verification_orders_need_is_told_where_a_step_may_be_faked() -> None:
    game = Game(load("action-for-action")).with_({"weapons.verification": "0.3"})
    found = require(game.scenario, "deal", ["leakage"], RequireOptions(points=3))
    assert found.verification is not None
    # As `detente roadmaps` has it (docs/concepts/roadmaps.md): 20.1% at a patience of 0.8.
    assert found.verification.confirmed
    needed = {each.entry.name: each.needed for each in found.verification.watched}
    assert needed["dismantle_first"] is None
    assert F("0.2") < (needed["phased"] or 0) <= F("0.201")
    assert require(load("action-for-action"), "deal", ["leakage"], RequireOptions(points=3)).verification is None


# Taken in two rounds with costs of 1.1 each, at a patience of 0.8; the other side's step is worth 3 and comes with the
# first. A fake that is found leaves nothing.
TWO_FAKES = """\
format: 1
title: Two fakes
players: {a: {patience: 0.8}, b: {patience: 0.8}}
status_quo: {a: 0, b: 0}
parameters: {cost: {value: 1.1, min: 0.5, max: 2}}
concessions:
  a: [{id: x, effect: {a: -1, b: 3}, reversible: true}]
  b:
    - {id: y, effect: {a: 2, b: -cost}, verification: 0.3, reversible: true}
    - {id: z, effect: {a: 2, b: -cost}, verification: 0.3, reversible: true}
on_discovery: snapback
breakdown: {payoff: {a: -1, b: 5}}
roadmaps: {phased: [[a.x, b.y], b.z]}
actions: [concede, hold_out, renege]
moves: alternating
horizon: 4
"""


def watched(text: str) -> Watched:
    asked = scenario(text)
    found = verification(asked)
    assert found is not None
    assert found.confirmed
    return next(each for each in found.watched if each.entry.name == "phased")


def test_verification_counts_the_second_fake_in() -> None:
    """With p = 1 - q both fakes pay 0.6 + 0.48 p / (1 - 0.8 p^2), keeping 1.02: 0.336 p^2 + 0.48 p - 0.42 = 0.

    One fake alone pays up to p = 0.65625 only, which is what the roadmaps' own table says.
    """
    each = watched(TWO_FAKES)
    silent = (-0.48 + (0.48**2 + 4 * 0.336 * 0.42) ** 0.5) / (2 * 0.336)
    assert float(each.needed or 0) == pytest.approx(1 - silent, abs=1e-11)
    assert [(act, step) for _, act, step in each.asks.acts] == [("fake", 0), ("fake", 1)]
    one = each.entry.verified[1]
    assert one is not None
    assert one.needed == 1 - F("0.65625")


def test_no_chance_is_enough_is_said_only_of_a_side_that_leaves_openly() -> None:
    """Keeping pays 3 - 2 cost in the end, and taking all back 0.6 once: leaving pays from a cost of 1.2 on."""
    each = watched(TWO_FAKES.replace("value: 1.1", "value: 1.3"))
    assert (each.leaves, each.enough, needed_words(each)) == (True, (), "no chance is enough")
    found_out = watched(TWO_FAKES.replace("on_discovery: snapback", "on_discovery: breakdown"))  # which b likes best
    assert (found_out.leaves, found_out.enough, needed_words(found_out)) == (False, (), "none found")


def test_too_many_orders_and_too_many_fakes_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.engine.roadmaps.ask import ask_roadmaps
    from sim.study.require import verification as asked

    def too_large(scenario: Scenario, **options: Any) -> RoadmapStudy:
        if options.get("most") is None:
            raise FrontierTooLargeError
        return ask_roadmaps(scenario, **options)

    monkeypatch.setattr(asked, "ask_roadmaps", too_large)
    found = verification(scenario(TWO_FAKES))
    assert found is not None
    assert (found.lacks, bool(found.watched)) == ("orders", True)
    monkeypatch.setattr(asked, "MOST_FAKED", 1)
    told = require(scenario(TWO_FAKES), "deal", ["cost"], RequireOptions(points=3))
    assert told.verification is not None
    assert (told.verification.lacks, told.verification.watched) == ("fakes", ())
    assert not verification_section(scenario(TWO_FAKES), told)
    notes = " ".join(require_notes(scenario(TWO_FAKES), told))
    assert "one side has more steps that may be faked than can be looked at" in notes


def test_a_step_in_halves_is_the_file_with_two_steps() -> None:
    whole = scenario(PAY_FIRST)
    halves = PAY_FIRST.replace(
        "us: [{id: pay, effect: {us: -cost ** power, nk: 1}}]",
        f"us: [{{id: pay{HALF}, name: pay (first half), effect: {{us: -cost ** power / 2, nk: 0.5}}}}, "
        "{id: pay, effect: {us: -cost ** power / 2, nk: 0.5}}]",
    )
    assert in_halves(whole, 0, 0).game == scenario(halves).game


@pytest.mark.parametrize(
    ("claim", "now"),
    [
        ("deal", "certain"),
        ("no deal", "impossible"),
        ("deal by 1", "impossible"),
        ("deal by 2", "certain"),
        ("breakdown", "impossible"),
        ("no breakdown", "certain"),
        ("us.pay", "certain"),
        ("us.pay before nk.repay", "certain"),
        ("nk.repay before us.pay", "impossible"),
        ("payoff us < 1", "certain"),
        ("payoff us <= 0.5", "impossible"),
    ],
)
def test_each_claim_has_its_word(claim: str, now: str) -> None:
    # One outcome: paid in round 1, repaid in round 2, which is worth -1 + 0.8 * 2 = 0.6 to the one who pays.
    assert require(scenario(PAY_FIRST), claim, ["cost"], RequireOptions(points=3)).now.word == now


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("dael", "did you mean 'deal'"),
        ("deal by 3", "rounds 1 to 2"),
        ("us.bay", "us.pay"),
        ("us.pay before us.pay", "before itself"),
        ("payoff uk >= 1", "no player 'uk'"),
        ("payoff us >= x", "expected a number"),
        ("payoff us >=", "us.pay, us.pay before nk.repay, payoff us >= -1"),
        ("", "^'' is no claim \\(claims are deal, no deal, deal by 2, breakdown"),
    ],
)
def test_what_is_no_claim_is_refused_with_what_would_be_one(claim: str, why: str) -> None:
    with pytest.raises(AskError, match=why):
        require(scenario(PAY_FIRST), claim)


def test_other_games_and_ranges_that_miss_the_file_are_refused() -> None:
    with pytest.raises(AskError, match="not matrix"):
        require(load("chicken"), "deal")
    with pytest.raises(AskError, match="this file has types"):
        require(load("mixed-signals"), "deal")
    with pytest.raises(RangeError, match="the file's own value"):
        require(scenario(PAY_FIRST), "deal", ["cost=1.2:1.4"])


def test_without_a_last_round_the_sets_of_endless_play_answer() -> None:
    endless = PAY_FIRST.replace("horizon: 2", "horizon: infinite")
    found = require(scenario(endless), "deal", ["cost"], RequireOptions(points=3, time_limit=4))
    assert found.now.word == verdict_of(scenario(endless), Deadline(4)).deal == "certain"


def test_a_search_that_was_too_short_says_so_and_keeps_what_it_has() -> None:
    found = require(load("stalled"), "deal", (), RequireOptions(time_limit=1.5))
    assert found.late
    assert not found.certified


@given(st.fractions(-5, 5, max_denominator=50), st.fractions(0, 1, max_denominator=99))
def test_short_numbers_lie_in_their_interval_and_none_is_shorter(low: Fraction, width: Fraction) -> None:
    high = low + width + F(1, 100)
    simple = simplest_fraction(low, high)
    assert low <= simple <= high
    smaller = range(1, simple.denominator)
    assert not any(low <= F(k, q) <= high for q in smaller for k in range(int(low * q) - 1, int(high * q) + 2))
    decimal = shortest_decimal(low, high)
    assert low <= decimal <= high
    digits = next(d for d in range(20) if (decimal * 10**d).denominator == 1)
    if digits:
        scale = 10 ** (digits - 1)
        assert not any(low <= F(k, scale) <= high for k in range(int(low * scale) - 1, int(high * scale) + 2))
