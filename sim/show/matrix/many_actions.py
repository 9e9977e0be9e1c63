"""Games whose actions are many or are numbers, in few words: ranges of actions, and best replies to some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.expressions.grammar import MINUS
from sim.scenario.scenario import Matrix
from sim.show.text.blocks import Item, Look, Paragraph, Table
from sim.show.text.words import listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_TABLED = 40
"""Actions of the row player, most, for which there is a table of payoffs."""

REPLIED = 9
"""Actions, most, for which it is told what the other side does best against them."""

MOST_NAMED = 12
"""Labels, most, that are named where more would do."""


def called(game: StrategicForm, player: int, action: int) -> str:
    """An action in a sentence: a number with its name, any other label in quotation marks."""
    scale, label = game.scales[player], game.actions[player][action]
    return f"{scale.name} {_printed(label)}" if scale else quoted(label)


def _printed(label: str) -> str:
    """A number as it is printed."""
    return label.replace("-", MINUS)


def ranged(game: StrategicForm, player: int, actions: Sequence[int], last: str = "and") -> str:
    """Actions in a sentence, those that follow each other as a range where they are numbers.

    Parameters
    ----------
    actions : sequence of int
        In the order of the game.
    last : str
        The word before the last one.
    """
    own, scale = labels(game, player), game.scales[player]
    if scale:
        return f"{scale.name} {listed(_runs(own, actions), last)}"
    named = [quoted(own[a]) for a in actions[:MOST_NAMED]]
    more = len(actions) - len(named)
    return listed([*named, *([f"{more:,} more"] if more else [])], last)


def _runs(labels: Sequence[str], actions: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for a in actions:
        if runs and a == runs[-1][-1] + 1:
            runs[-1].append(a)
        else:
            runs.append([a])
    told = [
        labels[run[0]] if len(run) == 1 else f"{labels[run[0]]} {'and' if len(run) == 2 else 'to'} {labels[run[-1]]}"
        for run in runs
    ]
    kept = told[:MOST_NAMED]
    return [*kept, *([f"{len(told) - len(kept):,} more"] if len(told) > len(kept) else [])]


def plays(game: StrategicForm, player: int, strategy: Sequence[Fraction]) -> str:
    """What a strategy plays, in a sentence."""
    used = [(a, p) for a, p in enumerate(strategy) if p]
    if game.scales[player] and len(used) > MOST_NAMED:
        return f"a mixture of {len(used):,} actions: {ranged(game, player, [a for a, _ in used])}"
    parts = [called(game, player, a) if p == 1 else f"{called(game, player, a)} with {percent(p)}" for a, p in used]
    return listed(parts)


def choices(scenario: Scenario, game: StrategicForm) -> Paragraph:
    """What either side chooses among."""
    sentences = []
    for k, (player, scale) in enumerate(zip(scenario.players, game.scales, strict=True)):
        own = labels(game, k)
        if scale is None:
            sentences.append(f"{player.name} chooses among {len(own):,} actions.")
        elif len(own) == 1:
            sentences.append(f"{player.name} chooses {scale.name} {own[0]}.")
        else:
            step = number(scale.values[1] - scale.values[0])
            sentences.append(
                f"{player.name} chooses {scale.name} from {own[0]} to {own[-1]} in steps of {step} "
                f"({len(own):,} actions)."
            )
    return Paragraph(" ".join(sentences))


def formulas(scenario: Scenario) -> tuple[Paragraph, ...]:
    """The expressions that payoffs come from, if the file has them."""
    game = scenario.game
    if not isinstance(game, Matrix) or game.formulas is None:
        return ()
    return tuple(
        Paragraph(f"{player.name} gets {text}.") for player, text in zip(scenario.players, game.formulas, strict=True)
    )


def replies(scenario: Scenario, game: StrategicForm) -> tuple[Block, ...]:
    """What either side does best against some of the actions of the other, at equal distances."""
    tables: list[Block] = []
    for player in (0, 1):
        size = game.shape[1 - player]
        some = sorted({round(k * (size - 1) / max(1, min(REPLIED, size) - 1)) for k in range(min(REPLIED, size))})
        one, two = scenario.players[player].name, scenario.players[1 - player].name
        rows = []
        for j in some:
            pays = _against(game, player, j)
            most = max(pays)
            best = [i for i, v in enumerate(pays) if v == most]
            own = _folded(game, player, best)
            rows.append((labels(game, 1 - player)[j], own, number(most)))
        theirs = game.scales[1 - player]
        head = (f"{two}: {theirs.name}" if theirs else two, f"{one}'s best reply", f"{one} gets")
        tables.append(Table(f"What {one} does best", head, tuple(rows), Look(words=frozenset({1}))))
    return tuple(tables)


def _folded(game: StrategicForm, player: int, actions: Sequence[int]) -> str:
    if len(actions) == game.shape[player] > 1:
        return "any"
    if game.scales[player]:
        return ", ".join(_runs(labels(game, player), actions))
    named = [game.actions[player][a] for a in actions[:3]]
    return ", ".join([*named, *([f"{len(actions) - 3:,} more"] if len(actions) > 3 else [])])


def labels(game: StrategicForm, player: int) -> tuple[str, ...]:
    """Labels as they are printed in tables."""
    own = game.actions[player]
    return tuple(map(_printed, own)) if game.scales[player] else own


def _against(game: StrategicForm, player: int, other: int) -> list[Fraction]:
    """What every own action pays against one of the other side."""
    return [line[other] for line in game.row] if player == 0 else list(game.column[other])


def families(game: StrategicForm, cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pure equilibria that follow each other in equal steps, as ranges of their places in the list.

    Parameters
    ----------
    cells : sequence of pair of int
        The equilibria, in the order of the table.

    Returns
    -------
    list of (int, int)
        First place and last.
    """
    found: list[tuple[int, int]] = []
    first, step = 0, None
    for k in range(1, len(cells) + 1):
        here = (cells[k][0] - cells[k - 1][0], cells[k][1] - cells[k - 1][1]) if k < len(cells) else None
        fits = here is not None and max(map(abs, here)) == 1 and all(game.scales) and step in (None, here)
        if fits:
            step = here
            continue
        found.append((first, k - 1))
        first, step = k, None
    return found


def family(scenario: Scenario, game: StrategicForm, cells: Sequence[tuple[int, int]], span: tuple[int, int]) -> Item:
    """Pure equilibria in a row, in words."""
    sides = []
    for k, player in enumerate(scenario.players):
        scale, own = game.scales[k], labels(game, k)
        one, two = (own[cells[place][k]] for place in span)
        name = scale.name if scale else ""
        sides.append(f"{player.name} plays {name} {one}" + (f" to {two}" if one != two else ""))
    count = span[1] - span[0] + 1
    return Item(f"{'; '.join(sides)}: {count:,} equilibria, in this order.")
