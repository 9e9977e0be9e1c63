"""What a lesson keeps of a solved point: a sentence, a few facts, payoffs by equilibrium, and what is drawn of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Matrix
from sim.show.issues.words import PICKED
from sim.show.lesson.course import CoursePicture
from sim.show.lesson.drawing import short
from sim.show.lesson.packages import PackagesPicture
from sim.show.lesson.picture import picture
from sim.show.shown import shown
from sim.show.text.words import percent
from sim.study.sliders import Curve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.picture_base import Picture

    Plan = Mapping[str, "float | Plan"]
    """What is played: chances by action; at information sets, such a plan by set."""

OF_ALL = ("equilibria", "outcomes", "where the sum is highest", "certified")
"""Words of questions whose answers hold for all equilibria together, or say of which."""

SHARES = ("proposes", "accepts_from", "belief", "beliefs")
"""Keys of a strategy's entries with numbers that move with the parameters although the same is played."""


@dataclass(frozen=True)
class LessonPoint:
    """What a lesson keeps of a solved point.

    Parameters
    ----------
    line : str
        A sentence on it.
    facts : tuple of pair of str
        Answers by question.
    curves : tuple of Curve
        Its equilibria.
    picture : Picture
        What is drawn of it.
    """

    line: str
    facts: tuple[tuple[str, str], ...]
    curves: tuple[Curve, ...]
    picture: Picture


def point(scenario: Scenario, solution: Solution) -> LessonPoint:
    """What a lesson keeps of a solved point.

    Parameters
    ----------
    scenario : Scenario
        The scenario at the point.
    """
    seen = shown(scenario, solution)
    line = seen.line().removeprefix(f"{scenario.title}: ")
    entries = seen.entries()
    drawn = picture(scenario, solution, entries)
    if isinstance(drawn, CoursePicture):
        curves = [_course_curve(drawn, entries[0])]
    else:
        curves = [_curve(scenario, entry) for entry in entries if "payoffs" in entry]
    facts = tuple((asked.strip(), told) for asked, told in seen.facts().items())
    if len(curves) > 1 and not isinstance(drawn, PackagesPicture):
        # Other facts are those of one of the equilibria, and none of them is told before the others.
        facts = tuple(fact for fact in facts if any(word in fact[0] for word in OF_ALL))
    return LessonPoint(line[0].upper() + line[1:], facts, tuple(curves), drawn)


def _payoffs(entry: Mapping[str, Any]) -> tuple[float, float]:
    one, two = (short(value) for value in entry["payoffs"].values())
    return one, two


def _curve(scenario: Scenario, entry: Mapping[str, Any]) -> Curve:
    """An equilibrium as a curve that goes on as long as the same actions are played with some chance."""
    if "solution" in entry:
        return _solution_curve(scenario, entry)
    strategies = entry.get("strategies") or {}
    names = {player.id: player.name for player in scenario.players}
    name = "; ".join(
        f"{names[who]}: {', '.join(_told(plan))}" for who, plan in strategies.items() if isinstance(plan, dict)
    )
    kind = str(entry.get("class", ""))
    name = f"{kind}: {name}" if kind and name else name or kind
    keys = [f"{who}={_key(plan, _is_scale(scenario, who))}" for who, plan in strategies.items()]
    key = "|".join(filter(None, [kind, *keys]))
    return Curve(key, name, _payoffs(entry))


def _solution_curve(scenario: Scenario, entry: Mapping[str, Any]) -> Curve:
    """What a bargaining solution picks."""
    package = entry.get("package") or {}
    picked = PICKED.get(entry["solution"], str(entry["solution"]))
    key = ",".join(f"{issue}={option}" for issue, option in package.items())
    return Curve(f"{entry['solution']}:{key}", picked, _payoffs(entry))


def _told(plan: Plan) -> Iterator[str]:
    """What is played; at information sets, what is played at each."""
    if all(isinstance(value, dict) for value in plan.values()):
        for place, mixture in plan.items():
            if isinstance(mixture, dict):
                yield f"at “{place}” {' or '.join(_told(mixture))}"
        return
    for action, chance in plan.items():
        if isinstance(chance, float) and chance > 0:
            yield action if chance == 1 else f"{action} {percent(chance)}"


def _is_scale(scenario: Scenario, who: str) -> bool:
    """Whether a player's actions are numbers, of which one leads into the next as parameters move."""
    game = scenario.game
    scales = game.scales if isinstance(game, Matrix) else ()
    return any(player.id == who and scale for player, scale in zip(scenario.players, scales, strict=False))


def _key(plan: object, scale: bool = False) -> str:
    """What is played with some chance, as a text: equal texts, the same play."""
    if scale and isinstance(plan, dict):
        return "pure" if sum(1 for chance in plan.values() if chance) == 1 else "mixed"
    if isinstance(plan, dict):
        inner = [f"{k}:{_key(v)}" if isinstance(v, dict) else k for k, v in plan.items() if isinstance(v, dict) or v]
        return ",".join(inner)
    if isinstance(plan, list):
        return ";".join(
            ",".join(f"{k}={_key(v) if isinstance(v, dict) else v}" for k, v in entry.items() if k not in SHARES)
            for entry in plan
        )
    return ""


def _course_curve(course: CoursePicture, entry: Mapping[str, Any]) -> Curve:
    acts = ";".join(
        ",".join(f"{act.player}{act.action}{'' if act.sure else '~'}" for act in r.acts) for r in course.rounds
    )
    key = f"{course.ending}:{acts}:{course.rounds[-1].round}"
    return Curve(key, f"an agreement that is {course.words}", _payoffs(entry))
