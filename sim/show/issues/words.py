"""Words for packages and trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import listed, number, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.issues.bargaining import Pick
    from sim.engine.issues.trades import Trade
    from sim.games.issues.issues_game import IssuesGame
    from sim.scenario.issues.stated import Issues
    from sim.scenario.scenario import Scenario

PICKED: dict[Pick, str] = {
    "nash": "Nash",
    "kalai-smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "highest-sum": "highest sum",
}
"""What solutions are called in tables."""


ASIDE = "Points for pairs of options are left aside here."
"""What is said where an issue alone does not have all its points."""


def package_words(scenario: Scenario, package: Sequence[int]) -> str:
    """How each issue is settled."""
    game: Issues = scenario.game  # type: ignore[assignment]
    each = [f"{issue.name}: {issue.choices[choice].name}" for issue, choice in zip(game.issues, package, strict=True)]
    return ", ".join(each)


def trade_words(scenario: Scenario, package: Sequence[int], trade: Trade) -> str:
    """What is changed, and what both gain."""
    game: Issues = scenario.game  # type: ignore[assignment]
    changes = [
        f"{game.issues[issue].name} from {quoted(game.issues[issue].choices[package[issue]].name)} to "
        f"{quoted(game.issues[issue].choices[choice].name)}"
        for issue, choice in trade.changes
    ]
    gains = listed([f"{_signed(gain)} for {p.name}" for gain, p in zip(trade.gains, scenario.players, strict=True)])
    return f"{listed(changes)}: {gains}"


def _signed(gain: Fraction) -> str:
    return f"+{number(gain)}" if gain > 0 else number(gain)


def exchange_words(scenario: Scenario, game: IssuesGame, package: Sequence[int], trade: Trade) -> str:
    """What each side gives and takes in an exchange of two issues; empty where one change alone is good for both."""
    if len(trade.changes) < 2:
        return ""
    now, gives = game.pays(package), {}
    for issue, choice in trade.changes:
        there = game.pays([*package[:issue], choice, *package[issue + 1 :]])
        gives[issue] = there[0] - now[0], there[1] - now[1]
    (one, first), (two, second) = gives.items()
    named: Issues = scenario.game  # type: ignore[assignment]
    for given, taken, a, b in ((one, two, first, second), (two, one, second, first)):
        if a[0] < 0 < a[1] and b[1] < 0 < b[0]:
            who, other = (player.name for player in scenario.players)
            return f" ({who} gives on {named.issues[given].name}, {other} on {named.issues[taken].name})"
    return ""
