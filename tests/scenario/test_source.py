"""From text to plain data: what YAML 1.2 means, where everything stands, and what is refused before it does harm."""

from __future__ import annotations

import time

import pytest

from sim.errors import Problem, ScenarioError
from sim.scenario.source import MAX_BYTES, NumberText, dotted, read


def data(text: str) -> dict[str, object]:
    return read("f.yaml", text.encode()).data


def refused(raw: str | bytes) -> Problem:
    """The one problem of a text that cannot be read."""
    with pytest.raises(ScenarioError) as caught:
        read("f.yaml", raw.encode() if isinstance(raw, str) else raw)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "word",
    ["no", "No", "NO", "yes", "on", "On", "off", "OFF", "y", "n", "tRue", "nULL", "2018-10-01", "12:30", "1_000"],
)
def test_what_only_yaml_1_1_takes_for_something_else_is_text(word: str) -> None:
    value = data(f"a: {word}")["a"]
    assert value == word
    assert not isinstance(value, (bool, NumberText))


@pytest.mark.parametrize(("word", "value"), [("true", True), ("True", True), ("TRUE", True), ("false", False)])
def test_true_and_false_are_truth_values(word: str, value: bool) -> None:
    assert data(f"a: {word}")["a"] is value


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing_can_be_written_in_five_ways(word: str) -> None:
    assert data(f"a: {word}")["a"] is None


@pytest.mark.parametrize(
    "word", ["0", "-7", "+7", "0.1", ".5", "5.", "1e-3", "-1.5E+10", "0x1F", "0o17", ".inf", "-.INF"]
)
def test_numbers_keep_the_text_they_were_written_with(word: str) -> None:
    value = data(f"a: {word}")["a"]
    assert isinstance(value, NumberText)
    assert value == word


@pytest.mark.parametrize("quoted", ["'0.1'", '"0.1"', "'true'", '"~"', "'null'"])
def test_what_is_quoted_is_text(quoted: str) -> None:
    value = data(f"a: {quoted}")["a"]
    assert value == quoted[1:-1]
    assert not isinstance(value, (bool, NumberText))


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    assert data("a: &pay {us: 1, nk: 2}\nb: *pay") == {"a": {"us": "1", "nk": "2"}, "b": {"us": "1", "nk": "2"}}


def test_every_key_and_value_has_its_line_and_column() -> None:
    source = read("f.yaml", b"a:\n  - {b: 1,\n     c: 'x y'}\nd: |\n  text\n")
    assert source.keys == {
        ("a",): (1, 1),
        ("a", 0, "b"): (2, 6),
        ("a", 0, "c"): (3, 6),
        ("d",): (4, 1),
    }
    assert source.values[("a", 0)] == (2, 5)
    assert source.values[("a", 0, "c")] == (3, 9)
    assert source.inside[("a", 0, "b")] == 9
    assert source.inside[("a", 0, "c")] == 10, "the text of a quoted value starts behind the quote"
    assert ("d",) not in source.inside, "a value on several lines has no column for its text"


def test_a_path_is_written_as_people_write_it() -> None:
    assert dotted(("concessions", "us", 1, "effect", "nk")) == "concessions.us[1].effect.nk"
    assert dotted(("payoffs", 0, 1, 0)) == "payoffs[0][1][0]"
    assert dotted(()) == ""


BROKEN = {
    "a tab indents": ("format: 1\n\ttitle: x\n", 2, 1, "tab"),
    "a bracket is left open": ("format: 1\nsources: [a, b\ntitle: x\n", 3, 6, "',' or ']'"),
    "a brace is left open": ("a: 1\nplayers: {us: {name: a}\ntitle: x\n", 3, 1, "',' or '}'"),
    "a bracket closes nothing": ("format: 1\ntitle: ]x\n", 2, 8, "bracket"),
    "a second colon": ("format: 1\ntitle: a: b\n", 2, 9, "put the text in quotes"),
    "no colon": ("format: 1\ntitle\nkind: matrix\n", 3, 1, "a key needs a colon"),
    "a key that comes out": ("players:\n    us: 1\n  nk: 2\n", 3, 3, "indentation"),
    "an at sign": ("title: @x\n", 1, 8, "put the text in quotes"),
    "a backtick": ("title: `x`\n", 1, 8, "put the text in quotes"),
    "an alias without an anchor": ("a: 1\nb: *c\n", 2, 4, "needs an anchor (&name)"),
    "a second document": ("a: 1\n---\nb: 2\n", 2, 1, "remove the '---'"),
    "an unknown directive": ("%FOO\n", 1, 5, "directive"),
    "an escape that is no character": ('a: "\\ud800"\n', 1, 7, "escape"),
}


@pytest.mark.parametrize(("text", "line", "column", "word"), BROKEN.values(), ids=BROKEN)
def test_broken_yaml_is_told_with_its_place_and_a_hint(text: str, line: int, column: int, word: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith("this is not valid YAML: ")
    assert word in str(problem)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_unclosed_quote_is_told_where_it_opens(quote: str) -> None:
    problem = refused(f"format: 1\ntitle: {quote}abc\nkind: matrix\nmoves: x\n")
    assert (problem.line, problem.column) == (2, 8)
    assert "quote" in problem.hint


@pytest.mark.parametrize("start", ["\t", "  \t", " \t "])
def test_a_tab_as_indentation_is_called_a_tab_and_comes_with_the_remedy(start: str) -> None:
    problem = refused(f"players:\n{start}one: {{}}\n  two: {{}}\n")
    assert problem.message == "this is not valid YAML: found a tab at the beginning of a line"
    assert (problem.line, problem.column) == (2, start.index("\t") + 1)
    assert problem.hint == "indent with spaces, not tabs"


@pytest.mark.parametrize(
    ("text", "place", "word", "remedy"),
    [
        ("players:\n\xa0\xa0one: {}\n  two: {}\n", "in line 2, column 1", "no-break space (U+00A0)", "ordinary space"),
        ("title:\xa0T\nplayers: {}\n", "in line 1, column 7", "no-break space (U+00A0)", "ordinary space"),
        ("a: 1\n\ufefftitle: T\nb: 2\n", "in line 2, column 1", "(U+FEFF)", "delete it"),
        ("title\uff1a T\nkind: matrix\n", "in line 1, column 6", "fullwidth colon (U+FF1A)", "type :"),
        ("title: \u201ca: b\u201d\n", "in line 1, column 8", "left double quotation mark (U+201C)", 'type "'),
    ],
)
def test_a_character_that_breaks_yaml_and_looks_like_another_is_told(
    text: str, place: str, word: str, remedy: str
) -> None:
    problem = refused(text)
    assert problem.message.startswith("this is not valid YAML: ")
    assert place in problem.hint
    assert f"{word}: " in problem.hint
    assert remedy in problem.hint


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n# comments\n", "\ufeff", "---\n", "--- # nothing\n...\n"])
def test_an_empty_file_says_how_to_start_one(text: str) -> None:
    problem = refused(text)
    assert problem.message == "the file is empty"
    assert "detente new" in problem.hint


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [("- a\n", 1, "a list"), ("[a]", 1, "a list"), ("word", 1, "a single value"), ("3", 1, "a single value")],
)
def test_the_top_must_be_a_mapping(text: str, column: int, what: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == (1, column)
    assert problem.message == f"expected a mapping with keys such as 'format' and 'players', found {what}"


@pytest.mark.parametrize(
    ("raw", "line", "column", "word", "hint"),
    [
        (b"format: 1\ntitle: caf\xe9\n", 2, 11, "UTF-8", "Windows-1252 or Latin-1 this would be '\xe9'"),
        ("title: é".encode() + b"\xe9\n", 1, 9, "UTF-8", "save the file as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, 1, "UTF-8", "is this a binary file?"),
        (b"format: 1\nkind: a\x00b\n", 2, 8, "0x00", "is this a binary file?"),
        (b"title: \x1b[31mred\n", 1, 8, "0x1b", "delete it"),
        (b"title: a\x7f\n", 1, 9, "0x7f", "delete it"),
    ],
)
def test_content_that_is_no_text_is_told_at_its_first_byte(
    raw: bytes, line: int, column: int, word: str, hint: str
) -> None:
    problem = refused(raw)
    assert (problem.line, problem.column) == (line, column)
    assert word in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_file_saved_in_another_unicode_encoding_is_told_by_its_name(encoding: str, mark: bool) -> None:
    problem = refused((("\ufeff" if mark else "") + "format: 1\ntitle: T\n").encode(encoding))
    assert (problem.line, problem.column) == (1, 1)
    assert problem.message.startswith(f"expected text in UTF-8, found text in {encoding[:6].upper()}")
    assert "save the file as UTF-8" in problem.hint
    assert "iconv -f UTF-" in problem.hint


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_text() -> None:
    assert data("\ufefftitle: T\r\nformat: 1\r\n") == {"title": "T", "format": "1"}


@pytest.mark.parametrize("character", ["\x80", "\x9b", "\ufffe", "\uffff"])
def test_a_character_that_yaml_does_not_know_is_told_at_its_place(character: str) -> None:
    problem = refused(f"format: 1\ntitle: a{character}b\n")
    assert (problem.line, problem.column) == (2, 9)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 10_000,
        "a: " + "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000,
        "? " * 10_000,
        "".join(" " * k + "a:\n" for k in range(1000)),
    ],
    ids=["open", "closed", "braces", "dashes", "questions", "indents"],
)
def test_deep_nesting_is_refused_before_it_exhausts_the_stack(text: str) -> None:
    problem = refused(text)
    assert "nested more than" in problem.message
    assert problem.line > 0


def test_a_file_too_large_says_how_large_it_may_be() -> None:
    problem = refused(b"a: " + b"x" * MAX_BYTES)
    assert f"{MAX_BYTES + 3:,} bytes" in problem.message
    assert f"at most {MAX_BYTES:,}" in problem.message


def test_aliases_inside_aliases_are_refused_in_no_time() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)]
    start = time.perf_counter()
    assert "aliases inside aliases" in refused("\n".join(lines)).message
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: &a {b: *a}\n", "&a a: *a\nb: &b [[*b]]\n"])
def test_an_alias_of_itself_is_refused(text: str) -> None:
    assert "a circle of them" in refused(text).message


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "? {a: 1}\n: b\n"])
def test_a_key_must_be_a_word(text: str) -> None:
    assert refused(text).message == "expected a word as key, found a list or a mapping"


@pytest.mark.parametrize("text", ["a: !foo 1\n", "a: !foo {b: 1}\n", "a: !foo [1]\n", "!foo\na: 1\n"])
def test_a_tag_of_ones_own_is_refused_wherever_it_stands(text: str) -> None:
    assert "the tag !foo" in refused(text).message


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!!python/name:os.system ''"])
def test_no_tag_makes_anything_but_plain_data(tag: str) -> None:
    assert data(f"a: {tag}")["a"] in (["true"], "")


@pytest.mark.parametrize(
    ("text", "line", "column", "key"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "a"),
        ("a: {b: 1, b: 2}\n", 1, 11, "a.b"),
        ("a:\n  - b: 1\n    c: {d: [{e: 1, 'e': 2}]}\n", 3, 20, "a[0].c.d[0].e"),
    ],
)
def test_a_key_that_stands_twice_is_told_at_any_depth(text: str, line: int, column: int, key: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column, problem.key) == (line, column, key)
    assert problem.message == "this key stands twice in the same mapping"
    assert problem.hint.startswith("it stands first in line ")


def test_all_keys_that_stand_twice_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        read("f.yaml", b"a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n")
    assert [(p.line, p.key) for p in caught.value.problems] == [(2, "a"), (3, "b.c"), (4, "a")]


def test_merge_keys_bring_keys_in_where_they_stand_and_own_keys_win() -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, z: 4, y: 3}\nc: {y: 9, <<: [*a, {x: 7, v: 8}]}\n'<<': 5\n"
    merged = data(text)
    assert merged["b"] == {"x": "1", "y": "3", "z": "4"}
    assert list(merged["b"]) == ["x", "y", "z"]  # type: ignore[call-overload]
    assert merged["c"] == {"y": "9", "x": "1", "v": "8"}, "of several mappings the first one wins (YAML's merge type)"
    assert merged["<<"] == "5"


@pytest.mark.parametrize(("text", "word"), [("a: {<<: 3}\n", "behind the merge key"), ("a: &a {<<: *a}\n", "a circle")])
def test_a_merge_key_needs_a_mapping_that_is_not_its_own(text: str, word: str) -> None:
    assert word in str(refused(text))


def test_a_key_that_stands_twice_is_told_beside_merge_keys() -> None:
    problem = refused("a: &a {x: 1}\nb: {<<: *a, x: 2, x: 3}\n")
    assert (problem.line, problem.column, problem.key) == (2, 19, "b.x")
