"""Keys of concession games that change nothing.

What is read depends on the rules: who moves first matters where somebody does, what can be taken back where somebody
may. A file that names roadmaps, or an agent that fakes, is read by the studies of these as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.concessions.reach import earliest, may_stall
from sim.scenario.fields import FAKING_AGENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.concessions.model import ConcessionsModel, StepModel
    from sim.scenario.kind import Found
    from sim.scenario.source import Path, Source


def idle(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """Keys of a concession game that nothing reads, as (path, reason, remedy)."""
    if model.first is not None and model.moves == "simultaneous":
        yield ("first",), "both move at once", "remove it, or write 'moves: alternating' or 'moves: sequential'"
    yield from _never_taken(model, source)
    yield from _fakes(model)
    yield from _shares(model, source)
    yield from _taking_back(model, source)
    yield from _breakdown(model, source)
    yield from _prerequisites(model)
    yield from _joint_effects(model, source)


def _steps(model: ConcessionsModel) -> Iterator[tuple[Path, StepModel]]:
    for player, ladder in model.concessions.items():
        for k, step in enumerate(ladder):
            yield ("concessions", player, k), step


def _studied(model: ConcessionsModel) -> bool:
    """Whether roadmaps are part of the file: they climb the ladders whatever the rules of the game are."""
    return bool(model.roadmaps)


def _never_taken(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """What steps bring, and the agreement that they add up to, where no step can ever be taken.

    Steps for which there are too few rounds are another matter: bargaining asks what could be kept for ever, and the
    precision of play with errors is counted in units of all that can be had.
    """
    if _studied(model) or "concede" in model.actions:
        return
    reason, remedy = "no step can be taken without 'concede' among the actions", "add 'concede' to 'actions'"
    for path, _ in _steps(model):
        for key in ("effect", "effects", "once"):
            if _raw(source, (*path, key)):
                yield (*path, key), reason, remedy
    if model.agreement:
        yield ("agreement",), reason, remedy


def _out_of_reach(model: ConcessionsModel) -> dict[Path, str]:
    """Steps that cannot be taken within the rounds there are, each with the reason."""
    if "concede" not in model.actions:
        return {path: "cannot be taken without 'concede' among the actions" for path, _ in _steps(model)}
    if model.horizon is None:
        return {}
    last = "there is 1 round" if model.horizon == 1 else f"there are {model.horizon:,} rounds"
    return {
        path: f"can be taken in round {round_:,} at the earliest, and {last}"
        for path, round_ in sorted(earliest(model).items())
        if round_ > model.horizon
    }


def _faked(model: ConcessionsModel) -> list[Path]:
    """Steps that can be faked in some solution of the game, or in a simulation that the file asks for."""
    never = _out_of_reach(model)
    if model.horizon is None and not any(agent.play in FAKING_AGENTS for agent in model.agents.values()):
        return []
    return [path for path, step in _steps(model) if step.verification is not None and path not in never]


def _fakes(model: ConcessionsModel) -> Iterator[Found]:
    never, faked = _out_of_reach(model), _faked(model)
    for path, step in _steps(model):
        if step.verification is None or path in faked or _studied(model):
            continue
        reason, remedy = "fakes are part of solutions only in games with a last round", "give 'horizon' a number"
        if path in never:
            reason, remedy = f"the step {never[path]}", "remove it"
        yield (*path, "verification"), reason, remedy
    if model.on_discovery is not None and not faked:
        yield ("on_discovery",), "no step can be faked", "give a step a 'verification', or remove it"


def _shares(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """Limits of shares of a step that is taken whole."""
    for path, step in _steps(model):
        if step.shares is not None and not _may_be_true(source, path, "divisible"):
            yield (*path, "shares"), "the step is taken whole", "give it 'divisible: true', or remove it"


def _undone(model: ConcessionsModel) -> bool:
    """Whether a discovery undoes reversible steps."""
    return bool(_faked(model)) and (model.on_discovery or model.punishment) == "snapback"


def _taking_back(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """What can be undone matters where somebody may undo it, and the other way round."""
    if "renege" in model.actions:
        if not any(_may_be_true(source, path) for path, _ in _steps(model)):
            path: Path = ("actions", model.actions.index("renege"))
            yield path, "no step can be taken back", "give a step 'reversible: true', or remove it"
    elif not _studied(model) and not _undone(model) and not _parts_what_is_kept(model, source):
        for step, entry in _steps(model):
            if entry.reversible:
                remedy = "add 'renege' to 'actions', or remove it"
                yield (*step, "reversible"), "nobody may take steps back without 'renege' among the actions", remedy


def _may_be_true(source: Source, path: Path, key: str = "reversible") -> bool:
    """Whether a key of a step, such as `reversible`, is true, or would be with other parameters."""
    value = _raw(source, (*path, key))
    return value not in (None, False) and not _is_zero(value)


def _breakdown(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """A breakdown pays where something ends the talks: a player, chance, or a punishment."""
    if model.breakdown is None:
        return
    stalls = _may_stall(model)
    if _raw(source, ("breakdown", "hazard")) is not None and not stalls:
        reason = "no round can be stalled: somebody has to change the state or to end the talks in each"
        yield ("breakdown", "hazard"), reason, "add 'hold_out' to 'actions', or remove it"
    if not _may_end(model, source):
        without = "there is no hazard" if stalls else "no round can be stalled"
        reason = f"the talks cannot break down: nobody may walk away, and {without}"
        yield ("breakdown", "payoff"), reason, "add 'walk_away' to 'actions' or a 'hazard', or remove 'breakdown'"
    elif "keeps" in model.breakdown.model_fields_set and not any(
        step.effect or step.effects for _, step in _steps(model)
    ):
        yield ("breakdown", "keeps"), "no step has an effect that could be kept", "remove it"
    yield from _rests(model, source)
    if "stalls" not in model.breakdown.model_fields_set:
        return
    if not _threatened(model, source):
        yield ("breakdown", "stalls"), "there is no hazard", "give 'breakdown' a 'hazard', or remove it"
    elif "renege" not in model.actions:
        remedy = "add 'renege' to 'actions', or remove it"
        yield ("breakdown", "stalls"), "nobody may take steps back without 'renege' among the actions", remedy


def _rests(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """Deals at which the talks do not come to rest, or would without being named."""
    deals = model.breakdown.rests if model.breakdown else []
    if deals and not _threatened(model, source):
        yield ("breakdown", "rests"), "there is no hazard", "give 'breakdown' a 'hazard', or remove it"
        return
    everything = {f"{player}.{step.id}" for player, ladder in model.concessions.items() for step in ladder}
    for i, deal in enumerate(deals):
        path: Path = ("breakdown", "rests", i)
        if set(deal) == everything:
            yield path, "there is no hazard once every step stands", "remove it"
        elif any(set(deal) == set(other) for other in deals[:i]):
            yield path, "the same deal stands above", "remove it"
        for name in deal:
            needed = next((step for step in _needed(model, source, name) if step not in deal), None)
            if needed is not None:
                yield path, f"'{name}' never stands without '{needed}'", f"add '{needed}', or remove the deal"
                break


def _needed(model: ConcessionsModel, source: Source, name: str) -> Iterator[str]:
    """Steps that stand wherever a step does, since they are taken before it and nobody can take them back."""
    player, k = _place(model, name)
    below = [f"{player}.{step.id}" for step in model.concessions[player][:k]]
    for other in (*below, *model.concessions[player][k].after):
        owner, m = _place(model, other)
        if "renege" not in model.actions or not _may_be_true(source, ("concessions", owner, m)):
            yield other


def _may_stall(model: ConcessionsModel) -> bool:
    return may_stall(model, faked=bool(_faked(model)))


def _threatened(model: ConcessionsModel, source: Source) -> bool:
    """Whether the talks may break down by chance, with some parameters at least."""
    hazard = _raw(source, ("breakdown", "hazard"))
    each = hazard if isinstance(hazard, list) else [hazard]
    return any(value is not None and not _is_zero(value) for value in each) and _may_stall(model)


def _may_end(model: ConcessionsModel, source: Source) -> bool:
    """Whether something can end the talks: a player, chance, or a punishment."""
    punished = model.punishment == "breakdown" or (model.on_discovery == "breakdown" and bool(_faked(model)))
    return "walk_away" in model.actions or _threatened(model, source) or punished


def _parts_what_is_kept(model: ConcessionsModel, source: Source) -> bool:
    """Whether a breakdown keeps those steps that cannot be taken back, and no others."""
    return model.breakdown is not None and model.breakdown.keeps == "irreversible" and _may_end(model, source)


def _prerequisites(model: ConcessionsModel) -> Iterator[Found]:
    """Prerequisites that stand anyway when a step comes up."""
    for path, step in _steps(model):
        owner = str(path[1])
        places = [_place(model, reference) for reference in step.after]
        for i, (player, k) in enumerate(places):
            name, where = step.after[i], (*path, "after", i)
            higher = [
                step.after[j]
                for j, (other, m) in enumerate(places)
                if other == player and m > k and not _may_stand_alone(model, player, m, k)
            ]
            if places.index((player, k)) < i:
                yield where, f"'{name}' stands twice in this list", "remove one of them"
            elif player == owner:
                yield where, "a step waits for those below it on its ladder anyway", "remove it"
            elif higher:
                yield where, f"'{higher[0]}' is taken after '{name}' anyway", "remove it"


def _joint_effects(model: ConcessionsModel, source: Source) -> Iterator[Found]:
    """Conditions of effects that are met wherever their step stands, and effects that are none."""
    for path, step in _steps(model):
        own = f"{path[1]}.{step.id}"
        for i, entry in enumerate(step.effects):
            if not entry.effect:
                yield (*path, "effects", i), "it adds nothing", "give it an 'effect', or remove it"
                continue
            always = {own, *_needed(model, source, own)}
            for j, name in enumerate(entry.when):
                if name in always and not _studied(model):
                    where = (*path, "effects", i, "when", j)
                    yield where, f"'{name}' stands wherever '{own}' does", "remove it, or add to 'effect'"


def _may_stand_alone(model: ConcessionsModel, player: str, upper: int, lower: int) -> bool:
    """Whether an upper step may stand without a lower one, which its owner has taken back."""
    ladder = model.concessions[player]
    return "renege" in model.actions and ladder[lower].reversible and not ladder[upper].reversible


def _place(model: ConcessionsModel, reference: str) -> tuple[str, int]:
    player, _, step = reference.partition(".")
    return player, [entry.id for entry in model.concessions[player]].index(step)


def _raw(source: Source, path: Path) -> object:
    """What a file has at a path, as it is written; None if it has nothing there."""
    value: object = source.data
    for key in path:
        if isinstance(value, list) and isinstance(key, int):
            value = value[key]
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def _is_zero(value: object) -> bool:
    """Whether a value is the number 0 itself, and no expression that may be something else."""
    return isinstance(value, str) and not value.strip("+-0. ")
