"""The story of a mediator in a concession game: what it recommends round by round, and what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.show.concessions.courses.course import headline, told_endings, told_path, what_happens, worth
from sim.show.concessions.courses.shown_course import ShownCourse
from sim.show.concessions.entries import decision_entry, equilibrium_entry
from sim.show.concessions.rules import game_of
from sim.show.text.blocks import Paragraph, Section
from sim.show.text.words import amount, change, does, listed, percent, small, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.courses.path import PathRound, Place, Turn
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Text


SAME = 1e-9
"""Difference of payoffs, as a share of a player's range, below which two courses pay the same."""


def shown(scenario: Scenario, solution: MediatedSolution) -> ShownMediated:
    """A mediator's plan in a concession game as people see it."""
    return ShownMediated(scenario, solution)


class ShownMediated(ShownCourse["MediatedSolution"]):
    """A mediator's plan in a concession game as people see it."""

    solution: MediatedSolution

    def story(self) -> Text:
        """The rules, what is recommended, what it pays and changes, how it ends, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        return self.with_setting(
            Section("In short", (Paragraph(headline(scenario, solution)),)),
            Section(f"What {_mediator(scenario)} recommends", told_path(scenario, solution, _recommended)),
            Section("What each gets, per round", worth(scenario, solution)),
            Section("How it ends", told_endings(scenario, solution)),
            Section("What the recommendations change", (Paragraph(_changes(scenario, solution)),)),
            Section("How sure this is", tuple(map(Paragraph, [self.checked, *self.notes()]))),
        )

    @property
    def checked(self) -> str:
        """That nobody gains by disobeying, or what rounding leaves open."""
        solution = self.solution
        if not solution.obeyed:
            return (
                f"Not certified: rounding leaves a gain of up to {max(solution.regret):.2g} per round from disobeying."
            )
        decisions = "one decision point" if solution.decisions == 1 else f"{solution.decisions:,} decision points"
        return f"Obedience: nobody gains by disobeying, once or more often, at the {decisions} that play can reach."

    @property
    def answer(self) -> tuple[str, ...]:
        """What comes of the talks, and what the recommendations change."""
        return what_happens(self.scenario, self.solution), _changes(self.scenario, self.solution)

    @property
    def rule(self) -> str:
        """The rule for which recommendations are best."""
        return self.solution.profile.rule.name

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one plan."""
        return mediated_entries(self.solution, all_states)

    def notes(self) -> list[str]:
        """Where recommendations are joint, and what the plan is the best of."""
        return mediated_notes(self.solution)

    def extras(self) -> dict[str, Any]:
        """What is paid without recommendations."""
        values = self.solution.without.values
        return {"without_recommendations": dict(zip(self.solution.game.players, values, strict=True))}

    def pictures(self) -> Mapping[str, Draw]:
        """The path of play, and the lattice of states."""
        from sim.show.concessions.courses import draw_lattice, draw_path

        return {
            "path": lambda: draw_path.path_of_play(self.scenario, self.solution),
            "lattice": lambda: draw_lattice.lattice(self.scenario, self.solution),
        }


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
    return lines


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
            lines.append(f"With chance {percent(chances[i, j])} {name} tells {listed(wishes)}.")
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
    return " ".join(told)


def mediated_notes(solution: MediatedSolution) -> list[str]:
    """What must be known about a plan before it is believed."""
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


def mediated_entries(solution: MediatedSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    return [equilibrium_entry(solution.game, solution, _strategies(solution, all_states))]


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
                    chances = zip(label.actions[k], solution.profile.mixture(t, p, node, k).tolist(), strict=False)
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
