"""What must be known about a result before it is believed: selection, ties, and what is not certified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.courses.path import path_nodes
from sim.engine.concessions.markov_perfect.components import MOST_PROFILES
from sim.engine.selection import Reason
from sim.games.hidden.hidden_game import hides
from sim.show.text.selection_words import BECAUSE, perfect_words
from sim.show.text.words import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.markov_perfect.solution import ListGap, MarkovSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.scenario.scenario import Scenario


def concession_notes(scenario: Scenario, solution: PerfectSolution) -> list[str]:
    """What must be known about a solution before it is believed, each a sentence or two."""
    return [*faking_notes(scenario), *_selection_notes(scenario, solution), *certificate_notes(solution)]


def faking_notes(scenario: Scenario) -> list[str]:
    """That steps are taken at their word, where some of them may be faked."""
    if not any(hides(scenario)):
        return []
    more = (
        "" if scenario.form != "concessions" else "; --solve pbe takes it into account where the game is small enough"
    )
    return [f"Every step is taken at its word here: that some may be faked is left out{more}."]


def _selection_notes(scenario: Scenario, solution: PerfectSolution) -> list[str]:
    if not solution.choices or solution.agreement.alone:
        return []  # Several equilibria off the path change neither the course nor what it pays.
    told = list(_where_several(solution))
    here = [c for c in solution.on_path if not c.walking_alone]
    rounds = {reason: sorted({c.round + 1 for c in here if c.reason == reason}) for reason in {c.reason for c in here}}
    told += [
        f"On the path, in {'round' if len(rounds[reason]) == 1 else 'rounds'} {spans(rounds[reason])}, the rule picked "
        f"an equilibrium because {BECAUSE[reason]}."
        for reason in sorted(rounds)
    ]
    if tied := ties(solution):
        told.append(
            f"At {times(tied, 'decision point')} the rule held several equilibria equal, and the stated order of names "
            "decided: the answer there hangs on a tie."
        )
    return told


def ties(solution: PerfectSolution | MarkovSolution) -> int:
    """Decision points at which the rule held several equilibria equal."""
    return sum(1 for choice in solution.choices if choice.reason == Reason.ORDER)


def _where_several(solution: PerfectSolution) -> Iterator[str]:
    """Where stage games have several equilibria, on the path and off it; what walking away alone makes is one line."""
    several = [c for c in solution.choices if not c.walking_alone]
    if len(several) < len(solution.choices):
        yield (
            "Where both may walk away at once, both doing so is an equilibrium of the round too: it costs neither "
            "anything given that the other does."
        )
    if not several:
        return
    on_path = [c for c in solution.on_path if not c.walking_alone]
    decisions = len(path_nodes(solution.path))
    otherwise = " for other reasons" if len(several) < len(solution.choices) else ""
    yield (
        f"The stage game has several equilibria{otherwise} at {len(on_path):,} of {times(decisions, 'decision point')} "
        f"on the path and {len(several) - len(on_path):,} of {solution.decisions - decisions:,} off it. The rule "
        f"'{solution.profile.rule.name}' took one at each by itself, which need not be the best of the whole game for "
        "anybody; --all lists the corners of what all equilibria pay, and --select best:PLAYER, worst:PLAYER, best-sum "
        "and earliest-deal tell one of them."
    )


def which_perfect(solution: PerfectSolution) -> str:
    """Which subgame-perfect equilibrium a solution is."""
    return perfect_words(solution.complete, solution.profile.rule.name)


def spans(rounds: list[int], room: int = 0) -> str:
    """Numbers with runs drawn together: ``1-3, 5``.

    Parameters
    ----------
    room : int
        Characters, most, after which the rest is left out and dots say so; 0 for all.
    """
    runs: list[list[int]] = []
    for number in rounds:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}\N{EN DASH}{run[-1]}" for run in runs]
    kept = len(told)
    while room and kept > 1 and len(", ".join(told[:kept])) > room:
        kept -= 1
    return ", ".join([*told[:kept], *(["\N{HORIZONTAL ELLIPSIS}"] if kept < len(told) else [])])


def certificate_notes(solution: PerfectSolution) -> list[str]:
    """What is not certified, and how far floats can tell."""
    if solution.certified:
        return []
    told = []
    if solution.uncertified:
        told.append(
            f"Not certified: at {times(solution.uncertified, 'decision point')} a comparison lay within the float "
            "error and its exact numbers were too long to work out; there the floats were believed."
        )
    if max(solution.regret) > 0:
        told.append(
            f"The largest gain by deviating is {max(solution.regret):.2g} per round, as far as floats can tell."
        )
    return told


def markov_notes(scenario: Scenario, solution: MarkovSolution) -> list[str]:
    """What must be known about a solution before it is believed."""
    told = faking_notes(scenario)
    if len(solution.equilibria) > 1:
        told.append(
            f"There are {len(solution.equilibria)}{'' if solution.complete else ' or more'} Markov perfect equilibria; "
            f"the rule '{solution.rule.name}' selected the one told here, decision point by decision point."
        )
        if tied := ties(solution):
            told.append(
                f"At {times(tied, 'decision point')} the rule held several equilibria equal, and the stated order "
                "of names decided: the answer there hangs on a tie."
            )
    if solution.gap is not None:
        told.append(why_incomplete(solution.gap))
    if not solution.certified:
        told.append("Not certified: rounding leaves a gain by deviating that is larger than the tolerance.")
    return told


def why_incomplete(gap: ListGap) -> str:
    """Why not all equilibria are listed."""
    if gap.by is not None:
        end = "with a breakdown" if gap.by.breakdown else "for ever as it is"
        rounds = gap.by.rounds
        found = "best replies in turn" if rounds is None else f"backward induction over {rounds} rounds that end {end}"
        return (
            "Steps can be undone, so play may go round in circles and not all equilibria can be listed; this one was "
            f"found by {found}."
        )
    return {
        "many": f"There are more than {MOST_PROFILES} equilibria; not all are listed.",
        "time": f"The list was {gap.error}; there may be other equilibria.",
        "doubts": "Some comparisons of irrational numbers were too close to call.",
    }[gap.kind]
