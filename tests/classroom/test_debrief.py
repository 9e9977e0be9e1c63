"""The debrief of a class held against `play --summary`, against counts by hand, and against closed forms."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sim.agents.arenas.match import Seat
from sim.agents.arenas.seating import arena_of
from sim.agents.conflicts.replay import replay_conflict
from sim.agents.conflicts.table import ConflictSession, ConflictTable
from sim.classroom.records.collected import collected
from sim.classroom.refused import RefusedError
from sim.classroom.rehearsal.rehearse import rehearse
from sim.classroom.session.commands import Next
from sim.classroom.web.chapters import CHAPTERS, Debrief
from sim.classroom.web.debrief.analysis import Analysis, analyses
from sim.classroom.web.debrief.equilibria import equilibria_of
from sim.classroom.web.debrief.frozen import freeze, played_of
from sim.classroom.web.debrief.kinds import needed
from sim.classroom.web.debrief.others import others_of
from sim.classroom.web.debrief.own import own_place
from sim.classroom.web.debrief.theory import theory_of
from sim.classroom.web.figures.games import Played, played
from sim.cli.app import app
from sim.cli.failures import FailureError
from sim.deadline import Deadline
from sim.engine.options.definitions import DEFINITIONS
from sim.scenario.load import load
from sim.show.options.words import state_words
from sim.show.play.class_summary import people_of
from sim.show.studies.require.briefly import would_hold_told
from sim.show.text.blocks import Paragraph
from sim.study.classroom.conflict_file import conflict_document, stability_of
from sim.study.require.briefly import would_hold
from sim.study.require.claim import parse_claim
from sim.study.require.judge import judge
from tests.classroom.parts import opened, part, typed_part
from tests.classroom.web.phones import Pages

KINDS = ("chicken", "repeated-prisoners-dilemma", "ultimatum", "beer-quiche", "alternating-offers", "job-offer")
KINDS = (*KINDS, "action-for-action")


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@cache
def class_of(name: str, *crash: str) -> Path:
    """The folder of a rehearsal with ten seats and two rounds."""
    folder = Path(mkdtemp()) / "class"
    rehearse([part(name, *({"crash": value} for value in crash), rounds=2)], 10, 1, 30.0, folder)
    return folder


@cache
def replayed(name: str, *crash: str) -> Played:
    return played_of(collected(class_of(name, *crash), load(name)))


@cache
def analysed(name: str, *crash: str) -> list[Analysis]:
    return analyses(replayed(name, *crash))


@cache
def summary(name: str, *crash: str) -> list[dict[str, Any]]:
    done = typed("play", "--summary", str(class_of(name, *crash) / "records"), "--json")
    assert done.exit_code == 0, done.output
    entries: list[dict[str, Any]] = json.loads(done.stdout)["scenarios"]
    return entries


def numbers(html: str, caption: str) -> list[list[str]]:
    """The numbers below a picture."""
    figure = next(f for f in re.findall(r"<figure>.*?</figure>", html, re.DOTALL) if f"<figcaption>{caption}" in f)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", figure, re.DOTALL)]


@pytest.mark.parametrize("name", [*KINDS[:4], "action-for-action"])
def test_counts_and_fit_are_those_of_the_summary(name: str) -> None:
    (entry,), (analysis,) = summary(name), analysed(name)
    assert analysis.table.fit is not None
    assert entry["fit"]["precision"] == analysis.table.fit.precision
    told = {(p["player"], p["point"]): {a["action"]: a["count"] for a in p["actions"]} for p in entry["points"]}
    ids = [player.id for player in analysis.table.scenario.players]
    for point in analysis.table.points:
        own = {held.action: held.count for held in analysis.held(point)}
        assert own == told[ids[point.seat], point.name]


def test_bars_count_what_the_records_have_by_treatment() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for path in (class_of("chicken", "10", "20") / "records").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        counts[record["treatment"], record["turns"][0]["moves"]["one"]] += 1
    for analysis, crash in zip(analysed("chicken", "10", "20"), ("crash=10", "crash=20"), strict=True):
        html = str(theory_of([analysis]))
        rows = {row[0]: row[1].split()[0] for row in numbers(html, "Driver A")[1:]}
        assert rows == {action: str(counts[crash, action]) for action in ("yield", "stand firm")}


def test_every_equilibrium_of_chicken_is_a_mark() -> None:
    """Two pure ones, and one in which the chance to stand firm is 1 in a crash of 10, or of 20, by indifference."""
    for analysis, crash in zip(analysed("chicken", "10", "20"), (10, 20), strict=True):
        for point in analysis.table.points:
            ticks = {held.action: held.ticks for held in analysis.held(point)}
            assert ticks["stand firm"] == pytest.approx((0, 1 / crash, 1))
            assert ticks["yield"] == pytest.approx((0, 1 - 1 / crash, 1))


def test_the_best_reply_to_a_class_is_its_mean_payoff_by_hand() -> None:
    """In chicken yielding pays 0 or -1, standing firm 1 or -crash, by what the other side does."""
    for analysis, crash in zip(analysed("chicken", "10", "20"), (10, 20), strict=True):
        counts = [{row.action: row.count for row in point.rows} for point in analysis.table.points]
        for reply in analysis.replies:
            other = counts[1 - reply.side]
            total = sum(other.values())
            firm = other["stand firm"] / total
            assert float(reply.worths["yield"] or 0) == pytest.approx(-firm)
            assert float(reply.worths["stand firm"] or 0) == pytest.approx(1 - firm - crash * firm)


def test_ultimatum_has_both_of_its_equilibria() -> None:
    """Where nothing is offered, both answers are best: the proposer keeps 4 if that is accepted, else 3 of 4."""
    (analysis,) = analysed("ultimatum")
    assert sorted(own.payoffs for own in analysis.equilibria.found) == [(3.0, 1.0), (4.0, 0.0)]
    ticks = {held.action: held.ticks for held in analysis.held(analysis.table.points[0])}
    assert ticks == {"keep 4": (0.0, 1.0), "keep 3": (0.0, 1.0), "keep 2": (0.0,)}
    assert "that there are no others is not proven" in str(theory_of([analysis]))


def test_play_with_errors_lies_in_its_band() -> None:
    for name in ("chicken", "ultimatum", "action-for-action"):
        for analysis in analysed(name):
            for point in analysis.table.points:
                for held in analysis.held(point):
                    assert held.band is not None
                    assert held.quantal is not None
                    assert held.band[0] - 1e-6 <= held.quantal <= held.band[1] + 1e-6


def test_no_equilibrium_is_marked_where_a_set_was_not_listed() -> None:
    """In the war of attrition either side may be the one that gives in (Maynard Smith 1974), or both mix."""
    found = equilibria_of(arena_of(load("war-of-attrition"), (Seat(""), Seat(""))), 30.0)
    assert found.found == ()
    assert "a deal is possible, not certain" in found.of_all


def test_marks_of_concessions_stand_only_where_play_gets_to() -> None:
    (analysis,) = analysed("action-for-action")
    marked = {point.name for point in analysis.table.points if any(held.ticks for held in analysis.held(point))}
    assert marked == {point.name for point in analysis.table.points} & (analysis.equilibria.only or set())
    assert "round 1 [- | -]" in marked
    assert len(marked) < len(analysis.table.points)


def test_a_repeated_dilemma_says_what_can_hold_itself() -> None:
    """Mutual disarmament needs a patience of 0.5 (Friedman 1971); a sucker is held by nothing."""
    html = str(theory_of(analysed("repeated-prisoners-dilemma")))
    assert re.search(r"disarm, disarm.*?0\.5.*?holds", html, re.DOTALL)
    assert re.search(r"disarm, arm.*?never, 0.*?cannot hold", html, re.DOTALL)


def test_packages_lie_on_the_cloud_with_the_captured_share_of_the_summary() -> None:
    (entry,), (analysis,) = summary("job-offer"), analysed("job-offer")
    html = str(theory_of([analysis]))
    rows = numbers(html, "Where this class")[1:]
    assert sum(int(row[-1]) for row in rows) == entry["agreements"]["agreed"] > 0
    assert analysis.table.agreements is not None
    assert analysis.table.agreements.mean_captured == entry["agreements"]["mean_captured"]
    assert "captured" in html


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_frozen_debrief_without_seats(name: str) -> None:
    html = str(freeze(class_of(name), load(name)).html)
    assert "What the class did" in html
    assert "What theory says of it" in html
    assert "recision" in html
    assert not re.search(r"seat \d|student \d", html)


def test_few_games_are_said_to_be_few(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    room.teach(Next())
    for seat in (1, 2):
        room.decide(seat, 1, "0", "yield")
    assert "2 choices are too few to tell much." in str(theory_of(analyses(played(room, 0))))


def test_a_clock_that_ran_out_chose_for_nobody(tmp_path: Path) -> None:
    room, clock = opened(tmp_path, part("chicken", seconds=10.0, rounds=2), seats=2)
    room.teach(Next())
    room.decide(1, 1, "0", "yield")
    room.decide(2, 1, "0", "yield")
    room.teach(Next())
    room.decide(1, 2, "0", "yield")
    clock.time += 60
    assert room.tick()
    play = played(room, 0)
    assert len(play.games) == 2
    assert sum(1 for game in play.games for _ in game.choices()) == 3
    (analysis,) = analyses(play)
    assert analysis.table.count == 3


def test_a_phone_finds_its_own_place_and_nobody_elses(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phones = [pages.phone() for _ in range(4)]
    pages.room.teach(Next())
    for match in pages.room.state.current:
        for side, seat in enumerate(match.seats):
            phones[(seat or 1) - 1].choose("yield" if side == match.number % 2 else "stand firm")
    pages.room.teach(Next())
    for chapter in CHAPTERS:
        assert phones[0].get(f"/results/0/{chapter}").status_code == 404
        assert "equilibri" not in phones[0].get("/play").text
        pages.teach("reveal", part="0", chapter=chapter)
    assert ">You<" in phones[0].get("/results/0").text
    assert "You chose what answers this class best in" in phones[0].get("/results/0/theory").text
    wall = pages.device().get("/results/0").text + pages.device().get("/results/0/theory").text
    assert ">You<" not in wall
    (analysis,) = analyses(played(pages.room, 0))
    side = next(m.side_of(1) for m in pages.room.state.of_part(0) if 1 in m.seats)
    assert f"As {analysis.table.scenario.players[side or 0].name} you got" in own_place([analysis], 1, "done")


@pytest.mark.parametrize("name", KINDS)
def test_no_page_speaks_of_equilibria_before_results_are_shown(tmp_path: Path, name: str) -> None:
    pages = Pages(tmp_path, part(name))
    phones = [pages.phone() for _ in range(2)]
    pages.room.teach(Next())
    for phone in phones:
        texts = [phone.get(way).text for way in ("/play", "/", "/results/0", "/results/0/theory")]
        assert not re.search("equilibri|best reply|quantal", "".join(texts), re.IGNORECASE)


def test_a_chapter_is_made_once_and_anew_after_another_game(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=2), seats=2)
    debrief, made = Debrief(room), []
    for _ in range(2):
        room.teach(Next())
        for seat in (1, 2):
            room.decide(seat, room.state.current[0].number, "0", "yield")
        first = debrief.chapter("theory", 0)
        assert debrief.chapter("theory", 0) is first
        made.append(str(first))
    assert made[0] != made[1]


def test_labels_with_markup_stay_labels(tmp_path: Path) -> None:
    evil = "</td><img src=x onerror=alert(1)>"
    text = (
        f"format: 1\nkind: matrix\ntitle: '{evil}'\nplayers: {{a: {{name: '{evil}', actions: ['{evil}', 'no']}}, "
        f"b: {{name: 'B {evil}', actions: ['left {evil}', '&amp;']}}}}\npayoffs: [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]\n"
        f"observed:\n  - source: '{evil}'\n    choices:\n      - player: a\n        counts: {{'{evil}': 3, 'no': 1}}\n"
    )
    room, _ = opened(tmp_path, typed_part(text), seats=4)
    room.teach(Next())
    for match in room.state.current:
        for side, seat in enumerate(match.seats):
            room.decide(seat or 0, match.number, "0", ("no", f"left {evil}")[side])
    debrief = Debrief(room)
    pages = "".join(str(debrief.chapter(name, 0)) + str(debrief.own(name, 0, 1)) for name in CHAPTERS)
    assert "<img" not in pages
    assert "onerror" in pages


def test_a_lesson_freezes_the_debrief_under_the_same_policy(tmp_path: Path) -> None:
    folder, policy = class_of("chicken", "10", "20"), re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    pages = []
    for k, words in enumerate(((), ("--class", str(folder)), ("--class", str(folder), "--handout"))):
        target = tmp_path / f"{k}.html"
        done = typed("lesson", "chicken", "--points", "3", "--out", str(target), *words)
        assert done.exit_code == 0, done.output
        pages.append(target.read_text(encoding="utf-8"))
    assert len({policy.findall(page)[0] for page in pages}) == 1
    assert ['<section id="class">' in page for page in pages] == [False, True, True]
    assert "crash = 20" in pages[1]
    assert len(pages[0]) < len(pages[1])
    assert not re.search(r"seat \d|student \d", pages[2])


def test_a_folder_without_games_of_the_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="nobody played “Stag hunt” to its end; played were: Chicken"):
        freeze(class_of("chicken", "10", "20"), load("stag-hunt"))
    changed = tmp_path / "chicken.yaml"
    changed.write_text(load("chicken").text + "\n# another version\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="another version of “Chicken” was played"):
        freeze(class_of("chicken", "10", "20"), load(str(changed)))
    done = typed("lesson", "chicken", "--class", str(tmp_path / "none"), "--out", str(tmp_path / "x.html"))
    assert isinstance(done.exception, FailureError)
    assert "there is no folder" in str(done.exception).lower()


def test_ends_of_a_conflict_are_told_with_what_they_are(tmp_path: Path) -> None:
    """In Elmira (Fang, Hipel and Kilgour 1993) who only ever stays rests in a state whose kinds are then listed."""
    solution = stability_of(load("elmira"))
    for number in range(2):
        table = ConflictTable(solution, rounds=5)
        while not table.over:
            table.move(table.state if number else table.open[-1])
        seats = tuple(Seat("Ada") for _ in range(3))
        session = ConflictSession(load("elmira"), seats, 5, number, "2026-01-01T00:00:00Z", tuple(table.turns), True)
        document = conflict_document(replay_conflict(solution, session))
        (tmp_path / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")
    html = str(freeze(tmp_path, load("elmira")).html)
    words = state_words(load("elmira"), solution.game, solution.game.start)
    row = next(row for row in re.findall(r"<tr>(.*?)</tr>", html) if words in row)
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
    own = ["yes" if solution.equilibrium(each)[solution.game.start] else "no" for each in DEFINITIONS]
    assert cells[1:] == ["1", "1", *own]
    assert "Ada" not in html


def test_what_theory_says_beside_others_is_that_of_all_equilibria() -> None:
    """In one equilibrium of the ultimatum an offer of nothing is refused: then 3 of 4 are kept, else 4."""
    analysis = analysed("ultimatum")
    people = people_of(analysis[0].table)
    assert people is not None
    assert len(people.beside[0].entries) == 2
    assert str(others_of(analysis)).count("100%") >= 2  # both accept every offer that is worth something


SEVERAL = """
format: 1
kind: tree
title: Two doors
players: {a: {name: Ann}, b: {name: Bob}}
parameters: {meet: {value: 1, min: 1, max: 3}}
tree:
  player: a
  infoset: Ann's door
  actions:
    left:
      player: b
      infoset: Bob's door
      actions: {west: {payoffs: [meet, meet]}, east: {payoffs: [0, 0]}}
    right:
      player: b
      infoset: Bob's door
      actions: {west: {payoffs: [0, 0]}, east: {payoffs: [1, 1]}}
observed:
  - source: Counted at the door
    set: {meet: 2}
    choices:
      - {at: Ann's door, counts: {left: 30, right: 10}}
"""


def test_others_stand_beside_the_treatment_that_played_at_their_values(tmp_path: Path) -> None:
    shared = typed_part(SEVERAL, treatments=((("meet", "1"),), (("meet", "2"),)))
    room, _ = opened(tmp_path, shared, seats=8)
    room.teach(Next())
    for match in room.state.current:
        for seat, door in zip(match.seats, (("left", "west"), ("right", "east"))[match.treatment], strict=True):
            asked = room.seat_view(seat or 0).question
            assert asked is not None
            room.decide(seat or 0, match.number, asked.id, door)
    found = analyses(played(room, 0))
    assert [analysis.words for analysis in found] == ["meet = 1", "meet = 2"]
    for analysis in found:
        html = str(others_of([analysis]))
        at_theirs = analysis.words == "meet = 2"
        assert ("This class beside others" in html) == at_theirs
        assert ("Others were counted at other values" in html) != at_theirs
        # Both doors are equilibria and so is the mixed one, in which Bob is indifferent: left has 1 / (1 + meet).
        (point,) = (point for point in analysis.table.points if point.name == "Ann's door")
        ticks = {held.action: held.ticks for held in analysis.held(point)}
        assert ticks["left"] == pytest.approx((0, 1 / 3 if at_theirs else 1 / 2, 1))
        counts = {row.action: row.count for row in point.rows}
        assert counts == ({"left": 0, "right": 2} if at_theirs else {"left": 2, "right": 0})


def test_types_that_only_one_side_knows_are_held_against_all_equilibria() -> None:
    """Beer and quiche (Cho and Kreps 1987): both types pool, and where nobody goes the bully fights at least half."""
    (analysis,) = analysed("beer-quiche")
    ticks = {p.name: {held.action: held.ticks for held in analysis.held(p)} for p in analysis.table.points}
    assert ticks["is strong"] == {"beer": (0, 1), "quiche": (0, 1)}
    for sees in ("sees beer", "sees quiche"):
        assert ticks[sees] == {"fight": (0, 0.5, 1), "leave": (0, 0.5, 1)}
        assert sees in str(theory_of([analysis]))


def test_a_debrief_says_what_would_have_made_the_deal_hold_as_the_question_does() -> None:
    """In `stalled` no equilibrium has a deal at a leakage of 0.7, and at 251/672 somebody is indifferent (docs)."""
    analysis = analysed("stalled")[0]
    scenario = analysis.table.scenario
    (told,) = needed(analysis)
    assert isinstance(told, Paragraph)
    found = would_hold(scenario, (), 60.0)
    assert found is not None
    assert told.text.endswith(would_hold_told(scenario, found))
    assert found.now.word == "impossible"
    for change in found.changes:  # whatever is told is solved anew, by the verdict over all equilibria
        assert change.judged.word != found.now.word
        if change.values:
            values = {name: str(value) for name, value in change.values.items()}
            alone = judge(load("stalled", values), parse_claim("deal", scenario), Deadline())
            assert alone.word == change.judged.word


def test_a_debrief_is_silent_on_deals_where_there_are_none_to_hold() -> None:
    assert needed(analysed("chicken", "10", "20")[0]) == []
