"""What is said to people who play a concession game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.games.concessions.stochastic_game import BROKEN
from sim.show.concessions.rules import game_of, player_order, player_rules, player_score, stalled_words
from sim.show.hidden.rules import FOR_SHOW
from sim.show.text.address import called, pays, seats_for
from sim.show.text.scale import told_at_scale
from sim.show.text.words import amount, does, listed, number, quoted, times

if TYPE_CHECKING:
    from sim.agents.arenas.concessions import ConcessionsArena, Place
    from sim.agents.arenas.match import MatchTurn
    from sim.games.concessions.stochastic_game import Node, Outcome, Phase, State
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair


SHORT = {"concede": "steps", "hold_out": "holds out", "renege": "takes back", "walk_away": "walks away"}
"""Actions as headings of columns."""


@told_at_scale
class ConcessionsPrompts:
    """Words for a concession game."""

    def __init__(self, arena: ConcessionsArena) -> None:
        self.arena, self.scenario, self.game = arena, arena.scenario, arena.base

    def rules(self, you: int | None) -> list[str]:
        """Rounds, steps, and what everything pays."""
        fakes = [FOR_SHOW] if self.arena.game is not self.game else []
        return [self._order(), *player_rules(self.scenario, you), *fakes, self._score(you)]

    def _order(self) -> str:
        if self.game.horizon is not None:
            return player_order(self.scenario)
        return (
            f"{player_order(self.scenario)} After {times(self.arena.last, 'round')} the game is stopped, and what "
            "follows is paid as if two computers played on, each doing what is best for it against the other."
        )

    def _score(self, you: int | None) -> str:
        rates = [number(p.patience or 0) for p in self.scenario.players]
        if you is None or rates[0] == rates[1]:
            who = listed([f"{r} times ({p.name})" for r, p in zip(rates, self.scenario.players, strict=True)])
            counts = f"{rates[0]} times" if rates[0] == rates[1] else who
        else:
            counts = f"{rates[you]} times (for {self.scenario.players[1 - you].name}: {rates[1 - you]} times)"
        after = "" if self.game.horizon is None else " After the last round everything stays as it is, for ever."
        return (
            f"{player_score(counts)}{after} A score is high or low by itself: getting more than the other side is "
            "worth nothing."
        )

    def reminder(self, seat: int) -> list[str]:
        """Nothing: what stands is told with each decision."""
        del seat
        return []

    def header(self, place: Place) -> str:
        """The round."""
        last = "" if self.game.horizon is None else f" of {self.arena.last}"
        return f"Round {place[0] + 1}{last}"

    def _state(self, place: Place) -> State:
        t, p, k = self.arena.seen(place)
        return self.game.states[self.game.phases(t)[p].nodes[k].state]

    def situation(self, place: Place, seat: int) -> list[str]:
        """The steps that stand, and what the other side has just done in the round."""
        state, other = self._state(place), 1 - seat
        told = [f"Standing: {standing(self.scenario, state, seat)}."]
        if not self.arena.node(place).leader:
            pair = [float(v) for v in self.game.final[self.game.states.index(state)]]
            told.append(f"As things stand, a round pays {pays(self.scenario, pair, seat)}.")
        else:
            before, action = self._leading(place)
            told.append(f"{self.scenario.players[other].name} {does(self.scenario, other, action, before)}.")
        return told

    def _leading(self, place: Place) -> tuple[State, str]:
        """The state that the leader saw, and what it did: any that leads here looks the same."""
        t, p, k = self.arena.seen(place)
        phase, leader = self.game.phases(t)[p - 1], self.game.phases(t)[p].nodes[k].leader
        for node in phase.nodes:
            for i, one in enumerate(node.actions[0]):
                for j, two in enumerate(node.actions[1]):
                    if leader in (one, two) and phase.outcomes[node.cells[i][j]].successor == k:
                        return self.game.states[node.state], leader
        raise LookupError("no move leads there")

    def options(self, place: Place, seat: int, hints: bool) -> list[list[str]]:
        """Each action with what the round then pays, if the other side holds out."""
        other = self.scenario.players[1 - seat].name
        answers = self._answers(place, seat)
        if hints and len(answers) > 1:
            head = [f"what the round pays you and {other} if it", *(SHORT[answer] for answer, _ in answers)]
        else:
            answers = answers[:1]
            condition = answers[0][1].replace("it", other, 1)
            head = [f"what the round pays{condition and f' {condition}'}", "you", other]
        rows = [head]
        for action in self.arena.options(place, seat):
            pairs = [self._now(place, seat, action, answer) for answer, _ in answers]
            cells = [(amount(pair[seat]), amount(pair[1 - seat])) for pair in pairs]
            told = [", ".join(cell) for cell in cells] if len(answers) > 1 else list(cells[0])
            rows.append([self.action(place, seat, action, "take"), *told])
        return rows

    def _answers(self, place: Place, seat: int) -> list[tuple[str, str]]:
        """What the other side may do in the same round, holding out first, each with the condition in words."""
        t, p, k = self.arena.seen(place)
        phase = self.game.phases(t)[p]
        node, other = phase.nodes[k], 1 - seat
        state = self.game.states[node.state]
        if phase.closes_round and node.actions[other] == ("",):
            return [("", "")]
        if not phase.closes_round:
            return [("hold_out", "if it then holds out")]
        own = sorted(node.actions[other], key=lambda a: a != "hold_out")
        return [(a, f"if it {does(self.scenario, other, a, state)}") for a in own]

    def _now(self, place: Place, seat: int, action: str, answer: str) -> FloatPair:
        """What the round pays for a pair of actions, in the game as it is seen."""
        t, p, k = self.arena.seen(place)
        phases = self.game.phases(t)
        node = phases[p].nodes[k]
        pair = (action, answer if phases[p].closes_round else "")
        outcome = _outcome(phases[p], node, pair if seat == 0 else (pair[1], pair[0]))
        if not phases[p].closes_round and outcome.successor != BROKEN:
            after = phases[p + 1].nodes[outcome.successor]
            own = after.actions[1 - seat]
            reply = "hold_out" if "hold_out" in own else own[0]
            outcome = _outcome(phases[p + 1], after, (reply, "") if seat == 1 else ("", reply))
        return float(outcome.reward[0]), float(outcome.reward[1])

    def action(self, place: Place, seat: int, action: str, form: str) -> str:
        """The step by its name."""
        if action == "fake":
            step = does(self.scenario, seat, "concede", self._state(place), form)
            return f"{step} only for show"
        return does(self.scenario, seat, action, self._state(place), form)

    def happened(self, place: Place, turn: MatchTurn, you: int | None) -> list[str]:
        """The moves of a round as they were seen, what they paid, and whether the talks go on."""
        told = []
        for seat in seats_for(you):
            if turn.moves[seat]:
                move = "concede" if turn.moves[seat] == "fake" else turn.moves[seat]
                form = "take" if seat == you else "takes"
                told.append(f"{called(self.scenario, seat, you, True)} {self.action(place, seat, move, form)}.")
        if turn.shown is None:
            # Who answers is told what has been done when it is asked.
            return [" ".join(told)] if you is not None and turn.moves[you] else []
        if turn.event == "walk_away":
            now, later = (pays(self.scenario, pair, you) for pair in (turn.shown, self._ended(place, turn)))
            which = (
                f"This and every later round pays {now}"
                if now == later
                else f"This round pays {now}, every later one {later}"
            )
            told.append(f"The talks are over. {which}.")
            return [" ".join(told)]
        shown = self._as_seen(place, turn)
        told.append(f"The round pays {pays(self.scenario, shown, you)}.")
        if turn.event == "hazard":
            told.append(
                f"After a round {stalled_words(game_of(self.scenario), past=True)}, the talks break down: every later "
                f"round pays {pays(self.scenario, self._ended(place, turn), you)}."
            )
        if turn.event == "discovery":
            punished = self.arena.outcome(place, turn.moves).discovered
            assert punished is not None
            told.append(
                "A step turns out to have been for show. Nothing moves any more: every later round pays "
                f"{pays(self.scenario, punished, you)}."
            )
        return [" ".join(told)]

    def _ended(self, place: Place, turn: MatchTurn) -> FloatPair:
        """What every later round pays where the talks end with a round."""
        one, two = self.arena.outcome(place, turn.moves).ended
        return float(one), float(two)

    def _as_seen(self, place: Place, turn: MatchTurn) -> FloatPair:
        """What the round would pay if nothing in it were for show."""
        t, p, k = self.arena.seen(place)
        phase = self.game.phases(t)[p]
        moves = tuple("concede" if move == "fake" else move for move in turn.moves)
        outcome = _outcome(phase, phase.nodes[k], (moves[0], moves[1]))
        return float(outcome.reward[0]), float(outcome.reward[1])

    def hidden(self, place: Place) -> bool:
        """Only choices that are made at once."""
        return len(self.arena.movers(place)) == 2


def _outcome(phase: Phase, node: Node, choices: tuple[str, str]) -> Outcome:
    i, j = node.actions[0].index(choices[0]), node.actions[1].index(choices[1])
    return phase.outcomes[node.cells[i][j]]


def standing(scenario: Scenario, state: State, you: int) -> str:
    """The steps that stand: ``your “Relief”; North Korea's “Freeze”``; or ``no step``."""
    game = game_of(scenario)
    parts = []
    for seat in (you, 1 - you):
        names = [quoted(step.name) for step in game.ladders[seat] if step.id in state.stands[seat]]
        if names:
            owner = "your" if seat == you else f"{scenario.players[seat].name}'s"
            parts.append(f"{owner} {listed(names)}")
    return "; ".join(parts) or "no step of either side"
