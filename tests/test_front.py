"""What a stranger meets before the program: how it is cited, how faults are reported, how people are treated."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.version import __version__

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
PAGES = ("CITATION.cff", "SECURITY.md", "CODE_OF_CONDUCT.md")


def test_the_citation_has_the_facts_of_the_project_and_no_others() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = PROJECT["project"]
    assert (cited["cff-version"], cited["type"], cited["title"]) == ("1.2.0", "software", "Detente")
    assert cited["version"] == __version__
    assert cited["license"] == project["license"]
    assert cited["authors"] == project["authors"]
    assert cited["abstract"].strip() == project["description"]
    assert set(cited) == {
        "cff-version", "message", "type", "title", "abstract", "authors", "version", "license", "keywords",
    }  # fmt: skip


@pytest.mark.parametrize("file", [*(ROOT / name for name in PAGES), *FORMS], ids=lambda file: file.name)
def test_no_address_is_named_that_nobody_has(file: Path) -> None:
    assert not re.search(r"\w@\w|https?:|www\.", file.read_text(encoding="utf-8"))


def test_every_link_of_these_pages_leads_somewhere() -> None:
    for name in (*PAGES, "README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert target.startswith("http") or (ROOT / target).exists(), f"{name}: {target}"


def test_there_is_a_form_for_faults_for_answers_and_for_questions() -> None:
    assert [form.stem for form in FORMS] == ["1-bug", "2-answer", "3-question"]
    assert yaml.safe_load((FORMS[0].parent / "config.yml").read_text(encoding="utf-8")) == {
        "blank_issues_enabled": False
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_is_one_and_asks_for_the_output_of_doctor(form: Path) -> None:
    read: dict[str, Any] = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert set(read) == {"name", "description", "title", "labels", "body"}
    asked = [part for part in read["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} == {"textarea"}
    ids = [part["id"] for part in asked]
    assert len(set(ids)) == len(ids)
    assert all(set(part["attributes"]) <= {"label", "description", "placeholder", "render"} for part in asked)
    (doctor,) = (part for part in asked if "`detente doctor`" in part["attributes"]["label"])
    assert "Attach it whole" in doctor["attributes"]["description"]
    assert doctor.get("validations", {}).get("required", False) is (form.stem != "3-question")


def test_the_policy_names_the_private_form_and_what_is_covered() -> None:
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "Report a vulnerability" in policy
    assert "not in a public issue" in policy
    assert "Files from others" in policy
    assert "class server" in policy


def test_the_source_archive_has_these_pages() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {f"/{name}" for name in PAGES} <= set(included)
