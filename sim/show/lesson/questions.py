"""Questions for a class, with answers worked out from the solution: those of the file first, then from easy to hard."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions, Matrix, Question, Tree
from sim.show.text.words import amount, does, listed, number, percent, quoted, small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario, TreeNode
    from sim.study.sliders import Slider, SliderGrid

MOST = 8
"""Questions of one lesson that are worked out, most."""

MOST_TURNS = 3
"""Changes along a slider that an answer names, most."""


def questions(scenario: Scenario, solution: Solution, own: Mapping[str, Any], grid: SliderGrid) -> tuple[Question, ...]:
    """Questions with answers that follow from the numbers.

    Parameters
    ----------
    own : mapping
        Its own point, as `sim.show.lesson.point.point` tells it.
    grid : SliderGrid
        The grid around it.

    Returns
    -------
    tuple of Question
        Those of the file first. These hold at the file's own values, so they are left out where a parameter is set.
    """
    of_file = () if scenario.settings else scenario.lesson.questions
    made = [*_of_kind(scenario, solution, own), *_of_grid(grid)]
    return (*of_file, *made[:MOST])


def _of_kind(scenario: Scenario, solution: Solution, own: Mapping[str, Any]) -> Iterator[Question]:
    kind = own.get("picture", {}).get("kind")
    if kind == "course":
        yield from _course(scenario, solution, own)
    elif kind == "matrix" and solution.concept == "nash":
        yield from _matrix(scenario, own["picture"], solution.complete)
    elif kind == "tree":
        yield from _tree(scenario, own)


def _course(scenario: Scenario, solution: Any, own: Mapping[str, Any]) -> Iterator[Question]:
    game = scenario.game
    assert isinstance(game, Concessions)
    names = [player.name for player in scenario.players]
    first = next(((r, turn) for r in solution.path for turn in r.turns if turn.action == "concede" and turn.loss), None)
    if first is None:
        yield Question("Who takes the first step?", "Nobody does on the likeliest course: no step is taken.")
    else:
        r, turn = first
        state = solution.game.states[r.state]
        step = does(scenario, turn.player, "concede", state)
        yield Question(
            "Who takes the first step, which one, and when?",
            f"{names[turn.player]} {step} in round {r.round + 1}.",
        )
        instead = does(scenario, turn.player, turn.alternative, state, "taking")
        yield Question(
            f"Would {names[turn.player]} rather do something else in round {r.round + 1}? What would that cost it?",
            f"No. The best other choice is {instead}, and it would cost {names[turn.player]} {small(turn.loss)} per "
            "round.",
        )
    ending = solution.endings[0]
    how = {
        "agreement": "Yes, the agreement becomes complete",
        "walk_away": "No, somebody walks away",
        "hazard": "No, the talks break down",
        "unfinished": "No, it is not complete when play ends",
    }[ending.kind]
    when = f" in round {ending.rounds + 1:g}" if ending.fixed and ending.kind != "unfinished" else ""
    sure = "for certain" if ending.chance > 1 - 1e-12 else f"with chance {percent(ending.chance)}"
    yield Question("Do they come to a complete agreement?", f"{how}{when}, {sure}.")
    gains = [value - float(quo) for value, quo in zip(own["curves"][0]["payoffs"], game.status_quo, strict=True)]
    told = [f"{name} {amount(gain)}" for name, gain in zip(names, gains, strict=True)]
    most = "Both gain the same" if amount(gains[0]) == amount(gains[1]) else f"{names[gains[1] > gains[0]]} does better"
    yield Question("Who gains more against the status quo, per round?", f"{most}: {listed(told)}.")
    yield from _irreversible(scenario, game)


def _irreversible(scenario: Scenario, game: Concessions) -> Iterator[Question]:
    fixed = [
        f"{quoted(step.name)} of {player.name}"
        for player, ladder in zip(scenario.players, game.ladders, strict=True)
        for step in ladder
        if not step.reversible
    ]
    if fixed and len(fixed) < sum(map(len, game.ladders)):
        yield Question(
            "Which steps can never be taken back? What does that change for the side that takes them first?",
            f"{listed(fixed)}. Whoever takes such a step cannot take it back to answer the other side: what it gave is "
            "gone.",
        )


def _matrix(scenario: Scenario, picture: Mapping[str, Any], complete: bool) -> Iterator[Question]:
    game = scenario.game
    assert isinstance(game, Matrix)
    names = [player.name for player in scenario.players]
    for mover in (0, 1):
        replies = list(_replies(game, mover))
        told = [
            f"against {quoted(game.actions[1 - mover][k])}: {' or '.join(map(quoted, best))}"
            for k, best in enumerate(replies)
        ]
        yield Question(
            f"What is the best reply of {names[mover]} to each action of {names[1 - mover]}?",
            f"A{'; '.join(told)[1:]}.",
        )
    strict = [(names[p], action) for p in (0, 1) for action in _dominant(game, p)]
    told = [f"{name}: {quoted(action)}" for name, action in strict]
    yield Question(
        "Has either side an action that pays more than any other, whatever the other side does?",
        f"Yes. {listed(told)}: strictly dominant."
        if strict
        else "No: neither has one that is strictly better against everything.",
    )
    pure = [
        f"{quoted(game.actions[0][i])} with {quoted(game.actions[1][j])}"
        for i in range(len(game.actions[0]))
        for j in range(len(game.actions[1]))
        if game.actions[0][i] in list(_replies(game, 0))[j] and game.actions[1][j] in list(_replies(game, 1))[i]
    ]
    yield Question(
        "In which cells does nobody want to change alone?",
        f"{listed(pure)}."
        if pure
        else "In none: wherever they are, one of them would rather be elsewhere. So actions are mixed.",
    )
    if complete and len(picture["played"]) == 1:
        yield _better(game, picture["played"][0])


def _replies(game: Matrix, mover: int) -> Iterator[list[str]]:
    """Best replies of a player to each action of the other."""
    own, others = game.actions[mover], game.actions[1 - mover]
    for k in range(len(others)):
        paid = [_paid(game, mover, a, k) for a in range(len(own))]
        yield [action for action, value in zip(own, paid, strict=True) if value == max(paid)]


def _paid(game: Matrix, mover: int, own: int, other: int) -> Fraction:
    cell = game.payoffs[own][other] if mover == 0 else game.payoffs[other][own]
    return cell[mover]


def _dominant(game: Matrix, mover: int) -> list[str]:
    own, others = range(len(game.actions[mover])), range(len(game.actions[1 - mover]))
    if len(own) < 2:
        return []
    return [
        game.actions[mover][a]
        for a in own
        if all(_paid(game, mover, a, k) > _paid(game, mover, b, k) for b in own if b != a for k in others)
    ]


def _better(game: Matrix, played: list[list[float]]) -> Question:
    """Whether some cell is better for both than the only equilibrium; such a cell is then none."""
    rows, columns = played
    value = [
        sum(rows[i] * columns[j] * float(game.payoffs[i][j][p]) for i in range(len(rows)) for j in range(len(columns)))
        for p in (0, 1)
    ]
    cells = [
        f"{quoted(game.actions[0][i])} with {quoted(game.actions[1][j])} ({number(cell[0])}, {number(cell[1])})"
        for i, row in enumerate(game.payoffs)
        for j, cell in enumerate(row)
        if all(float(cell[p]) > value[p] + 1e-9 for p in (0, 1))
    ]
    paid = f"({value[0]:.4g}, {value[1]:.4g})".replace("-", "\N{MINUS SIGN}")
    return Question(
        "Is there a cell that both would like better than what they get in the equilibrium? Why do they not go there?",
        f"Yes: {listed(cells)}, where the equilibrium pays {paid}. It is no equilibrium: one of them would do still "
        "better by leaving it."
        if cells
        else f"No: no cell pays both more than {paid}.",
    )


def _tree(scenario: Scenario, own: Mapping[str, Any]) -> Iterator[Question]:
    game = scenario.game
    assert isinstance(game, Tree)
    plays = own["picture"]["plays"]
    if len(own["curves"]) == 1 and plays:
        for player in scenario.players:
            plan = [
                f"{quoted(place)}: {listed([f'{a} ({percent(c)})' if c < 1 else a for a, c in plan.items() if c > 0])}"
                for place, plan in plays[0].items()
                if _owner(game, place) == scenario.players.index(player)
            ]
            if plan:
                yield Question(
                    f"What does {player.name} plan to do at each point at which it may have to choose?",
                    f"At {'; at '.join(plan)}.",
                )
        paid = [
            f"{p.name} {v:.4g}".replace("-", "\N{MINUS SIGN}")
            for p, v in zip(scenario.players, own["curves"][0]["payoffs"], strict=True)
        ]
        by_chance = _draws(game.root) or any(0 < c < 1 for plan in plays[0].values() for c in plan.values())
        yield Question("What does each side get in the end?", f"{'On average: ' if by_chance else ''}{listed(paid)}.")
    elif plays:
        yield Question(
            "How many equilibria does the page list, and how do they differ?",
            "; ".join(f"({k}) {curve['name']}" for k, curve in enumerate(own["curves"], 1)) + ".",
        )


def _draws(node: TreeNode) -> bool:
    """Whether chance moves at a node or below it."""
    here = node.player is None and node.payoffs is None
    return here or any(_draws(branch.to) for branch in node.branches)


def _owner(game: Tree, place: str) -> int | None:
    waiting = [game.root]
    while waiting:
        node = waiting.pop()
        if node.infoset == place:
            return node.player
        waiting += [branch.to for branch in node.branches]
    return None


def _of_grid(grid: SliderGrid) -> Iterator[Question]:
    """Where along each slider what is played changes, all else as it is."""
    strides = [1] * len(grid.sliders)
    for k in range(len(grid.sliders) - 2, -1, -1):
        strides[k] = strides[k + 1] * grid.shape[k + 1]
    home = sum(slider.own * stride for slider, stride in zip(grid.sliders, strides, strict=True))
    for slider, stride in zip(grid.sliders, strides, strict=True):
        line = [grid.points[home + (k - slider.own) * stride] for k in range(len(slider.values))]
        if not any("trouble" in point for point in line):
            yield _on_line(slider, line)


def _on_line(slider: Slider, line: list[dict[str, Any]]) -> Question:
    kinds = [tuple(curve["key"] for curve in point["curves"]) for point in line]
    turns = [k for k in range(1, len(kinds)) if kinds[k] != kinds[k - 1]]
    low, high = number(slider.values[0]), number(slider.values[-1])
    ask = f"Move {slider.name} from {low} to {high} and leave all else as it is. Where does it change what is played?"
    many = f"{len(line)} values that were computed"
    if not turns:
        moves = any(_strategies(point) != _strategies(line[0]) for point in line)
        still = "the same is played at all of them; only payoffs move."
        told = "the same kind of play at all of them; its chances or shares move along." if moves else still
        return Question(ask, f"At none of the {many}: {told}")
    told = "; ".join(
        f"between {number(slider.values[k - 1])} ({_line(line[k - 1])}) and "
        f"{number(slider.values[k])} ({_line(line[k])})"
        for k in turns[:MOST_TURNS]
    )
    left = len(turns) - MOST_TURNS
    more = f"; and {'once' if left == 1 else f'{left} times'} more" if left > 0 else ""
    return Question(ask, f"Among the {many} it changes {told}{more}.")


def _strategies(point: Mapping[str, Any]) -> list[Any]:
    """What is played at a point, with its chances and shares, and without what it pays."""
    picture = point["picture"]
    return [
        [curve["name"] for curve in point["curves"]],
        picture.get("played"),
        picture.get("plays"),
        picture.get("path"),
    ]


def _line(point: Mapping[str, Any]) -> str:
    """A point in a few words."""
    if point["picture"]["kind"] == "course":
        return str(point["curves"][0]["name"])
    return str(point["line"]).rstrip(".")
