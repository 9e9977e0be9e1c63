"""Names and codes as they are typed by people who wish a class no good."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sim.classroom.seats.names import ANIMALS, LONGEST, free_name, tidy_name
from sim.classroom.seats.secrets_of import LETTERS, new_code, same_code


@given(st.text(max_size=200))
def test_a_name_is_short_and_holds_nothing_that_moves_the_rest_of_a_line(text: str) -> None:
    name = tidy_name(text)
    assert len(name) <= LONGEST
    assert name == tidy_name(name)
    assert not [c for c in name if unicodedata.category(c)[0] == "C" or c in "\u2028\u2029"]
    assert name == name.strip()


def test_names_that_would_do_harm() -> None:
    assert tidy_name("\u202eevil\u202c\u200f") == "evil"
    assert tidy_name("a" * 10_000) == "a" * LONGEST
    assert tidy_name("<b>Anna</b>") == "<b>Anna</b>"  # characters; pages escape them
    assert tidy_name(" Anna \n\t\x00 Maria ") == "Anna Maria"
    assert len(tidy_name("Z" + "\u0301" * 50)) <= 3
    assert tidy_name("\u0301" * 9) == ""
    assert tidy_name("ﷺ" * 30) == "ﷺ" * LONGEST  # one character each, however wide
    assert tidy_name("Zoë 🎓") == "Zoë 🎓"


@given(st.lists(st.text(max_size=30), max_size=30))
def test_nobody_has_the_name_of_another(wanted: list[str]) -> None:
    names: list[str] = []
    for k, text in enumerate(wanted):
        names.append(free_name(text, names, k))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= LONGEST for name in names)


def test_two_hundred_who_give_no_name_have_one_each() -> None:
    names: list[str] = []
    for k in range(200):
        names.append(free_name("", names, 37 * k))
    assert len(set(names)) == 200
    assert names[0] in ANIMALS


def test_a_code_is_read_whatever_the_capitals_and_spaces() -> None:
    code = new_code()
    assert len(code) == 4
    assert set(code) <= set(LETTERS)
    assert same_code(code, f" {code.lower()[:2]} {code[2:]} ")
    assert not same_code(code, code[:3])
    assert not same_code(code, "é" * 10_000)
