"""What people did, in words: where they were counted, what they chose, and what theory says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.parameters import called_in
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.scenario.observed.stated import Counted
    from sim.scenario.scenario import Scenario
    from sim.show.observed.beside import Beside
    from sim.study.classroom.fit import Fit
    from sim.study.observed.best_reply import Reply

MOST_CHANCES = 3
"""Different chances, most, that are told one by one."""


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a row, with a word before the last."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def of(count: int, total: int) -> str:
    """A count among all."""
    return f"{count:,} of {total:,}"


def settings_words(scenario: Scenario, found: Beside) -> str:
    """The values that people played with; those of the file where the source sets none."""
    told = [f"{called_in(scenario, name)} {number(value)}" for name, value in found.study.settings]
    return ", ".join(told) or "the file's values"


def where(scenario: Scenario, counted: Counted) -> str:
    """Who was counted, and where."""
    names = [scenario.players[side].name for side in counted.sides]
    who = names[0] if len(names) == 1 else "both sides"
    if scenario.kind == "issues":
        return f"settled: {counted.at}"
    if counted.at:
        return f"{who}, {counted.at}"
    if counted.after is not None:
        return f"{who}, after own “{counted.after[0]}” and the other's “{counted.after[1]}”"
    if scenario.kind == "offers":
        return f"offers of round {(counted.round or 0) + 1}"
    return who if counted.round is None else f"{who}, round {counted.round + 1}"


def theory(found: Beside, counted: Counted, choice: str) -> str:
    """What theory says of a choice, in a cell of a table; empty where it says nothing."""
    deal = found.deal(counted, choice)
    if deal is not None:
        known = [needed for needed in deal.critical if needed is not None]
        if len(known) < len(deal.critical):
            return "never holds"
        held = "holds" if found.holds(deal) else "cannot hold" if found.impossible(deal) else "not held so"
        return f"{held}, needs {listed(dict.fromkeys(map(number, known)))}"
    return _several(chances.get(choice, 0.0) for chances in found.chances(counted))


def _several(chances: Iterable[float]) -> str:
    values = sorted({round(chance, 9) for chance in chances})
    if len(values) > MOST_CHANCES:
        return f"{percent(values[0])} to {percent(values[-1])}"
    return listed(map(percent, values), "or") if values else ""


def sentences(found: Beside) -> Iterator[str]:
    """The first thing that was counted beside what theory says of it, and what would answer these people best."""
    counted = found.study.choices[0]
    if found.scenario.kind == "offers":
        yield _offers(found, counted)
    else:
        yield _choice(found, counted)
    replies = found.replies
    same = len(replies) == 2 and (replies[0].at, replies[0].worths) == (replies[1].at, replies[1].worths)
    for reply in replies[:1] if same else replies:
        yield reply_words(reply, "either side" if same else found.scenario.players[reply.side].name)


def _choice(found: Beside, counted: Counted) -> str:
    choice, count = counted.counts[0]
    share = f"{percent(counted.shares[choice])} ({of(count, counted.total)})"
    deal = found.deal(counted, choice)
    if deal is not None:
        return f"{_held(found, deal_words(choice), choice, counted)}; of the people observed {share} began so."
    at = f" at “{counted.at}”" if counted.at and found.scenario.kind == "tree" else ""
    when = "" if counted.round is None else f" in round {counted.round + 1}"
    if found.scenario.kind == "issues":
        return f"Of the people observed {share} settled {counted.at} by “{choice}”."
    names = [found.scenario.players[side].name for side in counted.sides]
    told = f"Of the people observed in the place of {names[0]}" if len(names) == 1 else "Of the people observed"
    after = "" if counted.after is None else f" after own “{counted.after[0]}” and the other's “{counted.after[1]}”"
    told = f"{told}, {share} chose “{choice}”{at}{when}{after}"
    chances = _several(one.get(choice, 0.0) for one in found.chances(counted))
    if not chances:
        return f"{told}."
    return f"{told}; in {'equilibrium' if len(found.entries) == 1 else 'the equilibria'} the chance of it is {chances}."


def deal_words(choice: str) -> str:
    """An outcome in which both sides do the same."""
    return f"“{choice}, {choice}”"


def _held(found: Beside, outcome: str, choice: str, counted: Counted) -> str:
    deal = found.deal(counted, choice)
    assert deal is not None
    known = [needed for needed in deal.critical if needed is not None]
    if len(known) < len(deal.critical):
        return f"{outcome} cannot hold itself at any patience"
    least = f"a patience of {listed(dict.fromkeys(map(number, known)))}"
    own = listed(dict.fromkeys(number(player.patience or 0) for player in found.scenario.players))
    if found.holds(deal):
        return f"{outcome} can hold itself from {least} on, and here it is {own}"
    if found.impossible(deal):
        return f"{outcome} cannot hold itself, since it takes {least}, and here it is {own}"
    return f"{outcome} is held by grim trigger from {least} on, and here it is {own}"


def _offers(found: Beside, counted: Counted) -> str:
    shares = sum((count * _exact(share) for share, count in counted.counts), 0.0) / counted.total
    told = f"The people observed offered {percent(shares)} of the surplus on average in {counted.total:,} offers"
    least = found.offers(counted)
    if not least:
        return f"{told}."
    return f"{told}; in {'equilibrium' if len(least) == 1 else 'the equilibria'} it is {_several(least)}."


def _exact(share: str) -> float:
    from sim.scenario.expressions.exact import evaluate

    return float(evaluate(share, {}))


def reply_words(reply: Reply, who: str, whom: str = "these people") -> str:
    """What would be best against people.

    Parameters
    ----------
    who : str
        Whose best it would be.
    whom : str
        Against whom.
    """
    worths = {choice: worth for choice, worth in reply.worths.items() if worth is not None}
    best, others = reply.best, sorted((w for c, w in worths.items() if c not in reply.best), reverse=True)
    told = f"Against {whom} {listed([f'“{choice}”' for choice in best], 'or')} would be {who}'s best"
    told += f" at “{reply.at}”" if reply.at and reply.at != "start" else ""
    told += f", worth {number(worths[best[0]])}"
    if others:
        nearest = next(choice for choice, worth in worths.items() if worth == others[0])
        told += f"; the next best, “{nearest}”, would be worth {number(others[0])}"
    if reply.unknown:
        told += f". Nobody was observed after {listed([f'“{choice}”' for choice in reply.unknown], 'or')}"
    return f"{told}."


def fit_words(fit: Fit) -> str:
    """The precision that fits people best."""
    if fit.edge == "flat":
        return "What these people did says nothing about the precision: play with errors is the same at every one."
    if fit.edge == "random":
        return "These people fit play at random best (precision 0)."
    least = "at least " if fit.edge == "top" else ""
    high = f"no upper end up to {fit.reached:.3g}" if fit.high is None else f"{fit.high:.3g}"
    return (
        f"The precision of play with errors that fits these people best is {least}{fit.precision:.3g} per unit of "
        f"payoff (95% interval {fit.low:.3g} to {high}, if all choices were independent of each other)."
    )
