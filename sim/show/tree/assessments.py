"""Equilibria with beliefs as people see them, whatever their concept: what is done, and what is believed where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.concepts import concept_named
from sim.engine.tree.assessments.signalling import class_of
from sim.engine.tree.margins import margins
from sim.engine.tree.solution import checked as all_checked
from sim.engine.tree.solution import outcomes
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.words import amount, listed, number, quoted, times
from sim.show.tree.equilibria import mixture
from sim.show.tree.in_short import Naming, in_short, nearest, next_best_entry, node_names, tables
from sim.show.tree.intuitive_criterion import intuitive_entry, intuitive_words
from sim.show.tree.outcomes import ALL, BY_SEQUENCE_FORM, OTHERS, alike, at_least, same_outcome, unfinished
from sim.show.tree.several import listed_as, several_table, short_section, which_words
from sim.show.tree.tree_in_letters import chance_of, drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw, NextStep
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief
    from sim.types import Pair

MOST_EQUILIBRIA = 12

REMOVED = "(against the intuitive criterion)"

ONE_AT_A_TIME = (
    "The tree is too large to list all equilibria. These were found one at a time: each is what play comes to if both "
    "make mistakes and the mistakes become ever smaller. There may be others."
)


class ShownAssessments(Shown["BayesSolution"]):
    """Equilibria with beliefs of a game tree as people see them."""

    def story(self) -> Text:
        """The tree, the equilibria with their beliefs, and how sure they are."""
        return self.told(
            *self._in_short(),
            Section("The game", drawn(self.scenario, self.solution.game, None)),
            Section(plural(self.solution.concept), tuple(self._listed())),
            Section("How sure this is", tuple(map(Paragraph, [checked(self.solution), *self.notes()]))),
        )

    def brief(self) -> Brief:
        """What happens in the equilibrium that is told, what is believed, and what doing otherwise would cost."""
        scenario, solution = self.scenario, self.solution
        found = solution.equilibria
        nash: list[NextStep] = [("run", "all Nash equilibria", ("--solve", "nash"))] * (
            solution.concept != "bayes-nash"
        )
        if not found:
            return self.on_screen(["No equilibrium was found."], (), "", *nash)
        words, e = Naming(scenario, solution.game), found[self._told]
        which, before = self._which()
        answer = which, before + in_short(words, e, e.beliefs)
        shown = *tables(words, e, e.beliefs), several_table(scenario, found, self._sorts())
        return self.on_screen(answer, shown, nearest(words, margins(e)), *nash)

    @property
    def _told(self) -> int:
        """The equilibrium that is told in short: of a signalling game the first that the intuitive criterion keeps."""
        game, found, concept = self.solution.game, self.solution.equilibria, self.solution.concept
        return next((k for k, e in enumerate(found) if not intuitive_words(concept, game, e)), 0)

    def _sorts(self) -> list[str]:
        """What each equilibrium is: its class, and what is held against it."""
        game, concept = self.solution.game, self.solution.concept
        return [
            " ".join(filter(None, [class_of(game, e) or "", REMOVED if intuitive_words(concept, game, e) else ""]))
            for e in self.solution.equilibria
        ]

    def _which(self) -> tuple[str, str]:
        """How many there are, what they agree on, and which one is told."""
        solution, names = self.solution, concept_named(self.solution.concept)
        sorts = self._sorts()
        return which_words(Naming(self.scenario, solution.game), solution, (names.one, names.many), sorts, self._told)

    def _in_short(self) -> tuple[Section, ...]:
        """The same as its brief, for the head of the story."""
        return short_section(self.brief()) if self.solution.equilibria else ()

    def line(self) -> str:
        """How many there are, and of which classes."""
        solution, concept = self.solution, concept_named(self.solution.concept)
        classes = dict.fromkeys(filter(None, (class_of(solution.game, e) for e in solution.equilibria)))
        told = f" ({', '.join(classes)})" if classes else ""
        count = times(len(solution.equilibria), concept.one, listed_as(solution, concept.many))
        return f"{self.scenario.title}: {at_least(f'{count}{told}', solution)}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each equilibrium."""
        del all_states
        game, found = self.solution.game, self.solution.equilibria
        return [
            {
                "payoffs": dict(zip(game.players, map(float, e.payoffs), strict=True)),
                "strategies": {
                    player: {name: {a: float(p) for a, p in at.items() if p} for name, at in e.behaviour[k].items()}
                    for k, player in enumerate(game.players)
                },
                "regret": float(max(e.regret)),
                "next_best": next_best_entry(e),
                **({"outcome": outcome} if self.solution.concept == "bayes-nash" else {}),
                "path": [],
                "class": class_of(game, e),
                "beliefs": {
                    name: dict(zip(node_names(game, name), map(float, belief), strict=True))
                    for name, belief in e.beliefs.items()
                },
                **({"off_path_ranges": ranges_entry(e)} if e.ranges else {}),
                **(
                    {
                        "off_path_beliefs": {
                            name: dict(zip(node_names(game, name), map(list, floats(spans)), strict=True))
                            for name, spans in e.belief_ranges.items()
                        }
                    }
                    if e.belief_ranges
                    else {}
                ),
                **intuitive_entry(self.solution.concept, game, e),
            }
            for e, outcome in zip(found, outcomes(found), strict=True)
        ]

    def notes(self) -> list[str]:
        """How they were found, and whether there may be others."""
        return assessment_notes(self.solution)

    def facts(self) -> dict[str, str]:
        """What the first equilibrium pays."""
        return assessment_facts(self.scenario, self.solution)

    def explain(self, depth: Depth) -> Text:
        """What is seen, what it tells, and what is best given that."""
        from sim.show.tree.explain_pbe import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """What each type does, and what is made of it; and the tree."""
        from sim.show.tree.draw_pbe import beliefs_picture
        from sim.show.tree.draw_tree import game_tree

        return {
            "beliefs": lambda: beliefs_picture(self.scenario, self.solution),
            "tree": lambda: game_tree(self.scenario, self.solution),
        }

    def _listed(self) -> list[Block]:
        found = self.solution.equilibria
        if not found:
            return [Paragraph("None was found.")]
        groups = alike(found)
        items = tuple(self._item(first, found[first], last - first) for first, last in groups[:MOST_EQUILIBRIA])
        more = len(found) - groups[MOST_EQUILIBRIA][0] if len(groups) > MOST_EQUILIBRIA else 0
        rest = [Paragraph(f"... and {more} more; --json has them all.")] if more else []
        return [Points(items, numbered=True), *rest]

    def _item(self, k: int, e: BayesEquilibrium, more: int) -> Item:
        """One equilibrium: class and payoffs, choices, beliefs, what is held against it, and how many are like it."""
        game, scenario = self.solution.game, self.scenario
        pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
        kind = class_of(game, e)
        below = [*choices(scenario, game, e), *range_words(scenario, game, e), *self._beliefs(e)]
        if held := intuitive_words(self.solution.concept, game, e):
            below.append(held)
        if more:
            below.append(same_outcome(k, more))
        told = f"{kind[0].upper() + kind[1:] + '. ' if kind else ''}It pays {pays}."
        return Item(told, below=tuple(Item(line, flush=True) for line in below), number=k + 1)

    def _beliefs(self, e: BayesEquilibrium) -> list[str]:
        game, lines = self.solution.game, []
        for name, members in game.infosets.items():
            if name in e.beliefs and len(members) > 1:
                who = self.scenario.players[game.owner(name)].name
                unreached = "" if name in e.reached else ", where play does not get to,"
                parts = zip(node_names(game, name), e.beliefs[name], strict=True)
                told = listed([f"{node} with chance {chance_of(p)}" for node, p in parts if p], "or")
                lines.append(f"At {quoted(name)}{unreached} {who} believes in {told}{self._as_well(e, name)}.")
        return lines

    def _as_well(self, e: BayesEquilibrium, name: str) -> str:
        """That other beliefs will do as well, where Bayes' rule leaves them open."""
        spans = e.belief_ranges.get(name)
        if not spans:
            return ""
        (low, high), node = spans[1], node_names(self.solution.game, name)[1]
        return f"; any chance of {node} from {chance_of(low)} to {chance_of(high)} will do"


def plural(concept: str) -> str:
    """What several equilibria of a concept are called, as a heading."""
    many = concept_named(concept).many
    return many[0].upper() + many[1:]


def choices(scenario: Scenario, game: GameTree, e: BayesEquilibrium) -> list[str]:
    """A line for each player on what it does at its information sets."""
    lines = []
    for player in (0, 1):
        told = [
            f"at {quoted(name)} {mixture(e.behaviour[player][name])}"
            for name in game.infosets
            if name in e.behaviour[player]
        ]
        lines.append(f"{scenario.players[player].name}: {', '.join(told) or 'has no choice'}.")
    return lines


def range_words(
    scenario: Scenario, game: GameTree, e: BayesEquilibrium, naming: Callable[[str, str], str] | None = None
) -> list[str]:
    """A line for each information set off the path at which other chances will do as well.

    Parameters
    ----------
    naming : callable, optional
        What people read for an action at an information set; by default its label.
    """
    lines = []
    for name, ranges in e.ranges.items():
        player = game.owner(name)
        at = e.behaviour[player][name]
        # Of two actions one range says both.
        told = [max(ranges, key=lambda a: at.get(a, 0))] if len(ranges) == 2 else list(ranges)
        spans = [
            f"{naming(name, a) if naming else a} from {chance_of(ranges[a][0])} to {chance_of(ranges[a][1])}"
            for a in told
        ]
        lines.append(
            f"At {quoted(name)}, where play does not get to, {scenario.players[player].name} may mix in other ways as "
            f"well: any chance of {listed(spans, 'or')} will do."
        )
    return lines


def floats(spans: Iterable[Pair]) -> list[tuple[float, float]]:
    """Ranges as data."""
    return [(float(low), float(high)) for low, high in spans]


def ranges_entry(e: BayesEquilibrium) -> dict[str, dict[str, list[float]]]:
    """The same as data."""
    return {name: {a: [float(p) for p in ends] for a, ends in ranges.items()} for name, ranges in e.ranges.items()}


def checked(solution: BayesSolution) -> str:
    """What has been checked of a solution."""
    if not all_checked(solution.equilibria):
        return "Not certified: a deviation pays."
    if solution.concept == "bayes-nash":
        return "Checked on the tree itself, nowhere does another strategy pay (regret 0)."
    return (
        "Checked at every information set, reached or not: given what is believed there no other strategy pays from "
        "there on (regret 0), and beliefs follow by Bayes' rule from earlier ones wherever those leave a chance to get "
        "there."
    )


def assessment_notes(solution: BayesSolution) -> list[str]:
    """What must be known before the solution is believed."""
    notes = unfinished(solution)
    if solution.method in ("trembles", "sequence"):
        return [*notes, *([ONE_AT_A_TIME] if solution.method == "trembles" else [BY_SEQUENCE_FORM, OTHERS])]
    if solution.method == "both":
        notes.append("Some of them were found one at a time, as the limit of play with ever smaller mistakes.")
    if solution.concept == "bayes-nash":
        return [*notes, ALL if solution.complete else OTHERS]
    if solution.rejected:
        what = times(solution.rejected, "way of play", "ways of play")
        notes.append(f"{what} of Nash equilibria can be supported by no beliefs and choices off the path.")
    if solution.complete:
        notes.append(
            "Every perfect Bayesian equilibrium plays in one of these ways; off it, choices and beliefs may vary."
        )
    if solution.several:
        notes.append("A connected set of Nash equilibria has several ways of play; none between them was looked at.")
    if solution.undecided:
        what = times(solution.undecided, "way of play", "ways of play")
        notes.append(f"Of {what} more it is open whether choices and beliefs off the path can support them.")
    if not solution.complete and (solution.method == "both" or not notes):
        notes.append(OTHERS)
    return notes


def assessment_facts(scenario: Scenario, solution: BayesSolution) -> dict[str, str]:
    """How many equilibria are listed and what the first pays, for comparisons."""
    if not solution.equilibria:
        return {}
    pays = solution.equilibria[0].payoffs
    count = {"equilibria": at_least(f"{len(solution.equilibria)}", solution, brief=True)}
    return count | {f"{p.name} gets": amount(v) for p, v in zip(scenario.players, pays, strict=True)}
