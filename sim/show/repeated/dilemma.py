"""What tit-for-tat and other well-known strategies need where the stage game is a prisoner's dilemma, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.repeated.words import needs
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from sim.engine.repeated.dilemma import SelfPlay
    from sim.engine.repeated.repeated import RepeatedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def known_strategies(scenario: Scenario, solution: RepeatedSolution) -> tuple[Block, ...]:
    """What tit-for-tat and other well-known strategies need."""
    game, found = solution.game, solution.dilemma
    if found is None:
        why = (
            "a side has more or fewer than two actions"
            if game.shape != (2, 2)
            else "whatever is called cooperating and defecting, some side does not put defecting alone before "
            "cooperating together, that before defecting together, and that before cooperating alone"
        )
        return (Paragraph(f"Tit-for-tat is a strategy for prisoner's dilemmas, and this game is none: {why}."),)
    labels = [tuple(game.actions[k][a] for a in found.actions[k]) for k in (0, 1)]
    named = [
        f"{quoted(cooperate)} is to cooperate and {quoted(defect)} to defect"
        + (f" for {player.name}" if labels[0] != labels[1] else "")
        for player, (cooperate, defect) in zip(scenario.players, labels, strict=True)
    ]
    named = list(dict.fromkeys(named))
    head = ("both play", "from the start", "after any history", "at their patience")
    rows = tuple(
        (s.name, ", ".join(map(needs, s.nash)), ", ".join(map(needs, s.perfect)), _standing(s))
        for s in solution.standings
    )
    one, two = scenario.players
    lead = (
        f"The payoffs say that {listed(named)}. The table has the patience that {one.name} and {two.name} need, in "
        "this order, so that neither gains by any other strategy from the start (a Nash equilibrium), and so that "
        "neither gains after any history, whatever has gone wrong before (a subgame-perfect equilibrium)."
    )
    table = Table("The patience that well-known strategies need", head, rows)
    return Paragraph(lead), table, *map(Paragraph, _about_tit_for_tat(scenario, solution))


def _standing(standing: SelfPlay) -> str:
    if standing.is_perfect:
        return "subgame-perfect"
    return "Nash, not subgame-perfect" if standing.is_nash else "no equilibrium"


def _about_tit_for_tat(scenario: Scenario, solution: RepeatedSolution) -> list[str]:
    assert solution.dilemma is not None
    sentences = [
        "Tit-for-tat cooperates first and then does what the other side has just done. It punishes more mildly than "
        "grim trigger, since one round of cooperation makes peace, and so it needs at least as much patience."
    ]
    found = next(s for s in solution.standings if s.name == "tit-for-tat")
    unwilling = [p.name for p, good in zip(scenario.players, found.perfect, strict=True) if not good]
    back = "Its weakness shows after a single breach: from then on the two defect in turn for ever"
    if unwilling:
        sentences[0] += (
            f" {back}, and at no patience is it best for {listed(unwilling, 'or')} to do what tit-for-tat says after "
            "every history. So it is not subgame-perfect in this game."
        )
    else:
        sentences[0] += (
            f" {back}, and doing what tit-for-tat says after every history is best for a side only if its patience is "
            "exactly the number in the table, neither more nor less."
        )
    sentences.append(
        "Win-stay, lose-shift does the same again if the other side cooperated and the opposite if it defected: a "
        "breach is punished for one round, after which both cooperate again."
    )
    if solution.dilemma.turns_pay:
        sentences.append(
            "For at least one side, taking turns at defecting pays no less than cooperating does, so that no patience "
            "below 1 keeps it to tit-for-tat."
        )
    return sentences
