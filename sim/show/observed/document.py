"""What people did beside theory, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.observed.stated import Counted
    from sim.scenario.scenario import Scenario
    from sim.show.observed.beside import Beside
    from sim.study.classroom.fit import Fit


def people_entries(scenario: Scenario, found: Sequence[Beside], fit: bool = True) -> list[dict[str, Any]]:
    """What a document has under ``observed``; rounds are counted from 0.

    Parameters
    ----------
    found : sequence of Beside
        What was counted, beside theory.
    fit : bool
        Whether the precision of play with errors is fitted where people played with the scenario's values.
    """
    return [
        {
            "source": one.study.source,
            "about": one.study.about,
            "settings": {name: float(value) for name, value in one.study.settings},
            "at_these_values": one.here,
            "choices": [_choice(scenario, one, counted) for counted in one.study.choices],
            "best_replies": [
                {
                    "player": scenario.players[reply.side].id,
                    "at": reply.at,
                    "best": list(reply.best),
                    "worths": {key: None if worth is None else float(worth) for key, worth in reply.worths.items()},
                }
                for reply in one.replies
            ],
            "quantal": _fit(one.fit()) if fit and one.here else None,
        }
        for one in found
    ]


def _choice(scenario: Scenario, one: Beside, counted: Counted) -> dict[str, Any]:
    what: dict[str, Any] = {"players": [scenario.players[side].id for side in counted.sides]}
    if counted.at:
        what["at"] = counted.at
    if counted.round is not None:
        what["round"] = counted.round
    if counted.after is not None:
        what["after"] = list(counted.after)
    what |= {"total": counted.total, "counts": dict(counted.counts)}
    what["shares"] = {choice: float(share) for choice, share in counted.shares.items()}
    if scenario.kind == "offers":
        taken = counted.accepted
        accepted = None if taken is None else dict(zip(dict(counted.counts), taken, strict=True))
        return what | {"accepted": accepted, "predicted": one.offers(counted)}
    labels = [choice for choice, _ in counted.counts]
    what["predicted"] = [{choice: chances.get(choice, 0.0) for choice in labels} for chances in one.chances(counted)]
    deals = {choice: one.deal(counted, choice) for choice, _ in counted.counts if scenario.kind == "matrix"}
    held = {
        choice: {
            "holds": one.holds(deal),
            "critical_patience": [None if needed is None else float(needed) for needed in deal.critical],
        }
        for choice, deal in deals.items()
        if deal is not None
    }
    return what | ({"held": held} if held else {})


def _fit(fit: Fit | None) -> dict[str, Any] | None:
    if fit is None:
        return None
    return {"precision": fit.precision, "interval": [fit.low, fit.high], "choices": fit.count, "edge": fit.edge}
