"""Pictures of what a class did, held against counts by hand of games that were played for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.classroom.session.commands import Next
from sim.classroom.session.parts import PartSpec
from sim.classroom.web.figures.acceptance import Offered, acceptance_curve, ultimatum_of
from sim.classroom.web.figures.bars import Bar, bars
from sim.classroom.web.figures.drawing import WIDTH, cut, wrapped
from sim.classroom.web.figures.drift import drift
from sim.classroom.web.figures.games import played
from sim.classroom.web.figures.ladder_paths import steps_of
from sim.classroom.web.figures.shown import figures_of
from tests.classroom.parts import opened, part


def class_of(folder: Path, spec: PartSpec, answers: dict[int, list[str]], rounds: int = 1) -> object:
    """A class in which each seat gives its answers in order."""
    room, _ = opened(folder, spec, seats=len(answers))
    left = {seat: list(own) for seat, own in answers.items()}
    for _ in range(rounds):
        room.teach(Next())
        for _ in range(200):
            asked = [seat for seat in left if room.seat_view(seat).question is not None]
            if not asked:
                break
            question = room.seat_view(asked[0]).question
            assert question is not None
            room.decide(asked[0], question.match, question.id, left[asked[0]].pop(0))
    return room


def table_of(figure: str) -> list[list[str]]:
    """The numbers below a picture."""
    rows = re.findall(r"<tr>(.*?)</tr>", figure, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def by_caption(html: str, start: str) -> str:
    """The picture with a caption."""
    return next(f for f in re.findall(r"<figure>.*?</figure>", html, re.DOTALL) if f"<figcaption>{start}" in f)


def sides_of(folder: Path, spec: PartSpec, seats: int) -> list[tuple[int, ...]]:
    """Who will meet whom in the first round: the seed of all tests is the same."""
    room, _ = opened(folder, spec, seats=seats)
    room.teach(Next())
    return [tuple(seat or 0 for seat in match.seats) for match in room.state.current]


def test_acceptance_is_counted_by_hand(tmp_path: Path) -> None:
    """Three proposers offer 1, 1 and 2; the first two are answered by yes and no, the last by yes."""
    spec = part("ultimatum")
    pairs = sides_of(tmp_path / "first", spec, 6)
    answers: dict[int, list[str]] = {}
    said = (("keep 3", "accept"), ("keep 3", "reject"), ("keep 2", "accept"))
    for (one, two), (offer, answer) in zip(pairs, said, strict=True):
        answers |= {one: [offer], two: [answer]}
    room = class_of(tmp_path / "second", spec, answers)
    html = str(figures_of(room, 0))  # type: ignore[arg-type]
    assert table_of(by_caption(html, "Offers, and how often"))[1:] == [
        ["0", "0", "0 of 0", "\N{EN DASH}"],
        ["1", "2", "1 of 2", "50%"],
        ["2", "1", "1 of 1", "100%"],
    ]
    ways = table_of(by_caption(html, "Ways that the games took"))
    assert ["\N{EN DASH} Responder: reject", "1"] in ways
    assert ["Proposer: keep 3", "2"] in ways
    assert '<td class="one" data-label="Proposer">1.67</td>' in html, "(3 + 0 + 2) / 3"


def test_answers_in_advance_give_the_whole_curve(tmp_path: Path) -> None:
    """One proposer offers 2; the responder would have refused 0 and accepted 1 and 2."""
    spec = part("ultimatum", in_advance=True)
    ((one, two),) = sides_of(tmp_path / "first", spec, 2)
    room = class_of(tmp_path / "second", spec, {one: ["keep 2"], two: ["reject", "accept", "accept"]})
    curve = by_caption(str(figures_of(room, 0)), "Offers")  # type: ignore[arg-type]
    rows = [row[:3] for row in table_of(curve)[1:]]
    assert rows == [["0", "0", "0 of 1"], ["1", "0", "1 of 1"], ["2", "1", "1 of 1"]]


def test_only_ultimatum_like_trees_have_offers() -> None:
    from tests.classroom.parts import TABLES

    assert ultimatum_of(TABLES.arena(part("ultimatum"), 0)) is not None  # type: ignore[arg-type]
    for name in ("beer-quiche", "centipede", "entry-deterrence"):
        assert ultimatum_of(TABLES.arena(part(name), 0)) is None  # type: ignore[arg-type]


def test_shares_by_round_are_counted_by_hand(tmp_path: Path) -> None:
    """Two games of chicken in each of two rounds: the row player yields in one of two, then in both."""
    spec = part("chicken", rounds=2)
    room, _ = opened(tmp_path, spec, seats=4)
    for yields in ((True, False), (True, True)):
        room.teach(Next())
        for match, yes in zip(room.state.current, yields, strict=True):
            one, two = match.seats
            room.decide(one or 0, match.number, "0", "yield" if yes else "stand firm")
            room.decide(two or 0, match.number, "0", "stand firm")
    (lines,) = drift(played(room, 0))
    assert [row[:2] for row in table_of(lines)] == [["round", "Driver A: yield"], ["1", "50%"], ["2", "100%"]]
    pairs = table_of(by_caption(str(figures_of(room, 0)), "Both together"))
    assert pairs[1:] == [["yield, stand firm", "3 of 4"], ["stand firm, stand firm", "1 of 4"]]


def test_steps_are_followed_over_the_ladders(tmp_path: Path) -> None:
    """The first takes a step, the second one too, then the first takes its own back and the second walks away."""
    spec = part("action-for-action")
    ((one, two),) = sides_of(tmp_path / "first", spec, 2)
    room = class_of(tmp_path / "second", spec, {one: ["concede", "renege"], two: ["concede", "walk_away"]})
    (game,) = played(room, 0).games  # type: ignore[arg-type]
    assert steps_of(game) == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 1)]


def test_who_keeps_to_a_complete_agreement_does_not_hold_out(tmp_path: Path) -> None:
    """In action-for-action seven choices make the agreement, and five more keep to it, in turns."""
    spec = part("action-for-action")
    (sides,) = sides_of(tmp_path / "first", spec, 2)
    answers = {seat: ["concede"] * 4 + ["hold_out"] * 8 for seat in sides}
    answers[sides[1]] = ["concede"] * 3 + ["hold_out"] * 9
    html = str(figures_of(class_of(tmp_path / "second", spec, answers), 0))  # type: ignore[arg-type]
    us, nk = (table_of(by_caption(html, name))[1:] for name in ("United States", "North Korea"))
    assert [row[:2] for row in us] == [["take the next step", "4 of 6"], ["keep to the agreement", "2 of 6"]]
    assert [row[:2] for row in nk] == [["take the next step", "3 of 6"], ["keep to the agreement", "3 of 6"]]


def test_treatments_stand_side_by_side(tmp_path: Path) -> None:
    spec = part("chicken", {"crash": "10"}, {"crash": "20"})
    room, _ = opened(tmp_path, spec, seats=4)
    room.teach(Next())
    for match in room.state.current:
        for seat in match.seats:
            room.decide(seat or 0, match.number, "0", ("yield", "stand firm")[match.treatment])
    both = table_of(by_caption(str(figures_of(room, 0)), "Driver A"))
    assert both == [["", "crash = 10", "crash = 20"], ["yield", "1 of 1", "0 of 1"], ["stand firm", "0 of 1", "1 of 1"]]


def test_choices_of_agents_are_not_counted(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=3)
    room.teach(Next())
    for match in room.state.current:
        for seat in match.seats:
            if seat is not None:
                room.decide(seat, match.number, "0", "yield")
    html = str(figures_of(room, 0))
    people = by_caption(html, "Driver A") + by_caption(html, "Driver B")
    assert sum(int(row[1].split()[0]) for row in table_of(people) if " of " in row[-1]) == 3
    assert "2 games; in 1 game an agent played one side, which is not counted." in html
    assert table_of(by_caption(html, "Both together"))[1:] == [["yield, yield", "1 of 1"]]


def test_all_equilibria_and_the_band_stand_on_the_bars() -> None:
    """A share of 0.25 is a quarter of the bars' width, and nothing is drawn outside of it."""
    drawn = str(bars("who", 0, [Bar("a", (1,), (0.0, 0.25, 1.0), (0.2, 0.4)), Bar("b", (3,))]))
    ticks = [float(x) for x in re.findall(r'<line x1="([\d.]+)"[^>]*class="tick"', drawn)]
    wide = [float(w) for w in re.findall(r'<rect[^>]*width="([\d.]+)"[^>]*class="bar one"', drawn)]
    (band,) = re.findall(r'<rect x="([\d.]+)"[^>]*width="([\d.]+)"[^>]*class="band"', drawn)
    axis = wide[1] / 0.75
    assert ticks[1] == pytest.approx(axis / 4, abs=0.1)
    assert 0 <= ticks[0] < ticks[2] <= axis
    assert [float(v) for v in band] == pytest.approx([0.2 * axis, 0.2 * axis], abs=0.1)


def test_long_words_are_wrapped_or_cut_to_the_picture() -> None:
    lines = wrapped("word " * 80, WIDTH)
    assert len(lines) == 3
    assert lines[-1].endswith("\N{HORIZONTAL ELLIPSIS}")
    assert cut("short", WIDTH) == "short"
    assert len(cut("x" * 500, WIDTH)) < 60


def test_a_curve_of_nothing_asked_has_no_line() -> None:
    drawn = str(acceptance_curve("none", [Offered("0", 0.0, made=2), Offered("1", 1.0, made=1, asked=1, accepted=1)]))
    assert drawn.count("<circle") == 1
