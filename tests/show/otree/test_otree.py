"""Apps for oTree: they compile, their bots play them, and they pay what the engine pays."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.agents.arenas.match import Match, Seat
from sim.agents.arenas.seating import arena_of
from sim.errors import OutputError, UnansweredError
from sim.scenario.load import load
from sim.show.otree.app import app_name, otree_files
from sim.show.otree.project import write_project
from tests.show.otree.otree_api import loaded, play

REPEATED = """
format: 1
kind: matrix
title: "{% raise %} <script>alert('x')</script>"
players:
  a: {patience: 0.5, actions: ["<b>up</b>", "{{ down }}"]}
  b: {patience: 0.9, actions: ["'left", "right\\\\"]}
repeat: {rounds: 4}
payoffs:
  - [[3, 3], [0, 5]]
  - [[5, 0], [1, 1]]
"""

OFFERS = """
format: 1
kind: offers
title: Offers
players: {a: {patience: 0.5}, b: {patience: 0.8}}
rounds: 3
surplus: 2
outside: {a: 0.25, b: 0.5}
"""


def paid(text: str | None, name: str) -> None:
    """What the app's groups pay is what the arena pays for the same moves."""
    scenario = load(name) if text is None else load(name, {}, text)
    texts = otree_files(scenario)
    app = app_name(scenario)
    groups = play(*loaded(texts[f"{app}/__init__.py"], texts[f"{app}/tests.py"]))
    arena = arena_of(scenario, (Seat(""), Seat("")))
    match = Match(arena)
    for group in groups:
        if match.over:
            assert all(player.pays == 0 for player in group.players)
            continue
        if scenario.kind == "matrix":
            match.play({s: arena.options(match.place, s)[p.decision] for s, p in enumerate(group.players)})
            continue
        (mover,) = arena.movers(match.place)
        lead = group.players[mover]
        match.play(
            {mover: str(lead.asks) if scenario.kind == "offers" else arena.options(match.place, mover)[lead.decision]}
        )
        if not match.over:
            (mover,) = arena.movers(match.place)
            match.play({mover: arena.options(match.place, mover)[group.players[mover].answer]})
    assert match.over
    for side in (0, 1):
        assert sum(group.players[side].pays for group in groups) == pytest.approx(match.paid[side])


@pytest.mark.parametrize("name", ["chicken", "ultimatum", "battle-of-the-sexes", "entry-deterrence"])
def test_bots_of_an_app_get_what_the_engine_pays(name: str) -> None:
    paid(None, name)


def test_repeated_games_and_hostile_labels() -> None:
    paid(REPEATED, "class.yaml")
    texts = otree_files(load("class.yaml", {}, REPEATED))
    assert set(texts) >= {"game_class/__init__.py", "settings.py"}
    pages = "".join(text for name, text in texts.items() if name.endswith(".html"))
    assert "<script" not in pages
    assert "{% raise" not in pages
    assert "down }}" not in pages


def test_offers_end_with_an_agreement_or_outside() -> None:
    paid(OFFERS, "offers.yaml")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("alternating-offers", "without a last round"),
        ("repeated-prisoners-dilemma", "without end"),
        ("beer-quiche", "chance"),
        ("centipede", "a move and an answer"),
        ("relief-first", "concessions"),
        ("job-offer", "issues"),
    ],
)
def test_what_is_not_supported_is_refused_by_name_and_nothing_is_written(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(UnansweredError, match=told):
        write_project(load(name), tmp_path / "made")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(OutputError, match="there already"):
        write_project(load("chicken"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    write_project(load("chicken"), tmp_path / "new")
    assert (tmp_path / "new/chicken/__init__.py").is_file()
