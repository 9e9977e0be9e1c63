"""The story of a commitment in a concession game: the announced course, the threat behind it, and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.course import setting, told_endings, worth
from sim.show.concessions.entries import decision_entry, path_entry
from sim.show.concessions.facts import concession_facts
from sim.show.shown import Presenter, pays
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount, change, does

if TYPE_CHECKING:
    from sim.engine.concessions.path import PathRound
    from sim.engine.concessions.stackelberg.stackelberg import AnnouncedSolution
    from sim.scenario.scenario import Scenario


def course_story(scenario: Scenario, solution: AnnouncedSolution) -> str:
    """Tell the best commitment in a concession game."""
    leader, follower = scenario.players[solution.leader].name, scenario.players[1 - solution.leader].name
    held = (
        f"{leader} announces a course for both, and that it will hold {follower} to the least it can for the rest of "
        f"the talks as soon as {follower} leaves it. {follower} knows this before the first round."
    )
    lines = [line for group in _groups(solution.path) for line in _round(scenario, solution, group)]
    parts = [
        heading(scenario.title) + "\n" + setting(scenario),
        heading(f"What {leader} announces") + "\n" + paragraph(held) + "\n" + "\n".join(lines),
        heading("Against the game in which nobody can commit") + "\n" + _against(scenario, solution),
        heading("Where its word is tested") + "\n" + _tested(scenario, solution),
        heading("What each gets, per round") + "\n" + worth(scenario, solution),  # type: ignore[arg-type]
        heading("How it ends") + "\n" + told_endings(solution),  # type: ignore[arg-type]
        heading("How sure this is") + "\n" + "\n".join(paragraph(n) for n in announced_notes(scenario, solution)),
    ]
    return "\n\n".join(parts) + "\n"


def _groups(path: tuple[PathRound, ...]) -> list[list[PathRound]]:
    """Rounds of the course; those at the end in which nobody moves any more are told together."""
    quiet = [r for r in path if all(turn.action == "hold_out" for turn in r.turns) and not r.breaks]
    tail = [r for r in quiet if r.state == path[-1].state and all(s in quiet for s in path[r.round :])]
    return [[r] for r in path[: len(path) - len(tail)]] + ([tail] if tail else [])


def _round(scenario: Scenario, solution: AnnouncedSolution, group: list[PathRound]) -> list[str]:
    first = group[0]
    label = f"Round {first.round + 1}."
    if len(group) > 1:
        label = f"Rounds {first.round + 1}\N{EN DASH}{group[-1].round + 1}."
    turns = {turn.player: (r, turn) for r in group for turn in r.turns}
    lines = [paragraph(label)]
    for player, (r, turn) in turns.items():
        node = solution.game.phases(r.round)[turn.phase].nodes[turn.node]
        state = solution.game.states[node.state]
        told = f"{scenario.players[player].name} {does(scenario, player, turn.action, state)}"
        if turn.loss is not None:
            losses = [t.loss for s in group for t in s.turns if t.player == player and t.loss is not None]
            instead = does(scenario, player, turn.alternative, state, "taking")
            least = f"{'at least ' if len(losses) > 1 else ''}{amount(min(losses))}"
            cost = f"would cost it {least} per round" if min(losses) else "would do as well"
            told += f"; {instead} instead {cost}"
        lines.append(paragraph(told + ".", "    ", "  "))
    return lines


def _against(scenario: Scenario, solution: AnnouncedSolution) -> str:
    rows = [["", "nobody commits", "announced", "difference"]]
    for player, without, value in zip(scenario.players, solution.without.values, solution.values, strict=True):
        rows.append([player.name, amount(without), amount(value), change(value - without)])
    return columns(rows) + "\n" + paragraph("Nobody commits: the subgame-perfect equilibrium of the same game.")


def _tested(scenario: Scenario, solution: AnnouncedSolution) -> str:
    name = scenario.players[solution.leader].name
    lines = []
    for t in solution.temptations:
        if t.gain > 0:
            state = solution.game.states[solution.game.phases(t.round)[t.phase].nodes[t.node].state]
            act = does(scenario, solution.leader, t.action, state, "taking")
            told = f"Round {t.round + 1}: {act} would gain {name} {amount(t.gain)} per round from then on."
            lines.append(paragraph(told))
    if lines:
        return "\n".join([*lines, paragraph("Each is worked out as if nobody could commit from the next decision on.")])
    if solution.values[solution.leader] - solution.without.values[solution.leader] < 1e-9:
        return paragraph(f"Nowhere: the announcement gets {name} nothing that it would not get without one.")
    told = (
        f"On the course itself {name} never gains by breaking its word, if nobody could commit from then on. What the "
        "announcement adds lies off the course, in what it says would follow if the other side left it."
    )
    return paragraph(told)


def announced_notes(scenario: Scenario, solution: AnnouncedSolution) -> list[str]:
    """What must be known about a commitment before it is believed."""
    del scenario
    if not solution.certified:
        return ["Not certified: a check of the announced strategy failed."]
    told = [
        "Exact, among announcements without chance that may depend on all that was done: the follower's best reply to "
        "this one was worked out again apart from the search, and the course replayed. An announcement that leaves "
        "something to chance may pay the leader more; none is looked for.",
        "Where the follower has several best replies it is taken to pick the one that the leader likes best.",
    ]
    if not solution.without.certified:
        told.append("The equilibrium without commitment is not certified.")
    return told


def _entries(solution: AnnouncedSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The announced course; with all states also what the leader does once the follower has left it."""
    del all_states
    game = solution.game
    lists: dict[str, list[dict[str, Any]]] = {player: [] for player in game.players}
    for r in solution.path:
        for turn in r.turns:
            node = game.phases(r.round)[turn.phase].nodes[turn.node]
            lists[game.players[turn.player]].append(decision_entry(game, r.round, node, [(turn.action, 1.0)]))
    return [
        {
            "payoffs": dict(zip(game.players, solution.values, strict=True)),
            "strategies": lists,
            "regret": max(solution.regret),
            "path": [path_entry(game, r) for r in solution.path],
            "path_chance": solution.path_chance,
            "endings": [{"kind": e.kind, "chance": e.chance, "mean_round": e.rounds} for e in solution.endings],
        }
    ]


def _extras(solution: AnnouncedSolution) -> dict[str, Any]:
    game, without = solution.game, solution.without
    places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
    punishment = []
    for (t, p), hold in zip(places, solution.announcement.punishment, strict=True):
        for k, action in hold.items():
            node = game.phases(t)[p].nodes[k]
            label = node.actions[solution.leader][action]
            if label:
                punishment.append(decision_entry(game, t, node, [(label, 1.0)]))
    return {
        "leader": game.players[solution.leader],
        "punishment": punishment,
        "temptations": [{"round": t.round, "action": t.action, "gain": float(t.gain)} for t in solution.temptations],
        "without_commitment": {
            "concept": "subgame-perfect",
            "complete": without.complete,
            "payoffs": dict(zip(game.players, without.values, strict=True)),
        },
    }


PRESENTER = Presenter(
    story=course_story,
    line=lambda scenario, solution: pays(
        scenario, f"the best commitment of {scenario.players[solution.leader].name}", solution.values
    ),
    entries=_entries,
    notes=announced_notes,
    facts=concession_facts,
    extras=_extras,
    no_view="commitments have no picture; solve for subgame-perfect and plot that",
)
