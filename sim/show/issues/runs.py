"""Agents that bargained over packages, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.issues.offer_words import offer_rules, package_rules
from sim.show.issues.words import package_words
from sim.show.studies.briefs import in_brief
from sim.show.text.blocks import Item, Look, Paragraph, Points, Section, Table, Text
from sim.show.text.escapes import in_csv
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed, percent, times
from sim.version import __version__

if TYPE_CHECKING:
    from sim.agents.packages.runs import PackageRuns
    from sim.show.text.brief import Brief

MOST_PACKAGES = 10
"""Packages that are told, most."""

ENDINGS = {
    "agreement": "agreement",
    "walk_away": "somebody walks away",
    "breakdown": "the talks break down",
    "rounds run out": "the rounds run out",
}
"""How talks end, in words."""


@scaled
def package_runs_text(result: PackageRuns) -> Text:
    """Tell runs at length."""
    scenario, arena = result.scenario, result.arena
    who = Points(
        tuple(
            Item(f"is played by {agent.label}. {agent.told}.", player.name)
            for player, agent in zip(scenario.players, result.agents, strict=True)
        )
    )
    lead = [Paragraph(scenario.summary)] if scenario.summary else []
    rules = [Paragraph(package_rules(scenario, arena.game)), Paragraph(offer_rules(scenario, arena.game))]
    sections = (
        Section("Who plays", (who,)),
        Section(f"How {times(len(result.runs), 'run')} end", (endings_table(result),)),
        Section("What is agreed on", (packages_table(result),)),
        Section("What each gets, as it counts in the first round", (payoffs_table(result),)),
        Section("How sure this is", tuple(map(Paragraph, package_runs_notes(result)))),
    )
    return Text(scenario.title, sections, (*lead, *rules))


def endings_table(result: PackageRuns) -> Table:
    """How runs ended."""
    return Table("Endings", (), tuple((percent(share), ENDINGS[ending]) for ending, share in result.endings))


def packages_table(result: PackageRuns) -> Table:
    """What was agreed on, how often, and when."""
    found = result.packages
    rows = [
        (
            percent(share),
            f"{at + 1:.3g}",
            *(amount(v) for v in result.arena.game.pays(package)),
            package_words(result.scenario, package),
        )
        for package, share, at in found[:MOST_PACKAGES]
    ]
    if len(found) > MOST_PACKAGES:
        rows.append((f"{len(found) - MOST_PACKAGES} more", "", "", "", ""))
    names = [player.name for player in result.scenario.players]
    return Table(
        "Packages",
        ("share of runs", "mean round", *names, "package"),
        tuple(rows or [("none", "", "", "", "")]),
        Look(words=frozenset({4})),
    )


def payoffs_table(result: PackageRuns) -> Table:
    """Means with intervals."""
    rows = tuple(
        (
            player.name,
            amount(e.mean),
            f"{amount(e.low)} to {amount(e.high)}",
            *([] if result.expected is None else [amount(result.expected[k])]),
        )
        for k, (player, e) in enumerate(zip(result.scenario.players, result.payoffs, strict=True))
    )
    head = ("", "mean", "95% interval", *([] if result.expected is None else ["expected"]))
    return Table("Payoffs", head, rows)


def package_runs_notes(result: PackageRuns) -> list[str]:
    """How sure it is."""
    if all(run == result.runs[0] for run in result.runs):
        return [f"{times(len(result.runs), 'run')}, drawn with seed {result.seed}. Every run ends alike."]
    return [
        f"{times(len(result.runs), 'run')}, drawn with seed {result.seed}. The intervals are means plus and minus 1.96 "
        "standard errors; of a hundred such intervals about five miss."
        + (" Expected is worked out without any draws." if result.expected is not None else "")
    ]


@scaled
def package_runs_line(result: PackageRuns) -> str:
    """Runs in one line."""
    names = [player.name for player in result.scenario.players]
    plays = listed([f"{n} as {a.label}" for n, a in zip(names, result.agents, strict=True)])
    gets = listed([f"{n} {amount(e.mean)}" for n, e in zip(names, result.payoffs, strict=True)])
    ending, share = result.endings[0]
    return (
        f"{result.scenario.title}: {plays}, {times(len(result.runs), 'run')}: {ENDINGS[ending]} in {percent(share)}. "
        f"It pays {gets} on average."
    )


@scaled
def package_runs_brief(result: PackageRuns) -> Brief:
    """Runs on one screen."""
    told = package_runs_line(result).removeprefix(f"{result.scenario.title}: ")
    tables = [payoffs_table(result), packages_table(result)]
    then = ("tournament", "every agent against every other", ())
    return in_brief(result.scenario, package_runs_notes(result)[0], [told], tables, "", then)


def package_runs_document(result: PackageRuns) -> dict[str, Any]:
    """The document that ``simulate --json`` prints."""
    game, ids = result.arena.game, [player.id for player in result.scenario.players]
    packages = [
        {
            "share": share,
            "mean_round": at,
            "package": {issue: game.options[k][package[k]] for k, issue in enumerate(game.issues)},
            "payoffs": dict(zip(ids, map(float, game.pays(package)), strict=True)),
        }
        for package, share, at in result.packages
    ]
    return {
        **document_head(result.scenario),
        "version": __version__,
        "seed": result.seed,
        "runs": len(result.runs),
        "agents": {i: agent.label for i, agent in zip(ids, result.agents, strict=True)},
        "payoffs": {
            i: {"mean": e.mean, "low": e.low, "high": e.high, "standard_error": e.standard_error}
            for i, e in zip(ids, result.payoffs, strict=True)
        },
        "expected": None if result.expected is None else dict(zip(ids, result.expected, strict=True)),
        "endings": [{"kind": ending, "share": share} for ending, share in result.endings],
        "packages": packages,
        "notes": package_runs_notes(result),
    }


def package_runs_rows(result: PackageRuns) -> str:
    """All runs as comma-separated values; rounds are counted from 0."""
    one, two = (player.id for player in result.scenario.players)
    game = result.arena.game
    rows = [
        [k, *run.payoffs, run.ending, run.round, "" if run.package is None else game.label(run.package)]
        for k, run in enumerate(result.runs, 1)
    ]
    return in_csv([["run", f"payoff_{one}", f"payoff_{two}", "ending", "round", "package"], *rows])
