"""Payoffs of outcomes over the parameters that are sought: exactly as sums where they are, else by their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.errors import AskError, nearest
from sim.scenario.expressions.exact import evaluate
from sim.study.calibrate.affine import Affine, CurvedError, affine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.study.calibrate.answers import Answer
    from sim.study.calibrate.outcomes import Outcome, Outcomes

_NAME = re.compile(r"[A-Za-z_]\w*")
ZERO = Fraction(0)


@dataclass(frozen=True)
class Sought:
    """A parameter whose value is sought.

    Parameters
    ----------
    name : str
        The parameter.
    value : Fraction
        What the file says.
    minimum, maximum : Fraction or None
        The range that the file holds plausible.
    """

    name: str
    value: Fraction
    minimum: Fraction | None
    maximum: Fraction | None

    @property
    def unit(self) -> Fraction:
        """What a change of it is measured in: the width of its range, else its size."""
        if self.minimum is not None and self.maximum is not None and self.minimum < self.maximum:
            return self.maximum - self.minimum
        return abs(self.value) or Fraction(1)


class Payoffs:
    """What outcomes pay, by what the parameters are.

    Parameters
    ----------
    outcomes : Outcomes
        Those of a scenario.
    """

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        scenario, data = outcomes.scenario, outcomes.data
        settings = dict(scenario.settings)
        self.texts = {
            name: settings.get(name, str(entry.get("value") if isinstance(entry, dict) else entry))
            for name, entry in (data.get("parameters") or {}).items()
        }
        self.known = {p.name: Sought(p.name, p.value, p.minimum, p.maximum) for p in scenario.parameters}
        types = (data.get("types") or {}).values()
        self.of_types = {name for side in types for kind in side.values() for name in kind.get("set") or {}}
        self.patience = [str(data["players"][player].get("patience", 0)) for player in outcomes.ids]

    def sought(self, names: Sequence[str], answers: Sequence[Answer]) -> tuple[Sought, ...]:
        """The parameters that are asked for, or else all numbers of the file on which the answers bear.

        Raises
        ------
        AskError
            If one is not there or belongs to hidden types, or no parameter is borne on.
        """
        for name in names:
            if name not in self.known:
                raise AskError("parameters", f"the file has no parameter '{name}' ({nearest(name, self.known)})")
            if name in self.of_types:
                raise AskError("parameters", f"'{name}' differs from type to type, and is not sought")
        if names:
            return tuple(self.known[name] for name in self.known if name in names)
        found = [sought for sought in self.bearing(answers) if self.bears(sought.name, answers)]
        if not found:
            raise AskError("answers", "what they are about pays the same whatever the parameters are")
        return tuple(found)

    def bearing(self, answers: Sequence[Answer]) -> list[Sought]:
        """Numbers of the file that stand in what the answers are about."""
        outcomes = [o for a in answers for o in (a.this, a.that, a.otherwise)]
        return self.in_outcomes(outcomes)

    def in_outcomes(self, outcomes: Sequence[Outcome]) -> list[Sought]:
        """Numbers of the file that stand in what outcomes pay, through other parameters as well."""
        waiting = [text for o in outcomes for side in o.texts for text in side]
        met: set[str] = set()
        while waiting:
            for name in set(_NAME.findall(waiting.pop())) & self.texts.keys() - met:
                met.add(name)
                waiting.append(self.texts[name])
        return [s for name, s in self.known.items() if name in met - self.of_types and self.is_number(name)]

    def is_number(self, name: str) -> bool:
        """Whether a parameter is a number, and not worked out from others."""
        return not set(_NAME.findall(self.texts[name])) & self.texts.keys()

    def bears(self, name: str, answers: Sequence[Answer]) -> bool:
        """Whether an answer hangs on a parameter; where that is not plain to see it may."""
        try:
            values = self.affine_values([name])
            return any(self.equation(a, values, self.weight(a, None)).factors for a in answers)
        except CurvedError:
            return True

    def affine_values(self, names: Sequence[str]) -> dict[str, Affine]:
        """All parameters as sums of some.

        Raises
        ------
        CurvedError
            If one is no such sum.
        """
        values: dict[str, Affine] = {}
        for name, text in self.texts.items():
            values[name] = Affine.of(name) if name in names else affine(text, values)
        return values

    def values(self, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """All parameters where some have given values."""
        values: dict[str, Fraction] = {}
        for name, text in self.texts.items():
            values[name] = given[name] if name in given else evaluate(text, values)
        return values

    def weight(self, answer: Answer, values: Mapping[str, Fraction] | None) -> Fraction:
        """The weight of the other outcome: the middle of what was said."""
        return sum(answer.weights(self.rate(answer, values)), ZERO) / 2

    def rate(self, answer: Answer, values: Mapping[str, Fraction] | None) -> Fraction:
        """The patience of who answers."""
        return evaluate(self.patience[answer.player], values if values is not None else self.values({}))

    def hangs_on_patience(self, answer: Answer, names: Sequence[str]) -> bool:
        """Whether the weights of an answer hang on what is sought."""
        met, waiting = set[str](), [self.patience[answer.player]]
        while waiting:
            for name in set(_NAME.findall(waiting.pop())) & self.texts.keys() - met:
                met.add(name)
                waiting.append(self.texts[name])
        return answer.how == "after" and bool(met & set(names))

    def pays(self, outcome: Outcome, player: int, values: Mapping[str, Affine]) -> Affine:
        """What an outcome pays a player, as a sum of unknowns."""
        found = Affine()
        for text in outcome.texts[player]:
            found += affine(text, values)
        return found

    def equation(self, answer: Answer, values: Mapping[str, Affine], weight: Fraction) -> Affine:
        """What the one outcome pays more than the other with its weight and the third with the rest."""
        this, that, other = (self.pays(o, answer.player, values) for o in (answer.this, answer.that, answer.otherwise))
        return this - that.times(weight) - other.times(1 - weight)

    def surplus(self, answer: Answer, given: Mapping[str, Fraction]) -> Fraction:
        """The same where the parameters have given values."""
        return self.surplus_at(answer, self.values(given))

    def surplus_at(self, answer: Answer, values: Mapping[str, Fraction]) -> Fraction:
        """The same where the values of all parameters are known."""
        weight = self.weight(answer, values)
        this, that, other = self.paid(answer, values)
        return this - weight * that - (1 - weight) * other

    def implied(self, answer: Answer, given: Mapping[str, Fraction]) -> Fraction | None:
        """The weight of the other outcome at which both are as good; None where it makes no difference."""
        this, that, other = self.paid(answer, self.values(given))
        return None if that == other else (this - other) / (that - other)

    def paid(self, answer: Answer, values: Mapping[str, Fraction]) -> tuple[Fraction, Fraction, Fraction]:
        """What the three outcomes of an answer pay where the parameters have given values."""

        def paid(outcome: Outcome) -> Fraction:
            return sum((evaluate(text, values) for text in outcome.texts[answer.player]), ZERO)

        return paid(answer.this), paid(answer.that), paid(answer.otherwise)


def exact(value: Any) -> Fraction:
    """A float as the decimal number that it is written as."""
    return Fraction(repr(float(value)))
