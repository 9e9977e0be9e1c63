"""Types that are numbers, as people read them: what each does, what it gets, and what all choices together bring."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.hidden.revelation import payoffs_by_type, with_open_cards
from sim.engine.tree.margins import margins
from sim.scenario.ranges import written
from sim.show.text.blocks import Look, Table
from sim.show.text.words import listed, number, percent, type_name
from sim.show.tree.in_short import plays

if TYPE_CHECKING:
    from sim.engine.tree.margins import Margin
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.scenario.scenario import PlayerType, Scenario
    from sim.show.hidden.in_short import HiddenNaming

MOST_ROWS = 9
"""Types of a player, most, that have a row each."""


def is_on_a_scale(scenario: Scenario) -> bool:
    """Whether in a matrix game types of a player are numbers on a range."""
    return scenario.kind == "matrix" and any(types and types[0].parameter for types in scenario.types)


def range_facts(scenario: Scenario, player: int) -> str:
    """What a player may be, if its types are numbers on a range; else empty."""
    types = scenario.types[player]
    if not types or not types[0].parameter:
        return ""
    name, other = scenario.players[player].name, scenario.players[1 - player].name
    what = types[0].name.rpartition(" ")[0]
    if len(types) == 1:
        return f"{name} has {types[0].name}, and both know it."
    step = written(types[1].value - types[0].value)
    ends = f"{written(types[0].value)} to {written(types[-1].value)}"
    return (
        f"{name} has a {what} from {ends} in steps of {step}: {len(types)} numbers, each as likely as the others. "
        f"{name} knows which; {other} knows the range alone."
    )


def told(words: HiddenNaming, e: BayesEquilibrium) -> str:
    """From what to what the choices of each side go, and what they bring."""
    scenario, parts = words.scenario, []
    for player in (0, 1):
        rows, name = choices_by_type(words, player), scenario.players[player].name
        acts = [plays(e.behaviour[player][at]) for at, _ in rows]
        if len(set(acts)) == 1:
            parts.append(f"{name} plays {acts[0]}" + (", whatever its type." if len(rows) > 1 else "."))
            continue
        kinds = [kind.name for _, kind in rows if kind]
        parts.append(f"{name} plays from {acts[0]} ({kinds[0]}) to {acts[-1]} ({kinds[-1]}).")
    pays = [f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True)]
    return " ".join([*parts, f"On average it pays {listed(pays)}.", _together(words, e)]).strip()


def _together(words: HiddenNaming, e: BayesEquilibrium) -> str:
    got, most = sum(e.payoffs, Fraction(0)), with_open_cards(words.hidden)
    if got == most:
        return f"Together they get {number(got)}, the most that they could."
    share = f" ({percent(got / most)})" if most > 0 and got >= 0 else ""
    most_told = f"the {number(most)} that they could get with open cards, choosing as one"
    return f"Together they get {number(got)}{share} of {most_told}."


def by_number(words: HiddenNaming, e: BayesEquilibrium) -> Table:
    """A row for each type, or some at equal distances: what it does and gets, and what another choice would cost."""
    scenario, rows, owners, thinned = words.scenario, [], [], False
    pays, found = payoffs_by_type(words.hidden, e), {m.name: m for m in margins(e)}
    for player in (0, 1):
        own = choices_by_type(words, player)
        count = min(len(own), MOST_ROWS)
        thinned = thinned or count < len(own)
        for k in sorted({round(i * (len(own) - 1) / max(1, count - 1)) for i in range(count)}):
            name, kind = own[k]
            who = scenario.players[player].name
            label = f"{who}, {type_name(scenario, player, kind.id)}" if kind else who
            gets = pays[player][kind.id] if kind else e.payoffs[player]
            does = ", ".join(a for a, p in e.behaviour[player][name].items() if p)
            rows.append((label, does, number(gets), *_next(found.get(name))))
            owners.append(player)
    some = " (some types at equal distances)" if thinned else ""
    look = Look(rows=dict(enumerate(owners)), words=frozenset({1, 3}))
    head = ("", "does", "gets", "next best", "costs")
    return Table(f"What each type does, and what the best other choice would cost{some}", head, tuple(rows), look)


def _next(m: Margin | None) -> tuple[str, str]:
    if m is None or m.other is None:
        return "", ""
    return (m.other, number(m.cost)) if m.pure else ("other chances", "0")


def choices_by_type(words: HiddenNaming, player: int) -> list[tuple[str, PlayerType | None]]:
    """The information sets of a player with the type that decides there, in the order of the types."""
    kinds = {kind.id: k for k, kind in enumerate(words.hidden.types[player])}
    found = []
    for name, members in words.game.infosets.items():
        if words.game.owner(name) == player:
            secret = words.hidden.secret(members[0], player).type
            found.append((kinds.get(secret, 0), name, secret))
    return [(name, words.hidden.types[player][k] if secret else None) for k, name, secret in sorted(found)]
