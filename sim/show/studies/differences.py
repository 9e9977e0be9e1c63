"""In what scenarios differ, as the format understands it: rules first, then steps, then numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions, Matrix, Offers, Tree
from sim.show.text.parameters import heading
from sim.show.text.words import number
from sim.study.record import StudyFile
from sim.study.single import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from sim.scenario.scenario import Scenario, Step

NONE = "\N{EM DASH}"
"""Stands for what a file has not."""


@dataclass(frozen=True)
class _Said:
    """What a file says of something.

    Parameters
    ----------
    words : str
        As people read it.
    text : str
        As the file writes it. A number that all files write alike and that differs nonetheless follows from parameters,
        which have rows of their own.
    names : tuple of str
        Names that are told only where not all files have them; empty for anything else.
    """

    words: str
    text: str
    names: tuple[str, ...] = ()

    def beside(self, others: Sequence[_Said]) -> str:
        """As people read it: all of it, or the names that not all have."""
        common = set(self.names).intersection(*(other.names for other in others))
        if all(set(other.names) == common for other in (self, *others)):
            return self.words
        return ", ".join(name for name in self.names if name not in common) or NONE


def difference_rows(scenarios: Sequence[Scenario]) -> list[list[str]]:
    """A row for each thing in which scenarios differ, with a column for each.

    Of scenarios of several kinds only these are told; of steps and parameters that not all have, that they have not.

    Parameters
    ----------
    scenarios : sequence of Scenario
        One or more.
    """
    said = [dict(_said(scenario)) for scenario in scenarios]
    if len({scenario.form for scenario in scenarios}) > 1:
        return [["kind", *(scenario.form for scenario in scenarios)]]
    rows = []
    for about in said[0]:
        found = [each[about] for each in said if about in each]
        alike = len({each.words for each in found}) == 1 or len({each.text for each in found}) == 1
        if len(found) == len(said) and not alike:
            rows.append([_heading(scenarios, about), *(each.beside(found) for each in found)])
    return rows


def _heading(scenarios: Sequence[Scenario], about: str) -> str:
    """What a row is about; a parameter by its label, if all that have it give it the same."""
    labels = {heading(p) for scenario in scenarios for p in scenario.parameters if p.name == about}
    return labels.pop() if len(labels) == 1 else about


def _said(scenario: Scenario) -> Iterator[tuple[str, _Said]]:
    game = scenario.game
    yield "parameters of its own", _named(sorted(parameter.name for parameter in scenario.parameters))
    if isinstance(game, Concessions):
        yield from _rules(scenario, game)
        yield from _steps(scenario, game)
    for player in scenario.types:
        for kind in player:
            yield f"chance that it is {kind.name}", _plain(number(kind.probability))
    for parameter in scenario.parameters:
        yield parameter.name, _plain(number(parameter.value))
    yield from _numbers(scenario)


def _plain(words: str) -> _Said:
    return _Said(words, words)


def _named(names: Sequence[str]) -> _Said:
    words = ", ".join(names) or NONE
    return _Said(words, words, tuple(names))


def _rules(scenario: Scenario, game: Concessions) -> Iterator[tuple[str, _Said]]:
    first = f", {scenario.players[game.first].name} first"
    yield "moves", _plain(game.moves + ("" if game.moves == "simultaneous" else first))
    yield "rounds", _plain("no last round" if game.horizon is None else str(game.horizon))
    yield "actions", _plain(", ".join(action.replace("_", " ") for action in sorted(game.actions)))
    yield "commits", _plain("nobody" if game.commit is None else scenario.players[game.commit].name)
    yield "presses", _plain("nobody" if game.mediator is None else game.mediator.name)
    if "breakdown" in scenario.places:
        yield "a breakdown keeps", _plain({"irreversible": "what cannot be taken back"}.get(game.keeps, game.keeps))
        yield "stalled is a round", _plain(game.stalls.replace("_", " "))
        deals = (sorted(_named_step(scenario, game, *step) for step in deal) for deal in game.rests)
        yield "talks may rest at", _plain("; ".join(sorted(", ".join(deal) for deal in deals)) or NONE)


def _steps(scenario: Scenario, game: Concessions) -> Iterator[tuple[str, _Said]]:
    """Order, prerequisites and kind of each step."""
    for player, ladder in zip(scenario.players, game.ladders, strict=True):
        yield f"steps of {player.name}", _named([step.id for step in ladder])
    for player, ladder in zip(scenario.players, game.ladders, strict=True):
        for step in ladder:
            name = f"{player.id}.{step.id}"
            yield f"{name} waits for", _plain(_waits(scenario, game, step))
            yield f"{name} can be taken back", _plain("yes" if step.reversible else "no")
            found = step.verification
            yield f"{name} can be faked", _plain("no" if found is None else f"discovered with chance {number(found)}")


def _waits(scenario: Scenario, game: Concessions, step: Step) -> str:
    return ", ".join(_named_step(scenario, game, p, k) for p, k in step.after) or "nothing"


def _named_step(scenario: Scenario, game: Concessions, player: int, k: int) -> str:
    return f"{scenario.players[player].id}.{game.ladders[player][k].id}"


def _numbers(scenario: Scenario) -> Iterator[tuple[str, _Said]]:
    """Numbers of the game, with the expressions that the file has for them."""
    data, game = parsed(StudyFile.of(scenario)).data, scenario.game
    for player in scenario.players:
        if player.patience is not None:
            yield f"patience of {player.name}", _value(data, player.patience, "players", player.id, "patience")
    if isinstance(game, Concessions):
        yield from _payoffs(scenario, game, data)
    elif isinstance(game, Offers):
        yield from _offers(scenario, game, data)
    elif isinstance(game, Matrix):
        yield "actions", _plain(" / ".join(_actions(game, k) for k in (0, 1)))
        if game.formulas is not None:
            for player, text in zip(scenario.players, game.formulas, strict=True):
                yield f"what {player.name} gets", _plain(text)
            return
        cells = [f"({number(one)}, {number(two)})" for row in game.payoffs for one, two in row]
        yield "payoffs", _Said(" ".join(cells), str(data.get("payoffs")))
    elif isinstance(game, Tree):
        ends = [node.payoffs for node in game.nodes if node.payoffs is not None]
        yield "nodes", _plain(f"{len(game.nodes)}, of them {len(ends)} ends")


def _actions(game: Matrix, player: int) -> str:
    scale, own = game.scales[player], game.actions[player]
    return f"{scale.name} {own[0]} to {own[-1]} ({len(own):,})" if scale else ", ".join(own)


def _offers(scenario: Scenario, game: Offers, data: Any) -> Iterator[tuple[str, _Said]]:
    if game.values:
        yield from _values(scenario, game, data)
    elif game.by_round:
        yield "surplus", _Said(", ".join(map(number, game.by_round)), str(data.get("surplus")))
    elif game.sizes:
        lots = ", ".join(f"{number(size)} ({number(chance)})" for chance, size in game.sizes)
        yield "surplus", _plain(f"drawn {'once' if game.once else 'each round'}: {lots}")
    else:
        yield "surplus", _value(data, game.surplus, "surplus")
    yield "rounds", _plain("no last round" if game.rounds is None else str(game.rounds))
    yield "the last round", _plain("demands" if game.demands else "an offer")
    if game.proposer:
        first = scenario.players[game.first].name
        yield f"chance that {first} proposes", _Said(", ".join(map(number, game.proposer)), str(data.get("proposer")))
    if game.hazard:
        yield "chance of a breakdown", _value(data, game.hazard, "breakdown", "hazard")
    for k, to in enumerate(scenario.players):
        if (left := game.opt_out[k]) is not None:
            yield f"{to.name} by leaving", _value(data, left, "opt_out", to.id)
        if game.hazard:
            yield f"breakdown, {to.name}", _value(data, game.broken[k], "breakdown", "payoffs", to.id)
        for key, pair in (("inside", game.inside), ("cost", game.cost), ("outside", game.outside)):
            if pair[k]:
                yield f"{key}, {to.name}", _value(data, pair[k], key, to.id)


def _values(scenario: Scenario, game: Offers, data: Any) -> Iterator[tuple[str, _Said]]:
    own, other = scenario.players[game.first], scenario.players[1 - game.first]
    lots = [value for value, chance in game.values if chance]
    told = f"{number(min(lots))} to {number(max(lots))} ({len(lots):,})"
    said = data.get("values")
    yield f"value to {other.name}", _Said(told, str(said.get(other.id) if isinstance(said, dict) else said))
    yield f"value to {own.name}", _value(data, game.own_value, "values", own.id)


def _payoffs(scenario: Scenario, game: Concessions, data: Any) -> Iterator[tuple[str, _Said]]:
    for k, to in enumerate(scenario.players):
        yield f"status quo, {to.name}", _value(data, game.status_quo[k], "status_quo", to.id)
        yield f"complete agreement, {to.name}", _value(data, game.agreement[k], "agreement", to.id)
        if "breakdown" in scenario.places:
            yield f"breakdown, {to.name}", _value(data, game.breakdown[k], "breakdown", "payoff", to.id)
        if game.mediator is not None:
            yield f"delay, {to.name}", _value(data, game.mediator.delay[k], "mediator", "delay", to.id)
    yield "chance of a breakdown", _hazard(data, game)
    for player, ladder in zip(scenario.players, game.ladders, strict=True):
        for place, step in enumerate(ladder):
            yield (
                f"{player.id}.{step.id} with others",
                _joint(scenario, game, step, data["concessions"][player.id][place]),
            )
            for k, to in enumerate(scenario.players):
                at = ("concessions", player.id, place)
                yield f"{player.id}.{step.id} to {to.name}", _value(data, step.effect[k], *at, "effect", to.id)
                if any(step.once):
                    yield f"{player.id}.{step.id} once to {to.name}", _value(data, step.once[k], *at, "once", to.id)


def _joint(scenario: Scenario, game: Concessions, step: Step, entry: Any) -> _Said:
    """What a step adds while others stand as well: ``1, 0 with b.y``."""
    told = []
    for joint in step.joint:
        others = ", ".join(_named_step(scenario, game, *other) for other in joint.when)
        told.append(f"{', '.join(map(number, joint.effect))} with {others}")
    return _Said("; ".join(told) or NONE, str(entry.get("effects") or []))


def _hazard(data: Any, game: Concessions) -> _Said:
    """The chance of a breakdown, round by round where it changes."""
    if len(game.hazards) == 1:
        return _value(data, game.hazards[0], "breakdown", "hazard")
    return _Said(", ".join(map(number, game.hazards)), str(data["breakdown"]["hazard"]))


def _value(data: Any, value: Fraction, *path: str | int) -> _Said:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return _plain(number(value))
    return _Said(number(value), str(data))
