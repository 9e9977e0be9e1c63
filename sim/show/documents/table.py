"""The documents: what each is called, what prints or keeps it, and its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, NotRequired, TypedDict

from sim.show.documents.agents import Simulated, SimulatedPackages, Tournament
from sim.show.documents.classes import Rehearsal, Summary
from sim.show.documents.common import Format
from sim.show.documents.designs import Design, Inspection, Require, Roadmaps
from sim.show.documents.explained import ExplainedCourse, ExplainedRecords, Quota
from sim.show.documents.hidden import BayesTree, HiddenConcessions, HiddenTypes
from sim.show.documents.issues import BargainedIssues, PerfectIssues
from sim.show.documents.json_schema import Shape, schema_of
from sim.show.documents.matrix import (
    Bargained,
    CorrelatedMatrix,
    LearningMatrix,
    NashMatrix,
    QuantalMatrix,
    StackelbergMatrix,
)
from sim.show.documents.offers import DemandOffers, HiddenValue, PerfectOffers
from sim.show.documents.options import Stability
from sim.show.documents.preferences import Completions, Conditions
from sim.show.documents.reassurance import Reassurance
from sim.show.documents.records import ClassConflictRecord, ClassRecord, ConflictRecord, Record, Store
from sim.show.documents.repeated import RepeatedMatrix
from sim.show.documents.side_by_side import Calibrated, Diff
from sim.show.documents.solved import (
    AllConcessions,
    CorrelatedConcessions,
    NashConcessions,
    PerfectConcessions,
    QuantalConcessions,
    StackelbergConcessions,
)
from sim.show.documents.studies import Draws, Map, Point, Robust, Sensitivity
from sim.show.documents.trees import PerfectTree, QuantalTree, StackelbergTree
from sim.show.documents.upkeep import Catalog, Check, Doctor, Fmt, Selftest

Run = (
    PerfectConcessions
    | AllConcessions
    | CorrelatedConcessions
    | StackelbergConcessions
    | QuantalConcessions
    | NashConcessions
    | HiddenConcessions
    | NashMatrix
    | CorrelatedMatrix
    | QuantalMatrix
    | LearningMatrix
    | StackelbergMatrix
    | RepeatedMatrix
    | Bargained
    | PerfectTree
    | QuantalTree
    | StackelbergTree
    | BayesTree
    | HiddenTypes
    | PerfectOffers
    | DemandOffers
    | HiddenValue
    | BargainedIssues
    | PerfectIssues
    | Stability
)
"""A solved game; ``kind`` and ``concept`` tell which it is."""


class Compare(TypedDict):
    """Scenarios side by side."""

    format: Format
    scenarios: list[Run]


class Report(TypedDict):
    """All answers about a file, each under the name of its command."""

    format: Format
    run: NotRequired[Run]
    roadmaps: NotRequired[Roadmaps]
    require: NotRequired[Require]
    robust: NotRequired[Robust]
    map: NotRequired[Map]
    sensitivity: NotRequired[Sensitivity]
    refused: Annotated[dict[str, str], "Why there is no other."]


@dataclass(frozen=True)
class Document:
    """A document.

    Parameters
    ----------
    about : str
        What prints or keeps it.
    type : type
        What it is.
    """

    about: str
    type: Any
    version: int = 1

    def schema(self, name: str, closed: bool = False) -> Shape:
        """Its JSON Schema; `closed` as in `schema_of`."""
        return schema_of(self.type, f"Detente document '{name}', format {self.version}", self.about, closed)


DOCUMENTS = {
    "run": Document("What 'detente run --json' prints of a file; of several files it prints a list of them.", Run),
    "draws": Document("What 'detente run --draws N --json' prints of a file.", Draws),
    "check": Document("What 'detente check --json' prints.", Check),
    "compare": Document("What 'detente compare --json' prints.", Compare),
    "diff": Document("What 'detente diff --json' prints.", Diff),
    "calibrate": Document("What 'detente calibrate --json' prints, and a file of answers.", Calibrated),
    "roadmaps": Document("What 'detente roadmaps --json' prints of a file.", Roadmaps),
    "design": Document("What 'detente design --json' prints.", Design),
    "reassurance": Document("What 'detente reassurance --json' prints of a file.", Reassurance),
    "robust": Document("What 'detente robust --json' prints.", Robust),
    "explain-data": Document("What 'detente explain-data --json' prints.", ExplainedCourse | ExplainedRecords),
    "inspection": Document("What 'detente inspection --json' prints.", Inspection),
    "quota": Document("What 'detente quota --json' prints.", Quota),
    "require": Document("What 'detente require --json' prints.", Require),
    "map": Document("What 'detente map --json' prints.", Map),
    "sensitivity": Document("What 'detente sensitivity --json' prints.", Sensitivity),
    "preferences": Document("What 'detente preferences --json' prints.", Completions | Conditions),
    "report": Document("What 'detente report --json' prints.", Report),
    "simulate": Document("What 'detente simulate --json' prints.", Simulated | SimulatedPackages),
    "tournament": Document("What 'detente tournament --json' prints.", Tournament),
    "play": Document("What 'detente play --summary --json' prints.", Summary),
    "class": Document("What 'detente class --rehearse N --json' prints.", Rehearsal),
    "sweep": Document("A line of what 'detente sweep --json' prints and a file .ndjson holds.", Point),
    "catalog": Document("What 'detente catalog --json' prints.", Catalog),
    "selftest": Document("What 'detente selftest --json' prints.", Selftest),
    "doctor": Document("What 'detente doctor --json' prints.", Doctor),
    "fmt": Document("What 'detente fmt --json' prints.", Fmt),
    "record": Document(
        "The record of a game, as 'detente play' and 'detente class' keep it.",
        Record | ConflictRecord | ClassRecord | ClassConflictRecord,
    ),
    "store": Document("What results of a sweep say of themselves: 'attributes' of their 'zarr.json'.", Store),
}
"""By the name of the command that prints it, or of what is kept."""
