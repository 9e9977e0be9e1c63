"""The story of a game repeated a given number of times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.repeated.entries import finite_entries, finite_extras
from sim.show.repeated.words import mixture, stage_table
from sim.show.shown import Presenter, opening
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, number, times

if TYPE_CHECKING:
    from sim.engine.repeated.repeated import FiniteSolution
    from sim.scenario.scenario import Scenario


def finite_story(scenario: Scenario, solution: FiniteSolution) -> str:
    """Tell what repetition changes."""
    parts = [
        opening(scenario),
        heading("The game of each round") + "\n" + stage_table(scenario, solution.game),
        heading(f"What {times(solution.game.rounds or 0, 'round')} can change") + "\n" + _change(solution),
        heading("Subgame-perfect equilibria") + "\n" + _equilibria(scenario, solution),
        heading("How sure this is") + "\n" + "\n".join(paragraph(t) for t in _certainty(scenario, solution)),
    ]
    return "\n\n".join(parts) + "\n"


def _change(solution: FiniteSolution) -> str:
    if solution.game.rounds == 1:
        return paragraph("There is one round and no tomorrow: this is the game itself.")
    if solution.rigid:
        last = (
            "the only equilibrium of a single round is played"
            if solution.unique
            else ("an equilibrium of a single round is played, and all of them pay the same")
        )
        return paragraph(
            f"Nothing. In the last round there is no tomorrow, so {last}, whatever has happened. What is done in the "
            "round before can then neither be rewarded nor punished, so that the same is true there, and so on back to "
            "the first round. Both sides know from the start how many rounds there are, and that rules promises out."
        )
    if not solution.stage.complete:
        return paragraph("Not known: the list of equilibria of a single round may lack some.")
    return paragraph(
        "In the last round an equilibrium of a single round is played. There are several, and they do not pay the "
        "same, so which one comes later can reward or punish what is done now. More than is listed here can then be an "
        "equilibrium; how much depends on the number of rounds and on patience, and is not computed here."
    )


def _equilibria(scenario: Scenario, solution: FiniteSolution) -> str:
    lines = []
    for k, e in enumerate(solution.stage.equilibria):
        pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
        told = f"{k + 1}. {mixture(solution.game, e.strategies)} in every round, whatever has happened. It pays {pays}."
        lines.append(paragraph(told, "  ", "   "))
    return "\n".join(lines)


def _certainty(scenario: Scenario, solution: FiniteSolution) -> list[str]:
    told = ["In each of those listed, no player gains by another action in any round (regret 0)."]
    if solution.unique:
        told = [
            "It is the only subgame-perfect equilibrium: a single round has one equilibrium, proven by exact "
            "enumeration, and then only its repetition is subgame-perfect (Benoit and Krishna 1985). In no round does "
            "a player gain by another action (regret 0)."
        ]
    return [*told, *finite_notes(scenario, solution)]


def finite_notes(scenario: Scenario, solution: FiniteSolution) -> list[str]:
    """What must be known about a solution before it is believed."""
    del scenario
    told = [solution.stage.note + "."] if solution.stage.note else []
    if solution.rigid and not solution.complete:
        told.append(
            "Other subgame-perfect equilibria pass from one equilibrium of a single round to another and pay the same."
        )
    elif not solution.complete and len(solution.stage.equilibria) > 1 and solution.game.rounds != 1:
        told.append(
            "There are other subgame-perfect equilibria: to play those of a single round in any order is one, and "
            "threats of the worse ones can hold more (Benoit and Krishna 1985)."
        )
    return told


def finite_line(scenario: Scenario, solution: FiniteSolution) -> str:
    """A solution in one line."""
    count = len(solution.stage.equilibria)
    rounds = times(solution.game.rounds or 0, "round")
    if solution.unique:
        return f"{scenario.title}: in {rounds} the only equilibrium of a single round is repeated."
    return f"{scenario.title}: {rounds}, {times(count, 'equilibrium', 'equilibria')} of a single round to repeat."


def finite_facts(scenario: Scenario, solution: FiniteSolution) -> dict[str, str]:
    """Answers by question, for comparisons."""
    found = solution.stage.equilibria
    facts = {"equilibria": f"{len(found)}{'' if solution.complete else ' or more'}"}
    best = max(found, key=lambda e: sum(e.payoffs))
    for k, player in enumerate(scenario.players):
        facts[f"{player.name}, best sum"] = amount(best.payoffs[k])
    return facts


PRESENTER = Presenter(
    story=finite_story,
    line=finite_line,
    entries=finite_entries,
    notes=finite_notes,
    facts=finite_facts,
    extras=finite_extras,
    no_view="there is no picture of a game repeated a given number of times; solve for nash and plot a single round",
)
