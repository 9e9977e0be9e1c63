"""Words for what is hidden and what is believed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.hidden.revelation import payoffs_by_type
from sim.games.concessions.stochastic_game import State
from sim.scenario.scenario import Concessions
from sim.show.text.words import amount, does, listed, percent, quoted, type_name
from sim.show.tree.intuitive_criterion import intuitive_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.hidden.trust import Belief
    from sim.engine.tree.assessments.signalling import Objection
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame, Secret
    from sim.scenario.scenario import Scenario


EXPLAINED = 3
"""Equilibria, most, that are explained."""

REVEALS = {
    "separating": "what {name} does tells in the end what it is.",
    "pooling": "all that {name} may be acts alike, so nothing is learned of it.",
    "semi-separating": "what {name} does tells something of what it is, and not all.",
}

EXPLAINED = 3
"""Equilibria, most, that are explained."""


def against(scenario: Scenario, game: HiddenGame, concept: str, e: BayesEquilibrium) -> str:
    """What the intuitive criterion holds against an equilibrium, with types and steps as people read them."""

    def naming(sender: int, objection: Objection) -> tuple[str, list[str]]:
        message, kinds = quoted(objection.message), [objection.type, *objection.excluded]
        if game.course is not None:
            message = does(scenario, sender, objection.message, State(((), ())), "taking")
        if scenario.types[sender]:
            kinds = [type_name(scenario, sender, kind) for kind in kinds]
        return message, [quoted(kind) for kind in kinds]

    return intuitive_words(concept, game.tree, e, naming)


def reveals(scenario: Scenario, kinds: Mapping[str, str]) -> str:
    """What play gives away of each player, by the class of the equilibrium."""
    names = {player.id: player.name for player in scenario.players}
    return " ".join(
        f"{kind[0].upper() + kind[1:]}: {REVEALS[kind].format(name=names[who])}" for who, kind in kinds.items()
    )


def pays_by_type(scenario: Scenario, game: HiddenGame, e: BayesEquilibrium) -> str:
    """What each side expects, and each of its types."""
    by_type, told = payoffs_by_type(game, e), []
    for player in (0, 1):
        of = [f"{type_name(scenario, player, kind)} {amount(v)}" for kind, v in by_type[player].items()]
        gets = f"{scenario.players[player].name} {amount(e.payoffs[player])}"
        told.append(gets + (f" ({', '.join(of)})" if of else ""))
    return f"It pays {listed(told)}."


def act_words(scenario: Scenario, player: int, action: str, state: State, form: str) -> str:
    """What an action of a concession game with fakes is, as a verb phrase; see `does`."""
    if action != "fake":
        return does(scenario, player, action, state, form)
    verb = {"takes": ("takes", "fakes"), "taking": ("taking", "faking"), "take": ("take", "fake")}[form]
    return does(scenario, player, "concede", state, form).replace(*verb, 1)


def own_numbers(scenario: Scenario) -> str:
    """That types are left out, where a file has them; else empty."""
    if not scenario.variants:
        return ""
    return "The file has hidden types. They are left out here: the file's own numbers hold, and both sides know them."


def secret_words(scenario: Scenario, player: int, secret: Secret) -> str:
    """What a player hides, in words."""
    told = []
    if secret.type:
        told.append(type_name(scenario, player, secret.type))
    if secret.faked is not None:
        names = step_names(scenario, player, secret.faked)
        told.append(f"with {listed([quoted(name) for name in names])} faked" if names else "with nothing faked")
    return " ".join(told)


def step_names(scenario: Scenario, player: int, ids: tuple[str, ...]) -> list[str]:
    """What people read for a player's steps."""
    game = scenario.game
    assert isinstance(game, Concessions)
    return [step.name for step in game.ladders[player] if step.id in ids]


def belief_words(scenario: Scenario, player: int, belief: Belief) -> str:
    """What is believed of a player: ``sincere (73%) or stalling (27%)``, the likeliest first."""
    parts = sorted(belief.items(), key=lambda item: -item[1])
    if parts[0][1] == 1:
        return f"{secret_words(scenario, player, parts[0][0])} for certain"
    return listed([f"{secret_words(scenario, player, s)} ({percent(p)})" for s, p in parts if p], "or")
