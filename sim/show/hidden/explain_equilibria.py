"""Why an equilibrium with hidden types or fakes is one: what is believed, and what each choice then pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.hidden.outcomes import outcome_at
from sim.engine.hidden.reasons import HiddenReasons
from sim.engine.hidden.revelation import classes
from sim.errors import NoExplanationError
from sim.games.concessions.stochastic_game import State
from sim.games.hidden.hidden_game import Secret
from sim.show.concessions.courses.endings import course_words
from sim.show.concessions.rules import game_of
from sim.show.hidden.rules import hidden_facts
from sim.show.hidden.words import EXPLAINED, act_words, pays_by_type, reveals, secret_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import equals, share
from sim.show.text.words import DEEPER, amount, does, listed, percent, quoted, small, type_name
from sim.show.tree.assessments import assessment_notes, checked
from sim.show.tree.tree_in_letters import chance_of

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.hidden.reasons import Aftermath, ChoiceReason, Held, Weighing
    from sim.engine.hidden.solution import HiddenSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

TIMES = "\N{MULTIPLICATION SIGN}"

MOST_MOVES = 3
"""Things done after a choice, most, that are named."""


def explanation(scenario: Scenario, solution: HiddenSolution, depth: Depth) -> Text:
    """Why the equilibria of a game with hidden types or fakes are ones.

    Parameters
    ----------
    solution : HiddenSolution
        Its equilibria.
    depth : {"brief", "full"}
        ``brief``: the decisions that play gets to. ``full``: also those beside it, and how beliefs come about.

    Raises
    ------
    NoExplanationError
        If the solution does not say what would be done everywhere, as Bayes-Nash equilibria need not.
    """
    found = solution.solution.equilibria
    followed = [HiddenReasons(solution.game, e) for e in found[:EXPLAINED]]
    if not all(beliefs.known for beliefs in followed):
        message = "a Bayes-Nash equilibrium does not say what would be believed and done everywhere; --solve pbe does"
        raise NoExplanationError(message)
    parts = [Section("What is hidden", tuple(Paragraph(line) for line in hidden_facts(scenario))), _key(solution)]
    for k, beliefs in enumerate(followed):
        parts += _Explained(scenario, beliefs).sections(k if len(found) > 1 else None, depth)
    notes = [checked(solution.solution), *assessment_notes(solution.solution)]
    if len(found) > EXPLAINED:
        notes.insert(
            0,
            (f"{len(found) - EXPLAINED} more equilibria were found; these are the ones that pay both together most."),
        )
    if not found:
        notes.insert(0, "No equilibrium was found, so there is nothing to explain.")
    if depth == "brief":
        notes.append(f"{DEEPER} where beliefs come from, and what would follow what nobody does.")
    parts.append(Section("How sure this is", tuple(Paragraph(note) for note in notes)))
    return Text(f"{scenario.title}: why nobody does otherwise", tuple(parts))


def _key(solution: HiddenSolution) -> Section:
    lines = [
        "For each decision: what is believed of the other side, and what each choice then pays the one who decides, if "
        "afterwards everybody does what the equilibrium prescribes."
    ]
    if solution.game.course is not None:
        lines.append(
            "Payoffs are per round and count the whole of the talks from the first round on, with later rounds "
            "discounted by patience; so a choice in a late round moves them less."
        )
    return Section("How to read it", tuple(Paragraph(line) for line in lines))


class _Explained:
    """One equilibrium as it is explained."""

    def __init__(self, scenario: Scenario, beliefs: HiddenReasons) -> None:
        self.scenario, self.beliefs = scenario, beliefs
        self.game, self.e = beliefs.game, beliefs.equilibrium
        self.names = [player.name for player in scenario.players]
        self.weighed = sorted(beliefs.on_path(), key=self._order)
        self.said: dict[tuple[int, Secret, tuple[Held, ...]], set[int]] = {}

    def sections(self, number: int | None, depth: Depth) -> list[Section]:
        """The parts of the explanation of this equilibrium."""
        kinds = classes(self.game, self.e)
        told = f": {', '.join(dict.fromkeys(kinds.values()))}" if kinds else ""
        title = f"Equilibrium{'' if number is None else f' {number + 1}'}{told}"
        lines = [
            line for line in (reveals(self.scenario, kinds), pays_by_type(self.scenario, self.game, self.e)) if line
        ]
        items = tuple(self._item(w, depth) for w in self.weighed)
        parts = [Section(title, (*(Paragraph(line) for line in lines), Points(items)))]
        if depth == "full" and (asides := self._asides()):
            told = (
                "Play does not get here, so Bayes' rule leaves open what is believed of the one who departs. The "
                "belief belongs to the equilibrium; given it, the answer is a best one."
            )
            parts.append(Section("Beside the course", (Paragraph(told), Points(tuple(asides)))))
        return parts

    def _order(self, w: Weighing) -> tuple[int, int, int]:
        at = self.game.situations[w.node]
        return at.round, at.phase, at.public

    # One decision

    def _item(self, w: Weighing, depth: Depth) -> Item:
        below = []
        if depth == "full":
            below += [Item(self._bayes(w))] if w.held else []
            others = [o for o in w.options if o is not w.chosen]
            below += [Item(self._option(w, o), self._did(w, o, "taking", True) + ":") for o in others]
        return Item(self._chosen(w, depth), self._where(w), tuple(below))

    def _where(self, w: Weighing) -> str:
        who = self._who(w)
        if self.game.course is None:
            plain = self.scenario.kind == "matrix" or bool(self.game.types[w.player])
            return f"{who}." if plain else f"{who}, at {quoted(w.name)}."
        return f"Round {self.game.situations[w.node].round + 1}, {who}{self._past(w)}."

    def _who(self, w: Weighing) -> str:
        secret = self.game.secret(w.node, w.player)
        name = self.names[w.player]
        return f"{name} ({secret_words(self.scenario, w.player, secret)})" if secret else name

    def _past(self, w: Weighing) -> str:
        """What has been done before, as everybody saw it."""
        assert self.game.course is not None
        seen = self.game.course.history(self.game.situations[w.node].public)
        ladders, told = game_of(self.scenario).ladders, []
        stands: list[tuple[str, ...]] = [(), ()]
        for t, _, one, two in seen:
            for player, action in enumerate((one, two)):
                if action not in ("", "hold_out"):
                    act = does(self.scenario, player, action, State((stands[0], stands[1])))
                    told.append(f"{self.names[player]} {act.replace('the step ', '', 1)} in round {t + 1}")
                left = [step.id for step in ladders[player] if step.id not in stands[player]]
                if action == "concede":
                    stands[player] = (*stands[player], left[0])
                elif action == "renege":
                    stands[player] = tuple(s.id for s in ladders[player] if s.id in stands[player] and not s.reversible)
        if not seen:
            return ""
        looks = ", as it looks," if any(self.game.fakes) else ""
        return f"; so far{looks} {listed(told)}" if told else "; so far nothing was done"

    def _chosen(self, w: Weighing, depth: Depth) -> str:
        best = max((o for o in w.options if not o.chance), key=lambda o: o.value, default=None)
        held = f"It believes {self.names[1 - w.player]} to be {self._believed(w)}. " if w.held else ""
        if w.mixed:
            shares = [f"{self._did(w, o, 'taking')} ({chance_of(o.chance)})" for o in w.mixed]
            told = f"It leaves it to chance, {listed(shares)}: each pays it {amount(w.chosen.value)}"
            told += f"{self._weighed(w, w.chosen)}."
        else:
            told = (
                f"It {self._did(w, w.chosen, 'takes')}, which pays it "
                f"{amount(w.chosen.value)}{self._weighed(w, w.chosen)}."
            )
        if depth == "brief" and best is not None:
            told += (
                f" Next best is {self._did(w, best, 'taking')}{self._as_if(w, best)}: "
                f"{_less(w.chosen.value - best.value)}."
            )
        return held + told if depth == "brief" else f"{told} {self._after(w, w.chosen)}".rstrip()

    def _believed(self, w: Weighing) -> str:
        parts = sorted((h for h in w.held if h.belief), key=lambda h: -h.belief)
        if len(parts) == 1:
            return f"{self._secret(w, parts[0])} for certain"
        return listed([f"{self._secret(w, h)} ({percent(h.belief)})" for h in parts], "or")

    def _secret(self, w: Weighing, held: Held) -> str:
        return secret_words(self.scenario, 1 - w.player, held.secret)

    def _did(self, w: Weighing, o: ChoiceReason, form: str, capital: bool = False) -> str:
        told = self._act(w.node, w.player, o.action, form)
        return told[0].upper() + told[1:] if capital else told

    def _act(self, node: int, player: int, action: str, form: str) -> str:
        if self.game.course is None:
            return {"takes": "plays", "taking": "playing", "take": "play"}[form] + f" {quoted(action)}"
        return act_words(self.scenario, player, action, self._state(node), form)

    def _state(self, node: int) -> State:
        at = self.game.situations[node]
        stage = self.game.games[at.draw[0]][at.draw[1]]
        return stage.states[at.state]

    # Beliefs

    def _bayes(self, w: Weighing) -> str:
        """Where a belief comes from: Bayes' rule with its numbers, or that nothing has been learned."""
        other = self.names[1 - w.player]
        told = f"It believes {other} to be {self._believed(w)}."
        if not w.reached:
            return told
        said = self.said.setdefault((w.player, self.game.secret(w.node, w.player), w.held), set())
        before = any(k in said for k, _ in self.game.tree.above(w.node))
        said.update(w.members)
        if before:
            return f"It believes of {other} what it did before: {self._believed(w)}."
        if len(w.held) == 1:
            return f"{told} Nothing else can come here."
        if len({h.coming for h in w.held}) == 1 and not any(h.secret.faked for h in w.held):
            return f"{told} It has seen nothing that tells {'the two' if len(w.held) == 2 else 'them'} apart."
        first = max(w.held, key=lambda h: h.belief)
        product = f"{share(first.prior)} {TIMES} {share(first.coming)}"
        sum_ = " + ".join(f"{share(h.prior)} {TIMES} {share(h.coming)}" for h in w.held)
        coming = [f"{share(h.coming)} if it is {self._secret(w, h)}" for h in w.held]
        sign = equals([*(x for h in w.held for x in (h.prior, h.coming)), first.belief])
        return (
            f"{told} By Bayes' rule: the chance of coming here is {listed(coming)}, so that "
            f"{self._secret(w, first)} has {product} / ({sum_}) {sign} {share(first.belief)}."
        )

    # What a choice leads to

    def _option(self, w: Weighing, o: ChoiceReason) -> str:
        gap = w.chosen.value - o.value
        told = f"{amount(o.value)}, {_less(gap)}{self._as_if(w, o)}{self._weighed(w, o)}"
        return f"{told}. {self._after(w, o)}".rstrip()

    def _weighed(self, w: Weighing, o: ChoiceReason) -> str:
        """The parts of a value: what the choice is worth against each secret of the other side, times the belief."""
        weighed = [(h, v) for h, v in zip(w.held, o.by_secret, strict=True) if h.belief]
        if len(weighed) < 2 or len({v for _, v in weighed}) < 2:
            return ""
        parts = [f"{percent(h.belief)} {TIMES} {amount(v)} if {self._secret(w, h)}" for h, v in weighed]
        return f" ({' + '.join(parts)})"

    def _as_if(self, w: Weighing, o: ChoiceReason) -> str:
        """That another type of the player does just that in the same place, or may do it."""
        if self.game.course is None:
            return ""
        here = self.game.situations[w.node]
        types, certain = [], True
        for other in self.weighed:
            there = self.game.situations[other.node]
            same = other.player == w.player and (there.round, there.phase, there.public) == (
                here.round,
                here.phase,
                here.public,
            )
            own, its = self.game.secret(w.node, w.player), self.game.secret(other.node, w.player)
            chance = sum(p.chance for p in other.options if p.action == o.action)
            if same and own.type != its.type and chance:
                certain &= chance == 1
                types.append(type_name(self.scenario, w.player, its.type))
        verb = "does" if certain else "may do"
        return f" (what it {verb} if {listed(list(dict.fromkeys(types)), 'or')})" if types else ""

    def _after(self, w: Weighing, o: ChoiceReason) -> str:
        """What is done next after a choice, for each thing that the other side may be."""
        if self.game.course is None:
            return ""
        ways: dict[str, list[str]] = {}
        for h in w.held or (None,):
            if h is not None and not h.belief:
                continue
            node = next(
                k
                for k, p in zip(w.members, w.beliefs, strict=True)
                if p and (h is None or self.game.secret(k, 1 - w.player) == h.secret)
            )
            told = self._told(self.beliefs.aftermath(node, o.number))
            ways.setdefault(told, []).append(self._secret(w, h) if h is not None else "")
        if len(ways) == 1:
            return next(iter(ways)) + "."
        parts = [f"if it is {listed(names, 'or')}, {told[0].lower()}{told[1:]}" for told, names in ways.items()]
        text = "; ".join(parts)
        return text[0].upper() + text[1:] + "."

    def _fate(self, end: int) -> str:
        """What becomes of the agreement on the way to an end that talks come to by themselves."""
        words = course_words(self.scenario, self.game.games[0][0], outcome_at(self.game, end))
        return words.partition(";")[0]

    def _told(self, after: Aftermath) -> str:
        done = [m for m in after.moves if m.action != "hold_out"]
        ending = {
            "walk_away": "the talks are over",
            "hazard": "the talks break down",
            "discovery": "the fake is discovered",
            "over": "",
        }[self.game.situations[after.end].ending]
        sure = "" if after.chance == 1 else f" (the likeliest each time, chance {percent(after.chance)})"
        then = f", and {ending or f'the agreement is {self._fate(after.end)}'}"
        if not done:
            return f"Nothing more is then done{then}{sure}"
        told = [
            f"{self.names[m.player]} {self._act(m.node, m.player, m.action, 'takes').replace('the step ', '', 1)} "
            f"in round {self.game.situations[m.node].round + 1}"
            for m in done[:MOST_MOVES]
        ]
        rest = "" if len(done) <= MOST_MOVES else f" and {len(done) - MOST_MOVES} more"
        return f"Then {', '.join(told)}{rest}{then}{sure}"

    # Beside the course

    def _asides(self) -> list[Item]:
        """What would follow choices that nobody makes, each place once."""
        found: dict[str, tuple[Weighing, list[str], str]] = {}
        for w in self.weighed:
            for option, there in self.beliefs.beside(w):
                when = "" if self.game.course is None else f" in round {self.game.situations[w.node].round + 1}"
                kept = found.setdefault(there.name, (there, [], f"{self._did(w, option, 'taking')}{when}"))
                kept[1].append(self._who(w))
        return [
            Item(self._answer(there), f"{listed(list(dict.fromkeys(who)), 'or')} {act}.")
            for there, who, act in found.values()
        ]

    def _answer(self, w: Weighing) -> str:
        name, other = self._who(w), self.names[1 - w.player]
        believed = f"{name} would believe {other} to be {self._believed(w)}, and " if w.held else f"{name} "
        verb = self._did(w, w.chosen, "take")
        told = f"{believed}{verb if w.held else 'would ' + verb} ({amount(w.chosen.value)})."
        if w.mixed:
            shares = [f"{self._did(w, o, 'taking')} ({chance_of(o.chance)})" for o in w.mixed]
            told = f"{believed}leave it to chance, {listed(shares)}: each pays {amount(w.chosen.value)}."
        best = max((o for o in w.options if not o.chance), key=lambda o: o.value, default=None)
        if best is None:
            return told
        told += f" Next best is {self._did(w, best, 'taking')}: {_less(w.chosen.value - best.value)}."
        at = w.turning(best)
        if at is not None and not w.mixed:
            first = w.held[0]
            side = "above" if first.belief <= at else "below"
            told += f" With the belief in {self._secret(w, first)} {side} {percent(at)} that would be better."
        return told


def _less(gap: Fraction) -> str:
    """How much less a choice pays; never less where it pays the same."""
    if gap == 0:
        return "the same"
    return f"{small(abs(float(gap)))} {'less' if gap > 0 else 'more'}"
