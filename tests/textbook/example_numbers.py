"""The numbers in the answers of files from practice, each worked out without the engines and compared with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from typing import Any

import pytest

from sim.scenario.load import load
from tests.textbook.play import Number, at, document

Numbers = list[list[Number]]
Pair = tuple[Fraction, Fraction]


def run(name: str, *settings: str) -> Any:
    """The document of ``detente run`` with values at keys of the file."""
    return document("run", name, *(part for setting in settings for part in ("--with", setting)))


# ---- A tariff truce: backward induction over what stands, who moves, and nothing else.


def mixed(chance: Fraction, one: Pair, other: Pair) -> Pair:
    return chance * one[0] + (1 - chance) * other[0], chance * one[1] + (1 - chance) * other[1]


class Truce:
    """The tariff truce by backward induction, written anew from what its file says."""

    def __init__(self, **changed: Fraction) -> None:
        values = {**at("tariff-truce"), **changed}
        home, tariff, counter = values["home"], values["tariff"], values["counter"]
        tenth = Fraction(1, 10)
        self.patience, self.hazard = values["patience"], values["hazard"]
        self.start = (home - counter, -tariff)
        self.steps = (
            ((-tenth, 3 * tenth), (-home / 2, tariff / 2), (-home / 2, tariff / 2)),
            ((5 * tenth, -3 * tenth), (6 * tenth, -4 * tenth), (counter, -tenth)),
        )
        self.agreement = (values["calm"], Fraction(1, 2))
        self.breakdown = (Fraction(-5, 2), Fraction(-7, 2))
        self.needs = (0, 1, 2), (0, 0, 0)  # steps of the other side that each step waits for
        self.kept = 0, 2  # steps of each side that cannot be taken back

    def pays(self, stands: tuple[int, int]) -> Pair:
        """What a round pays."""
        parts = [self.start, *(step for side in (0, 1) for step in self.steps[side][: stands[side]])]
        if stands == (3, 3):
            parts.append(self.agreement)
        return sum(part[0] for part in parts), sum(part[1] for part in parts)  # type: ignore[return-value]

    def broken(self, stands: tuple[int, int]) -> Pair:
        """What a round pays once the talks have broken down: what cannot be taken back stays."""
        parts = [self.breakdown, *self.steps[1][: min(stands[1], 2)]]
        return sum(part[0] for part in parts), sum(part[1] for part in parts)  # type: ignore[return-value]

    def choices(self, stands: tuple[int, int], side: int) -> dict[str, tuple[int, int] | None]:
        """What the mover can do, and what then stands; None once the talks have broken down."""
        own, other = stands[side], stands[1 - side]
        found: dict[str, tuple[int, int] | None] = {"hold out": stands, "walk away": None}

        def put(count: int) -> tuple[int, int]:
            return (count, other) if side == 0 else (other, count)

        if own < 3 and other >= self.needs[side][own]:
            found["concede"] = put(own + 1)
        if own > self.kept[side]:
            found["renege"] = put(self.kept[side])
        return found

    @cache  # noqa: B019 - a few games, for one test
    def value(self, stands: tuple[int, int], now: int, last: int) -> tuple[Pair, dict[str, Pair]]:
        """Payoffs per round from round `now` on, and those of each choice of its mover."""
        side = (now + 1) % 2
        found: dict[str, Pair] = {}
        for choice, after in self.choices(stands, side).items():
            if after is None:
                found[choice] = self.broken(stands)
                continue
            today = self.pays(after)
            later = today if now == last else self.value(after, now + 1, last)[0]
            if choice != "concede" and after != (3, 3):  # a stalled round, taking back included
                later = mixed(self.hazard, self.broken(after), later)
            found[choice] = mixed(self.patience, later, today)
        return max(found.values(), key=lambda pair: pair[side]), found

    def course(self, last: int) -> list[tuple[str, Fraction]]:
        """What is done round by round, and how much the best other choice would cost."""
        stands, seen = (0, 0), []
        for now in range(1, last + 1):
            side = (now + 1) % 2
            _, found = self.value(stands, now, last)
            best, second, *_ = sorted(found, key=lambda choice: found[choice][side], reverse=True)
            assert found[best][side] > found[second][side]
            seen.append((best, found[best][side] - found[second][side]))
            after = self.choices(stands, side)[best]
            assert after is not None
            stands = after
        return seen


def tariff_truce() -> Numbers:
    truce = Truce()
    course = truce.course(13)
    assert [choice for choice, _ in course] == ["concede"] * 6 + ["hold out"] * 7
    found = run("tariff-truce")
    pays, _ = truce.value((0, 0), 1, 13)
    assert tuple(found["equilibria"][0]["payoffs"].values()) == pytest.approx([float(x) for x in pays])
    assert found["verdict"]["deal"] == "certain"
    whole = truce.pays((3, 3))[0]
    brings = truce.pays((0, 3))[0] - whole + truce.agreement[0]  # without what calm adds
    assert brings < truce.agreement[0]
    # Whoever takes all back in the last round has `brings` less calm from then on, unless the talks break down.
    d, h = truce.patience, truce.hazard
    without = whole - truce.agreement[0]
    edge = (1 - d * h) * brings + d * h * (truce.broken((0, 3))[0] - without)
    for calm, last, kept in ((edge - Fraction(1, 1000), 13, False), (edge + Fraction(1, 1000), 13, True)):
        assert (Truce(calm=calm).course(last)[-1][0] == "hold out") == kept
        assert (run("tariff-truce", f"calm={float(calm)}")["verdict"]["deal"] == "certain") == kept
    tense = Truce(calm=Fraction(3, 10))
    assert tense.course(13)[-1][0] == "renege"
    assert tense.course(12)[-1][0] == "hold out"
    assert run("tariff-truce", "calm=0.3")["verdict"]["deal"] == "impossible"
    assert run("tariff-truce", "calm=0.3,horizon=12")["verdict"]["deal"] == "certain"
    return [
        [truce.agreement[0], brings, 6],
        [edge, 13, tense.agreement[0], 12],
        [min(cost for _, cost in course[0:6:2]), min(cost for _, cost in course[1:6:2])],
    ]


# ---- A strike: the prices are the engine's; who takes which, and what that pays, is worked out value by value.


def played(patience: str) -> tuple[list[Fraction], list[list[int]], Fraction]:
    """The demands, the values of the firms that meet each, and the share of the surplus that waiting takes."""
    d = Fraction(patience)
    document = run("strike", f"parameters.patience.value={patience}")["equilibria"][0]
    prices = [Fraction(str(step["price"])) for step in document["path"]]
    signed: list[list[int]] = [[] for _ in prices]
    values = range(20, 101, 5)
    for value in values:
        gains = [d**t * (value - price) for t, price in enumerate(prices)]
        # At the edge of what is bought two prices are as good; prices in the document are rounded.
        best = max(range(len(prices)), key=lambda t: (round(float(gains[t]), 9), -t))
        signed[best].append(value)
    had = sum(d**t * value for t, all_of in enumerate(signed) for value in all_of)
    union = sum(d**t * prices[t] * len(all_of) for t, all_of in enumerate(signed)) / len(values)
    assert float(union) == pytest.approx(document["payoffs"]["union"])
    return prices, signed, 1 - Fraction(had, sum(values))


def strike() -> Numbers:
    prices, signed, lost = played("0.9")
    fast, _, little = played("0.99")
    slow, _, much = played("0.5")
    assert prices[-1] == 20
    # The edge between two prices: who is there gains as much by either (Fudenberg and Tirole 1983).
    for price, following, all_of in zip(prices, prices[1:], signed, strict=False):
        edge = (price - Fraction(9, 10) * following) / Fraction(1, 10)
        assert max(v for v in range(15, 101, 5) if v not in all_of and v < min(all_of)) <= edge + Fraction(1, 10**6)
        assert edge <= min(all_of) + Fraction(1, 10**6)
    share = Fraction(len(signed[0]), 17)
    return [
        [prices[0], 100, min(signed[0]), share],
        [len(prices), 20, lost],
        [Fraction(99, 100), fast[0], little, Fraction(1, 2), slow[0], much],
    ]


# ---- An exchange of hostages: the two bounds in closed form.


def hostage_exchange() -> Numbers:
    d, going_on = at("hostage-exchange")["patience"], at("hostage-exchange")["ground_going_on"]
    freed, cost, last = Fraction(8, 5), Fraction(4, 5), Fraction(3, 10)  # 0.3: quiet, less what the last group costs
    # A side that means to go on pays size x ground at once and gets the first group a round later.
    low = d * freed / going_on
    # The holding side pays `cost` for the first group, then gets the rest of the ground, then the quiet.
    high = (Fraction(11, 5) - (cost - d * d * last) / d) / freed
    (size,) = document("reassurance", "hostage-exchange", "--by", "size")["sizes"][0]["intervals"]
    assert [size["from"], size["to"]] == pytest.approx([float(low), float(high)], abs=1e-3)
    complete = []
    for trust in ("0.1", "0.4"):
        found = run("hostage-exchange", f"parameters.trust.value={trust}")
        (separating,) = (e for e in found["equilibria"] if e["class"] == "separating")
        chances = [e["chance"] for e in separating["endings"] if e["agreement"] == "kept"]
        assert chances == [pytest.approx(float(trust))]
        complete += chances
    return [
        [low, at("hostage-exchange")["size"], 2],
        [high],
        [Fraction(1, 10), Fraction(2, 5), complete[1]],
    ]


# ---- Climate pledges: every state, every move, every coalition.

OPTIONS = {"early": ("cut", "pay"), "rising": ("peak",), "forest": ("keep",)}
PLEDGES = [option for own in OPTIONS.values() for option in own]
State = frozenset[str]


def likes(party: str, state: State, *, tied: bool = True) -> tuple[bool, ...]:
    """Which of its statements are true, the first outweighing all later ones."""
    cut, pay, peak, keep = (option in state for option in PLEDGES)
    if party == "early":
        own = (peak, keep, not peak or cut, not keep or pay, not cut, not pay)
        return own if tied else own[:2] + own[3:]
    if party == "rising":
        return (cut, peak == cut, keep, pay)
    return (cut, peak, pay, keep == pay)


def moves(state: State, parties: Iterable[str]) -> list[State]:
    own = {option for party in parties for option in OPTIONS[party]}
    every = [frozenset(c) for size in range(len(own) + 1) for c in combinations(sorted(own), size)]
    return [after for some in every if (after := frozenset((state - own) | some)) != state]


def resting(parties: int, *, tied: bool = True) -> list[State]:
    """States that no coalition of up to so many parties leaves to the gain of each of them."""
    states = [frozenset(c) for size in range(5) for c in combinations(PLEDGES, size)]
    groups = [group for size in range(1, parties + 1) for group in combinations(OPTIONS, size)]

    def leave(state: State, group: tuple[str, ...]) -> bool:
        gain = (
            all(likes(p, after, tied=tied) > likes(p, state, tied=tied) for p in group) for after in moves(state, group)
        )
        return any(gain)

    return [state for state in states if not any(leave(state, group) for group in groups)]


UNTIED = 'players.early.prefers=[rising.peak, forest.keep, "forest.keep -> early.pay", "!early.cut", "!early.pay"]'


def climate_pledges() -> Numbers:
    alone, loose = resting(1), resting(1, tied=False)
    for expected, settings in ((alone, ()), (loose, (UNTIED,))):
        states = run("climate-pledges", *settings)["states"]
        nash = {frozenset(o.partition(".")[2] for o in s["taken"]) for s in states if "nash" in s["equilibrium"]}
        assert nash == set(expected)
    assert {frozenset(), frozenset(PLEDGES)} < set(alone)
    assert resting(3) == [frozenset(PLEDGES)]
    assert frozenset() not in resting(2)
    assert not any("cut" in state for state in loose)
    return [[len(alone), 2 ** len(PLEDGES)], [len(alone)], [len(loose)]]


# ---- A merger: every package, Nash's product.

POINTS: dict[str, dict[str, tuple[int, int]]] = {
    "price": {"low": (40, 5), "middle": (25, 22), "high": (8, 40)},
    "payment": {"cash": (6, 14), "shares": (14, 6), "tied": (12, 10)},
    "lead": {"larger": (14, 0), "smaller": (4, 12), "both": (3, 8)},
    "office": {"larger": (8, 0), "smaller": (0, 6), "two": (3, 5)},
    "jobs": {"free": (16, 0), "two": (10, 12), "five": (0, 18)},
}


def nash(doubt: Fraction, alone: int = 45) -> tuple[tuple[str, ...], Pair] | None:
    """The package with the highest product of gains; None where none is worth walking away to both."""
    best = None
    for package in product(*POINTS.values()):
        pays = [
            sum(POINTS[issue][option][side] for issue, option in zip(POINTS, package, strict=True)) for side in (0, 1)
        ]
        tied = {"high": doubt, "middle": doubt / 2, "low": Fraction(0)}[package[0]] if package[1] == "tied" else 0
        gains = pays[0] + tied - 35, Fraction(pays[1] - alone)
        if min(gains) >= 0 and (best is None or gains[0] * gains[1] > best[0]):
            best = gains[0] * gains[1], package, (gains[0] + 35, gains[1] + alone)
    return None if best is None else best[1:]


def merger() -> Numbers:
    assert load("merger").kind == "issues"

    def agreed(doubt: str, alone: int) -> tuple[tuple[str, ...], Pair]:
        found = nash(Fraction(doubt), alone)
        assert found is not None
        settings = f"parameters.doubt.value={doubt},parameters.alone_smaller.value={alone}"
        engine = run("merger", settings)["solutions"]["nash"]
        assert tuple(engine["package"].values()) == found[0]
        assert tuple(engine["payoffs"].values()) == pytest.approx([float(x) for x in found[1]])
        return found

    here, pays = agreed("10", 45)
    sure, without = agreed("0", 45)
    assert here == ("high", "tied", "smaller", "larger", "two")
    assert sure[0] == "middle"
    # Both are as good at the doubt d where
    # (25 + 12 + 4 + 3 + 10 - 35 + d / 2) x 16 = (8 + 12 + 14 + 8 + 10 - 35 + d) x 17.
    edge = Fraction(19 * 16 - 17 * 17, 17 - 8)
    for doubt, price in ((edge - Fraction(1, 1000), "middle"), (edge + Fraction(1, 1000), "high")):
        assert agreed(str(float(doubt)), 45)[0][0] == price
    assert agreed("10", 60)[0] == here
    assert agreed("10", 65)[0] == (*here[:3], "two", "two")
    assert nash(Fraction(10), 90) is None
    assert not run("merger", "parameters.alone_smaller.value=90")["solutions"].get("nash")
    return [[*pays, 35, 45], [0, 10, *without, edge], [60, 45, 65, 90]]


EXAMPLES: dict[str, Callable[[], Numbers]] = {
    "climate-pledges": climate_pledges,
    "hostage-exchange": hostage_exchange,
    "merger": merger,
    "strike": strike,
    "tariff-truce": tariff_truce,
}
