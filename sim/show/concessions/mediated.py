"""The story of a mediator in a concession game: what it recommends round by round, and what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.show.concessions.course import headline, setting, told_endings, told_path, worth
from sim.show.concessions.entries import decision_entry, path_entry
from sim.show.concessions.facts import concession_facts
from sim.show.concessions.rules import game_of
from sim.show.shown import Presenter
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, change, does, listed, percent, small, times

if TYPE_CHECKING:
    from sim.engine.concessions.mediated.mediated import MediatedSolution
    from sim.engine.concessions.play import PathRound, Turn
    from sim.scenario.scenario import Scenario

    Place = tuple[int, int, int]

SAME = 1e-9
"""Difference of payoffs, as a share of a player's range, below which two courses pay the same."""


def mediated_story(scenario: Scenario, solution: MediatedSolution) -> str:
    """Tell a solution."""
    parts = [
        heading(scenario.title) + "\n" + setting(scenario),
        heading("In short") + "\n" + paragraph(headline(scenario, solution)),
        heading(f"What {_mediator(scenario)} recommends") + "\n" + told_path(scenario, solution, _recommended),
        heading("What each gets, per round") + "\n" + worth(scenario, solution),
        heading("How it ends") + "\n" + told_endings(solution),
        heading("What the recommendations change") + "\n" + _changes(scenario, solution),
        heading("How sure this is") + "\n" + _certainty(scenario, solution),
    ]
    return "\n\n".join(parts) + "\n"


def _mediator(scenario: Scenario) -> str:
    mediator = game_of(scenario).mediator
    return mediator.name if mediator else "the mediator"


def _recommended(
    scenario: Scenario, solution: MediatedSolution, r: PathRound, turns: tuple[Turn, ...], rounds: list[PathRound]
) -> list[str]:
    """What is recommended in some rounds that are told together, and what disobeying would cost."""
    del r, turns
    groups: dict[tuple[tuple[int, str], ...], list[Place]] = {}
    for s in rounds:
        for phase, node in dict.fromkeys((turn.phase, turn.node) for turn in s.turns):
            place = s.round, phase, node
            key = tuple((told.player, told.action) for told in solution.told(*place))
            groups.setdefault(key, []).append(place)
    lines = []
    for places in groups.values():
        lines += _draws(scenario, solution, places[0])
        lines.append(_costs(scenario, solution, places))
    return [paragraph(line, "    ", "  ") for line in lines]


def _draws(scenario: Scenario, solution: MediatedSolution, place: Place) -> list[str]:
    """The pairs of recommendations with their chances."""
    t, p, node = place
    label = solution.game.phases(t)[p].nodes[node]
    state = solution.game.states[label.state]
    chances = solution.profile.layers[t][p].chances(node)
    name = _mediator(scenario)
    lines = []
    for i, j in np.argwhere(chances > 0):
        wishes = [
            f"{scenario.players[player].name} to {does(scenario, player, label.actions[player][k], state, 'take')}"
            for player, k in ((0, i), (1, j))
            if label.actions[player][k]
        ]
        if chances[i, j] == 1:
            lines.append(f"{name[0].upper()}{name[1:]} tells {listed(wishes)}.")
        else:
            lines.append(f"With chance {percent(float(chances[i, j]))} {name} tells {listed(wishes)}.")
    return lines


def _costs(scenario: Scenario, solution: MediatedSolution, places: list[Place]) -> str:
    """What disobeying would cost each side; the least of several rounds."""
    every = [solution.told(*place) for place in places]
    state = solution.game.states[solution.game.phases(places[0][0])[places[0][1]].nodes[places[0][2]].state]
    dear, apart = [], []
    for k, told in enumerate(every[0]):
        losses = [tolds[k].loss for tolds in every]
        known = [loss for loss in losses if loss is not None]
        who = scenario.players[told.player].name
        if not known:
            apart.append(f"{who} has no other choice.")
            continue
        instead = does(scenario, told.player, told.alternative, state, "taking")
        least = "at least " if max(known) > min(known) else ""
        cost = f"{least}{small(min(known))}"
        several = sum(1 for other in every[0] if other.player == told.player) > 1
        if several:
            wish = f"Told to {does(scenario, told.player, told.action, state, 'take')}, {who} would"
            lost = f"do as well by {instead}" if min(known) == 0 else f"lose {cost} per round by {instead}"
            apart.append(f"{wish} {lost}.")
        elif min(known) == 0:
            apart.append(f"For {who} {instead} would do as well.")
        else:
            dear.append(f"{who} {cost} ({instead})")
    costs = [f"Disobeying would cost {listed(dear)} per round."] if dear else []
    return " ".join(costs + apart)


def _changes(scenario: Scenario, solution: MediatedSolution) -> str:
    """What the recommendations add to the equilibrium that the same rule selects without them."""
    without = solution.without
    names = [player.name for player in scenario.players]
    pays = [f"{name} {amount(value)}" for name, value in zip(names, without.values, strict=True)]
    told = [
        f"Without recommendations the subgame-perfect equilibrium that the rule '{solution.profile.rule.name}' selects "
        f"pays {listed(pays)} per round."
    ]
    gains = [mine - other for mine, other in zip(solution.values, without.values, strict=True)]
    same = [abs(gain) <= SAME * float(width) for gain, width in zip(gains, solution.game.scale, strict=True)]
    if all(same):
        told.append("The recommendations add nothing to that.")
    else:
        more = [
            f"{name} {'the same' if even else change(gain)}"
            for name, gain, even in zip(names, gains, same, strict=True)
        ]
        told.append(f"The recommendations change that by {listed(more)}.")
    if game_of(scenario).mediator is not None and any(game_of(scenario).mediator.delay):  # type: ignore[union-attr]
        told.append("The cost of delay is the same with and without them.")
    return paragraph(" ".join(told))


def _certainty(scenario: Scenario, solution: MediatedSolution) -> str:
    decisions = f"{solution.decisions:,} decision points" if solution.decisions > 1 else "one decision point"
    told = (
        f"Obedience: nobody gains by disobeying, once or more often, at the {decisions} that play can reach."
        if solution.obeyed
        else f"Not certified: rounding leaves a gain of up to {max(solution.regret):.2g} per round from disobeying."
    )
    return "\n".join(paragraph(line) for line in [told, *mediated_notes(scenario, solution)])


def mediated_notes(scenario: Scenario, solution: MediatedSolution) -> list[str]:
    """What must be known about a solution before it is believed."""
    del scenario
    if solution.one_at_a_time:
        told = [
            "One side moves at a time here and sees all that was done before: a private recommendation can add nothing "
            "to what it would choose by itself."
        ]
    else:
        here = solution.played
        on_course = sum(
            int((layer.correlated & mask).sum())
            for layers, masks in zip(solution.profile.layers, here, strict=True)
            for layer, mask in zip(layers, masks, strict=True)
        )
        told = [
            f"At {solution.joint:,} of {times(solution.decisions, 'decision point')} what one side is told says "
            f"something about what the other is told; play can come to {on_course:,} of these if all obey."
        ]
    told.append(
        f"At each decision point the recommendation is the best for the rule '{solution.profile.rule.name}', given "
        "what follows; that the best is taken everywhere does not make it the best plan of all."
    )
    if solution.profile.rule.safest_first:
        told.append(
            "Risk dominance ranks equilibria one by one; a mediator's plan is ranked by relative welfare instead."
        )
    if solution.rounded:
        told.append(
            f"Not certified: at {times(solution.rounded, 'decision point')} the exact values were too long and were "
            "rounded; a tie before them may have been decided by that."
        )
    return told


def mediated_line(scenario: Scenario, solution: MediatedSolution) -> str:
    """A solution in one line."""
    return f"{scenario.title}: {headline(scenario, solution)}"


def mediated_entries(solution: MediatedSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    game = solution.game
    entry = {
        "payoffs": dict(zip(game.players, solution.values, strict=True)),
        "strategies": _strategies(solution, all_states),
        "regret": max(solution.regret),
        "path": [path_entry(game, r) for r in solution.path],
        "path_chance": solution.path_chance,
        "endings": [{"kind": e.kind, "chance": e.chance, "mean_round": e.rounds} for e in solution.endings],
    }
    return [entry]


def _strategies(solution: MediatedSolution, all_states: bool) -> dict[str, list[dict[str, Any]]]:
    """What each player may be told, per decision point, and the pairs where they are truly joint."""
    game, profile = solution.game, solution.profile
    here = profile.reached if all_states else solution.played
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for t in range(game.rounds):
        for p, phase in enumerate(game.phases(t)):
            layer = profile.layers[t][p]
            for node in map(int, np.flatnonzero(here[t][p])):
                label = phase.nodes[node]
                for k, player in enumerate(game.players):
                    if label.actions[k] == ("",):
                        continue
                    chances = zip(label.actions[k], solution.mixture(t, p, node, k).tolist(), strict=False)
                    entry = decision_entry(game, t, label, chances)
                    if layer.correlated[node]:
                        entry["recommendations"] = _pairs(solution, (t, p, node))
                    lists[player].append(entry)
    return lists


def _pairs(solution: MediatedSolution, place: Place) -> list[dict[str, Any]]:
    t, p, node = place
    actions = solution.game.phases(t)[p].nodes[node].actions
    chances = solution.profile.layers[t][p].chances(node)
    one, two = solution.game.players
    return [
        {"actions": {one: actions[0][i], two: actions[1][j]}, "chance": float(chances[i, j])}
        for i, j in np.argwhere(chances > 0)
    ]


def _extras(solution: MediatedSolution) -> dict[str, Any]:
    values = solution.without.values
    return {"without_recommendations": dict(zip(solution.game.players, values, strict=True))}


PRESENTER = Presenter(
    story=mediated_story,
    line=mediated_line,
    entries=mediated_entries,
    notes=mediated_notes,
    facts=concession_facts,
    extras=_extras,
    views={
        "path": "sim.show.concessions.draw_path:path_of_play",
        "lattice": "sim.show.concessions.draw_lattice:lattice",
    },
)
