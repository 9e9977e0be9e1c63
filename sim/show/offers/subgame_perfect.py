"""The story of alternating offers: who asks for what, why it is accepted, and what going first is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.offers.rules import setting_words
from sim.show.shown import Presenter, opening
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.offers.grid import GridRange
    from sim.engine.offers.subgame_perfect import Offer, OffersSolution
    from sim.scenario.scenario import Scenario


def offers_story(scenario: Scenario, solution: OffersSolution) -> str:
    """Tell a solution."""
    parts = [
        opening(scenario) + "\n" + paragraph(setting_words(scenario, solution.game)),
        heading("What happens") + "\n" + _course(scenario, solution),
        heading("What each would do, round by round") + "\n" + _plan(scenario, solution),
        heading("How much the last round matters") + "\n" + _lengths(scenario, solution),
        heading("How sure this is") + "\n" + "\n".join(paragraph(note) for note in _sure(scenario, solution)),
    ]
    return "\n\n".join(parts) + "\n"


def _names(scenario: Scenario) -> tuple[str, str]:
    one, two = scenario.players
    return one.name, two.name


def _course(scenario: Scenario, solution: OffersSolution) -> str:
    game, names = solution.game, _names(scenario)
    t = solution.agreed
    if t is None:
        pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, solution.payoffs, strict=True))
        return paragraph(
            f"Nobody makes an offer that is accepted: waiting pays both more. Seen from the start it pays {pays}."
        )
    offer = solution.offers[t]
    i = offer.proposer
    assert offer.demand is not None
    rest = game.surplus - offer.demand
    when = "at once" if t == 0 else f"in round {t + 1}, and not before, since until then waiting pays both more"
    first, second = names[i], names[1 - i]
    told = f"{first} asks for everything, and that is accepted {when}: refusing would leave {second} with nothing more."
    if rest:
        told = (
            f"{first} asks for {number(offer.demand)} and offers {second} {number(rest)}, and that is accepted {when}. "
            f"By refusing, {second} would get a share a round later that is worth {number(offer.accepts_from)} now; "
            "so it takes the offer, and less would be refused."
        )
    lines = [told]
    if game.horizon is None:
        other = solution.offers[1]
        assert other.demand is not None
        gain = offer.demand - (game.surplus - other.demand)
        lines.append(
            f"Going first is worth {number(gain)}: if {second} began, {first} would get "
            f"{number(game.surplus - other.demand)}. The more patient side gets more, and as both grow patient the "
            "first offer counts for less and less (Rubinstein 1982)."
        )
    return "\n".join(paragraph(line) for line in lines)


def _plan(scenario: Scenario, solution: OffersSolution) -> str:
    game, names = solution.game, _names(scenario)
    rows = [["round", "proposes", "asks for", "offers", "accepted from"]]
    offers = solution.offers
    shown = list(enumerate(offers)) if len(offers) <= 12 else [*enumerate(offers[:6]), *list(enumerate(offers))[-5:]]
    for t, o in shown:
        label = f"{t + 1}, {t + 3}, ..." if game.horizon is None else str(t + 1)
        if len(offers) > 12 and t == len(offers) - 5:
            rows.append(["...", "", "", "", ""])
        asks = ["no agreement", ""] if o.demand is None else [number(o.demand), number(game.surplus - o.demand)]
        rows.append([label, names[o.proposer], *asks, _least(o, game.surplus)])
    return columns(rows)


def _least(offer: Offer, surplus: Fraction) -> str:
    return "nothing" if offer.accepts_from > surplus else number(offer.accepts_from)


def _lengths(scenario: Scenario, solution: OffersSolution) -> str:
    game, names = solution.game, _names(scenario)
    i = game.first
    rows = [["rounds", f"{names[i]} gets", f"in slices of {number(game.surplus / game.grid)}"]]
    rows += [[str(s.rounds), number(s.worth[i]), _between(s.grid, i)] for s in solution.shorter]
    rows.append(["no last one", number(solution.limit[i]), ""])
    text = (
        "The last to propose offers the other side no more than refusing would bring it; going back from there the "
        "advantage changes sides, and the shares settle at those of the game without a last round. If offers have to "
        "be whole slices, the side that answers may be indifferent; the last column has the lowest and the highest "
        "share in any equilibrium."
    )
    return columns(rows) + "\n" + paragraph(text)


def _between(grid: GridRange | None, i: int) -> str:
    if grid is None:
        return "not found in time"
    low, high = grid.lowest[i], grid.highest[i]
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _sure(scenario: Scenario, solution: OffersSolution) -> list[str]:
    told = [
        "Subgame-perfect: in no round, whatever was refused before, does another offer or answer pay (regret 0, exact)."
        if solution.certified
        else "Not certified: another offer or answer pays."
    ]
    if solution.complete:
        told.append("There is no other subgame-perfect equilibrium payoff where any share can be offered.")
    return [*told, *offers_notes(scenario, solution)]


def offers_notes(scenario: Scenario, solution: OffersSolution) -> list[str]:
    """What must be known about a solution before it is believed."""
    del scenario
    told = []
    if not solution.complete:
        told.append("A proposer is indifferent between an agreement and waiting; there are other equilibrium payoffs.")
    if solution.game.horizon is None and any(solution.game.outside):
        told.append("Without a last round the outside payoffs are never got and do not matter here.")
    if solution.game.horizon is None:
        told.append(
            "Without a last round offers in whole slices can have many more equilibria if the players are patient "
            "enough (van Damme, Selten and Winter 1990); these are not looked for."
        )
    return told


def offers_line(scenario: Scenario, solution: OffersSolution) -> str:
    """A solution in one line."""
    names = _names(scenario)
    pays = " and ".join(f"{name} {number(v)}" for name, v in zip(names, solution.payoffs, strict=True))
    when = "never" if solution.agreed is None else f"in round {solution.agreed + 1}"
    return f"{scenario.title}: agreement {when}; it pays {pays}."


def offers_facts(scenario: Scenario, solution: OffersSolution) -> dict[str, str]:
    """Answers by question, for comparisons."""
    names = _names(scenario)
    facts = {"agreement": "never" if solution.agreed is None else f"round {solution.agreed + 1}"}
    facts |= {f"{name} gets": number(v) for name, v in zip(names, solution.payoffs, strict=True)}
    facts[f"share of {names[0]}"] = percent(float(solution.payoffs[0] / solution.game.surplus))
    return facts


def offers_entries(solution: OffersSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document; without a last round the two rounds listed repeat."""
    del all_states
    game = solution.game
    plans: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for t, o in enumerate(solution.offers):
        asks = None if o.demand is None else float(o.demand)
        plans[game.players[o.proposer]].append({"round": t, "proposes": asks})
        plans[game.players[1 - o.proposer]].append({"round": t, "accepts_from": float(o.accepts_from)})
    return [
        {
            "payoffs": dict(zip(game.players, map(float, solution.payoffs), strict=True)),
            "strategies": plans,
            "regret": float(max(solution.regret)),
            "path": _path(solution),
            "grid": _grid(solution),
        }
    ]


def _path(solution: OffersSolution) -> list[dict[str, Any]]:
    """Rounds up to the agreement."""
    game, rounds = solution.game, []
    last = len(solution.offers) - 1 if solution.agreed is None else solution.agreed
    for t, o in enumerate(solution.offers[: last + 1]):
        entry: dict[str, Any] = {"round": t, "proposer": game.players[o.proposer], "accepted": o.demand is not None}
        if o.demand is not None:
            rest = game.surplus - o.demand
            shares = (o.demand, rest) if o.proposer == 0 else (rest, o.demand)
            entry["shares"] = dict(zip(game.players, map(float, shares), strict=True))
        rounds.append(entry)
    return rounds


def _grid(solution: OffersSolution) -> dict[str, Any] | None:
    grid, players = solution.grid, solution.game.players
    if grid is None:
        return None
    return {
        "size": grid.size,
        "payoffs": grid.count,
        "lowest": dict(zip(players, map(float, grid.lowest), strict=True)),
        "highest": dict(zip(players, map(float, grid.highest), strict=True)),
    }


PRESENTER = Presenter(
    story=offers_story,
    line=offers_line,
    entries=offers_entries,
    notes=offers_notes,
    facts=offers_facts,
    views={"offers": "sim.show.offers.draw_offers:shares", "convergence": "sim.show.offers.draw_offers:convergence"},
)
