"""As much of oTree's interface as an app of ours uses: bots of both players go through its pages."""

from __future__ import annotations

import types
from typing import Any

API = """
class _Field:
    def __init__(self, initial=None, **options): self.initial = initial
class models:
    BooleanField = IntegerField = FloatField = _Field
class widgets: RadioSelect = None
class BaseConstants: pass
class BaseSubsession: pass
class BaseGroup: pass
class BasePlayer: pass
class Page: pass
class WaitPage: pass
class Bot: pass
"""


def loaded(app: str, tests: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The names of an app and of its bots."""
    api: dict[str, Any] = {}
    exec(API, api)
    module = {**api, "__name__": "app"}
    exec(compile(app.replace("from otree.api import *", ""), "app.py", "exec"), module)
    bots = dict(module)
    text = tests.replace("from otree.api import *", "").replace("from . import *", "")
    exec(compile(text, "tests.py", "exec"), bots)
    return module, bots


def _made(kind: type) -> Any:
    found = types.SimpleNamespace()
    for name, value in vars(kind).items():
        if type(value).__name__ == "_Field":
            setattr(found, name, value.initial)
    found.field_maybe_none = lambda name: getattr(found, name)
    return found


def play(module: dict[str, Any], bots: dict[str, Any], case: str = "") -> list[Any]:
    """The groups of all rounds, played by the app's bots; each page is shown to whom the app shows it."""
    rounds: list[Any] = []
    session = types.SimpleNamespace(vars={})
    for t in range(module["C"].NUM_ROUNDS):
        group = _made(module["Group"])
        if t == 0:
            module["creating_session"](types.SimpleNamespace(session=session, round_number=1))
        group.session = session
        group.round_number, group.in_round = t + 1, lambda k: rounds[k - 1]
        players = [_made(module["Player"]) for _ in (0, 1)]
        group.get_player_by_id = lambda k, players=players: players[k - 1]
        for k, player in enumerate(players):
            player.id_in_group, player.group, player.round_number = k + 1, group, t + 1
            player.get_others_in_group = lambda k=k, players=players: [players[1 - k]]
        rounds.append(group)
        group.players = players
        going = []
        for player in players:
            bot = bots["PlayerBot"]()
            bot.player, bot.case = player, case or bot.cases[0]
            going.append(bot.play_round())
        _pages(module, players, going)
    return rounds


def _pages(module: dict[str, Any], players: list[Any], going: list[Any]) -> None:
    for page in module["page_sequence"]:
        if issubclass(page, module["WaitPage"]):
            after = getattr(page, "after_all_players_arrive", None)
            if after is not None and page.is_displayed(players[0]):
                after(players[0].group)
            continue
        for player, steps in zip(players, going, strict=True):
            if hasattr(page, "is_displayed") and not page.is_displayed(player):
                continue
            if hasattr(page, "vars_for_template"):
                page.vars_for_template(player)
            step = next(steps)
            shown, answers = step if isinstance(step, tuple) else (step, {})
            assert shown.__name__ == page.__name__
            for name, value in answers.items():
                if name + "_choices" in module:
                    assert value in [k for k, _ in module[name + "_choices"](player)]
                setattr(player, name, value)
    assert all(next(steps, None) is None for steps in going)
