"""A tournament in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.agents.arenas.issues import as_played
from sim.games.issues.issues_game import from_issues
from sim.show.concessions.courses.course import setting
from sim.show.document_head import document_head
from sim.show.hidden.words import own_numbers
from sim.show.issues.offer_words import offer_rules, package_rules
from sim.show.text.blocks import Paragraph, Section, Table, Text
from sim.show.text.escapes import in_csv
from sim.show.text.scale import scaled
from sim.show.text.words import amount, times
from sim.version import __version__

if TYPE_CHECKING:
    from sim.agents.simulation.tournament import RankedPairings
    from sim.scenario.scenario import Scenario


@scaled
def tournament_text(result: RankedPairings) -> Text:
    """Tell a tournament at length."""
    notes = tuple(map(Paragraph, tournament_notes(result)))
    sections = (
        Section(f"Ranking of {times(len(result.names), 'agent')}", (ranking_table(result),)),
        Section("How sure this is", notes),
    )
    return Text(result.scenario.title, sections, _setting(result.scenario))


def _setting(scenario: Scenario) -> tuple[Paragraph, ...]:
    """The summary, and the rules."""
    if scenario.kind != "issues":
        return setting(scenario)
    game = as_played(from_issues(scenario))
    told = (scenario.summary, package_rules(scenario, game), offer_rules(scenario, game))
    return tuple(map(Paragraph, filter(None, told)))


def ranking_table(result: RankedPairings) -> Table:
    """The agents with their scores, the best first."""
    one, two = (player.name for player in result.scenario.players)
    d = _digits(result)
    rows = tuple(
        (f"{s.rank:>2}. {s.agent}", *(_minus(f"{score:.{d}f}") for score in (s.score, *s.seats)))
        for s in result.ranking
    )
    return Table("Scores of the agents", ("", "score", f"as {one}", f"as {two}"), rows)


def _minus(text: str) -> str:
    """A number with a true minus sign; scores are below 0 where talks end worse than by walking away at once."""
    return text.replace("-", "\N{MINUS SIGN}")


def tournament_notes(result: RankedPairings) -> list[str]:
    """What scores are, and how sure they are."""
    scenario = result.scenario
    names = [player.name for player in scenario.players]
    scale = "; ".join(
        f"{name} {amount(low)} to {amount(high)}"
        for name, low, high in zip(names, result.lowest, result.highest, strict=True)
    )
    return [
        "The score in a seat is the mean payoff against all agents, itself among them, as a share of the way from "
        f"{_ends(scenario)} ({scale}). The score is the mean of both seats.{_nothing_to_gain(result)}",
        f"{times(result.runs, 'run')} of each pairing, drawn with seed {result.seed}. The largest standard error of a "
        f"mean payoff is {float(result.errors.max()):.2g}. Who wins hangs on who takes part.",
        *filter(None, [own_numbers(scenario)]),
    ]


def _ends(scenario: Scenario) -> str:
    """What a score of 0 and of 1 stand for."""
    if scenario.kind == "issues":
        return "walking away to the most that a package pays in that seat which both like at least as much"
    return "the least to the most that a round without fakes can pay in that seat"


def _nothing_to_gain(result: RankedPairings) -> str:
    """What a score is where both ends of its scale are one."""
    if result.scenario.kind != "issues" or all(a < b for a, b in zip(result.lowest, result.highest, strict=True)):
        return ""
    return " Where the two are one, scores are points above it."


@scaled
def tournament_line(result: RankedPairings) -> str:
    """A tournament in one line."""
    first = [s for s in result.ranking if s.rank == 1]
    names = ", ".join(s.agent for s in first)
    verb, score = "comes" if len(first) == 1 else "come", f"{first[0].score:.{_digits(result)}f}"
    return f"{result.scenario.title}: {names} {verb} first of {len(result.names)} with a score of {score}."


def _digits(result: RankedPairings) -> int:
    """Decimals of scores with which agents of different ranks look different: three, or up to nine."""
    ranks = len({s.rank for s in result.ranking})
    return next((d for d in range(3, 9) if len({f"{s.score:.{d}f}" for s in result.ranking}) >= ranks), 9)


def tournament_document(result: RankedPairings) -> dict[str, Any]:
    """The document that ``tournament --json`` prints."""
    scenario = result.scenario
    ids = [player.id for player in scenario.players]
    pairings = [
        {
            ids[0]: one,
            ids[1]: two,
            "payoffs": dict(zip(ids, result.payoffs[i, j].tolist(), strict=True)),
            "standard_errors": dict(zip(ids, result.errors[i, j].tolist(), strict=True)),
        }
        for i, one in enumerate(result.names)
        for j, two in enumerate(result.names)
    ]
    return {
        **document_head(scenario),
        "version": __version__,
        "seed": result.seed,
        "runs": result.runs,
        "scale": {i: [low, high] for i, low, high in zip(ids, result.lowest, result.highest, strict=True)},
        "ranking": [
            {"rank": s.rank, "agent": s.agent, "score": s.score, "seats": dict(zip(ids, s.seats, strict=True))}
            for s in result.ranking
        ],
        "pairings": pairings,
    }


def tournament_rows(result: RankedPairings) -> str:
    """All pairings as comma-separated values."""
    one, two = (player.id for player in result.scenario.players)
    names = result.names
    pairs = [[a, b, *result.payoffs[i, j].tolist()] for i, a in enumerate(names) for j, b in enumerate(names)]
    return in_csv([[one, two, f"payoff_{one}", f"payoff_{two}"], *pairs])
