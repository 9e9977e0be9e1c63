"""Small games of every kind, whose numbers lie at the edge of what they may be."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.fuzz.numbers import chance, patience, payoff

Data = dict[str, Any]

ROUNDS = ("1", "1", "2", "2", "3", "3", "5", "5", "40", "300")
SHORT = ROUNDS.index("40")
"""So many of them leave a game of hidden types small enough to be solved."""

ENDLESS = "concessions without a last round"
REPEATED = "repeated matrix"
OFFERED = "issues with offers"
PRICED = "offers with hidden values"
DEMANDED = "offers with demands at the deadline"
TYPES = " with hidden types"


def small_game(draw: Random, form: str) -> Data:
    """The data of a file of a form; some are refused for a single reason.

    Parameters
    ----------
    form : str
        As `sim.scenario.scenario.Scenario.form` has it.
    """
    kind = form.removesuffix(TYPES)
    typed = kind != form
    data: Data = {"format": "1", "title": "t"}
    if typed or draw.random() < 0.5:
        data["parameters"] = {
            "p": {"value": draw.choice(("0", "0.5", "1", "1e-17", "1 - 1e-17")), "min": "0", "max": "1"}
        }
    if kind in ("concessions", ENDLESS):
        data |= _concessions(
            draw,
            "infinite" if kind == ENDLESS else draw.choice(ROUNDS[: SHORT if typed and draw.random() < 0.9 else None]),
        )
    elif kind == "tree":
        data |= _tree(draw)
    elif kind == "offers":
        data |= _offers(draw)
    elif kind == DEMANDED:
        data |= {**_offers(draw), "deadline": "demands"}
        data |= {"rounds": draw.choice(ROUNDS)} if draw.random() < 0.95 else {}
    elif kind == PRICED:
        data |= _prices(draw)
    elif kind == "options":
        data |= _options(draw)
    elif kind in ("issues", OFFERED):
        data |= _issues(draw, offers=kind == OFFERED)
    else:
        data |= _matrix(draw, repeated=kind == REPEATED)
        if kind == "matrix" and draw.random() < 0.3:
            return data | _numbers(draw)
    if typed:
        one, two = _two_chances(draw)
        data["types"] = {"b": {"k": {"probability": one}, "l": {"probability": two, "set": {"p": "1"}}}}
    elif kind in ("concessions", "matrix", "tree") and draw.random() < 0.15:
        data["commit"] = draw.choice("ab")
    return data if "parameters" in data else _without_parameters(data)


def _without_parameters(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_parameters(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_parameters(value) for value in data]
    return {"p": "0", "1 - p": "1", "-p": "0"}.get(data, data)


def _pair(draw: Random) -> Data:
    return {"a": payoff(draw), "b": payoff(draw)}


def _two_chances(draw: Random) -> tuple[str, str]:
    one = chance(draw)
    return one, f"1 - ({one})"


def _concessions(draw: Random, rounds: str) -> Data:
    ladders: Data = {"a": [], "b": []}
    for player in "ab":
        for k in range(draw.choice((0, 1, 1, 2))):
            step: Data = {"id": f"s{k}"}
            if draw.random() < 0.6:
                step["effect"] = _pair(draw)
            if draw.random() < 0.2:
                step["once"] = _pair(draw)
            if draw.random() < 0.4:
                step["reversible"] = True
            if draw.random() < 0.2:
                step["verification"] = chance(draw)
            ladders[player].append(step)
    data: Data = {
        "players": {player: {"patience": patience(draw)} for player in "ab"},
        "status_quo": _pair(draw),
        "concessions": ladders,
        "breakdown": {"payoff": _pair(draw), "hazard": chance(draw)},
        "horizon": rounds,
    }
    for key, some in (
        ("moves", ("simultaneous", "alternating", "sequential")),
        ("first", ("a", "b")),
        ("punishment", ("snapback", "breakdown")),
        ("on_discovery", ("snapback", "breakdown")),
    ):
        if draw.random() < 0.4:
            data[key] = draw.choice(some)
    if draw.random() < 0.7:
        data["actions"] = draw.sample(("concede", "hold_out", "walk_away", "renege"), draw.randint(1, 4))
    if draw.random() < 0.3:
        data["agreement"] = _pair(draw)
    if draw.random() < 0.1:
        data["mediator"] = {"delay": {"a": "1e-17", "b": "1"}}
    if draw.random() < 0.3:
        order = [f"{player}.{step['id']}" for player in draw.sample("ab", 2) for step in ladders[player]]
        data["roadmaps"] = {"r": order}
    return data


def _matrix(draw: Random, repeated: bool) -> Data:
    m, n = draw.randint(1, 3), draw.randint(1, 3)
    data: Data = {
        "kind": "matrix",
        "players": {"a": {"actions": [*"xyz"[:m]]}, "b": {"actions": [*"xyz"[:n]]}},
        "payoffs": [[[payoff(draw), payoff(draw)] for _ in range(n)] for _ in range(m)],
    }
    if repeated:
        for player in "ab":
            data["players"][player]["patience"] = patience(draw)
        data["repeat"] = {"rounds": draw.choice((*ROUNDS, "infinite", "infinite", "infinite"))}
    return data


def _numbers(draw: Random) -> Data:
    """Actions that are numbers, with types on a range and a profile or without."""
    spans = [draw.choice(("0:2:1", "-1:1:1/2", "p:p:1", "0:1:1/3")) for _ in "ab"]
    own = draw.choice(("p", "q", "(p - x) * (a.x >= b.x)", "(q + x) * (a.x + b.x <= 1)", "-(x - p) ** 2", "min(x, q)"))
    data: Data = {
        "parameters": {"p": "1", "q": payoff(draw)},
        "players": {player: {"actions": {"x": span}} for player, span in zip("ab", spans, strict=True)},
        "payoffs": {"a": own, "b": draw.choice((own, "x - a.x", "a.x * b.x", payoff(draw)))},
    }
    if draw.random() < 0.5:
        data["types"] = {"b": {"q": draw.choice(("0:1:1/2", "1:1:1", "-1:1:1"))}}
        if draw.random() < 0.7:
            data["profile"] = {"a": draw.choice(("0", "p", "1/4")), "b": draw.choice(("q", "q / 2 - 1/3", "1"))}
    return data


def _tree(draw: Random) -> Data:
    return {"kind": "tree", "players": {"a": {}, "b": {}}, "tree": _node(draw, draw.randint(0, 3))}


def _node(draw: Random, depth: int) -> Data:
    if depth == 0:
        return {"payoffs": [payoff(draw), payoff(draw)]}
    if draw.random() < 0.4:
        one, two = _two_chances(draw)
        return {
            "chance": {
                "h": {"probability": one, "then": _node(draw, depth - 1)},
                "t": {"probability": two, "then": _node(draw, depth - 1)},
            }
        }
    player = draw.choice("ab")
    node: Data = {
        "player": player,
        "actions": {label: _node(draw, depth - 1) for label in "lmr"[: draw.choice((1, 2, 2, 3))]},
    }
    if draw.random() < 0.3:
        node["infoset"] = f"{player}{depth}{len(node['actions'])}"
    return node


def _options(draw: Random) -> Data:
    parties = "abcdefgh"[: draw.choice((2, 2, 3, 3, 4, 8))]
    own = {party: [f"o{k}" for k in range(draw.choice((0, 1, 1, 2, 3)))] for party in parties}
    names = [f"{party}.{option}" for party in parties for option in own[party]] or ["a.o0"]

    def statement() -> str:
        one, two = draw.choice(names), draw.choice(names)
        forms = ("{}", "!{}", "{} & {}", "{} | !{}", "{} -> {}", "!({} <-> {})", "true", "{0} & !{0}")
        return draw.choice(forms).format(one, two)

    def prefers() -> Any:
        if draw.random() < 0.2:
            return {"points": draw.choice((f"{draw.choice(names)} - p", f"1 / {draw.choice(names)}", "0", "p"))}
        return [statement() for _ in range(draw.choice((1, 2, 3, 5)))]

    flags: tuple[Data, ...] = ({}, {}, {"irreversible": "true"}, {"lapses": "true"}, {"name": "n"})
    players: Data = {
        party: {"options": {option: dict(draw.choice(flags)) for option in own[party]}, "prefers": prefers()}
        for party in parties
    }
    if draw.random() < 0.2:
        players["a"]["misperceives"] = {"b": prefers()}
    data: Data = {"kind": "options", "players": players}
    if draw.random() < 0.5:
        data["infeasible"] = [statement() for _ in range(draw.choice((1, 2)))]
    if draw.random() < 0.5:
        data["status_quo"] = [draw.choice(names)]
    return data


def _issues(draw: Random, offers: bool) -> Data:
    issues: Data = {}
    for k in range(draw.choice((1, 1, 2, 3))):
        points = {f"o{j}": _both(draw) for j in range(draw.choice((1, 2, 2, 3)))}
        issues[f"i{k}"] = {"options": points}
    data: Data = {
        "kind": "issues",
        "players": {p: {"walk_away": payoff(draw), **({"patience": patience(draw)} if offers else {})} for p in "ab"},
        "issues": issues,
    }
    if draw.random() < 0.3:
        data["players"]["a"]["weights"] = {"i0": draw.choice(("0", "2", "1e-17", "1/3"))}
    if len(issues) > 1 and draw.random() < 0.4:
        data["extras"] = [{"when": ["i0.o0", "i1.o0"], "points": _both(draw)}]
    if offers:
        data["offers"] = {"rounds": draw.choice((*ROUNDS, "infinite")), "breakdown": chance(draw)}
    return data


def _both(draw: Random) -> list[str]:
    return [payoff(draw), payoff(draw)]


def _offers(draw: Random) -> Data:
    data: Data = {
        "kind": "offers",
        "players": {player: {"patience": patience(draw)} for player in "ab"},
        "surplus": draw.choice(("1", "1e-17", "1e99", "1/3", "100")),
        "rounds": draw.choice((*ROUNDS, "infinite", "infinite", "infinite")),
        "grid": draw.choice(("1", "2", "10")),
    }
    if draw.random() < 0.3:
        data["outside"] = _pair(draw)
    for key, value in (
        ("opt_out", lambda: {draw.choice("ab"): draw.choice(("0", "0.3", "2", "-1"))}),
        ("breakdown", lambda: {"hazard": draw.choice(("0", "0.1", "1")), "payoffs": _pair(draw)}),
        ("inside", lambda: _pair(draw)),
        ("cost", lambda: {"a": draw.choice(("0", "0.1", "3"))}),
        ("proposer", lambda: draw.choice(("0", "0.5", "1", "1/round"))),
        ("surplus", lambda: draw.choice(("2 - round", "3/round", ["1", "2"]))),
    ):
        if draw.random() < 0.15:
            data[key] = value()
    return data


def _prices(draw: Random) -> Data:
    one, two = _two_chances(draw)
    lots = draw.choice(
        (
            "0:1:0.1",
            "0.5:1:1/8",
            "1e-17:1:1 - 1e-17",
            [{"value": payoff(draw), "probability": one}, {"value": payoff(draw), "probability": two}],
            {"range": "0:1:0.1", "weight": draw.choice(("value", "1 - value", "1/(1 + value)", "0", "-1"))},
        )
    )
    data: Data = {
        "kind": "offers",
        "players": {player: {"patience": patience(draw)} for player in "ab"},
        "values": {"b": lots} if draw.random() < 0.6 else {"a": lots, "b": payoff(draw)},
        "rounds": draw.choice((*ROUNDS, "infinite", "infinite", "infinite")),
    }
    for key, value in (("first", "a"), ("proposer", "1"), ("surplus", "2"), ("opt_out", {"b": "0.1"})):
        if draw.random() < 0.05:
            data[key] = value
    return data
