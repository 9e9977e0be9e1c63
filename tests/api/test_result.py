"""Results in Python: their tables, their pictures, and how notebooks show them."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Literal
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

import sim
from sim.api.table import MOST_SHOWN, LabelledNumber
from sim.cli.upkeep.commands import app
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.blocks import Table as TextTable
from tests.api.test_game import SMALL

HOSTILE = "<script>alert(\"x\")</script> & 'co'"

MATRIX = f"""
format: 1
kind: matrix
title: {HOSTILE!r}
summary: {HOSTILE!r}
players:
  one: {{name: {HOSTILE!r}, actions: [{HOSTILE!r}, b]}}
  two: {{name: two, actions: [{HOSTILE!r}, d]}}
payoffs: [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]
""".replace("'<script>alert(\"x\")</script> & \\'co\\''", '"' + HOSTILE.replace('"', '\\"') + '"')


class Checker(HTMLParser):
    """Fails where a tag is not closed, or is one that nobody asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def checked(markup: str) -> set[str]:
    """The tags of an HTML fragment in which each is closed."""
    checker = Checker()
    checker.feed(markup)
    checker.close()
    assert not checker.open
    return checker.seen


SOLVED = [
    ("stalled", None),
    ("mixed-signals", None),
    ("chicken", None),
    ("chicken", "correlated"),
    ("chicken", "quantal"),
    ("chicken", "bargaining"),
    ("repeated-prisoners-dilemma", None),
    ("beer-quiche", "pbe"),
    ("ultimatum", None),
    ("war-of-attrition", None),
    ("alternating-offers", None),
    ("sanctions-until-done", None),
]


@pytest.mark.parametrize(("name", "concept"), SOLVED)
def test_tables_hold_what_the_document_says(name: str, concept: str | None) -> None:
    result = sim.load(name).solve(concept)
    equilibria = result.equilibria
    assert len(result.payoffs) == len(result.table) == len(equilibria)
    for row, entry in zip(result.payoffs, equilibria, strict=True):
        assert {player: row[player] for player in entry["payoffs"]} == entry["payoffs"]
    for row, entry in zip(result.path, equilibria[0]["path"], strict=True):
        assert row["round"] == entry["round"] + 1
        paid = entry.get("payoffs", entry.get("shares"))
        assert {player: row[f"{player}_gets"] for player in paid} == paid
    for row in result.strategies:
        assert 0 < row["probability"] <= 1
    assert repr(result).startswith(f"<Result {result.title!r} ({result.concept}")
    assert "\n" not in repr(result)
    assert {"h4", "table", "p"} <= checked(result._repr_html_())


def test_strategies_of_each_decision_add_up_to_one() -> None:
    rows = sim.load("chicken").solve().strategies
    sums: dict[tuple[int, str], float] = {}
    for row in rows:
        sums[row["number"], row["player"]] = sums.get((row["number"], row["player"]), 0) + row["probability"]
    assert sums == pytest.approx(dict.fromkeys(sums, 1.0))
    assert len(sums) == 6


def test_the_path_tells_steps_by_their_names() -> None:
    path = sim.load("action-at-once").solve().path
    assert path[0]["us"] == "takes the step “Pause of joint exercises”"
    assert path[-1]["us"] == path[-1]["nk"] == "keeps to the agreement"


def test_data_that_are_changed_leave_the_result_as_it_is() -> None:
    result = sim.load("chicken").solve()
    result.document["equilibria"].clear()
    result.equilibria.clear()
    assert len(result.equilibria) == len(result.document["equilibria"]) == 3


def test_a_result_says_how_sure_it_is() -> None:
    sure, open_ = sim.load("chicken").solve(), sim.load("action-at-once").solve()
    assert (sure.certified, sure.complete) == (True, True)
    assert "these are all" in sure.certificate
    assert "no other" in sim.load("prisoners-dilemma").solve().certificate
    assert (open_.certified, open_.complete) == (True, False)
    assert "may be others" in open_.certificate
    assert all(note in open_._repr_html_().replace("&#x27;", "'") for note in open_.notes)


def test_a_tree_shows_what_is_done_at_each_information_set() -> None:
    shown = sim.load("beer-quiche").solve("pbe")._repr_html_()
    assert "sees quiche" in shown
    assert "fight" in shown


def test_the_headline_is_the_line_of_the_command_without_the_title() -> None:
    result = sim.load("ultimatum").solve()
    told = "Subgame-perfect play pays Proposer 4 and Responder 0"
    assert result.headline == f"{told}; the rule 'payoff-dominant' selected it of several in a subgame."
    assert str(result) == result.story


def test_what_a_file_says_cannot_break_out_of_a_page() -> None:
    game = sim.loads(MATRIX)
    result = game.solve()
    shown = [
        game._repr_html_(),
        game.players._repr_html_(),
        game.rules._repr_html_(),
        result._repr_html_(),
        result.plot()._repr_html_(),
    ]
    for markup in shown:
        assert "script" not in checked(markup)
        assert "script" in markup
    ElementTree.fromstring(result.plot().svg)


def test_an_explanation_shows_itself_in_every_form() -> None:
    table = TextTable("c", ("a", "b"), ((HOSTILE, "2"),))
    parts = Section("Why", (Paragraph("Because."), Points((Item("it pays", "us"),)), table))
    explanation = sim.Explanation(Text(HOSTILE, (parts,)))
    assert "Because." in str(explanation)
    assert "## Why" in explanation._repr_markdown_()
    assert checked(explanation._repr_html_()) == {
        *(
            "div",
            "h3",
            "h4",
            "section",
            "p",
            "ul",
            "li",
            "strong",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ),
    }
    assert repr(explanation) == f"<Explanation {HOSTILE!r} in 1 part>"


@pytest.mark.parametrize("depth", ["brief", "full"])
def test_a_result_is_explained_as_the_command_line_explains_it(depth: Literal["brief", "full"]) -> None:
    told = CliRunner().invoke(app, ["explain", "chicken", "--depth", depth])
    assert told.exit_code == 0
    assert str(sim.load("chicken").solve().explain(depth)).strip() == told.output.strip()


def test_a_picture_is_a_whole_svg_with_a_name_and_the_same_each_time() -> None:
    result = sim.load("chicken").solve()
    picture = result.plot()
    root = ElementTree.fromstring(picture.svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    assert str(root.get("aria-label")).startswith("Chicken: matrix. ")
    assert picture.svg == result.plot("matrix").svg == picture._repr_svg_()


def test_identifiers_of_two_pictures_on_one_page_are_different_and_each_reference_finds_its_own() -> None:
    result = sim.load("action-for-action").solve()
    sets = []
    for view in result.views:
        svg = result.plot(view).svg
        names = re.findall(r'\sid="([^"]+)"', svg)
        assert len(names) == len(set(names))
        references = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
        assert references
        assert {one or two for one, two in references} <= set(names)
        sets.append(set(names))
    assert not set.intersection(*sets)


def test_a_picture_is_saved_in_three_forms_and_no_other(tmp_path: Path) -> None:
    picture = sim.load("chicken").solve().plot()
    for name, start in [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.PDF", b"%PDF")]:
        picture.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    picture.save(str(tmp_path / "a.png"))  # in place of the first
    with pytest.raises(sim.OutputError, match=r"expected a name that ends in \.png"):
        picture.save(tmp_path / "a.gif")
    with pytest.raises(sim.OutputError, match="cannot be made: it is a file"):
        picture.save(tmp_path / "a.png" / "b.png")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.PDF", "a.png", "a.svg"]


def test_the_folder_of_a_picture_is_made(tmp_path: Path) -> None:
    sim.load("chicken").solve().plot().save(tmp_path / "new" / "newer" / "a.svg")
    assert (tmp_path / "new" / "newer" / "a.svg").is_file()


def test_a_figure_can_be_changed_without_changing_the_picture() -> None:
    picture = sim.load("chicken").solve().plot()
    before = picture.svg
    picture.figure.suptitle("Mine")
    assert "Mine" not in picture.svg
    assert picture.svg == before


def test_a_picture_that_there_is_not_is_refused_when_it_is_asked_for() -> None:
    with pytest.raises(sim.AskError, match="its views are matrix and best-responses"):
        sim.load("chicken").solve().plot("tree")
    nash = sim.load("action-for-action").solve("nash")
    assert nash.views == ()
    with pytest.raises(sim.AskError, match="no picture"):
        nash.plot()


def test_outside_notebooks_a_picture_is_shown_by_the_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.mkdtemp", lambda prefix: str(tmp_path))
    monkeypatch.setattr("webbrowser.open", lambda address: address.endswith(".svg") and False)
    sim.load("chicken").solve().plot().show()
    assert capsys.readouterr().out.strip() == str(tmp_path / "picture.svg")


def test_in_notebooks_a_picture_is_shown_below_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    shell = SimpleNamespace(get_ipython=object, display=SimpleNamespace(display=shown.append))
    monkeypatch.setitem(sys.modules, "IPython", shell)
    picture = sim.load("chicken").solve().plot()
    picture.show()
    assert shown == [picture]


def test_a_table_is_a_sequence_of_rows_with_columns_by_name() -> None:
    table = sim.Table("Squares", ("n", "square"), tuple((n, n * n) for n in range(70)))
    assert len(table) == len(list(table)) == 70
    assert table[3] == {"n": 3, "square": 9}
    assert table["square"][:3] == (0, 1, 4)
    assert [row["n"] for row in table[-2:]] == [68, 69]
    with pytest.raises(KeyError, match="there is no column 'cube'; the columns are n, square"):
        table["cube"]
    with pytest.raises(IndexError):
        table[70]


def test_a_long_table_shows_its_beginning_and_how_much_is_left() -> None:
    table = sim.Table("Numbers", ("n",), tuple((n,) for n in range(MOST_SHOWN + 2)))
    assert repr(table).splitlines()[-1] == "... and 2 more rows"
    assert table._repr_html_().count("<tr>") == MOST_SHOWN + 1
    assert repr(sim.Table("None", ("n",), ())) == "n\n(no rows)"
    shown = min(len(sim.catalog()), MOST_SHOWN)
    assert len(repr(sim.catalog()).splitlines()) == 1 + shown + (len(sim.catalog()) > shown)
    assert max(map(len, repr(sim.catalog()).splitlines())) < 200


def test_a_table_tells_values_in_words_and_holds_them_in_full() -> None:
    cells = ((-1 / 3, True, None, LabelledNumber(0.25, "25%"), "text"),)
    table = sim.Table("Mixed", ("a", "b", "c", "d", "e"), cells, missing="never")
    assert repr(table).splitlines()[1].split() == ["\N{MINUS SIGN}0.3333", "yes", "never", "25%", "text"]
    assert table[0] == {"a": -1 / 3, "b": True, "c": None, "d": 0.25, "e": "text"}


def test_a_table_is_taken_by_pandas_as_it_is() -> None:
    import pandas as pd

    frame = pd.DataFrame(sim.load("stag-hunt").solve().payoffs)
    assert frame["one"].tolist() == [4.0, 3.0, 3.0]
    assert frame["one"].dtype == float


def test_patience_is_never_told_as_less_than_an_order_needs() -> None:
    roadmaps = sim.load("action-for-action").roadmaps()
    for row in roadmaps.table:
        for player in ("us", "nk"):
            if row[player] is not None:
                assert float(row[player].words) >= row[player]


def test_every_answer_shows_itself() -> None:
    game = sim.loads(SMALL)
    answers: list[sim.Answer] = [
        game.solve(),
        game.roadmaps(),
        game.simulate(runs=10),
        game.tournament(runs=2),
        game.map("gain", "cost", grid=2, precision=0.5, checks=0, coarse=True),
        game.sensitivity("gain", samples=0),
        sim.load("princess-bride").solve(),
    ]
    for answer in answers:
        assert answer.title in repr(answer)
        assert "\n" not in repr(answer)
        assert str(answer) == answer.story
        assert answer.headline
        assert {"h4", "p"} <= checked(answer._repr_html_())
        assert answer.document["scenario"] == answer.title
    for answer in answers:
        ElementTree.fromstring(answer.plot().svg)
