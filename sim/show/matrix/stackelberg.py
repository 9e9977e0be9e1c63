"""The story of a commitment in a matrix game or a tree: what is announced, the reply, and what it gains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.shown import Presenter, opening, pays
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, listed, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from sim.engine.matrix.stackelberg import Commitment, StackelbergSolution
    from sim.engine.tree.stackelberg import TreeStackelbergSolution
    from sim.games.tree.game_tree import Behaviour
    from sim.scenario.scenario import Scenario
    from sim.types import Pair

TIES = "Where the follower has several best replies it is taken to pick the one that the leader likes best."
WORD = "The follower knows the chances, not what chance will draw."


def matrix_commitment_story(scenario: Scenario, solution: StackelbergSolution) -> str:
    """Tell the best commitment in a matrix game."""
    mixed = solution.found.mixed
    told = [_announces(scenario, solution, mixed)]
    if not mixed.pure:
        pure = solution.found.pure
        told.append(WORD)
        told.append(
            f"With a single action the best is {_single(solution, pure)}, which pays it {amount(pure.payoffs[0])}."
        )
    parts = [
        opening(scenario),
        heading(f"What {scenario.players[solution.leader].name} announces") + "\n" + _filled(told),
        heading("Against the game in which nobody can commit") + "\n" + _filled(_against(scenario, solution)),
        heading("What it would rather do afterwards") + "\n" + _filled([_temptation(scenario, solution)]),
        heading("How sure this is") + "\n" + _filled(matrix_notes(scenario, solution)),
    ]
    return "\n\n".join(parts) + "\n"


def _filled(sentences: Iterable[str]) -> str:
    return "\n".join(paragraph(sentence) for sentence in sentences)


def _single(solution: StackelbergSolution, best: Commitment) -> str:
    return quoted(solution.game.actions[solution.leader][best.mixture.index(1)])


def _announces(scenario: Scenario, solution: StackelbergSolution, best: Commitment) -> str:
    own, other = solution.game.actions[solution.leader], solution.game.actions[1 - solution.leader]
    leader, follower = scenario.players[solution.leader].name, scenario.players[1 - solution.leader].name
    parts = [
        f"{quoted(a)} with chance {p if p.denominator <= 20 else percent(float(p))}"
        for a, p in zip(own, best.mixture, strict=True)
        if p
    ]
    told = _single(solution, best) if best.pure else listed(parts)
    tie = ""
    if best.ties:
        likes = listed([quoted(other[j]) for j in best.ties])
        tie = f" It likes {likes} as well, and the tie goes to the leader."
    return (
        f"{leader} announces {told}. {follower} replies {quoted(other[best.reply])}.{tie} "
        f"It pays {leader} {amount(best.payoffs[0])} and {follower} {amount(best.payoffs[1])}."
    )


def _against(scenario: Scenario, solution: StackelbergSolution) -> list[str]:
    found = solution.nash_range()
    if found is None or not solution.nash.complete:
        return ["Not all Nash equilibria were found in time, so nothing is said about what commitment adds."]
    worst, best = (pair[solution.leader] for pair in found)
    name, own = scenario.players[solution.leader].name, solution.found.mixed.payoffs[0]
    told = f"The Nash equilibria pay {name} between {amount(worst)} and {amount(best)}"
    if worst == best:
        told = f"Every Nash equilibrium pays {name} {amount(best)}"
    gain = "adds nothing to the best of them" if own == best else f"adds {amount(own - best)} to the best of them"
    told = f"{told}; commitment {gain}."
    pure = solution.found.pure.payoffs[0]
    if pure < best:
        told += f" A single announced action would be worse than the best equilibrium: {amount(pure)}."
    return [told]


def _temptation(scenario: Scenario, solution: StackelbergSolution) -> str:
    best, name = solution.found.mixed, scenario.players[solution.leader].name
    if not best.temptation:
        return f"Nothing: what {name} announced is also its best answer to the reply."
    action = quoted(solution.game.actions[solution.leader][best.instead])
    told = f"Once the reply is made, {name} would gain {amount(best.temptation)} by playing {action}."
    return told + " The announcement works only because it cannot be taken back."


def matrix_notes(scenario: Scenario, solution: StackelbergSolution) -> list[str]:
    """What must be known about the solution before it is believed."""
    del scenario
    if not solution.certified:
        return ["Not certified: a check of the commitment against its definition failed."]
    return ["Exact: the reply is a best reply, and for every reply weights prove that no announcement pays more.", TIES]


def _entry(players: tuple[str, str], payoffs: Pair, strategies: Iterable[Any], regret: Fraction) -> dict[str, Any]:
    return {
        "payoffs": dict(zip(players, map(float, payoffs), strict=True)),
        "strategies": dict(zip(players, strategies, strict=True)),
        "regret": float(regret),
        "path": [],
    }


def _matrix_entries(solution: StackelbergSolution, all_states: bool = False) -> list[dict[str, Any]]:
    del all_states
    game = solution.game
    sides = [
        {a: float(p) for a, p in zip(own, mixed, strict=True) if p}
        for own, mixed in zip(game.actions, solution.strategies(), strict=True)
    ]
    return [_entry(game.players, solution.payoffs(), sides, solution.found.regret)]


def _matrix_extras(solution: StackelbergSolution) -> dict[str, Any]:
    players, pure = solution.game.players, solution.found.pure
    found = solution.nash_range() or (None, None)
    worst, best = (pair and {k: float(v) for k, v in zip(players, pair, strict=True)} for pair in found)
    return {
        "leader": players[solution.leader],
        "pure": {
            "announced": solution.game.actions[solution.leader][pure.mixture.index(1)],
            "reply": solution.game.actions[1 - solution.leader][pure.reply],
            "payoffs": dict(_ordered(solution, pure.payoffs)),
        },
        "temptation": float(solution.found.mixed.temptation),
        "without_commitment": {
            "concept": "nash", "complete": solution.nash.complete, "worst": worst, "best": best,
        },
    }  # fmt: skip


def _ordered(solution: StackelbergSolution, payoffs: Pair) -> list[tuple[str, float]]:
    """Payoffs of leader and follower with the players' names, the first player's first."""
    order = payoffs if solution.leader == 0 else payoffs[::-1]
    return [(player, float(v)) for player, v in zip(solution.game.players, order, strict=True)]


PRESENTER = Presenter(
    story=matrix_commitment_story,
    line=lambda scenario, solution: pays(
        scenario, f"the best commitment of {scenario.players[solution.leader].name}", map(float, solution.payoffs())
    ),
    entries=_matrix_entries,
    notes=matrix_notes,
    extras=_matrix_extras,
    no_view="commitments have no picture; solve for nash and plot that",
)


def tree_commitment_story(scenario: Scenario, solution: TreeStackelbergSolution) -> str:
    """Tell the best commitment in a game tree."""
    leader, follower = scenario.players[solution.leader].name, scenario.players[1 - solution.leader].name
    one, two = solution.payoffs if solution.leader == 0 else solution.payoffs[::-1]
    plain = solution.without.equilibria[0].payoffs
    told = [
        f"{leader}: {_plan(solution.behaviour[solution.leader])}.",
        f"{follower} replies: {_plan(solution.behaviour[1 - solution.leader])}.",
        f"It pays {leader} {amount(one)} and {follower} {amount(two)}.",
    ]
    if not solution.found.mixed.pure:
        told.append(f"Without chance the best announcement pays {leader} {amount(solution.found.pure.payoffs[0])}.")
    against = (
        f"The subgame-perfect equilibrium pays {leader} {amount(plain[solution.leader])} and {follower} "
        f"{amount(plain[1 - solution.leader])}."
    )
    parts = [
        opening(scenario),
        heading(f"What {leader} announces") + "\n" + _filled(told),
        heading("Against the game in which nobody can commit") + "\n" + _filled([against]),
        heading("How sure this is") + "\n" + _filled(_tree_notes(scenario, solution)),
    ]
    return "\n\n".join(parts) + "\n"


def _plan(behaviour: Behaviour) -> str:
    told = [
        f"at {quoted(name)} "
        + listed([quoted(a) if p == 1 else f"{quoted(a)} ({percent(float(p))})" for a, p in at.items() if p], "or")
        for name, at in behaviour.items()
    ]
    return ", ".join(told) or "no choice"


def _tree_notes(scenario: Scenario, solution: TreeStackelbergSolution) -> list[str]:
    del scenario
    if not solution.certified:
        return ["Not certified: a check of the commitment against its definition failed."]
    return [
        "Exact, over all strategies of the reduced strategic form: weights prove that no announcement pays more, and "
        "on the tree itself no other reply pays the follower more.",
        TIES,
    ]


def _tree_entries(solution: TreeStackelbergSolution, all_states: bool = False) -> list[dict[str, Any]]:
    del all_states
    sides = [
        {name: {a: float(p) for a, p in at.items() if p} for name, at in own.items()} for own in solution.behaviour
    ]
    return [_entry(solution.game.players, solution.payoffs, sides, solution.regret)]


def _tree_extras(solution: TreeStackelbergSolution) -> dict[str, Any]:
    players, plain = solution.game.players, solution.without.equilibria[0].payoffs
    return {
        "leader": players[solution.leader],
        "without_commitment": {
            "concept": "subgame-perfect",
            "complete": solution.without.complete,
            "payoffs": dict(zip(players, map(float, plain), strict=True)),
        },
    }


TREE = Presenter(
    story=tree_commitment_story,
    line=lambda scenario, solution: pays(
        scenario, f"the best commitment of {scenario.players[solution.leader].name}", map(float, solution.payoffs)
    ),
    entries=_tree_entries,
    notes=_tree_notes,
    extras=_tree_extras,
    no_view="commitments have no picture; solve for subgame-perfect and plot that",
)
