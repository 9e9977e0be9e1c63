"""Small random talks, and all paths of their subgame-perfect equilibria in pure strategies, by enumeration.

It shares nothing with the program: the rules of talks are written here once more, from docs/format.md.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from random import Random

F = Fraction
ACTIONS = ("concede", "hold_out", "walk_away", "renege")
Move = tuple[str, str]
"""What the two sides do in a round; the empty word for a side whose turn it is not."""

Outcome = tuple[F, F, tuple[Move, ...], bool]
"""What play is worth to both, what is done round by round, and whether the agreement is complete at the end."""


@dataclass(frozen=True)
class Step:
    effect: tuple[tuple[int, int], tuple[int, int]]
    """For each player a number of tenths and a factor of the parameter in tenths."""
    reversible: bool
    after: int
    """How many steps of the other side have to stand."""


@dataclass(frozen=True)
class Talks:
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    patience: tuple[F, F]
    agreement: tuple[int, int]
    breakdown: tuple[int, int]
    hazard: F
    moves: str
    horizon: int
    actions: tuple[str, ...]
    at: F = field(default=F(0))

    def yaml(self) -> str:
        ids = "ab"
        ladders = []
        for p in (0, 1):
            told = []
            for k, step in enumerate(self.steps[p]):
                effect = ", ".join(f"{ids[q]}: {c} / 10 + {s} * size / 10" for q, (c, s) in enumerate(step.effect))
                after = f", after: [{', '.join(f'{ids[1 - p]}.s{m}' for m in range(step.after))}]" if step.after else ""
                told.append(f"{{id: s{k}, effect: {{{effect}}}, reversible: {str(step.reversible).lower()}{after}}}")
            ladders.append(f"  {ids[p]}: [{', '.join(told)}]")
        pays = {name: ", ".join(f"{ids[q]}: {v} / 10" for q, v in enumerate(pair)) for name, pair in self._pairs()}
        return "\n".join(
            [
                "format: 1",
                "title: Small talks",
                "players: {"
                + ", ".join(f"{i}: {{patience: {d}}}" for i, d in zip(ids, self.patience, strict=True))
                + "}",
                "parameters: {size: {value: 0, min: 0, max: 3}}",
                "status_quo: {a: 0, b: 0}",
                "concessions:",
                *ladders,
                f"agreement: {{{pays['agreement']}}}",
                f"breakdown: {{payoff: {{{pays['breakdown']}}}, hazard: {self.hazard}}}",
                f"moves: {self.moves}",
                *(["first: a"] if self.moves != "simultaneous" else []),
                f"actions: [{', '.join(self.actions)}]",
                f"horizon: {self.horizon}",
                "",
            ]
        )

    def _pairs(self) -> list[tuple[str, tuple[int, int]]]:
        return [("agreement", self.agreement), ("breakdown", self.breakdown)]

    def complete(self, state: tuple[int, int]) -> bool:
        return state == (len(self.steps[0]), len(self.steps[1]))

    def effects(self, state: tuple[int, int], only_lasting: bool = False) -> list[F]:
        found = [F(0), F(0)]
        for p in (0, 1):
            for step in self.steps[p][: state[p]]:
                for q, (c, s) in enumerate(step.effect):
                    found[q] += F(0) if only_lasting and step.reversible else (c + s * self.at) / F(10)
        return found

    def pays(self, state: tuple[int, int]) -> list[F]:
        extra = self.agreement if self.complete(state) else (0, 0)
        return [v + F(e, 10) for v, e in zip(self.effects(state), extra, strict=True)]

    def ended(self, state: tuple[int, int]) -> list[F]:
        return [v + F(b, 10) for v, b in zip(self.effects(state, only_lasting=True), self.breakdown, strict=True)]

    def open(self, state: tuple[int, int], p: int) -> list[str]:
        k = state[p]
        may = {
            "concede": k < len(self.steps[p]) and state[1 - p] >= self.steps[p][k].after,
            "hold_out": True,
            "walk_away": not self.complete(state),
            # Only ladders whose steps can all be taken back, or none, so that a state is two numbers.
            "renege": k > 0 and self.steps[p][0].reversible,
        }
        return [a for a in self.actions if may[a]] or ["hold_out"]

    def move(self, state: tuple[int, int], p: int, action: str) -> tuple[int, int]:
        own = state[p] + 1 if action == "concede" else 0 if action == "renege" else state[p]
        return (own, state[1]) if p == 0 else (state[0], own)


def talks(draw: Random, moves: str, horizon: int = 4) -> Talks:
    """Talks in which taking steps costs their owner and helps the other side."""
    steps = []
    for p in (0, 1):
        reversible = draw.random() < 0.5
        own = []
        for k in range(draw.choice((1, 2))):
            cost, gain = (-draw.randint(1, 9), draw.randint(-6, 3)), (draw.randint(1, 19), draw.randint(-2, 6))
            after = draw.choice((0, 0, 1)) if p == 1 else draw.choice((0, k))
            own.append(Step((cost, gain) if p == 0 else (gain, cost), reversible, after))
        steps.append(tuple(own))
    steps[0] = tuple(Step(s.effect, s.reversible, min(s.after, len(steps[1]))) for s in steps[0])
    return Talks(
        (steps[0], steps[1]),
        (F(draw.randint(5, 9), 10), F(draw.randint(5, 9), 10)),
        (draw.randint(0, 9), draw.randint(0, 9)),
        (-draw.randint(0, 9), -draw.randint(0, 9)),
        draw.choice((F(0), F(0), F(1, 4))),
        moves,
        horizon,
        tuple(a for a in ACTIONS if a in ("concede", "hold_out") or draw.random() < 0.6),
    )


class Enumerated:
    """All pure subgame-perfect equilibria of talks: what they are worth and what is done on their paths.

    A path with what follows it is an equilibrium's exactly if nobody who moves can do better by another action, after
    which play is the equilibrium that is worst for him (Abreu 1988). ``tied``: whether somebody is ever indifferent.
    """

    def __init__(self, it: Talks) -> None:
        self.it, self.tied = it, False
        self.after = lru_cache(maxsize=None)(self._after)

    def outcomes(self) -> list[Outcome]:
        return self.after((0, 0), 0)

    def _after(self, state: tuple[int, int], t: int) -> list[Outcome]:
        it = self.it
        if t == it.horizon:
            one, two = it.pays(state)
            return [(one, two, (), it.complete(state))]
        if it.moves == "sequential":
            return self._led(state, t)
        movers = [(t % 2 == p) if it.moves == "alternating" else True for p in (0, 1)]
        menus = [it.open(state, p) if movers[p] else [""] for p in (0, 1)]
        cells = {pair: self._cell(state, pair, t) for pair in itertools.product(*menus)}
        return self._kept(cells, menus)

    def _kept(self, cells: dict[Move, list[Outcome]], menus: list[list[str]]) -> list[Outcome]:
        found = []
        worst = {pair: [min((o[p] for o in cell), default=None) for p in (0, 1)] for pair, cell in cells.items()}
        for (one, two), cell in cells.items():
            others = (
                [worst[a, two][0] for a in menus[0] if a != one],
                [worst[one, b][1] for b in menus[1] if b != two],
            )
            for outcome in cell:
                self.tied = self.tied or any(o == outcome[p] for p in (0, 1) for o in others[p])
                if not any(o is not None and o > outcome[p] for p in (0, 1) for o in others[p]):
                    found.append(outcome)
        return list(dict.fromkeys(found))

    def _cell(self, state: tuple[int, int], pair: Move, t: int, before: tuple[int, int] | None = None) -> list[Outcome]:
        """What a pair of actions is worth; a leader's step may have been taken before."""
        it = self.it
        if "walk_away" in pair:
            one, two = it.ended(state)
            return [(one, two, (pair,), False)]
        then = it.move(it.move(state, 0, pair[0]), 1, pair[1])
        start = state if before is None else before
        progress = any(now > was for now, was in zip(then, start, strict=True))
        risk = F(0) if progress or it.complete(then) else it.hazard
        found = []
        for *later, path, done in self.after(then, t + 1):
            worth = [
                (1 - d) * r + d * ((1 - risk) * v + risk * b)
                for d, r, v, b in zip(it.patience, it.pays(then), later, it.ended(then), strict=True)
            ]
            found.append((worth[0], worth[1], (pair, *path), done))
        return found

    def _led(self, state: tuple[int, int], t: int) -> list[Outcome]:
        """The first player leads in each round, the second answers."""
        it = self.it
        cells = {}
        for lead in it.open(state, 0):
            if lead == "walk_away":
                cells[lead, ""] = self._cell(state, (lead, ""), t)
                continue
            middle = it.move(state, 0, lead)
            answers = it.open(middle, 1)
            below = {("", b): self._cell(middle, ("", b), t, state) for b in answers}
            cells[lead, ""] = [
                (u, v, ((lead, path[0][1]), *path[1:]), done) for u, v, path, done in self._kept(below, [[""], answers])
            ]
        return self._kept(cells, [it.open(state, 0), [""]])


def random_course(draw: Random, it: Talks) -> tuple[list[tuple[int, int, str, str]], int, str]:
    """A course that the rules allow: (round, player, action, step) each, the last round seen, and what came then."""
    state, seen = (0, 0), []
    through = draw.randint(1, it.horizon)
    for t in range(through):
        movers = [p for p in (0, 1) if it.moves != "alternating" or t % 2 == p]
        now = state
        for p in movers:
            base = now if it.moves == "simultaneous" else state
            action = draw.choice(it.open(base, p)) if draw.random() < 0.7 else "hold_out"
            if action != "hold_out":
                step = f"s{base[p]}" if action == "concede" else ""
                seen.append((t + 1, p, action, step))
            if action == "walk_away":
                return seen, t + 1, "breakdown"
            state = it.move(state, p, action)
    return seen, through, draw.choice(("goes_on", "goes_on", "stalls", "deal", "no_deal"))


def has(outcome: Outcome, course: tuple[list[tuple[int, int, str, str]], int, str], horizon: int) -> bool:
    """Whether a path begins as a course does and goes on as it says."""
    seen, through, then = course
    _, _, path, done = outcome

    def moved(pairs: tuple[Move, ...], start: int) -> list[tuple[int, int, str]]:
        return [
            (t, p, pair[p]) for t, pair in enumerate(pairs, start) for p in (0, 1) if pair[p] not in ("", "hold_out")
        ]

    if moved(path[:through], 1) != [entry[:3] for entry in seen]:
        return False
    broken = any("walk_away" in pair for pair in path)
    if then == "breakdown":
        return any("walk_away" in pair for pair in path[:through])
    if any("walk_away" in pair for pair in path[:through]):
        return False
    if then == "stalls":
        return not moved(path[through:], through + 1)
    if then == "goes_on":
        return True
    return (done and not broken) == (then == "deal")


def course_yaml(course: tuple[list[tuple[int, int, str, str]], int, str]) -> bytes:
    seen, through, then = course
    entries = [
        f"  - {{round: {t}, " + (f"step: {'ab'[p]}.{step}}}" if step else f"action: {'ab'[p]}.{action}}}")
        for t, p, action, step in seen
    ]
    lines = [
        "kind: course",
        "title: It",
        "course:" + ("" if entries else " []"),
        *entries,
        f"through: {through}",
        f"then: {then}",
    ]
    return "\n".join(lines).encode()
