"""What a seat may read: two classes that differ only in what it cannot know look the same to it, word for word."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.session.commands import Next, Pause, Reveal
from sim.classroom.session.parts import PartSpec
from sim.classroom.views.seat_view import Question, SeatView
from tests.classroom.parts import TABLES, attempt, opened, part, typed_part


def asked(room: OpenClass, seat: int) -> Question:
    question = room.seat_view(seat).question
    assert question is not None
    return question


def sides(room: OpenClass) -> list[int]:
    """Seats of the only match, the first side first."""
    (match,) = room.state.current
    assert None not in match.seats
    return [seat for seat in match.seats if seat is not None]


def choose(room: OpenClass, seat: int, choice: str) -> None:
    question = asked(room, seat)
    room.decide(seat, question.match, question.id, choice)


@pytest.mark.parametrize("name", ["chicken", "repeated-prisoners-dilemma", "action-at-once"])
def test_a_choice_made_at_once_is_not_seen_before_both_have_chosen(tmp_path: Path, name: str) -> None:
    seen: list[SeatView] = []
    for k in (0, -1):
        room, _ = opened(tmp_path / str(k), part(name), seats=2)
        room.teach(Next())
        first, second = sides(room)
        choose(room, first, asked(room, first).options[k].value)
        seen.append(room.seat_view(second))
        choose(room, second, asked(room, second).options[0].value)
        seen.append(room.seat_view(second))
        room.abandon()
    assert seen[0] == seen[2]
    assert seen[1] != seen[3]


UNSEEN = """
format: 1
kind: tree
title: Unseen draws
players:
  ann: {name: Ann}
  bob: {name: Bob}
tree:
  player: ann
  infoset: begins
  actions:
    short: {player: bob, infoset: asked, actions: {"yes": {payoffs: [1, 1]}, "no": {payoffs: [0, 0]}}}
    long:
      chance:
        rain:
          probability: 1/2
          then: {player: bob, infoset: asked, actions: {"yes": {payoffs: [2, 0]}, "no": {payoffs: [0, 1]}}}
        sun:
          probability: 1/2
          then: {player: bob, infoset: asked, actions: {"yes": {payoffs: [3, 0]}, "no": {payoffs: [0, 1]}}}
"""


def seeds_apart(tmp_path: Path, spec: PartSpec, most: int = 80) -> list[OpenClass]:
    """Classes in which chance has drawn one thing, and one in which it has drawn another."""
    found: dict[tuple[str, ...], OpenClass] = {}
    for seed in range(most):
        if len(found) == 2:
            break
        room = OpenClass.begin(tmp_path / str(seed), [spec], seed=seed, careful=False, tables=TABLES)
        room.join("Ann")
        room.join("Bob")
        room.teach(Next())
        drawn = tuple(turn.event for turn in room.state.current[0].turns)
        if drawn in found:
            room.abandon()
        else:
            found[drawn] = room
    assert len(found) == 2
    return list(found.values())


def looked_at(view: SeatView) -> dict[str, Any]:
    """A view without the numbers of the seats, which the draw of a matching decides."""
    return asdict(replace(view, seat=0, name="")) | {
        "question": None if view.question is None else asdict(view.question)
    }


@pytest.mark.parametrize(("name", "done"), [("beer-quiche", "beer"), ("covert-production", "concede")])
def test_nobody_reads_anothers_hidden_type(tmp_path: Path, name: str, done: str) -> None:
    """Whoever knows its type does the same under both types; the other side sees the same, question and all."""
    told, own = [], []
    for room in seeds_apart(tmp_path, part(name)):
        first = next(s for s in (1, 2) if room.seat_view(s).phase == "ask")
        own.append(looked_at(room.seat_view(first))["question"]["situation"])
        told.append(looked_at(room.seat_view(3 - first)))
        choose(room, first, done)
        told.append(looked_at(room.seat_view(3 - first)))
        room.abandon()
    assert own[0] != own[1]
    assert told[0] == told[2]
    assert told[1] == told[3]


def test_a_step_only_for_show_looks_like_a_real_one(tmp_path: Path) -> None:
    told = []
    for done in ("concede", "fake"):
        room, _ = opened(tmp_path / done, part("covert-production"), seats=2)
        room.teach(Next())
        first = next(s for s in (1, 2) if room.seat_view(s).phase == "ask")
        assert {"concede", "fake"} <= {option.value for option in asked(room, first).options}
        choose(room, first, done)
        told.append(room.seat_view(3 - first))
        room.abandon()
    assert told[0] == told[1]


def test_a_question_tells_nothing_of_turns_that_went_by_unseen(tmp_path: Path) -> None:
    """Bob is asked the same whether chance has drawn once or twice before him."""
    told = []
    for done in ("short", "long"):
        room, _ = opened(tmp_path / done, typed_part(UNSEEN), seats=2)
        room.teach(Next())
        ann, bob = sides(room)
        choose(room, ann, done)
        told.append(room.seat_view(bob))
        assert len(room.state.current[0].turns) == (1 if done == "short" else 2)
        room.abandon()
    assert told[0] == told[1]


def test_what_is_said_before_the_reveal_says_nothing_of_equilibrium(tmp_path: Path) -> None:
    names = "chicken ultimatum beer-quiche job-offer action-for-action last-offer repeated-prisoners-dilemma"
    for name in f"{names} alternating-offers war-of-attrition gestures".split():
        room, _ = opened(tmp_path / name, part(name), seats=3)
        room.teach(Next())
        for seat in (1, 2, 3):
            view = room.seat_view(seat)
            assert "quilibri" not in repr(view).replace("'equilibrium'", ""), name  # its rules included
        room.abandon()


def test_the_wall_shows_counts_and_no_names_and_the_reveal_is_the_teachers(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=2))
    for name in ("Anna", "Ben", "Carl"):
        room.join(name)
    wall = room.projector_view()
    assert (wall.step, wall.joined, wall.code) == ("lobby", 3, room.code)
    room.teach(Next())
    choose(room, 1, asked(room, 1).options[0].value)
    wall = room.projector_view()
    assert (wall.decided, wall.deciding, wall.round, wall.revealed) == (1, 3, 1, False)
    assert not [name for name in ("Anna", "Ben", "Carl") if name in repr(wall)]
    room.teach(Reveal(0))
    assert room.projector_view().revealed
    assert room.seat_view(1).revealed
    assert not [name for name in ("Anna", "Ben", "Carl") if name in repr(room.state)]
    room.abandon()


def test_each_kind_asks_in_its_own_way(tmp_path: Path) -> None:
    found = {}
    for name in ("chicken", "ultimatum", "alternating-offers", "job-offer", "action-for-action"):
        room, _ = opened(tmp_path / name, part(name), seats=2)
        room.teach(Next())
        views = [room.seat_view(seat) for seat in (1, 2)]
        found[name] = next(v.question for v in views if v.question is not None)
        assert all(v.role and v.other and v.rules for v in views)
        room.abandon()
    assert found["chicken"].payoffs is not None
    assert found["chicken"].payoffs.cells[0][0] == found["chicken"].payoffs.cells[0][0][::-1]
    assert [o.value for o in found["ultimatum"].options] == ["keep 4", "keep 3", "keep 2"]
    assert (found["alternating-offers"].kind, found["alternating-offers"].high) == ("number", 1.0)
    assert found["job-offer"].kind == "package"
    assert [issue.options for issue in found["job-offer"].issues]
    assert found["action-for-action"].options[0].cells


def test_whoever_waits_for_an_offer_has_not_decided_yet(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("ultimatum"), seats=2)
    room.teach(Next())
    found = [(room.projector_view().decided, room.projector_view().deciding)]
    for seat, choice in zip(sides(room), ("keep 3", "accept"), strict=True):
        choose(room, seat, choice)
        found.append((room.projector_view().decided, room.projector_view().deciding))
    assert found == [(0, 2), (1, 2), (2, 2)]
    room.abandon()


def test_many_numbers_are_a_slider_and_read_however_they_are_written(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("contest"), seats=2)
    room.teach(Next())
    question = asked(room, 1)
    assert (question.kind, question.low, question.high, question.step) == ("number", 1.0, 60.0, 1.0)
    for wrong in ("50.5", "101", "-1", "1e1", "x", "", "1/0"):
        assert isinstance(attempt(room, 1, 1, question.id, wrong), RefusedError)
    receipt = attempt(room, 1, 1, question.id, "50.0")
    assert not isinstance(receipt, RefusedError)
    assert receipt.choice == "50"
    room.abandon()


def test_the_matrix_is_the_players_own(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("battle-of-the-sexes"), seats=2)
    room.teach(Next())
    one, two = (asked(room, seat).payoffs for seat in sides(room))
    assert one is not None
    assert two is not None
    assert [[pair[::-1] for pair in row] for row in zip(*one.cells, strict=True)] == [list(row) for row in two.cells]
    room.abandon()


def test_an_answer_that_cannot_be_given_is_refused_in_words_and_does_not_count(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("alternating-offers"), seats=2)
    room.teach(Next())
    first = sides(room)[0]
    question = asked(room, first)
    for choice in ("", "1.5", "-1", "nan", "∞", "9" * 20_000, "<script>", "0.5; drop table events", "\u0661"):
        refused = attempt(room, first, question.match, question.id, choice)
        assert isinstance(refused, RefusedError)
        assert refused.code == "not_open"
        assert len(str(refused)) <= 320
    room.teach(Pause())
    refused = attempt(room, first, question.match, question.id, "0.5")
    assert isinstance(refused, RefusedError)
    assert refused.code == "paused"
    other = attempt(room, 3 - first, question.match, question.id, "0.5")
    assert isinstance(other, RefusedError)
    assert other.code == "not_due"
    assert not room.state.matches[question.match].decisions
    room.abandon()


def test_a_choice_in_a_tree_says_what_would_have_to_be_for_what_it_pays(tmp_path: Path) -> None:
    """Payoffs are those of the files: the ultimatum's pie of 4, and Cho and Kreps (1987)."""
    room, _ = opened(tmp_path / "u", part("ultimatum"), seats=2)
    room.teach(Next())
    keep = asked(room, 1).options[1]
    assert keep.cells == (
        "if Responder chooses “accept”: you 3, Responder 1",
        "if Responder chooses “reject”: you 0, Responder 0",
    )
    room.decide(1, 1, "0", keep.value)
    assert [option.cells for option in asked(room, 2).options] == [("you 1, Proposer 3",), ("you 0, Proposer 0",)]
    room.abandon()
    room, _ = opened(tmp_path / "b", part("beer-quiche"), seats=2)
    room.teach(Next())
    room.decide(1, 1, asked(room, 1).id, "beer")
    fight = asked(room, 2).options[0]
    assert fight.cells == (  # whichever type it is: both stand there
        "if chance brings “strong”: you 0, Stranger 1",
        "if chance brings “weak”: you 1, Stranger 0",
    )
    room.abandon()


def test_numbers_below_the_choices_of_concessions_say_what_they_are(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("action-for-action"), seats=2)
    room.teach(Next())
    assert asked(room, 1).situation[-1] == "Below each choice stands what the round pays."
    room.abandon()


def test_a_score_that_is_not_what_the_last_round_paid_says_how_it_adds_up(tmp_path: Path) -> None:
    room, _ = opened(tmp_path / "r", part("repeated-prisoners-dilemma", stop=2), seats=2)
    room.teach(Next())
    for _ in range(2):
        for seat in (1, 2):
            room.decide(seat, 1, asked(room, seat).id, "disarm")
    assert room.seat_view(1).paid != 3
    assert "average of what the rounds pay" in room.seat_view(1).score
    room.abandon()
    room, _ = opened(tmp_path / "j", part("job-offer"), seats=2)
    room.teach(Next())
    room.decide(1, 1, asked(room, 1).id, "wait")
    room.decide(2, 1, asked(room, 2).id, "walk_away")
    view = room.seat_view(2)
    assert view.paid == pytest.approx(0.9 * 10)
    assert view.story[-1].lines[0].endswith("What you get in this round counts 0.9 times as much as in the first.")
    room.abandon()


def played_over(folder: Path, name: str, choices: tuple[str, ...]) -> list[str]:
    """What both seats have seen of a tree once it is over, as one text each."""
    room, _ = opened(folder, part(name), seats=2)
    room.teach(Next())
    (match,) = room.state.current
    for choice in choices:
        for seat in match.seats:
            question = room.seat_view(seat or 0).question
            if question is not None and choice in [option.value for option in question.options]:
                room.decide(seat or 0, question.match, question.id, choice)
                break
    assert room.state.matches[match.number].over
    views = [room.seat_view(seat or 0) for seat in match.seats]
    return [" ".join(line for told in view.story for line in told.lines) for view in views]


def test_a_move_made_in_ignorance_of_what_is_hidden_is_told_when_the_game_is_over(tmp_path: Path) -> None:
    """The bully knows nothing of the stranger but its breakfast; what the stranger had speaks of its strength."""
    stranger, bully = played_over(tmp_path, "beer-quiche", ("beer", "leave"))
    assert "chooses “leave”" in stranger
    assert "chooses “beer”" not in bully
    assert "strong" not in bully
    assert "weak" not in bully
