"""Negotiations in the XML of GENIUS, which NegMAS writes as well: a domain and a profile of each side.

A profile holds for each issue a weight, and for each of its values an evaluation. NegMAS adds up weights times
evaluations as they are written; GENIUS takes each evaluation as a share of the largest one on its issue. Without an
agreement a side has its reservation value.

Issues that are ranges of numbers are read at some of their values (`numeric`).

References
----------
Lin, R., Kraus, S., Baarslag, T., Tykhonov, D., Hindriks, K. and Jonker, C. M. (2014): Genius: an integrated environment
for supporting the design of generic automated negotiators. Computational Intelligence 30, 48-70.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.fields import LARGEST
from sim.scenario.foreign.gambit import Imported
from sim.scenario.foreign.gambit.as_yaml import as_yaml, fits, heading, written
from sim.scenario.foreign.genius.numeric import INSTEAD, KINDS, Range, Worth, grid, plain, range_of, told, worth_of
from sim.scenario.foreign.genius.reader import MAX_BYTES, parsed
from sim.scenario.issues.model import MOST_ISSUES, MOST_OPTIONS
from sim.scenario.labels import apart, given_or_told_apart, identifier_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

IDS = ("one", "two")
"""Identifiers of the sides."""

__all__ = ["MAX_BYTES", "imported"]


@dataclass(frozen=True)
class Valued:
    """An issue of a profile.

    Parameters
    ----------
    name : str
        Its name.
    weight : Fraction
        Its weight.
    values : dict of str to Fraction
        The evaluation of each value; of a range of numbers empty until values have been chosen.
    worth : Worth or None
        Of a range of numbers, what each is worth; None for a list of values.
    span : Range or None
        The range, where the profile states it.
    """

    name: str
    weight: Fraction
    values: dict[str, Fraction]
    worth: Worth | None = None
    span: Range | None = None


@dataclass(frozen=True)
class Profile:
    """A side's profile.

    Parameters
    ----------
    title : str
        What the negotiation is called.
    issues : dict of str to Valued
        Its issues by name.
    reservation, discount : Fraction or None
        What it has without an agreement, and how its utility shrinks over the talks, where that is stated.
    """

    title: str
    issues: dict[str, Valued]
    reservation: Fraction | None
    discount: Fraction | None


def imported(files: Sequence[tuple[str, bytes]], shares: bool = False) -> Imported:
    """The scenario file for two profiles, with notes on what is not in it.

    Parameters
    ----------
    files : sequence of (str, bytes)
        Names to show in messages and contents: both profiles, with the domain or without it.
    shares : bool
        Take evaluations as shares of the largest one on their issue, as GENIUS does, and not as they are written.

    Raises
    ------
    ScenarioError
        If a file is damaged, is no profile, or is about issues that scenarios do not have.
    """
    roots = [(name, parsed(name, raw)) for name, raw in files]
    domains = [(name, root) for name, root in roots if root.tag == "negotiation_template"]
    rest = [(name, root) for name, root in roots if root.tag != "negotiation_template"]
    if len(domains) > 1 or len(rest) != 2:
        told = f"expected two profiles and at most one domain, found {len(rest)} and {len(domains)}"
        raise ScenarioError([Problem(files[0][0], 0, 0, "", told, "name the profile of each side")])
    one, two = (_profile(name, root) for name, root in rest)
    order = list(one.issues)
    if domains:
        order = [issue.get("name", "") for issue in _issues(domains[0][1])]
    spans = _spans(*domains[0]) if domains else {}
    one, two, notes = _at_values(rest, one, two, spans)
    _same(rest, one, two, order)
    discounts = [profile.discount for profile in (one, two) if profile.discount not in (None, 0, 1)]
    if discounts:
        notes.append("discount factors count for the time that talks take and are not in the scenario; see 'offers'")
    lists = [issue for profile in (one, two) for issue in profile.issues.values() if issue.worth is None]
    differ = {max(issue.values.values()) for issue in lists} - {1}
    if differ and not shares:
        notes.append("evaluations count as written, as in NegMAS; --shares divides them as GENIUS does")
    return Imported(as_yaml(rest[0][0], _scenario(rest, one, two, order, shares)), tuple(notes))


def _scenario(
    files: Sequence[tuple[str, Element]], one: Profile, two: Profile, order: Sequence[str], shares: bool
) -> dict[str, Any]:
    """The scenario as data."""
    sides = [re.sub(r"\.xml$", "", name.replace("\\", "/").rpartition("/")[2]) for name, _ in files]
    names, _ = given_or_told_apart(sides, "side")
    scenario = heading("issues", one.title, dict(zip(IDS, names, strict=True)))
    keys = apart([identifier_of(name, "issue") for name in order], [])
    for side, profile in zip(IDS, (one, two), strict=True):
        scenario["players"][side]["walk_away"] = written(profile.reservation or Fraction(0))
        scenario["players"][side]["weights"] = {
            key: written(profile.issues[name].weight) for key, name in zip(keys, order, strict=True)
        }
    scenario["issues"] = {
        key: {"name": name.strip() or key, "options": _options(one.issues[name], two.issues[name], shares)}
        for key, name in zip(keys, order, strict=True)
    }
    return scenario


def _options(one: Valued, two: Valued, shares: bool) -> dict[str, Any]:
    values = list(one.values)
    keys = apart([identifier_of(value, "option") for value in values], [])
    names, _ = given_or_told_apart(values, "option")
    return {
        key: {
            "name": name,
            "points": [written(_share(each, value) if shares else each.values[value]) for each in (one, two)],
        }
        for key, name, value in zip(keys, names, values, strict=True)
    }


def _share(issue: Valued, value: str) -> Fraction:
    """An evaluation as a share of the largest on its issue; 0 where nothing is worth anything.

    What an evaluator of numbers says is taken as it is.
    """
    if issue.worth is not None:
        return issue.values[value]
    most = max(issue.values.values())
    return issue.values[value] / most if most > 0 else Fraction(0)


def _issues(root: Element) -> list[Element]:
    return list(root.iter("issue"))


def _profile(file: str, root: Element) -> Profile:
    space = root if root.tag == "utility_space" else next(root.iter("utility_space"), None)
    if space is None:
        raise ScenarioError([Problem(file, 0, 0, "", f"expected a profile, a utility_space, found '{root.tag[:80]}'")])
    weights = {w.get("index", ""): _number(file, w, "value") for w in space.iter("weight")}
    found: dict[str, Valued] = {}
    for issue in _issues(space):
        name = issue.get("name", "")
        kind = issue.get("vtype") or issue.get("type") or "discrete"
        if kind not in ("discrete", *KINDS):
            what = f"the issue '{name[:80]}' is {kind[:40]}; lists of values and ranges of numbers are read"
            raise ScenarioError([Problem(file, 0, 0, "", what, INSTEAD)])
        if name in found:
            raise ScenarioError([Problem(file, 0, 0, "", f"two issues are called '{name[:80]}'")])
        ranged = kind in KINDS
        values: dict[str, Fraction] = {}
        for item in issue.iter("item"):
            value = item.get("value", "")
            if value in values:
                raise ScenarioError([Problem(file, 0, 0, "", f"'{name[:80]}' has the value '{value[:80]}' twice")])
            values[value] = _number(file, item, "evaluation")
        if not values and not ranged:
            raise ScenarioError([Problem(file, 0, 0, "", f"the issue '{name[:80]}' has no values")])
        weight = weights.get(issue.get("index", ""))
        if weight is None:
            raise ScenarioError([Problem(file, 0, 0, "", f"the issue '{name[:80]}' has no weight")])
        if weight < 0:
            raise ScenarioError([Problem(file, 0, 0, "", f"the weight of the issue '{name[:80]}' is negative")])
        if len(values) > MOST_OPTIONS:
            told = f"the issue '{name[:80]}' has {len(values)} values; a scenario has at most {MOST_OPTIONS}"
            raise ScenarioError([Problem(file, 0, 0, "", told)])
        if ranged and not values:
            span = range_of(file, issue, kind == "integer", _number)
            found[name] = Valued(name, weight, {}, worth_of(file, issue, _number), span)
        else:
            found[name] = Valued(name, weight, values)
    if not 1 <= len(found) <= MOST_ISSUES:
        told = f"expected 1 to {MOST_ISSUES} issues, found {len(found)}"
        raise ScenarioError([Problem(file, 0, 0, "", told)])
    title = next((o.get("name", "") for o in space.iter("objective")), "")
    return Profile(
        " ".join(title.split()), found, _single(file, space, "reservation"), _single(file, space, "discount_factor")
    )


def _spans(file: str, domain: Element) -> dict[str, Range]:
    """The ranges of numbers that a domain states."""
    found = {}
    for issue in _issues(domain):
        kind = issue.get("vtype") or issue.get("type") or "discrete"
        span = range_of(file, issue, kind == "integer", _number) if kind in KINDS else None
        if span is not None:
            found[issue.get("name", "")] = span
    return found


def _at_values(
    files: Sequence[tuple[str, Element]], one: Profile, two: Profile, spans: dict[str, Range]
) -> tuple[Profile, Profile, list[str]]:
    """Profiles whose ranges of numbers have been read at some of their values, and what is said of that."""
    notes: list[str] = []
    chosen = {**one.issues}, {**two.issues}
    for name in one.issues:
        pair = [profile.issues[name] for profile in (one, two) if name in profile.issues]
        worths = [issue.worth for issue in pair if issue.worth is not None]
        if not worths:
            continue
        span = spans.get(name) or next((issue.span for issue in pair if issue.span is not None), None)
        if span is None or len(worths) < len(pair):
            why = "no file states its range" if span is None else "to the other side it is a list of values"
            told_ = f"the issue '{name[:80]}' is a range of numbers: {why}"
            raise ScenarioError([Problem(files[0][0], 0, 0, "", told_, INSTEAD)])
        values = grid(span, *worths)
        notes += filter(None, [told(name, span, values)])
        for own, issue in zip(chosen, pair, strict=False):
            assert issue.worth is not None
            own[name] = replace(issue, values={plain(x): issue.worth(x) for x in values})
    return replace(one, issues=chosen[0]), replace(two, issues=chosen[1]), notes


def _single(file: str, space: Element, tag: str) -> Fraction | None:
    element = next(space.iter(tag), None)
    return None if element is None else _number(file, element, "value")


def _number(file: str, element: Element, key: str) -> Fraction:
    text = element.get(key, "").strip()
    told = f"expected a number for '{key}' of '{element.tag[:40]}', found '{text[:40]}'"
    try:
        value = evaluate(text, {})
    except (ExpressionError, ValueError, OverflowError):
        raise ScenarioError([Problem(file, 0, 0, "", told)]) from None
    if not fits(value) or abs(value) > LARGEST:
        raise ScenarioError([Problem(file, 0, 0, "", f"{told}, which is too large or has too many digits")])
    return value


def _same(files: Sequence[tuple[str, Element]], one: Profile, two: Profile, order: Sequence[str]) -> None:
    """Refuse profiles that are not about the same issues with the same values."""
    for (name, _), profile in zip(files, (one, two), strict=True):
        for issue in order:
            if issue not in profile.issues:
                raise ScenarioError([Problem(name, 0, 0, "", f"the profile lacks the issue '{issue[:80]}'")])
        more = [issue for issue in profile.issues if issue not in order]
        if more:
            raise ScenarioError([Problem(name, 0, 0, "", f"the other files lack the issue '{more[0][:80]}'")])
    for issue in order:
        if set(one.issues[issue].values) != set(two.issues[issue].values):
            told = f"both profiles list other values of the issue '{issue[:80]}'"
            raise ScenarioError([Problem(files[1][0], 0, 0, "", told)])
