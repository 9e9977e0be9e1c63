"""What is told of packages holds for files of all sorts: no room, ties, one option, nothing at stake, large numbers."""

from __future__ import annotations

import pytest

import sim
from sim.errors import AskError

HEAD = (
    "format: 1\nkind: issues\ntitle: A deal\nplayers: {a: {name: Ann, walk_away: %s}, b: {name: Bob, walk_away: %s}}\n"
)
JOB = (
    HEAD % (1200, 800)
    + """issues:
  salary: {name: Salary, options: {high: [0, 4000], middle: [2000, 2000], low: [4000, 0]}}
  start: {options: {june: [100, 300], august: [300, 0]}}
"""
)


def test_the_job_offer_is_told_with_its_numbers() -> None:
    """Worked out by hand: gains of 900 times 1500 are the largest product of the two packages in the room."""
    result = sim.loads(JOB).solve()
    document = result.document
    assert document["packages"] == 6
    assert document["solutions"]["nash"]["package"] == {"salary": "middle", "start": "june"}
    assert [entry["payoffs"]["a"] for entry in document["frontier"]] == [4300, 4100, 2300, 2100, 300, 100]
    assert "900 \N{MULTIPLICATION SIGN} 1500 = 1350000" in str(result.explain())


def test_a_package_is_told_with_its_best_trades() -> None:
    """Low and june to middle and august loses the employer nothing but 1800; one issue alone helps nobody."""
    told = str(sim.loads(JOB).solve().explain(package="salary=low, start=august"))
    assert "pays Ann 4300 and Bob 0" in told
    assert "Bob has 800 less than by walking away" in told


@pytest.mark.parametrize(
    "package", ["", "salary=low", "low, june, june", "salary=low, pay=june", "salary=low, salary=low"]
)
def test_what_is_no_package_is_refused_in_words(package: str) -> None:
    with pytest.raises(AskError):
        sim.loads(JOB).solve().explain(package=package)


ODD = {
    "no room": HEAD % (9, 9) + "issues: {x: {options: {p: [1, 1], q: [2, 0]}}}\n",
    "as good as walking away": HEAD % (2, 1) + "issues: {x: {options: {p: [2, 1], q: [0, 0]}}}\n",
    "one option": HEAD % (0, 0) + "issues: {x: {options: {p: [1, 1]}}}\n",
    "nothing at stake": HEAD % (0, 0) + "issues: {x: {options: {p: [1, 1], q: [1, 1]}}, y: {options: {p: [0, 0]}}}\n",
    "one side cares": HEAD % (0, 0)
    + "issues: {x: {options: {p: [0, 5], q: [0, 3]}}, y: {options: {p: [0, 1], q: [0, 2]}}}\n",
    "negative": HEAD % (-9, -8) + "issues: {x: {options: {p: [-1, -7], q: [-5, -2]}}}\n",
    "huge": HEAD % (0, 0) + "issues: {x: {options: {p: [1e90, 1], q: [0, 1e99]}}}\n",
    "tiny": HEAD % (0, 0) + "issues: {x: {options: {p: [1/1000000007, 1], q: [0, 2]}}}\n",
    "hostile": HEAD % (0, 0)
    + 'issues: {x: {name: "<b>&\\u202e", options: {p: {name: "=1+1", points: [1, 1]}, q: [2, 0]}}}\n',
    "ties": HEAD % (0, 0) + "issues: {x: {options: {p: [1, 2], q: [2, 1]}}, y: {options: {p: [1, 1], q: [1, 1]}}}\n",
}


@pytest.mark.parametrize("name", ODD)
def test_every_way_of_showing_works_for_odd_files(name: str) -> None:
    game = sim.loads(ODD[name])
    result = game.solve()
    assert result.story
    assert result.line
    assert str(result.explain("brief"))
    assert str(result.explain("full"))
    assert result.plot().svg
    package = ", ".join(f"{issue.id}={issue.choices[0].id}" for issue in result.scenario.game.issues)  # type: ignore[union-attr]
    assert str(result.explain(package=package))


def test_what_is_no_trade_is_not_called_one() -> None:
    """With one issue there is nothing to trade it for."""
    one = HEAD % (0, 0) + "issues: {x: {options: {p: [1, 0], q: [0, 3]}}}\n"
    assert "trade" not in str(sim.loads(one).solve().explain()).partition("From the middle")[0]
    assert "traded for such" in str(sim.loads(JOB).solve().explain())


def test_a_tie_is_not_told_as_the_same_payoffs() -> None:
    """Both packages have the product 6, and pay otherwise."""
    line = sim.loads(ODD["ties"]).solve().line
    assert "pays Ann 3 and Bob 2; 1 other package does as well by it" in line


def test_where_nobody_gains_by_all_that_is_left_it_is_said_so() -> None:
    result = sim.loads(ODD["one side cares"]).solve()
    assert "leaves one of them with just that" in result.line
    assert "Not both can gain" in str(result.explain())
