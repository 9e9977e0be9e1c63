"""Which first steps tell hidden types apart, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.games.concessions.stochastic_game import State
from sim.games.hidden.hidden_game import hides
from sim.show.concessions.rules import game_of
from sim.show.document_head import document_head
from sim.show.shown import summary
from sim.show.text.blocks import Look, Paragraph, Section, Table, Text
from sim.show.text.brief import Brief
from sim.show.text.parameters import called_in
from sim.show.text.typed import nexts
from sim.show.text.words import does, listed, quoted, small, type_name

if TYPE_CHECKING:
    from sim.engine.reassurance.solution import FirstRound, Motive, Separation
    from sim.engine.reassurance.step_sizes import Edge, Interval
    from sim.scenario.scenario import Scenario
    from sim.study.reassurance import ReassuranceStudy, Sized

MOST_FOUND = 3
"""First rounds, most, that an answer on one screen names."""

START = State(((), ()))


def reassurance_text(study: ReassuranceStudy) -> Text:
    """Tell a study of first steps, with the scenario's title before it."""
    return Text(study.scenario.title, (reassurance_section(study),), summary(study.scenario))


def reassurance_section(study: ReassuranceStudy) -> Section:
    """The part of a scenario's story that is about first steps."""
    lines = [_found(study.scenario, one) for one in study.found if one.verdict == "equilibrium"]
    open_ = sum(one.verdict != "equilibrium" for one in study.found)
    if not lines:
        lines = [_none(open_)]
    lines += [line for sized in study.sized for line in _sized(study, sized)]
    lines.append(_sure(study, open_))
    return Section("First steps that tell types apart", tuple(map(Paragraph, lines)))


def _none(open_: int) -> str:
    """That no first round tells types apart, as far as that is known."""
    return f"No first round {'is known to tell' if open_ else 'tells'} all types apart in equilibrium."


def reassurance_line(study: ReassuranceStudy) -> str:
    """A study in one line."""
    told = [line for sized in study.sized for line in _sized(study, sized)]
    if not told:
        told = [_found(study.scenario, one) for one in study.found if one.verdict == "equilibrium"]
    none = _none(sum(one.verdict != "equilibrium" for one in study.found))
    return f"{study.scenario.title}: {' '.join(told) or none[0].lower() + none[1:]}"


def reassurance_brief(study: ReassuranceStudy, certified: bool) -> Brief:
    """A study on one screen.

    Parameters
    ----------
    certified : bool
        Whether each first round that is named was checked.
    """
    scenario = study.scenario
    open_ = sum(one.verdict != "equilibrium" for one in study.found)
    found = [_found(scenario, one) for one in study.found if one.verdict == "equilibrium"] or [_none(open_)]
    rows = [
        (_what(scenario, sized), f"{float(sized.now):.10g}", _size(sized, i.start), _size(sized, i.end))
        for sized in study.sized
        for i in _wide(sized)
    ]
    head, look = ("", "now", "from", "to"), Look(words=frozenset({2, 3}))
    table = Table("Where the first step tells the types apart, as far as was looked", head, tuple(rows), look)
    nowhere = [line for sized in study.sized if not _wide(sized) for line in _sized(study, sized)]
    return Brief(
        scenario.title,
        _certificate(study, certified),
        (*found[:MOST_FOUND], *nowhere[:MOST_FOUND]),
        (table,) if rows else (),
        _sure(study, open_),
        nexts(scenario, ("run", "what happens, with all that is believed", ()), ("explain", "why", ())),
        certified=certified,
        players=tuple(player.name for player in scenario.players),
    )


def _certificate(study: ReassuranceStudy, certified: bool) -> str:
    if not certified:
        return "Not certified: a first round that is named did not pass its check."
    named = any(one.verdict == "equilibrium" for one in study.found)
    return "Certified: checked by deviations of every type." if named else ""


def reassurance_document(study: ReassuranceStudy) -> dict[str, Any]:
    """The document that ``reassurance --json`` prints for one file."""
    return document_head(study.scenario) | reassurance_entry(study)


def reassurance_entry(study: ReassuranceStudy) -> dict[str, Any]:
    """A study as the part of a scenario's document that is about first steps."""
    scenario = study.scenario
    return {
        "separating": [_entry(scenario, one) for one in study.found if one.verdict == "equilibrium"],
        "open": sum(one.verdict != "equilibrium" for one in study.found),
        "sizes": [_sizes_entry(scenario, sized) for sized in study.sized],
    }


def _entry(scenario: Scenario, one: Separation) -> dict[str, Any]:
    return {
        "actions": _actions(scenario, one.steps),
        "payoffs_by_type": {
            p.id: dict(zip((t.id for t in scenario.types[k]), one.pays[k], strict=False))
            for k, p in enumerate(scenario.players)
            if scenario.types[k]
        },
        "certified": one.certified,
    }


def _actions(scenario: Scenario, steps: FirstRound) -> dict[str, Any]:
    """What each type does first; for a follower, after each action of the leader."""
    told: dict[str, Any] = {}
    for k, player in enumerate(scenario.players):
        ids = [t.id for t in scenario.types[k]] or [player.id]
        if steps.actions[k]:
            told[player.id] = {t: a for t, a in zip(ids, steps.actions[k], strict=True) if a}
        else:
            told[player.id] = {lead: dict(zip(ids, own, strict=True)) for lead, own in steps.replies}
    return told


def _sizes_entry(scenario: Scenario, sized: Sized) -> dict[str, Any]:
    smallest = _wide(sized)
    return {
        "player": None if sized.player is None else scenario.players[sized.player].id,
        "name": sized.name,
        "now": float(sized.now),
        "low": float(sized.sizes.low),
        "high": float(sized.sizes.high),
        "looked_at": sized.sizes.points,
        "intervals": [
            {
                "actions": _actions(scenario, i.steps),
                "from": float(i.start.inside),
                "to": float(i.end.inside),
                "below": _binding_entry(i.start),
                "above": _binding_entry(i.end),
            }
            for i in smallest
        ],
    }


def _binding_entry(edge: Edge) -> dict[str, Any] | None:
    motive = edge.binding
    return None if motive is None else {"type": motive.type, "would": motive.other}


def _wide(sized: Sized) -> list[Interval]:
    """Intervals that are more than a single size, from the lowest up."""
    wide = [i for i in sized.sizes.intervals if not i.single(sized.sizes.precision)]
    return sorted(wide, key=lambda i: i.start.inside)


def _found(scenario: Scenario, one: Separation) -> str:
    told = []
    for player in (0, 1):
        ids = [t.id for t in scenario.types[player]]
        name = scenario.players[player].name
        if len(ids) > 1 and one.steps.actions[player]:
            acts = [
                f"{type_name(scenario, player, kind)} it {does(scenario, player, action, START)}"
                for kind, action in zip(ids, one.steps.actions[player], strict=True)
            ]
            told.append(f"{name}'s first move tells what it is: if {listed(acts, 'and if')}")
        elif len(ids) > 1:
            told.append(f"{name}'s answer tells what it is")
    return f"{'; '.join(told)}. {_edge_words(scenario, one.binding)}".strip()


def _edge_words(scenario: Scenario, motive: Motive | None) -> str:
    """What keeps the type that is nearest to another action from it."""
    if motive is None or motive.other_value is None:
        return ""
    act = does(scenario, motive.player, motive.other, START, "taking")
    who = _typed(scenario, motive)
    return f"Nearest to something else is {who}: {act} would cost it {small(motive.margin)} per round."


def _typed(scenario: Scenario, motive: Motive) -> str:
    """A player with its type."""
    name = scenario.players[motive.player].name
    return f"{name} if {type_name(scenario, motive.player, motive.type)}" if scenario.types[motive.player] else name


def _sized(study: ReassuranceStudy, sized: Sized) -> list[str]:
    """From which size on, and up to which, the types are told apart."""
    scenario = study.scenario
    lines = []
    for i in _wide(sized):
        low = i.start.outside is not None
        high = i.end.outside is not None
        start, end = _size(sized, i.start), _size(sized, i.end)
        span = (
            f"from {start} to {end}"
            if low and high
            else f"from {start} on"
            if low
            else f"up to {end}"
            if high
            else f"at all {_looked(sized)}"
        )
        text = f"{_what(scenario, sized)} tells the types apart {span}"
        text += f" (looked at up to {float(sized.sizes.high):g})" if low and not high else ""
        text += "".join(
            f"; {side} {_why(scenario, edge)}"
            for side, edge in (("below,", i.start), ("above,", i.end))
            if edge.binding
        )
        lines.append(text + ".")
    if not lines:
        lines.append(f"{_what(scenario, sized)} tells the types apart {_nowhere(sized)}.")
    return lines


def _looked(sized: Sized) -> str:
    """The sizes that were looked at."""
    sizes = sized.sizes
    what = "values" if sized.player is None else "sizes"
    return f"{sizes.points} {what} looked at from {float(sizes.low):g} to {float(sizes.high):g}"


def _nowhere(sized: Sized) -> str:
    """That there is no range of sizes, or single ones alone."""
    single = sorted({f"{float(i.start.inside):.3g}" for i in sized.sizes.intervals})
    if not single:
        return f"at none of the {_looked(sized)}"
    what = "value" if sized.player is None else "size"
    return f"only at the {what}{'' if len(single) == 1 else 's'} {listed(single)} ({_looked(sized)})"


def _size(sized: Sized, edge: Edge) -> str:
    told = f"{float(edge.inside):.3g}"
    return told if sized.player is None else f"{told} times its present size"


def _what(scenario: Scenario, sized: Sized) -> str:
    if sized.player is None:
        return f"As {called_in(scenario, sized.name)} varies (now {float(sized.now):.10g}), the first step"
    step = game_of(scenario).ladders[sized.player][0]
    return f"{scenario.players[sized.player].name}'s first step {quoted(step.name)}"


def _why(scenario: Scenario, edge: Edge) -> str:
    motive = edge.binding
    assert motive is not None
    act = does(scenario, motive.player, motive.other, START, "take")
    return f"{_typed(scenario, motive)} would {act}"


def _sure(study: ReassuranceStudy, open_: int) -> str:
    named = [one for one in study.found if one.verdict == "equilibrium"]
    text = "Once types are known, play goes on as in the subgame-perfect equilibrium of the game between them"
    checked = named and all(one.certified for one in named)
    text += "; each first round that is named was checked by deviations of every type." if checked else "."
    if open_:
        text += f" Of {open_} more it is open whether they hold."
    if any(hides(study.scenario)):
        text += " Steps are taken at their word here."
    return text
