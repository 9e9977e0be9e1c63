"""Pictures are the same whatever the reader has set, and have every letter for which a font is installed."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import matplotlib
import pytest
from matplotlib.figure import Figure

import sim
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show import fonts
from sim.show.pictures import as_svg, save, styled
from sim.show.shown import shown
from tests.cli.terminal import ROOT, environment, process

RC = """\
text.usetex: True
text.parse_math: True
font.family: serif
font.size: 30
backend: TkAgg
savefig.bbox: tight
savefig.transparent: True
axes.facecolor: red
svg.fonttype: path
no.such.key: 1
a broken line
"""
CUNEIFORM = "\U00012000"


def titled(title: str) -> Figure:
    figure = Figure()
    figure.suptitle(title)
    return figure


def test_neither_settings_nor_variables_of_the_reader_change_a_picture(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(RC, encoding="utf-8")
    more = {"MPLBACKEND": "no-such-backend", "PYTHONPATH": str(ROOT)}
    done = process("plot", "chicken", "--out", "theirs.svg", cwd=tmp_path, env=os.environ | more)
    assert (done.code, done.out, done.err) == (0, "theirs.svg\n", "")
    result = sim.load("chicken").solve()
    save(result.plot().make, result.title, tmp_path / "ours.svg")
    theirs, ours = (tmp_path / name for name in ("theirs.svg", "ours.svg"))
    assert theirs.read_bytes() == ours.read_bytes()


def test_a_picture_leaves_the_settings_of_whoever_draws_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(matplotlib.rcParams, "font.size", 31.0)
    monkeypatch.setitem(matplotlib.rcParams, "text.usetex", True)
    before = dict(matplotlib.rcParams)
    figure = sim.load("chicken").solve().plot().figure
    assert dict(matplotlib.rcParams) == before
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(os.devnull, format="svg")


def test_the_usual_font_is_enough_for_the_usual_letters() -> None:
    assert fonts.families(frozenset("Größe \N{MINUS SIGN}10 $ Ελλάδα \n\u200b")) == ((), "")


def test_a_letter_that_no_font_has_is_told_in_one_line_and_matplotlib_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_files", dict)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = save(lambda: titled(f"a{CUNEIFORM}核"), "t", tmp_path / "p.png")
        assert told.count("\n") == 0
        assert told.startswith("no installed font has \N{LEFT DOUBLE QUOTATION MARK}核")
        assert "boxes" in told
        assert "fonts of who looks at it" in save(lambda: titled(CUNEIFORM), "t", tmp_path / "p.svg")
        assert save(lambda: titled("plain"), "t", tmp_path / "p.png") == ""


def test_fonts_for_letters_that_the_usual_one_lacks_stand_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = {"STIXGeneral", "cmr10"}  # matplotlib brings them along
    known = {name: path for name, path in fonts._files().items() if name in theirs}
    monkeypatch.setattr(fonts, "_files", lambda: known)
    usual = fonts._letters_of(fonts.USUAL)
    letter = min(letter for letter in fonts._letters_of("STIXGeneral") - usual if letter.isprintable())
    assert fonts.families(frozenset(f"a{letter}")) == (("STIXGeneral",), "")
    figure = styled(lambda: titled(f"a{letter}"))
    assert figure.texts[0].get_fontfamily() == ["sans-serif", "STIXGeneral"]
    assert "'STIXGeneral'" in as_svg(lambda: titled(letter), "t")


@pytest.mark.parametrize(
    ("letters", "first"), [("핵核", "Noto Sans CJK KR"), ("かな核", "Noto Sans CJK JP"), ("核", "Noto Sans CJK SC")]
)
def test_chinese_letters_are_drawn_as_the_script_beside_them_has_it(
    monkeypatch: pytest.MonkeyPatch, letters: str, first: str
) -> None:
    names = ["Noto Serif CJK SC", "Unifont", *(f"Noto Sans CJK {land}" for land in ("TC", "SC", "JP", "KR"))]
    monkeypatch.setattr(fonts, "_files", lambda: dict.fromkeys(names, ""))
    has = frozenset(letters)
    monkeypatch.setattr(fonts, "_letters_of", lambda name: frozenset() if name == fonts.USUAL else has)
    assert fonts.families(has) == ((first,), "")


def test_a_notebook_takes_no_dollar_sign_for_a_formula() -> None:
    game = sim.load("chicken")
    result = game.solve()
    for seen in (game, result, result.explain(), result.payoffs, result.plot()):
        html = seen._repr_html_()
        assert 'class="tex2jax_ignore mathjax_ignore"' in html.partition(">")[0]


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "module://nowhere", "nosuch", ""])
def test_a_backend_that_is_not_installed_does_not_matter(tmp_path: Path, backend: str) -> None:
    """A notebook sets it for all programs that are started from it; the package of that one may be another one's."""
    done = process("plot", "chicken", "--out", "a.png", cwd=tmp_path, env=environment(MPLBACKEND=backend))
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("unit", "offset"), [("1", "100000"), ("1000000", "0"), ("1/100000", "0")])
def test_ticks_are_the_payoffs_themselves(unit: str, offset: str) -> None:
    text = f"""\
format: 1
kind: concessions
title: Far from nothing
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.9}}}}
status_quo: {{us: {offset}, nk: {offset}}}
concessions:
  us: [{{id: x, effect: {{us: -{unit}, nk: 3 * {unit}}}}}]
  nk: [{{id: y, effect: {{us: 3 * {unit}, nk: -{unit}}}}}]
moves: alternating
actions: [concede, hold_out]
horizon: 4
"""
    scenario = load("far.yaml", text=text)
    figure = styled(shown(scenario, solve(scenario)).pictures()["path"])
    figure.draw_without_rendering()
    for axes in figure.axes:
        assert axes.yaxis.get_offset_text().get_text() == ""
