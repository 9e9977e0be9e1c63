"""Equilibria of games with hidden types or actions as people see them: what happens, is believed and given away."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from sim.concepts import concept_named
from sim.engine.hidden.reasons import HiddenReasons
from sim.engine.hidden.revelation import classes
from sim.engine.tree.margins import margins
from sim.show.hidden.entries import hidden_entries
from sim.show.hidden.in_short import HiddenNaming, by_type, types_in_short
from sim.show.hidden.on_a_scale import by_number, is_on_a_scale
from sim.show.hidden.on_a_scale import told as scaled_told
from sim.show.hidden.rules import hidden_facts
from sim.show.hidden.stated import notes_on, stated_entry, stated_notes
from sim.show.hidden.words import EXPLAINED, against, belief_words, pays_by_type, reveals, secret_words
from sim.show.issues.offer_words import hidden_rules
from sim.show.shown import Shown
from sim.show.text.blocks import Item, Paragraph, Points, Section
from sim.show.text.words import quoted, times
from sim.show.tree.assessments import REMOVED, assessment_facts, checked, choices, plural, range_words
from sim.show.tree.in_short import in_short, nearest, tables
from sim.show.tree.outcomes import alike, at_least, same_outcome
from sim.show.tree.several import listed_as, several_table, short_section, which_words
from sim.show.tree.tree_in_letters import chance_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Block, Table, Text
    from sim.show.text.brief import Brief

MOST_EQUILIBRIA = 6


class ShownHidden(Shown["HiddenSolution"]):
    """Equilibria of a game with hidden types or actions as people see them."""

    told_later = ""
    """The caption of a table of the brief that the story tells at length."""

    solution: HiddenSolution

    def line(self) -> str:
        """How many there are, and what they reveal."""
        found, concept = self.solution.solution.equilibria, concept_named(self.solution.concept)
        kinds = [", ".join(dict.fromkeys(classes(self.solution.game, e).values())) for e in found]
        told = f" ({'; '.join(dict.fromkeys(kinds))})" if any(kinds) else ""
        count = times(len(found), concept.one, listed_as(self.solution, concept.many))
        return f"{self.scenario.title}: {at_least(f'{count}{told}', self.solution.solution)}."

    def brief(self) -> Brief:
        """Who does what with which chance, what is believed, and what doing otherwise would cost each type."""
        scenario, solution = self.scenario, self.solution.solution
        found = solution.equilibria
        if not found:
            return self.on_screen(["No equilibrium was found.", *stated_notes(self.scenario, self.solution)])
        e, words = found[0], HiddenNaming(scenario, self.solution.game.tree, self.solution.game)
        sorts = [
            " ".join(
                filter(None, [", ".join(dict.fromkeys(classes(self.solution.game, one).values())), self._held(one)])
            )
            for one in found
        ]
        names = concept_named(self.solution.concept)
        which, before = which_words(words, solution, (names.one, names.many), sorts)
        if before:
            before = f"{before.replace('Number 1', 'The first', 1).removesuffix(': ')}, which pays both together most: "
        before = " ".join([*stated_notes(scenario, self.solution), before]).strip()
        before = f"{before} " if before else ""
        shown = *self.tables_short(words, e), several_table(scenario, found, sorts)
        return self.on_screen((which, before + self.told_short(words, e)), shown, nearest(words, margins(e)))

    def _held(self, e: BayesEquilibrium) -> str:
        return REMOVED if against(self.scenario, self.solution.game, self.solution.concept, e) else ""

    @property
    def is_explained(self) -> bool:
        """Whether it is known everywhere what is believed and done, as Bayes-Nash equilibria need not say."""
        found = self.solution.solution.equilibria[:EXPLAINED]
        return all(HiddenReasons(self.solution.game, e).known for e in found)

    @abstractmethod
    def told_short(self, words: HiddenNaming, e: BayesEquilibrium) -> str:
        """What happens in an equilibrium, in a sentence or two."""

    @abstractmethod
    def tables_short(self, words: HiddenNaming, e: BayesEquilibrium) -> tuple[Table, ...]:
        """The numbers behind it."""

    def in_short(self) -> tuple[Section, ...]:
        """The same as its brief, for the head of the story."""
        return short_section(self.brief(), self.told_later) if self.solution.solution.equilibria else ()

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each equilibrium."""
        return hidden_entries(self.solution, all_states)

    def notes(self) -> list[str]:
        """How they were found, and whether there may be others."""
        return notes_on(self.scenario, self.solution)

    def facts(self) -> dict[str, str]:
        """What the first equilibrium pays."""
        return assessment_facts(self.scenario, self.solution.solution)

    def extras(self) -> dict[str, Any]:
        """What has become of the profile that the file states."""
        return stated_entry(self.solution)

    def explain(self, depth: Depth) -> Text:
        """What is believed, and what each choice then pays."""
        if is_on_a_scale(self.scenario):
            from sim.show.hidden.explain_on_a_scale import explanation_by_number

            return explanation_by_number(self.scenario, self.solution)
        from sim.show.hidden.explain_equilibria import explanation

        return explanation(self.scenario, self.solution, depth)

    def hidden(self) -> Section:
        """What the sides do not know of each other."""
        rules = hidden_rules(self.scenario) if self.scenario.kind == "issues" else []
        return Section("What is hidden", tuple(map(Paragraph, [*rules, *hidden_facts(self.scenario)])))

    def sure(self) -> Section:
        """How sure the equilibria are."""
        return Section("How sure this is", tuple(map(Paragraph, [checked(self.solution.solution), *self.notes()])))


class ShownHiddenTypes(ShownHidden):
    """Equilibria of a matrix game or game tree with hidden types as people see them."""

    def story(self) -> Text:
        """What is hidden, the equilibria with their beliefs, and how sure they are."""
        found = self.solution.solution.equilibria
        groups = alike(found)
        items = tuple(self._item(first, found[first], last - first) for first, last in groups[:MOST_EQUILIBRIA])
        blocks: list[Block] = [Points(items, numbered=True)] if items else [Paragraph("None was found.")]
        if len(groups) > MOST_EQUILIBRIA:
            blocks.append(Paragraph(f"... and {len(found) - groups[MOST_EQUILIBRIA][0]} more; --json has them all."))
        return self.told(
            *self.in_short(), self.hidden(), Section(plural(self.solution.concept), tuple(blocks)), self.sure()
        )

    def told_short(self, words: HiddenNaming, e: BayesEquilibrium) -> str:
        """Who plays what, and what it pays each type."""
        if is_on_a_scale(self.scenario):
            return scaled_told(words, e)
        if told := types_in_short(words, e):
            return f"{told} {pays_by_type(self.scenario, self.solution.game, e)}"
        return in_short(words, e, e.beliefs)

    def tables_short(self, words: HiddenNaming, e: BayesEquilibrium) -> tuple[Table, ...]:
        """What each decision hangs on, and in a tree what each type gets."""
        if is_on_a_scale(self.scenario):
            return (by_number(words, e),)
        return *([] if self.scenario.kind == "matrix" else [by_type(words, e)]), *tables(words, e, e.beliefs)

    def pictures(self) -> Mapping[str, Draw]:
        """What each type does, and what is made of it, or what types that are numbers do."""
        from sim.show.hidden.draw_equilibria import beliefs_picture

        if is_on_a_scale(self.scenario):
            from sim.show.hidden.draw_on_a_scale import choices_picture

            return {"choices": lambda: choices_picture(self.scenario, self.solution)}
        return {"beliefs": lambda: beliefs_picture(self.scenario, self.solution)}

    def _item(self, k: int, e: BayesEquilibrium, more: int) -> Item:
        scenario, game = self.scenario, self.solution.game
        if is_on_a_scale(scenario):
            told = scaled_told(HiddenNaming(scenario, game.tree, game), e)
            lines = [Item(same_outcome(k, more), flush=True)] if more else []
            return Item(told, below=tuple(lines), number=k + 1)
        told = " ".join(filter(None, [reveals(scenario, classes(game, e)), pays_by_type(scenario, game, e)]))
        below = [*choices(scenario, game.tree, e), *range_words(scenario, game.tree, e), *self._beliefs(e)]
        if removed := against(scenario, game, self.solution.concept, e):
            below.append(removed)
        if more:
            below.append(same_outcome(k, more))
        return Item(told, below=tuple(Item(line, flush=True) for line in below), number=k + 1)

    def _beliefs(self, e: BayesEquilibrium) -> list[str]:
        """What is believed of the other side's type where that is not what everybody knew at the start."""
        game, lines = self.solution.game, []
        for name, members in game.tree.infosets.items():
            player = game.tree.owner(name)
            if name not in e.beliefs or not game.secret(members[0], 1 - player):
                continue
            belief = game.belief(zip(members, e.beliefs[name], strict=True), 1 - player)
            start = {kind.id: kind.probability for kind in game.types[1 - player]}
            if any(p != start[secret.type] for secret, p in belief.items()):
                unreached = "" if name in e.reached else ", where play does not get to,"
                who, other = self.scenario.players[player].name, self.scenario.players[1 - player].name
                told = belief_words(self.scenario, 1 - player, belief)
                also = self._as_well(e, name, members, 1 - player)
                lines.append(f"At {quoted(name)}{unreached} {who} believes {other} to be {told}{also}.")
        return lines

    def _as_well(self, e: BayesEquilibrium, name: str, members: Sequence[int], about: int) -> str:
        """That other beliefs will do as well, where Bayes' rule leaves them open."""
        secrets = [self.solution.game.secret(k, about) for k in members]
        if name not in e.belief_ranges or secrets[0] == secrets[1]:
            return ""
        low, high = e.belief_ranges[name][1]
        kind = secret_words(self.scenario, about, secrets[1])
        return f"; any chance of {kind} from {chance_of(low)} to {chance_of(high)} will do"
