"""A class's games of one treatment held against theory, by the functions that `play --summary` tells them by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.classroom.web.debrief.equilibria import equilibria_of
from sim.errors import DetenteError
from sim.study.classroom.classroom import tabulate
from sim.study.classroom.replies import brought, class_replies
from sim.study.classroom.shares import band_rules, made_by_people, mean_shares, spans

if TYPE_CHECKING:
    from sim.classroom.web.debrief.equilibria import Equilibria
    from sim.classroom.web.figures.games import Played
    from sim.study.classroom.class_table import ClassTable, PointTable
    from sim.study.classroom.replies import Brought
    from sim.study.observed.best_reply import Reply

LIMIT = 30.0
"""Seconds, most, for each of what is worked out of a treatment."""


MOST_TOLD = 8
"""Equilibria, most, of which it is told how many choices they give no chance."""

RARE = 1e-9
"""Probability below which an equilibrium does not do something."""


@dataclass(frozen=True)
class Held:
    """An action at a decision beside theory.

    Parameters
    ----------
    action : str
        The action, as the table has it.
    count : int
        How often people chose it.
    ticks : tuple of float
        Its share in each equilibrium.
    quantal : float or None
        Its share in play with errors at the fitted precision.
    band : pair of float, optional
        The same over the interval of the precision.
    """

    action: str
    count: int
    ticks: tuple[float, ...]
    quantal: float | None
    band: tuple[float, float] | None


@dataclass(frozen=True)
class Analysis:
    """The games of a treatment beside theory.

    Parameters
    ----------
    treatment : int
        Its number.
    words : str
        What it sets; empty where there is only one.
    table : ClassTable
        What was chosen, and the fitted precision.
    limit : float
        Seconds for what is worked out when it is first asked for.
    """

    treatment: int
    words: str
    table: ClassTable
    limit: float = LIMIT

    @cached_property
    def equilibria(self) -> Equilibria:
        """All equilibria."""
        return equilibria_of(self.table.arena, self.limit)

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """What answers this class best."""
        return class_replies(self.table)

    @cached_property
    def brought(self) -> tuple[Brought, ...]:
        """What first choices brought."""
        return brought(self.table)

    @cached_property
    def impossible(self) -> dict[str, int]:
        """For each equilibrium, how many choices of people it gives no chance; nothing where there are very many."""
        found, arena = self.equilibria.found, self.table.arena
        if len(found) > MOST_TOLD:
            return {}
        made = made_by_people(self.table.replays)
        never = [sum(arena.chance(d.place, d.choice, own.rule(d.place, d.seat)) < RARE for d in made) for own in found]
        return {f"Equilibrium {k}" if len(found) > 1 else "Equilibrium": count for k, count in enumerate(never, 1)}

    def held(self, point: PointTable) -> list[Held]:
        """The actions at a decision of the table beside theory."""
        return self._held[point.seat, point.name]

    @cached_property
    def _held(self) -> dict[tuple[int, str], list[Held]]:
        arena, made = self.table.arena, made_by_people(self.table.replays)
        rules = band_rules(self.table, self.limit)
        found = {}
        for point in (*self.table.overall, *self.table.points):
            here = [d for d in made if d.seat == point.seat and point.name in ("", d.point)]
            shares = [mean_shares(arena, here, own.rule) for own in self.equilibria.found]
            band = spans(arena, here, rules) if rules else {}
            found[point.seat, point.name] = [
                Held(
                    row.action,
                    row.count,
                    self.equilibria.ticks(point.name, row.action, shares) if shares else (),
                    row.quantal,
                    band.get(row.action, (0.0, 0.0) if band else None),
                )
                for row in point.rows
            ]
        return found


def analyses(play: Played, limit: float = LIMIT) -> list[Analysis]:
    """Each treatment that has games beside theory.

    Parameters
    ----------
    play : Played
        The games of a part.
    limit : float
        Seconds for each thing that is worked out.
    """
    found = []
    for treatment, words in enumerate(play.treatments):
        sessions = [game.session for game in play.of(treatment)]
        try:
            table = tabulate(sessions, limit)[0] if sessions else None
        except DetenteError:  # it takes too long: what was done is told without it
            continue
        if table is not None:
            found.append(Analysis(treatment, words, table, limit))
    return found
