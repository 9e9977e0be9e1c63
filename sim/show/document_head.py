"""What every document about a scenario begins with: the form of documents, and which file it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def document_head(scenario: Scenario) -> dict[str, Any]:
    """The first keys of a document, in their order."""
    head: dict[str, Any] = {
        "format": 1,
        "scenario": scenario.title,
        "file": scenario.file,
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
    }
    if scenario.changes:
        head["changes"] = {change.path: change.value for change in scenario.changes}
    return head
