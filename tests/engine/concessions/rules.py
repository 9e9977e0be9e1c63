"""The rules of a concession game once more, from the text of the format alone: slow, plain, and in fractions.

Nothing here comes from `sim`; a scenario is plain data. A position is (round, standing steps of both, steps the
leader has just taken or None). The module evaluates a given profile and looks for deviations that pay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

F = Fraction
Stands = tuple[frozenset[str], frozenset[str]]
Mixed = dict[str, Fraction]
Profile = Callable[[int, Stands, str | None, int], Mixed]
"""(round, state seen, leader's action or None, player) -> chances of the actions."""


@dataclass
class Rules:
    """A concession game as its file states it."""

    data: dict[str, Any]

    def __post_init__(self) -> None:
        self.players = list(self.data["players"])
        self.ladders = [self.data["concessions"][p] for p in self.players]
        self.first = self.players.index(self.data.get("first", self.players[0]))
        self.horizon = self.data["horizon"]
        self.breakdown = {"hazard": 0, "keeps": "irreversible", "stalls": "without_progress"} | self.data["breakdown"]
        each = self.breakdown["hazard"] if isinstance(self.breakdown["hazard"], list) else [self.breakdown["hazard"]]
        self.hazards = [F(str(h)) for h in each]
        self.rests = [
            tuple(frozenset(name.split(".")[1] for name in deal if name.startswith(f"{p}.")) for p in self.players)
            for deal in self.breakdown.get("rests", [])
        ]
        self.patience = [F(str(self.data["players"][p]["patience"])) for p in self.players]
        for name in (
            "lowest",
            "legal",
            "after",
            "pays",
            "ended",
            "delay",
            "once",
        ):  # asked again and again of few states
            setattr(self, name, cache(getattr(self, name)))

    def _pair(self, values: dict[str, Any]) -> tuple[Fraction, Fraction]:
        return F(str(values.get(self.players[0], 0))), F(str(values.get(self.players[1], 0)))

    def complete(self, s: Stands) -> bool:
        return all(len(s[i]) == len(self.ladders[i]) for i in (0, 1))

    def lowest(self, s: Stands, i: int) -> dict[str, Any] | None:
        return next((step for step in self.ladders[i] if step["id"] not in s[i]), None)

    def legal(self, s: Stands, i: int) -> list[str]:
        step = self.lowest(s, i)
        met = step is not None and all(
            ref.split(".")[1] in s[self.players.index(ref.split(".")[0])] for ref in step.get("after", [])
        )
        back = any(step.get("reversible") and step["id"] in s[i] for step in self.ladders[i])
        possible = {"concede": met, "hold_out": True, "renege": back, "walk_away": not self.complete(s)}
        return [a for a in self.data["actions"] if possible[a]]

    def after(self, s: Stands, i: int, action: str) -> Stands:
        own = set(s[i])
        if action == "concede":
            step = self.lowest(s, i)
            assert step is not None
            own.add(step["id"])
        if action == "renege":
            own -= {step["id"] for step in self.ladders[i] if step.get("reversible")}
        return (frozenset(own), s[1]) if i == 0 else (s[0], frozenset(own))

    def pays(self, s: Stands) -> tuple[Fraction, Fraction]:
        parts = [self._pair(self.data["status_quo"])]
        parts += self.effects(s)
        if self.complete(s):
            parts.append(self._pair(self.data["agreement"]))
        return sum((p[0] for p in parts), F(0)), sum((p[1] for p in parts), F(0))

    def effects(self, s: Stands) -> list[tuple[Fraction, Fraction]]:
        """What steps add that stand, alone and with others."""
        standing = {f"{p}.{name}" for p, own in zip(self.players, s, strict=True) for name in own}
        found = []
        for p, ladder in zip(self.players, self.ladders, strict=True):
            for step in ladder:
                if f"{p}.{step['id']}" in standing:
                    met = [e["effect"] for e in step.get("effects", []) if standing.issuperset(e["when"])]
                    found += map(self._pair, [step["effect"], *met])
        return found

    def ended(self, s: Stands) -> tuple[Fraction, Fraction]:
        """What a round pays once the talks have ended in a state."""
        kept = {"nothing": (frozenset[str](), frozenset[str]()), "all": s}.get(self.breakdown["keeps"])
        if kept is None:
            for_good = [{step["id"] for step in ladder if not step.get("reversible")} for ladder in self.ladders]
            kept = s[0] & for_good[0], s[1] & for_good[1]
        parts = [self._pair(self.breakdown["payoff"]), *self.effects(kept)]
        return sum((p[0] for p in parts), F(0)), sum((p[1] for p in parts), F(0))

    def walked(self, s: Stands, once: tuple[Fraction, Fraction] = (F(0), F(0))) -> tuple[Fraction, Fraction]:
        """Discounted average from a round on in which somebody walks away after a leader's step has paid once."""
        later, paid = self.ended(s), (F(0), F(0)) if self.breakdown["keeps"] == "nothing" else once
        one, two = ((1 - d) * (v + now) + d * v for d, v, now in zip(self.patience, later, paid, strict=True))
        return one, two

    def risk(self, start: Stands, end: Stands, t: int = 0) -> Fraction:
        """Chance that the talks break down after a round that leads from one state to another."""
        if self.breakdown["stalls"] == "without_change":
            stalled = start == end
        else:
            stalled = end[0] <= start[0] and end[1] <= start[1]
        hazard = self.hazards[min(t, len(self.hazards) - 1)]
        return hazard if stalled and not self.complete(end) and end not in self.rests else F(0)

    def delay(self, end: Stands) -> tuple[Fraction, Fraction]:
        """What a round costs that ends in a state with the talks going on."""
        mediator = self.data.get("mediator", {})
        return (F(0), F(0)) if self.complete(end) else self._pair(mediator.get("delay", {}))

    def once(self, s: Stands, i: int, action: str) -> tuple[Fraction, Fraction]:
        step = self.lowest(s, i) if action == "concede" else None
        return self._pair(step.get("once", {})) if step else (F(0), F(0))


class Checker:
    """Values of a profile, and the best that one deviation gains anywhere play can get to."""

    def __init__(self, rules: Rules, profile: Profile) -> None:
        self.rules, self.profile = rules, profile
        self.gain, self.seen = F(0), 0

        @cache
        def value(t: int, s: Stands) -> tuple[Fraction, Fraction]:
            return self._node(t, s)

        self.value = value

    def _settled(
        self, t: int, start: Stands, end: Stands, once: tuple[Fraction, Fraction]
    ) -> tuple[Fraction, Fraction]:
        """Discounted average from round t on when the round ends in a state."""
        r = self.rules
        now, h, ended = r.pays(end), r.risk(start, end, t), r.ended(end)
        # After a certain breakdown there is no next round to look at.
        later = self.value(t + 1, end) if t + 1 < r.horizon and h < 1 else now
        delay = r.delay(end)
        pair = [
            (1 - d) * (now[i] + once[i] - delay[i]) + d * ((1 - h) * later[i] + h * ended[i])
            for i, d in enumerate(r.patience)
        ]
        return pair[0], pair[1]

    def _judge(self, t: int, s: Stands, leader: str | None, who: list[int], play: Callable[..., Any]) -> Any:
        """Value of a decision point; `play` maps an action per player in `who` to a pair of payoffs."""
        r = self.rules
        legal = {i: r.legal(s, i) for i in who}
        mixed = {i: self.profile(t, s, leader, i) for i in who}
        for i in who:
            assert set(mixed[i]) <= set(legal[i]), f"illegal action in round {t}: {mixed[i]}"
            assert abs(sum(mixed[i].values()) - 1) < F(1, 10**9)
        table = {}
        if len(who) == 2:
            for a in legal[0]:
                for b in legal[1]:
                    table[a, b] = play(a, b)
            value = [sum(mixed[0].get(a, 0) * mixed[1].get(b, 0) * v[i] for (a, b), v in table.items()) for i in (0, 1)]
            best = [
                max(sum(mixed[1].get(b, 0) * table[a, b][0] for b in legal[1]) for a in legal[0]),
                max(sum(mixed[0].get(a, 0) * table[a, b][1] for a in legal[0]) for b in legal[1]),
            ]
        else:
            (i,) = who
            outcomes = {a: play(a) for a in legal[i]}
            value = [sum(mixed[i].get(a, 0) * v[k] for a, v in outcomes.items()) for k in (0, 1)]
            best = list(value)
            best[i] = max(v[i] for v in outcomes.values())
        self.seen += 1
        self.gain = max(self.gain, best[0] - value[0], best[1] - value[1])
        return value[0], value[1]

    def _node(self, t: int, s: Stands) -> tuple[Fraction, Fraction]:
        r = self.rules
        moves = r.data["moves"]

        def together(a: str, b: str) -> tuple[Fraction, Fraction]:
            if "walk_away" in (a, b):
                return r.walked(s)
            end = r.after(r.after(s, 0, a), 1, b)
            one, two = r.once(s, 0, a), r.once(s, 1, b)
            return self._settled(t, s, end, (one[0] + two[0], one[1] + two[1]))

        if moves == "simultaneous":
            return self._judge(t, s, None, [0, 1], together)
        if moves == "alternating":
            i = r.first if t % 2 == 0 else 1 - r.first
            alone = (lambda a: together(a, "hold_out")) if i == 0 else (lambda b: together("hold_out", b))
            return self._judge(t, s, None, [i], alone)
        lead, follow = r.first, 1 - r.first

        def led(a: str) -> tuple[Fraction, Fraction]:
            if a == "walk_away":
                return r.walked(s)
            middle, own = r.after(s, lead, a), r.once(s, lead, a)

            def answered(b: str) -> tuple[Fraction, Fraction]:
                if b == "walk_away":
                    return r.walked(middle, own)
                once = r.once(middle, follow, b)
                return self._settled(t, s, r.after(middle, follow, b), (own[0] + once[0], own[1] + once[1]))

            return self._judge(t, middle, a, [follow], answered)

        return self._judge(t, s, None, [lead], led)
