"""People play: by pipe, in a terminal, one against an agent and two against each other; and a class is summed up."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sim.show.text.letters import width
from tests.cli.terminal import ROOT, Done, Run, environment, terminal


@pytest.fixture
def play(detente: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``detente play`` with lines that somebody types."""

    def run(typed: str, *arguments: str) -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed.replace(" ", "\n") + "\n" if typed else ""))
        return detente("play", *arguments)

    return run


def records(folder: str = "sessions") -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(folder).glob("*.json"))]


def test_a_student_plays_to_the_end_and_sees_what_the_choices_gave_away(play: Run) -> None:
    done = play("2 2 1 1 1 1 1 1 1 1 1 1 1", "action-for-action", "--as", "us", "--seed", "1", "--name", "Anna")
    assert done.code == 0
    assert "You play United States. North Korea is played by the computer (equilibrium)." in done.out
    assert "Round 1 of 12" in done.out
    assert "How you did" in done.out
    assert "what your choices gave away" in done.out
    assert "The dearest first: round " in done.out
    assert done.err.startswith("detente: saved as sessions")
    (record,) = records()
    assert record["finished"]
    assert record["players"] == {"us": {"person": "Anna"}, "nk": {"agent": "equilibrium"}}
    given = record["replay"]["given_away"]["us"]
    own = [d["given_away"] for d in record["replay"]["decisions"] if d["player"] == "us"]
    assert given == pytest.approx(sum(own))
    assert given > 0


def test_following_the_story_of_the_equilibrium_gives_nothing_away(play: Run) -> None:
    """The story of action-for-action, as `run` tells it, from the side of the United States."""
    moves = ["concede"] * 4 + ["keep"] * 2
    done = play(" ".join(moves), "action-for-action", "--seed", "1")
    assert "You gave nothing away in 6 decisions" in done.out
    (record,) = records()
    account = record["replay"]["accounts"]["us"]
    assert account["payoff"] == pytest.approx(account["equilibrium"])


def test_the_equilibrium_is_not_told_before_the_game_is_over(play: Run) -> None:
    done = play("1 q y", "action-at-once", "--hints", "--seed", "1")
    talk = done.out.replace("(equilibrium)", "")
    assert "equilibrium" not in talk
    assert "You leave before the end." in talk
    assert "gave away" not in talk
    (record,) = records()
    assert not record["finished"]
    assert len(record["turns"]) == 1
    assert "left" in done.err


KINDS = [
    ("chicken", "2", ["--as", "one"]),
    ("beer-quiche", "beer", ["--as", "stranger"]),
    ("beer-quiche", "leave", ["--as", "bully"]),
    ("ultimatum", "keep\n2", ["--as", "proposer"]),
    ("alternating-offers", "0.9 refuse 1/2 accept 50% accept", ["--as", "seller"]),
    ("centipede", "pass pass pass", ["--as", "second", "--against", "quantal_response,precision=1"]),
    ("relief-first", "1 1 1 1 1 1 1", ["--as", "us"]),
    ("war-of-attrition", "1 1 1", ["--rounds", "3"]),
    ("repeated-prisoners-dilemma", "disarm disarm arm", ["--rounds", "3", "--against", "tit_for_tat"]),
    ("prisoners-dilemma", "1 2", ["--rounds", "2"]),
    ("mixed-signals", "1 1 1 1", []),
    ("action-for-action", " ".join("1" * 12), ["--as", "nk", "--against", "grit,waits=3"]),
    ("chain-store-doubt", "1 1 1 1", []),
]


@pytest.mark.parametrize("hints", [False, True])
@pytest.mark.parametrize(("name", "typed", "more"), KINDS)
def test_every_kind_of_game_can_be_played(play: Run, name: str, typed: str, more: list[str], hints: bool) -> None:
    typed = typed.replace("keep\n2", "3")
    done = play(typed + " 1 1 1 1 1 1 1 1", name, "--seed", "4", *more, *(["--hints"] if hints else []))
    assert done.code == 0, done.err
    assert "How you did" in done.out
    (record,) = records()
    assert record["finished"]
    assert record["seed"] == 4
    for account in record["replay"]["accounts"].values():
        total = account["equilibrium"] - account["given_away"] + account["other"] + account["chance"]
        assert total == pytest.approx(account["payoff"])


WIDE = ["von-stengel", "last-offer", "gestures", "seoul", "fourteen-points", "double-auction", "beer-quiche"]


@pytest.mark.parametrize("room", [80, 60])
@pytest.mark.parametrize("name", WIDE)
def test_tables_fit_the_terminal(play: Run, monkeypatch: pytest.MonkeyPatch, name: str, room: int) -> None:
    """One file of each kind, those whose tables are the widest."""
    monkeypatch.setenv("COLUMNS", str(room))
    done = play("1 1 1 1 1 1", name, "--seed", "1", "--hints", "--no-save")
    typed = [line for line in done.out.splitlines() if "Your choice" in line or "You offer" in line]
    assert all(width(line) <= room for line in done.out.splitlines() if line not in typed)


def test_it_is_said_that_one_of_several_equilibria_is_drawn_and_to_which_a_choice_belongs(play: Run) -> None:
    """Chicken: to yield belongs to (yield, stand firm) and to the mixed one, whichever the computer plays for."""
    for seed in "12":
        out = " ".join(play("yield", "chicken", "--seed", seed, "--no-save").out.split())
        assert "2 equilibria that are equally good; a lot has drawn which of them it plays" in out
        assert "as in the equilibrium (“yield”, “stand firm”) and the one in mixed choices." in out
        assert "You gave nothing away" in out


def test_who_plays_like_people_is_said_with_the_source(play: Run) -> None:
    out = " ".join(play("3", "ultimatum", "--against", "people", "--no-save").out.split())
    assert "at the precision that fits 2,860 choices of people best" in out
    assert "FeldmanHall" in out
    out = " ".join(play("yield", "chicken", "--against", "people", "--no-save").out.split())
    assert "at a precision of 5 over the range of payoffs: no people are fitted in this game" in out


def test_two_students_play_each_other_and_both_are_told_how_they_did(play: Run) -> None:
    done = play("pass pass take", "centipede", "--two", "--name", "Anna", "--name", "Ben")
    assert "How First (Anna) did" in done.out
    assert "How Second (Ben) did" in done.out
    (record,) = records()
    assert record["players"] == {"first": {"person": "Anna"}, "second": {"person": "Ben"}}
    assert record["replay"]["given_away"] == pytest.approx({"first": 0.2, "second": 0.4})


def test_choices_made_at_once_are_hidden_from_the_other_student(play: Run) -> None:
    done = play("\n1\n\n2", "chicken", "--against", "human", "--name", "Anna")
    assert "Anna, the keyboard is yours; nobody else may look." in done.out
    assert "Driver B, the keyboard is yours" in done.out
    assert done.out.count("(not shown)") == 2
    assert "Driver A chooses “yield”. Driver B chooses “stand firm”." in done.out


def test_what_is_typed_wrongly_is_told_kindly_and_asked_again(play: Run) -> None:
    done = play("7 walk xyz ? h r q no 1", "chicken", "--no-save")
    assert "'7' is none of the choices; type a number from 1 to 2" in done.out
    assert "'xyz' is none of the choices" in done.out
    assert "Type the number of a choice, or the beginning of its name." in done.out
    assert "Nothing has happened yet." in done.out
    assert done.out.count("in each cell yours first") == 2
    assert "How you did" in done.out
    assert not Path("sessions").exists()
    offers = play("a lot 2 1e9 -1 0/0 0.7", "alternating-offers", "--no-save")
    assert offers.out.count("expected a number from 0 to 1, as in 0.6, 3/5 or 60%") == 6


def test_a_word_that_fits_several_choices_is_asked_about(play: Run) -> None:
    done = play("take take", "action-for-action", "--as", "us", "--no-save", "--against", "conceder")
    assert done.code == 0
    done = play("\n\n", "ultimatum", "--no-save")
    assert "nothing was typed" in done.out
    done = play("keep", "ultimatum", "--no-save")
    assert "'keep' fits 3 of the choices; type a number from 1 to 3" in done.out


def test_the_end_of_input_leaves_the_game_cleanly(play: Run) -> None:
    done = play("1", "action-at-once", "--seed", "1")
    assert done.code == 0
    assert "You leave before the end." in done.out
    (record,) = records()
    assert (record["finished"], len(record["turns"])) == (False, 1)
    nothing = play("", "chicken", "--sessions", "other")
    assert nothing.code == 0
    assert "nothing was decided, so nothing is saved" in nothing.err
    assert not list(Path("other").iterdir())


def test_the_same_seed_and_choices_give_the_same_record(play: Run) -> None:
    for folder in ("one", "two"):
        play("3 3 1 1 1 1 1 1 1 1 1", "stalled", "--seed", "9", "--sessions", folder, "--against", "quantal_response")
    (one,), (two,) = records("one"), records("two")
    assert {**one, "played": ""} == {**two, "played": ""}


def test_no_record_takes_the_place_of_another(play: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.cli.play.session_folder.now", lambda: "2018-06-12T09:00:00Z")
    for _ in range(3):
        play("1", "chicken", "--name", "Zoë / ../x")
    names = sorted(path.name for path in Path("sessions").iterdir())
    stem = "2018-06-12T090000Z-chicken-one-zoe-x"
    assert names == [f"{stem}-2.json", f"{stem}-3.json", f"{stem}.json"]
    assert {record["players"]["one"]["person"] for record in records()} == {"Zoë / ../x"}


WRONG = [
    (["play"], 2, "name a scenario to play"),
    (["play", "chicken", "--as", "uk"], 2, "there is no player 'uk' (known here: one, two)"),
    (["play", "chicken", "--against", "grim"], 1, "nobody is called 'grim'"),
    (["play", "action-for-action", "--against", "grimm"], 1, "there is no agent 'grimm'"),
    (["play", "chicken", "--two", "--against", "equilibrium"], 2, "leave one out"),
    (["play", "chicken", "--name", "A", "--name", "B"], 2, "there is one person to name"),
    (["play", "action-for-action", "--rounds", "3"], 1, "the file says that there are 12 rounds"),
    (["play", "centipede", "--rounds", "3"], 1, "ends by itself"),
    (["play", "chicken", "--select", "best"], 1, "there is no selection rule 'best'"),
    (["play", "-"], 2, "cannot come from standard input"),
    (["play", "chicken", "--json"], 2, "go with --summary"),
    (["play", "chicken", "--summary", "x"], 2, "leave 'chicken' out"),
    (["play", "--summary", "nowhere"], 1, "there is no folder nowhere"),
    (["play", "--summary", "."], 1, "there is no record of a game"),
    (["play", "--summary", ".", "--out", "x.doc"], 2, "expected a name that ends in"),
]


@pytest.mark.parametrize(("arguments", "code", "why"), WRONG)
def test_what_cannot_be_played_is_told_before_anybody_plays(
    detente: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, why: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    done = detente(*arguments)
    assert (done.code, done.out) == (code, "")
    assert why in done.err


def test_a_folder_that_cannot_be_written_is_told_before_anybody_plays(play: Run) -> None:
    Path("taken").write_text("", encoding="utf-8")
    done = play("1", "chicken", "--sessions", "taken")
    assert (done.code, done.out) == (1, "")
    assert "--sessions: the folder taken cannot be made: it is a file" in done.err


def in_terminal(*arguments: str, typed: list[str | int], cwd: Path) -> tuple[int, str]:
    """Play in a terminal of one's own: type texts, send signals; the exit code and all that was shown."""
    with terminal([sys.executable, "-m", "sim", "play", *arguments], cwd) as player:
        for entry in typed:
            player.read_until(b":", b"Enter.")
            time.sleep(0.05)  # the echo is off once the prompt stands
            if isinstance(entry, int):
                player.process.send_signal(entry)
            else:
                player.type(entry)
        player.read_until()
        return player.process.wait(timeout=30), player.shown.decode()


def test_in_a_terminal_hidden_choices_are_not_shown_and_the_screen_is_cleared(tmp_path: Path) -> None:
    arguments = ["chicken", "--two", "--name", "Anna", "--name", "Ben", "--no-save"]
    code, shown = in_terminal(*arguments, typed=["\n", "stand firm\n", "\n", "yield\n"], cwd=tmp_path)
    assert code == 0
    before = shown.partition("Driver A chooses")[0]
    typed = [line for line in before.splitlines() if "Your choice" in line]
    assert typed
    assert not any("stand firm" in line or "yield" in line for line in typed)
    assert shown.count("\x1b[2J") == 2
    assert "Driver A chooses “stand firm”. Driver B chooses “yield”." in shown


def test_an_interrupt_saves_the_game_as_left_and_leaves_with_130(tmp_path: Path) -> None:
    code, shown = in_terminal("action-at-once", "--seed", "1", typed=["1\n", signal.SIGINT], cwd=tmp_path)
    assert code == 130
    assert "Traceback" not in shown
    assert "You leave before the end." in shown
    (path,) = (tmp_path / "sessions").iterdir()
    record = json.loads(path.read_text(encoding="utf-8"))
    assert (record["finished"], len(record["turns"])) == (False, 1)


def test_a_pipe_that_is_closed_ends_the_game_without_a_traceback(tmp_path: Path) -> None:
    script = f'yes 1 | "{sys.executable}" -m sim play action-for-action --no-save | head -n 3'
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.startswith("Action for action\n")
    assert "Traceback" not in done.stderr
    assert str(ROOT) not in done.stderr


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the games of a class are kept once they are played."""
    return tmp_path_factory.mktemp("class") / "sessions"


@pytest.fixture
def lesson(play: Run, kept: Path) -> None:
    """The games of a small class."""
    if kept.exists():
        shutil.copytree(kept, "sessions")
        return
    for name, choice in (("Anna", "1"), ("Ben", "1"), ("Cleo", "2"), ("Dan", "1")):
        play(choice, "chicken", "--name", name, "--seed", "1")
    for name, typed in (("Anna", "1 1 1 1 1 1 1"), ("Ben", "2 2 2 2 2 2 2 2 2 2 2 2")):
        play(typed, "relief-first", "--name", name, "--seed", "1")
    shutil.copytree("sessions", kept)


@pytest.mark.usefixtures("lesson")
def test_a_class_is_put_together_scenario_by_scenario(play: Run) -> None:
    done = play("", "--summary", "sessions")
    assert (done.code, done.err) == (0, "")
    assert "4 games by 4 people; 4 decisions." in done.out
    assert "QRE" in done.out
    assert "Fitted precision" in done.out
    assert "4 choices are too few to tell much." in done.out
    assert "Who gave away how much" in done.out
    assert "Relief first" in done.out


@pytest.mark.usefixtures("lesson")
def test_a_class_goes_into_a_picture_a_table_or_a_text(play: Run) -> None:
    for name in ("class.png", "class.svg", "class.csv", "class.txt", "class.json"):
        done = play("", "--summary", "sessions", "--out", name)
        assert (done.code, done.err) == (0, "")
        assert Path(name).stat().st_size > 100
    picture = Path("class.svg").read_text(encoding="utf-8")
    for words in ("chosen", "Nash", "QRE", "Chicken: 4 choices", "Driver A (4)"):
        assert words in picture
    head, *rows = Path("class.csv").read_text(encoding="utf-8").splitlines()
    assert head == "scenario,player,point,action,count,decisions,share,equilibrium,quantal"
    assert rows[0].startswith("Chicken,one,one,yield,3,4,0.75,")
    refused = play("", "--summary", "sessions", "--out", "class.png")
    assert refused.code == 1
    assert "add --force" in refused.err


@pytest.mark.usefixtures("lesson")
def test_files_that_are_no_records_are_named_and_skipped(play: Run) -> None:
    Path("sessions/broken.json").write_text("{", encoding="utf-8")
    Path("sessions/foreign.json").write_text('{"format": 1}', encoding="utf-8")
    path = next(Path("sessions").glob("*chicken*"))
    record = json.loads(path.read_text(encoding="utf-8"))
    record["turns"][0]["moves"]["one"] = "fly"
    Path("sessions/forged.json").write_text(json.dumps(record), encoding="utf-8")
    done = play("", "--summary", "sessions")
    assert done.code == 0
    assert "skipped: sessions/broken.json: broken: it is not JSON" in done.err
    assert "skipped: sessions/foreign.json: not the record of a game" in done.err
    assert "'fly' is not open" in done.err
    assert "4 games by 4 people" in done.out


@pytest.mark.usefixtures("lesson")
def test_names_are_left_out_on_request(play: Run) -> None:
    done = play("", "--summary", "sessions", "--anonymous")
    assert "student 1" in done.out
    assert not any(name in done.out for name in ("Anna", "Ben", "Cleo", "Dan"))


def test_hints_to_whom_a_later_share_is_worth_nothing_compare_it_with_nothing(play: Run, tmp_path: Path) -> None:
    path = tmp_path / "now.yaml"
    path.write_text(
        "format: 1\nkind: offers\ntitle: Now\nplayers: {us: {patience: 0.5}, nk: {patience: 0}}\nsurplus: 1\n"
        "first: us\nrounds: 3\ngrid: 10\n"
    )
    done = play("1", str(path), "--as", "nk", "--hints", "--seed", "1")
    assert "what you get then is worth 0 times as much" in " ".join(done.out.split())
    assert "as good as" not in done.out


def test_a_class_that_made_demands_is_held_against_more_than_one_equilibrium(play: Run, detente: Run) -> None:
    """Kept are the highest product, one half each, and what is best for either side; there are more."""
    play("0.6", "deadline-demands", "--set", "rounds=1", "--as", "one", "--seed", "1")
    done = detente("play", "--summary", "sessions")
    assert done.code == 0
    assert "There are many equilibria; these pay First and Second: " in " ".join(done.out.split())
    assert "(0.50, 0.50)" in done.out


def test_a_value_is_told_to_the_buyer_alone_and_at_the_end(play: Run) -> None:
    seller = play("0.3", "coase", "--as", "seller", "--seed", "3")
    before, _, after = seller.out.partition("How you did")
    assert "is worth" not in before.partition("Round 1")[2].partition("The good was")[0]
    assert "The good was worth" in before
    assert "what could not be known" in after
    assert " to you; Seller does not know it" in play("wait wait", "coase", "--as", "buyer", "--seed", "4").out
