"""Rules of offers of packages in turn, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.games.issues.issues_game import from_issues
from sim.games.issues.offers_tree import in_turn
from sim.show.text.blocks import Look, Paragraph, Table
from sim.show.text.style import columns
from sim.show.text.words import listed, number, percent, quoted, there_are, times

if TYPE_CHECKING:
    from sim.games.issues.issues_game import IssuesGame
    from sim.scenario.issues.stated import Issues
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def package_rules(
    scenario: Scenario, game: IssuesGame, you: int | None = None, floors: tuple[str, str] | None = None
) -> str:
    """What is settled, how many packages there are, and what both have without an agreement.

    Parameters
    ----------
    you : int, optional
        Who is spoken to, and is told of nobody else's walk-away value.
    floors : pair of str, optional
        Both walk-away values in words, where they are not those of the game.
    """
    one, two = scenario.players
    first, second = floors or (number(game.walk_away[0]), number(game.walk_away[1]))
    floor = f"{one.name} has {first} and {two.name} {second}"
    if you is not None:
        floor = f"you have {(first, second)[you]}"
    return (
        f"{one.name} and {two.name} settle {times(len(game.issues), 'issue')} in one package; "
        f"{there_are(game.count, 'package').lower()}. Without an agreement {floor}."
    )


def class_rules(scenario: Scenario, stated: Issues) -> list[Block]:
    """The rules and all points, as they stand on the board."""
    game = from_issues(scenario)
    names = [player.name for player in scenario.players]
    rows = [
        (issue.name, choice.name, *(number(value) for value in choice.points))
        for issue in stated.issues
        for choice in issue.choices
    ]
    rows += [
        (
            " and ".join(stated.issues[i].choices[c].name for i, c in zip(extra.issues, extra.choices, strict=True)),
            "together",
            *(number(value) for value in extra.points),
        )
        for extra in stated.extras
    ]
    told = [package_rules(scenario, game)]
    told += [offer_rules(scenario, game)] if game.offers is not None else []
    return [
        *map(Paragraph, told),
        Table("Points", ("issue", "option", *names), tuple(rows), Look(words=frozenset({1}))),
    ]


def hidden_rules(scenario: Scenario, you: int | None = None) -> list[str]:
    """What is settled, who offers when, and which packages are offered, where types are hidden.

    Parameters
    ----------
    you : int, optional
        Who is spoken to.
    """
    game = in_turn(from_issues(scenario))
    assert game.offers is not None
    named = " / ".join(issue.name for issue in stated_issues(scenario).issues)
    which = "for some pair of types nobody can improve for both"
    if game.offers.rounds == 1:
        which = "nobody can improve for all types of both sides"
    return [
        package_rules(scenario, game, you, _floors(scenario)),
        offer_rules(scenario, game),
        f"Offered are the packages that {which}, each named by its options: {named}.",
    ]


def _floors(scenario: Scenario) -> tuple[str, str]:
    """What each side has without an agreement, type by type where it differs."""
    floors = [[from_issues(variant).walk_away for variant in row] for row in scenario.variants]
    told = []
    for k, types in enumerate(scenario.types):
        table = floors if k == 0 else list(zip(*floors, strict=True))
        own = [sorted({pays[k] for pays in row}) for row in table]
        every = sorted({value for values in own for value in values})
        if len(every) == 1:
            told.append(number(every[0]))
        elif all(len(values) == 1 for values in own):
            each = [f"{number(v)} if {quoted(t.name)}" for (v,), t in zip(own, types, strict=True)]
            told.append(listed(each))
        else:
            told.append(f"{number(every[0])} to {number(every[-1])}, by what both are")
    return told[0], told[1]


def stated_issues(scenario: Scenario) -> Issues:
    """The issues of a scenario, as its file states them."""
    game: Issues = scenario.game  # type: ignore[assignment]
    return game


def points_table(scenario: Scenario, you: int | None) -> str:
    """What each option is worth: to the one who is spoken to alone, or to both.

    Parameters
    ----------
    you : int or None
        Who is spoken to; None for both.
    """
    stated = stated_issues(scenario)
    sides = (0, 1) if you is None else (you,)
    heads = [f"points of {scenario.players[k].name}" if you is None else "your points" for k in sides]
    rows = [["issue", "option", *heads]]
    for issue in stated.issues:
        for choice in issue.choices:
            name = choice.id if choice.name == choice.id else f"{choice.id} ({choice.name})"
            rows.append([issue.id, name, *(number(choice.points[k]) for k in sides)])
    for extra in stated.extras:
        each = [(stated.issues[i], c) for i, c in zip(extra.issues, extra.choices, strict=True)]
        both = " with ".join(f"{issue.id}={issue.choices[c].id}" for issue, c in each)
        rows.append([both, "both", *(number(extra.points[k]) for k in sides)])
    return columns(rows)


def offer_rules(scenario: Scenario, game: IssuesGame) -> str:
    """Who offers when, what waiting costs, and what a refusal risks."""
    assert game.offers is not None
    assert game.discount is not None
    names = [player.name for player in scenario.players]
    rounds = game.offers.rounds
    often = "without a last round" if rounds is None else f"for at most {times(rounds, 'round')}"
    slow = "What comes a round later counts as much."
    counts = listed([f"{number(d)} for {name}" for d, name in zip(game.discount, names, strict=True)])
    told = [
        f"They offer packages in turn, {names[game.offers.first]} first, {often}; who is offered one accepts, waits or "
        "walks away, and who is to offer one may walk away too, which ends the talks at once.",
        slow if set(game.discount) == {1} else f"What comes a round later counts {counts} times as much.",
    ]
    if game.offers.breakdown:
        chance = percent(float(game.offers.breakdown))
        told.append(
            f"After each round without an end the talks break down, and both walk away, with a chance of {chance}."
        )
    if rounds is not None:
        told.append("After the last round both walk away.")
    return " ".join(told)
