"""The solved grid as plain data for the page's script, with every text that comes up again written once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.lesson.packages import PackagesPicture
from sim.show.text.escapes import unmarked
from sim.show.text.parameters import heading
from sim.show.text.scale import scale_of
from sim.study.sliders import Unsolved

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.point import LessonPoint
    from sim.study.slider_values import Slider
    from sim.study.sliders import SliderGrid


class _Texts:
    """Texts by number, each once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def page_data(scenario: Scenario, grid: SliderGrid[LessonPoint]) -> dict[str, object]:
    """What the page's script reads.

    Parameters
    ----------
    grid : SliderGrid
        Its solved grid.
    """
    texts = _Texts()
    keys = _Texts()
    points = [_packed(point, texts, keys) for point in grid.points]
    game = scenario.game
    ladders = game.ladders if isinstance(game, Concessions) else ((), ())
    scale = scale_of(scenario)
    return {
        "players": [player.name for player in scenario.players],
        "ladders": [[step.name for step in ladder] for ladder in ladders],
        "sliders": [_slider(slider) for slider in grid.sliders],
        "shape": list(grid.shape),
        "texts": list(texts.numbers),
        "scale": {"places": scale.places, "order": scale.order},
        "points": points,
        "several": _several(scenario, grid),
        "actions": _actions(scenario),
        "axes": _axes(scenario),
        "owners": _owners(scenario),
    }


def _slider(slider: Slider) -> dict[str, object]:
    return {
        "name": heading(slider),
        "values": [float(value) for value in slider.values],
        "labels": [f"{float(value):.6g}".replace("-", "\N{MINUS SIGN}") for value in slider.values],
        "own": slider.own,
        "turns": [[slider.values.index(turn.value), turn.exact] for turn in slider.turns],
    }


def _several(scenario: Scenario, grid: SliderGrid[LessonPoint]) -> list[str]:
    """What the several things that a point may have are called, and what is said of the choice among them."""
    solved = [point for point in grid.points if not isinstance(point, Unsolved)]
    if any(isinstance(point.picture, PackagesPicture) for point in solved):
        return ["solutions", "Each follows its own idea of what is fair; none comes before another."]
    if isinstance(scenario.game, Matrix) and scenario.game.repeat is not None:
        return ["outcomes or equilibria", "Theory alone does not say which is played. They stand in no order of merit."]
    return ["equilibria", "Theory alone does not say which is played. They stand in no order of merit."]


def _actions(scenario: Scenario) -> list[list[str]]:
    """Actions of both sides of a matrix."""
    game = scenario.game
    return [list(actions) for actions in game.actions] if isinstance(game, Matrix) else []


def _axes(scenario: Scenario) -> list[str]:
    """What the actions of both sides of a matrix are."""
    game = scenario.game
    if not isinstance(game, Matrix):
        return []
    return [
        f"{scale.name.replace('_', ' ')} of {player.name}" if scale else f"what {player.name} does"
        for player, scale in zip(scenario.players, game.scales, strict=True)
    ]


def _owners(scenario: Scenario) -> dict[str, int]:
    """Whose the information sets of a tree are."""
    game = scenario.game
    nodes = game.nodes if isinstance(game, Tree) else ()
    return {node.infoset: node.player for node in nodes if node.player is not None}


def _packed(point: LessonPoint | Unsolved, texts: _Texts, keys: _Texts) -> dict[str, object]:
    if isinstance(point, Unsolved):
        return {"trouble": point.trouble}
    picture = point.picture.plain(texts)
    return {
        "line": texts(point.line),
        "facts": [[texts(asked), texts(told)] for asked, told in point.facts],
        "curves": [
            {"key": keys(curve.key), "name": texts(curve.name), "payoffs": curve.payoffs} for curve in point.curves
        ],
        "picture": picture,
    }


def script_json(data: Mapping[str, object]) -> str:
    """Data as JSON that nothing in it can break out of a script element with."""
    text = json.dumps(_unmarked(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _unmarked(value: Any) -> Any:
    """Data whose texts are as they stand on the page."""
    if isinstance(value, str):
        return unmarked(value)
    if isinstance(value, Mapping):
        return {_unmarked(key): _unmarked(item) for key, item in value.items()}
    return [_unmarked(item) for item in value] if isinstance(value, list | tuple) else value
