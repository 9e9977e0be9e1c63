"""What is said to people who play a conflict over options: what they like, what they can do, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.conflicts.replay import place_of
from sim.engine.options.definitions import DEFINITIONS
from sim.engine.options.reasons import deterrent
from sim.scenario.options.conflict import Options
from sim.show.options.rules import class_rules
from sim.show.options.words import (
    LONG,
    SHORT,
    change_words,
    deed_words,
    move_words,
    option_names,
    state_words,
    way_words,
)
from sim.show.text.address import called
from sim.show.text.blocks import Paragraph, Points
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import listed, quoted, times

if TYPE_CHECKING:
    from sim.agents.conflicts.replay import ConflictDecision, ConflictReplay, Made
    from sim.agents.conflicts.table import ConflictTable, ConflictTurn
    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.games.options.options_game import OptionsGame
    from sim.scenario.options.statements import Statement
    from sim.scenario.scenario import Scenario

MADE: dict[Made, str] = {
    "improvement": "an improvement",
    "alike": "to something that is liked as much",
    "worse": "to something that is liked less",
}
"""What a move is to its mover."""

MOST_BEST = 2
"""States that somebody likes most, as many as are named where its order is not one of statements."""

JOINED = {"&": " and ", "|": " or ", "<->": " just if "}


def statement_words(scenario: Scenario, statement: Statement) -> str:
    """A statement with the names of options: ``not “Strike”, and “Lift sanctions”``."""
    game = scenario.game
    assert isinstance(game, Options)
    ids = [f"{scenario.players[option.owner].id}.{option.id}" for option in game.options]
    names = dict(zip(ids, option_names(scenario), strict=True))

    def told(one: Statement, inside: bool) -> str:
        if one.sign == "option":
            return quoted(names[one.option])
        if not one.parts:
            return "always" if one.sign == "true" else "never"
        if one.sign == "!":
            return f"not {told(one.parts[0], True)}"
        each = [told(part, True) for part in one.parts]
        words = f"if {each[0]} then {each[1]}" if one.sign == "->" else JOINED[one.sign].join(each)
        return f"({words})" if inside else words

    return told(statement, False)


class ConflictWords:
    """Words for one conflict that is played.

    Parameters
    ----------
    you : int or None
        Who is spoken to; None where several people read it.
    """

    def __init__(self, scenario: Scenario, table: ConflictTable, you: int | None) -> None:
        self.scenario, self.table, self.you = scenario, table, you

    @property
    def solution(self) -> StabilitySolution:
        """What is stable."""
        return self.table.solution

    def rules(self) -> list[str]:
        """How it is played."""
        game = self.scenario.game
        assert isinstance(game, Options)
        told = []
        for block in class_rules(self.scenario, game):
            if isinstance(block, Paragraph):
                told.append(block.text.replace(", in no fixed order", ""))
            elif isinstance(block, Points):
                told += [f"{item.about} {item.text}" for item in block.items]
        told.append(
            "In a round each has a turn, in this order. At your turn you change any of your options, or stay. Play "
            f"ends when all have stayed one after the other, or after {times(self.table.rounds, 'round')}. There are "
            "no points: each only likes some states more than others."
        )
        return [*told, *(self._likes(party) for party in range(self.table.parties))]

    def _likes(self, party: int) -> str:
        """What a party likes; where somebody is spoken to who mistakes that, what it takes it to be."""
        game, solution = self.scenario.game, self.solution
        assert isinstance(game, Options)
        prefers = game.prefers[party]
        if self.you is not None:
            prefers = game.misperceives[self.you].get(party, prefers)
        subject = called(self.scenario, party, self.you, True)
        verb = "like" if party == self.you else "likes"
        if prefers.statements:
            words = "; ".join(
                f"{k}. {statement_words(self.scenario, one)}" for k, one in enumerate(prefers.statements, 1)
            )
            return f"{subject} {verb}, the first outweighing all later ones: {words}."
        places = len(set(prefers.levels))
        if party == self.you:
            return f"{subject} {verb} states in an order of {times(places, 'place')}, the first being the best."
        best = [k for k, level in enumerate(prefers.levels) if level == max(prefers.levels)]
        told = "; or ".join(state_words(self.scenario, solution.game, state) for state in best[:MOST_BEST])
        more = f", or another of {len(best)} states" if len(best) > MOST_BEST else ""
        return f"{subject} {verb} most: {told}{more}."

    def situation(self, party: int) -> list[str]:
        """What stands, and how much a party likes it."""
        here = state_words(self.scenario, self.table.game, self.table.state)
        place, places = place_of(self.solution, party, self.table.state)
        who = "you" if party == self.you else self.scenario.players[party].name
        told = f"What stands: {here}. For {who} that is place {place} of {places}, the first being the best."
        return [told] if party == self.you else [f"{who} is to move.", told]

    def rows(self, party: int, hints: bool) -> list[list[str]]:
        """A table of what a party can do, a heading first."""
        own, here = self.table.game.levels[party], self.table.state
        rows = [["what you do", "liked", "place", *(["what deters it"] if hints else [])]]
        for there in self.table.open:
            done = deed_words(self.scenario, self.table.game, here, there)
            gain = int(own[there]) - int(own[here])
            liked = "" if there == here else "more" if gain > 0 else "less" if gain < 0 else "as much"
            place = f"{place_of(self.solution, party, there)[0]}"
            rows.append([done, liked, place, *([self._deterrent(party, there)] if hints else [])])
        return rows

    def _deterrent(self, party: int, there: int) -> str:
        """Which answer of the others, each of which its mover likes, leaves a party with no more than it has."""
        game, here = self.table.game, self.table.state
        seen = self._seen_by(party)
        if game.levels[party][there] <= game.levels[party][here]:
            return ""
        way = deterrent(seen, party, here, there, "seq")
        return "nothing that others like" if way is None else way_words(self.scenario, game, there, way)

    def _seen_by(self, party: int) -> OptionsGame:
        """The conflict as a party takes it to be."""
        game = self.table.game
        return (game.seen[party] if game.seen else None) or game

    def happened(self, turn: ConflictTurn) -> str:
        """What a turn brought."""
        who = called(self.scenario, turn.party, self.you, True)
        is_you = turn.party == self.you
        if turn.here == turn.there:
            return f"{who} {'stay' if is_you else 'stays'}."
        if is_you:
            return f"You {deed_words(self.scenario, self.table.game, turn.here, turn.there)}."
        told = f"{move_words(self.scenario, self.table.game, turn.party, turn.here, turn.there)}."
        if self.you is None:
            return told
        own = self.table.game.levels[self.you]
        gain = int(own[turn.there]) - int(own[turn.here])
        return f"{told} You like that {'more' if gain > 0 else 'less' if gain < 0 else 'as much'}."

    def replay(self, played: ConflictReplay) -> str:
        """The game once it is over, for everybody at the keyboard."""
        parts = ["\n".join([heading("Where it ended"), *map(paragraph, self._end(played))])]
        rows = [["", "place at the start", "at the end", "of"]]
        for party, player in enumerate(self.scenario.players):
            before, of = played.place(party, played.solution.game.start)
            rows.append([player.name, f"{before}", f"{played.place(party, played.end)[0]}", f"{of}"])
        parts.append("\n".join([heading("What each likes of it"), columns(rows)]))
        for party, seat in enumerate(played.session.seats):
            if seat.human:
                name = "you" if party == self.you else self.scenario.players[party].name
                lines = [heading(f"What {name} did"), *map(paragraph, self._decisions(played, party))]
                parts.append("\n".join(lines))
        words = [f"{SHORT[d]}: {LONG[d]}." for d in DEFINITIONS]
        parts.append("\n".join([heading("What the words mean"), *(paragraph(w, hanging="  ") for w in words)]))
        return "\n\n".join(parts) + "\n"

    def _end(self, played: ConflictReplay) -> list[str]:
        state = state_words(self.scenario, played.solution.game, played.end)
        kinds = [SHORT[d] for d in played.equilibrium]
        if not played.session.finished:
            told = f"It was left at: {state}."
        elif played.rests:
            told = f"It came to rest, as all stayed: {state}."
        else:
            told = f"It was stopped after {times(self.table.rounds, 'round')}, and not at rest: {state}."
        if kinds:
            return [told, f"That is an equilibrium by {listed(kinds)}."]
        leaving = [
            player.name
            for party, player in enumerate(self.scenario.players)
            if not played.solution.stable(party, "gmr")[played.end]
        ]
        return [
            told,
            f"That is no equilibrium by any definition: {listed(leaving)} could improve without being deterred.",
        ]

    def _decisions(self, played: ConflictReplay, party: int) -> list[str]:
        own = played.of(party)
        if not own:
            return ["Had nothing to decide."]
        return [f"Round {d.turn.round + 1}: {self._decision(played, d)}" for d in own]

    def _decision(self, played: ConflictReplay, d: ConflictDecision) -> str:
        turn, game = d.turn, played.solution.game
        if d.made == "stayed":
            if "nash" in d.stable:
                return "stayed; there was nothing to like more."
            by = _by(d.stable)
            return f"stayed; {by}." if by else "stayed, though there was an improvement that nothing deters."
        told = f"{change_words(self.scenario, game, turn.here, turn.there)}, {MADE[d.made]}."
        if d.made == "improvement" and not d.free:
            way = deterrent(
                game.seen[turn.party] or game if game.seen else game, turn.party, turn.here, turn.there, "seq"
            )
            if way is not None:
                told += f" Others could answer with what they like: {way_words(self.scenario, game, turn.there, way)}."
        elif d.made == "improvement":
            told += " Nothing that others like takes it back."
        return told


def _by(stable: tuple[Definition, ...]) -> str:
    """That improvements are deterred, by the definitions by which they are."""
    return f"what could be liked more is deterred, by {listed([SHORT[d] for d in stable])}" if stable else ""
