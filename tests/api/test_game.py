"""Games in Python: loaded, changed, solved, and asked what the command line can be asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.scenario.catalog import entries
from tests.cli.terminal import Run

ROOT = Path(__file__).resolve().parents[2]

SMALL = """
format: 1
title: Small
players: {us: {name: Us, patience: 0.9}, nk: {name: Them, patience: 0.8}}
parameters: {gain: {value: 1, min: 0, max: 2}, cost: {value: 0.2, min: 0, max: 2}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: give, effect: {us: -cost, nk: gain}}]
  nk: [{id: take, effect: {us: gain, nk: -cost}}]
actions: [concede, hold_out]
horizon: 4
"""


def python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_line_of_the_readme_works_in_a_plain_script_and_prints_nothing() -> None:
    done = python('import sim; sim.load("action-for-action").solve().plot()')
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_loading_a_game_loads_nothing_that_is_slow() -> None:
    slow = ["matplotlib", "numpy", "scipy", "nashpy", "xarray", "zarr", "pandas"]
    done = python(
        "import sim, sys; before = sorted(sys.modules); game = sim.load('chicken'); repr(game), game._repr_html_()\n"
        f"print([m for m in before if m.startswith('sim.') and m != 'sim.version'],"
        f" [m for m in {slow} if m in sys.modules])"
    )
    assert done.stdout == "[] []\n", done.stderr


@pytest.mark.parametrize("name", sim.__all__)
def test_every_name_that_is_promised_is_there(name: str) -> None:
    assert getattr(sim, name) is not None
    assert name in dir(sim)


def test_a_name_that_is_not_there_is_no_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lode'"):
        sim.lode  # type: ignore[attr-defined] # noqa: B018


@pytest.mark.parametrize("name", [name for name in sim.__all__ if name.endswith("Error")])
def test_every_error_is_caught_under_one_name(name: str) -> None:
    assert issubclass(getattr(sim, name), sim.DetenteError)


@pytest.mark.parametrize("name", ["action-for-action", "stag-hunt", "ultimatum", "alternating-offers", "mixed-signals"])
def test_the_document_is_what_the_command_line_prints(detente: Run, name: str) -> None:
    printed = json.loads(detente("run", name, "--json").out)
    assert sim.load(name).solve().document == printed


def test_studies_are_those_of_the_command_line(detente: Run) -> None:
    Path("small.yaml").write_text(SMALL, encoding="utf-8")
    game = sim.load("small.yaml")
    assert game.roadmaps().document == json.loads(detente("roadmaps", "small.yaml", "--json").out)
    assert game.simulate(nk="grim", runs=50, seed=3).document == json.loads(
        detente("simulate", "small.yaml", "--agent", "nk=grim", "--runs", "50", "--seed", "3", "--json").out
    )
    assert game.tournament(runs=2).document == json.loads(
        detente("tournament", "small.yaml", "--runs", "2", "--json").out
    )
    assert game.sensitivity(samples=4).document == json.loads(
        detente("sensitivity", "small.yaml", "--samples", "4", "--json").out
    )


def test_a_map_is_that_of_the_command_line(detente: Run) -> None:
    Path("small.yaml").write_text(SMALL, encoding="utf-8")
    found = sim.load("small.yaml").map("gain=0:1", "cost", grid=3, precision=0.1, checks=5, coarse=True)
    options = "--grid", "3", "--precision", "0.1", "--check", "5", "--coarse", "--json"
    assert found.document == json.loads(detente("map", "small.yaml", "gain=0:1", "cost", *options).out)
    assert sum(found.table["share"]) == pytest.approx(1)
    assert {row["ending"] for row in found.table} == {"deal, kept", "no deal"}


def test_first_steps_are_those_of_the_command_line(detente: Run) -> None:
    found = sim.load("reassurance").first_steps(by="size")
    printed = json.loads(detente("reassurance", "reassurance", "--by", "size", "--json").out)
    assert found.document == printed
    assert found.table["from"] == pytest.approx([0.425], abs=1e-6)
    with pytest.raises(sim.AskError, match="no picture"):
        found.plot()


def test_a_sweep_pays_at_each_point_what_the_game_set_there_pays() -> None:
    game = sim.loads(SMALL)
    found = game.sweep(gain=[0.1, 1, 1.5])
    for gain in (0.1, 1, 1.5):
        paid = game.set(gain=gain).solve().payoffs[0]
        point = found.payoff.sel(gain=gain)
        assert {p: float(point.sel(player=p)) for p in ("us", "nk")} == pytest.approx(paid, abs=1e-12)


def test_a_sweep_takes_the_words_of_the_command_line_and_gives_the_same() -> None:
    game = sim.loads(SMALL)
    assert game.sweep("gain=0:2:3").payoff.equals(game.sweep(gain=[0, 1, 2]).payoff)
    assert game.set(gain=0.5).sweep("gain").sizes["gain"] == 11  # what was set gives way
    drawn = game.sweep(gain="uniform(0, 1)", samples=20, seed=2)
    assert drawn.sizes["sample"] == 20


def test_a_point_that_cannot_be_solved_is_warned_of() -> None:
    game = sim.loads(SMALL)
    with pytest.warns(UserWarning, match="1 points could not be solved"):
        found = game.sweep(gain=[1, 3])
    assert str(found.message.values[1])


def test_an_interrupt_of_a_sweep_is_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.study.sweeps.runner import StoppedError

    def stop(*arguments: object, **more: object) -> None:
        raise StoppedError(2)

    monkeypatch.setattr("sim.study.sweeps.runner.run", stop)
    with pytest.raises(KeyboardInterrupt):
        sim.loads(SMALL).sweep(gain=[1])


def test_setting_makes_another_game_and_leaves_this_one() -> None:
    game = sim.load("stalled")
    other = game.set(leakage=0.1, pressure="2 + 1/2").set(leakage=0.2)
    assert game.settings == {}
    assert other.settings == {"leakage": "0.2", "pressure": "2 + 1/2"}
    values = dict(zip(other.parameters["name"], other.parameters["value"], strict=True))
    assert (values["leakage"], values["pressure"]) == (0.2, 2.5)


def test_numbers_are_set_exactly_as_they_are_written() -> None:
    import numpy as np

    game = sim.load("stalled")
    assert game.set(leakage=0.1).scenario.parameters == game.set(leakage="1/10").scenario.parameters
    assert game.set(leakage=np.float64(0.1)) == game.set(leakage=0.1)
    assert game.set(leakage=1e-7).parameters["value"][game.parameters["name"].index("leakage")] == 1e-7


def test_a_wrong_setting_is_told_in_words_of_python() -> None:
    with pytest.raises(sim.ScenarioError, match=r"leekage: the file has no parameter .*did you mean 'leakage'") as told:
        sim.load("stalled").set(leekage=0.5)
    assert "--set" not in str(told.value)
    with pytest.raises(sim.ScenarioError, match=r":\d+:\d+: parameters\.leakage: expected at most its max 1") as told:
        sim.load("stalled", leakage=3)
    assert "--set" not in str(told.value)


def test_all_mistakes_of_a_text_come_at_once_with_line_and_column() -> None:
    with pytest.raises(sim.ScenarioError) as told:
        sim.loads(SMALL.replace("horizon", "horizont").replace("us: 0", "us: gane"))
    lines = str(told.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["<text>:2:1", "<text>:6:18", "<text>:11:1"]
    assert "did you mean 'gain'?" in lines[1]
    assert "did you mean 'horizon'?" in lines[2]


def test_a_parameter_may_have_any_name() -> None:
    text = SMALL.replace("gain", "name")
    assert sim.loads(text, name=0.5).settings == {"name": "0.5"}


def test_what_is_not_offered_is_told() -> None:
    game = sim.loads(SMALL)
    with pytest.raises(sim.AskError, match="does not say who can commit"):
        game.solve("stackelberg")
    with pytest.raises(sim.AskError, match="kind concessions"):
        sim.load("chicken").roadmaps()
    with pytest.raises(sim.AgentError, match="no agent 'grimm'"):
        game.simulate(nk="grimm")
    with pytest.raises(sim.AskError, match="power of two"):
        game.sensitivity(samples=3)
    with pytest.raises(sim.AskError, match="at least 2 runs"):
        game.simulate(runs=1)
    with pytest.raises(sim.AskError, match="expected 2 or more points"):
        game.map("gain", "cost", grid=1)
    with pytest.raises(sim.AskError, match="1 part or more"):
        game.roadmaps(parts=0)
    with pytest.raises(sim.AskError, match="name a scenario"):
        sim.compare()
    with pytest.raises(sim.RangeError, match="no parameter 'gane'"):
        game.map("gane", "gain")
    with pytest.raises(sim.AxisError, match="did you mean 'gain'"):
        game.sweep("gane=1,2")


def test_games_are_equal_if_their_files_and_settings_are() -> None:
    one, two = sim.load("stalled"), sim.load("stalled")
    assert one == two
    assert len({one, two, one.set(leakage=0.1)}) == 2


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_bundled_game_shows_itself(entry: object) -> None:
    game = sim.load(entry.path)  # type: ignore[attr-defined]
    assert repr(game).startswith(f"<Game {game.title!r} ({game.kind}")
    assert game.title in game._repr_html_() or "&" in game._repr_html_()
    assert {game: 1}[game] == 1
    many = {
        "examples/climate-pledges": 3,
        "korea/five-parties": 5,
        "textbook/elmira": 3,
        "textbook/two-level-games": 3,
    }
    assert len(game.players) == many.get(entry.name, 2)  # type: ignore[attr-defined]
    assert game.concepts


@pytest.mark.parametrize("name", ["stag-hunt", "stalled", "mixed-signals", "small-steps", "sanctions-until-done"])
def test_the_first_concept_is_the_one_that_is_solved_for(name: str) -> None:
    game = sim.load(name)
    assert game.solve().concept == game.concepts[0]


def test_the_rules_of_a_matrix_game_are_its_payoffs() -> None:
    rules = sim.load("stag-hunt").rules
    assert rules["stag"] == ("4, 4", "3, 0")
    assert rules["hare"] == ("0, 3", "3, 3")


def test_the_catalog_lists_every_scenario_that_can_be_loaded_by_its_name() -> None:
    table = sim.catalog()
    assert len(table) == len(entries())
    row = next(row for row in table if row["name"] == "stag-hunt")
    assert sim.load(row["name"]).title == row["title"]


def test_games_side_by_side_are_told_apart_by_what_was_set() -> None:
    game = sim.load("stalled")
    table = sim.compare(game, game.set(leakage=0), game, "blame")
    assert table.columns[1:] == (f"{game.title} (1)", f"{game.title}, leakage 0", f"{game.title} (2)", "Blame")
    assert "ends" in [row["question"] for row in table]


def test_a_comparison_is_the_one_of_the_command_line(detente: Run) -> None:
    printed = detente("compare", "stalled", "blame").out
    for row in sim.compare("stalled", "blame"):
        line = next(line for line in printed.splitlines() if line.startswith(row["question"]))
        assert line.removeprefix(row["question"]).split() == [
            *row[sim.load("stalled").title].split(),
            *row[sim.load("blame").title].split(),
        ]


def test_an_agent_of_ones_own_plays() -> None:
    class Stubborn(sim.Agent):
        """Holds out whatever happens."""

        name = "stubborn"

        def act(self, view):  # type: ignore[no-untyped-def]
            return "hold_out"

    game = sim.loads(SMALL)
    assert game.simulate(us=Stubborn(), nk=Stubborn(), runs=2).table["mean"] == (0.0, 0.0)
    assert "stubborn" in game.tournament([Stubborn], runs=2).table["agent"]
