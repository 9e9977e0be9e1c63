"""Documents of games with beliefs: of trees, and of games in which something is hidden."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, Standing
from sim.show.documents.courses import CourseEnding, Decision, Ending, PathRound, TwoGames
from sim.show.documents.reassurance import SeparatingSteps
from sim.show.documents.solved import Checked, NoPath, Outcome, Solved
from sim.show.documents.trees import Behaviour, NextBest, SolvedTree

Beliefs = dict[str, dict[str, float]]
"""At each information set the chances of what its owner cannot see."""


class Objection(TypedDict):
    """Why an equilibrium fails the intuitive criterion."""

    message: str
    type: str


class Intuitive(TypedDict):
    """What the intuitive criterion says."""

    keeps: bool
    objection: Objection | None


Class = Literal["pooling", "separating", "semi-separating"]


class AssessmentShape(Checked):
    """Strategies with beliefs."""

    next_best: dict[str, NextBest]
    outcome: NotRequired[Outcome]
    beliefs: Beliefs
    off_path_ranges: NotRequired[
        Annotated[dict[str, dict[str, list[float]]], "Where play does not get to, the chances of actions that will do."]
    ]
    off_path_beliefs: NotRequired[
        Annotated[dict[str, dict[str, list[float]]], "The same of beliefs that Bayes' rule leaves open."]
    ]
    intuitive_criterion: NotRequired[Intuitive]


class AssessmentEntryBase(AssessmentShape):
    """Strategies of a tree with beliefs."""

    strategies: Behaviour
    path: NoPath


AssessmentEntry = TypedDict("AssessmentEntry", {"class": Annotated[Class | None, "What play tells of the types."]})


class TreeAssessment(AssessmentEntryBase, AssessmentEntry):
    """An equilibrium of a tree with beliefs."""


class BayesTree(SolvedTree):
    """Equilibria of a tree with beliefs."""

    concept: Literal["pbe", "bayes-nash"]
    equilibria: list[TreeAssessment]


class HiddenShape(AssessmentShape, AssessmentEntry):
    """An equilibrium of a game in which something is hidden."""

    payoffs_by_type: Annotated[dict[str, dict[str, float]], "What each type expects, by player."]
    classes: Annotated[dict[str, Class], "What play tells of the types, by player."]


class HiddenEntry(HiddenShape):
    """An equilibrium of a matrix game, a tree or packages with hidden types."""

    strategies: Behaviour
    path: NoPath


class HiddenDecision(Decision):
    """What a player does who knows its own type and fakes."""

    type: NotRequired[str]
    faked: NotRequired[Annotated[list[str], "Its own steps that are fakes."]]
    history: Annotated[str, "The information set, as in `beliefs`."]
    reached: bool


class SeenRound(TypedDict):
    """What is seen in a round, and what is believed after it."""

    round: int
    state: Standing
    actions: dict[str, str]
    beliefs: dict[str, dict[str, float]]


class BeliefCourse(TypedDict):
    """A course of play, and what it makes of beliefs."""

    chance: float
    ending: Annotated[str, "`over`, `discovery`, `hazard` or `walk_away`."]
    outcome: CourseEnding
    types: Annotated[dict[str, dict[str, float]], "Its chance for each type."]
    rounds: list[SeenRound]


class AsideBelief(TypedDict):
    """A choice that nobody makes, and the belief that it would lead to."""

    player: str
    round: int
    action: str
    belief: dict[str, float]


class ByChance(TypedDict):
    """Chances of discovery or breakdown."""

    on_the_way: float
    after_last_choices: float


class Trust(TypedDict):
    """What is believed of whom, round by round."""

    prior: dict[str, dict[str, float]]
    courses: list[BeliefCourse]
    off_path: list[AsideBelief]
    endings: dict[str, float]
    by_chance: ByChance


class TrustEntry(HiddenShape):
    """An equilibrium of a concession game in which something is hidden."""

    strategies: dict[str, list[HiddenDecision]]
    path: list[PathRound]
    ending: CourseEnding
    endings: list[Ending]
    trust: Trust


class StatedProfile(TypedDict):
    """What each could gain by leaving the profile that the file states, and after how many rounds nobody would."""

    regret: ByPlayer
    rounds: int | None


class HiddenConcessions(Solved):
    """A concession game in which something is hidden."""

    kind: Literal["concessions"]
    concept: Literal["pbe", "bayes-nash"]
    equilibria: list[TrustEntry]
    profile: NotRequired[StatedProfile]
    first_steps: NotRequired[Annotated[SeparatingSteps, "As in `reassurance`."]]
    beside: NotRequired[TwoGames]


class HiddenTypes(Solved):
    """A matrix game, a tree or packages with hidden types."""

    kind: Literal["matrix", "tree", "issues"]
    concept: Literal["pbe", "bayes-nash"]
    equilibria: list[HiddenEntry]
    profile: NotRequired[StatedProfile]
