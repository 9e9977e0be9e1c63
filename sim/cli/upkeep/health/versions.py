"""Versions of Python, of the system, of detente and of each library, beside what is asked for."""

from __future__ import annotations

import importlib
import platform
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.upkeep.health.row import Row, reason
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

AREA = "Versions"
LEAST_PYTHON = (3, 11)
REPAIR = "install detente again, which brings its libraries"

_MODULES = {"pyyaml": "yaml", "python-docx": "docx"}
"""What is imported of distributions whose module has another name."""

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)((?:(?:>=|<=|==|!=|>|<)[0-9][0-9a-zA-Z.]*,?)*)(;.*)?")


def rows() -> Iterator[Row]:
    """Python, the system, detente, then its libraries."""
    yield _python()
    yield Row(AREA, "system", "ok", f"{platform.system() or 'unknown'} {platform.release()}, {platform.machine()}")
    asked, where = requirements()
    if where == "source":
        yield Row(AREA, "detente", "ok", f"{__version__}, from its source folder")
    elif where == "package":
        yield _package()
    else:
        yield Row(AREA, "detente", "fails", f"{__version__}, without a list of its libraries", REPAIR)
    for text in asked:
        row = library(text)
        if row is not None:
            yield row


def _python() -> Row:
    told = f"{platform.python_version()} ({platform.python_implementation()}"
    told += ", in an environment of its own)" if sys.prefix != sys.base_prefix else ")"
    if sys.version_info >= LEAST_PYTHON:
        return Row(AREA, "Python", "ok", told)
    least = ".".join(map(str, LEAST_PYTHON))
    return Row(AREA, "Python", "fails", told, f"install Python {least} or newer, and detente in it")


def _package() -> Row:
    installed = metadata.version("detente")
    if installed == __version__:
        return Row(AREA, "detente", "ok", f"{__version__}, installed")
    return Row(AREA, "detente", "fails", f"{__version__}, installed as {installed}", REPAIR)


def requirements() -> tuple[list[str], str]:
    """What detente asks for, such as ``numpy>=2.0``, and where that stands: source, package or nowhere."""
    project = Path(__file__).resolve().parents[4] / "pyproject.toml"
    if project.is_file():
        import tomllib

        declared = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
        if declared.get("name") == "detente":
            extras = declared.get("optional-dependencies", {})
            optional = [f"{text}; extra == '{name}'" for name, texts in extras.items() for text in texts]
            return [*declared["dependencies"], *optional], "source"
    try:
        return list(metadata.requires("detente") or []), "package"
    except metadata.PackageNotFoundError:
        return [], "nowhere"


def library(requirement: str) -> Row | None:
    """What there is of a library that is asked for; None for one that is not for this system."""
    match = _REQUIREMENT.fullmatch(requirement.replace(" ", "").replace("(", "").replace(")", ""))
    if match is None:
        return Row(AREA, requirement.split()[0], "note", "asked for in a way that is not understood here", REPAIR)
    name, bounds, condition = match[1], match[2], match[3] or ""
    extra = re.search(r"extra==['\"]([\w-]+)", condition)
    if condition and not extra:
        return None
    asked = f"asked for: {bounds}" if bounds else "any version"
    try:
        there = metadata.version(name)
    except metadata.PackageNotFoundError:
        if extra:
            return Row(AREA, name, "ok", f"not installed; only for the extra '{extra[1]}'")
        return Row(AREA, name, "fails", f"not installed; {asked}", f'pip install "{name}{bounds}", or {REPAIR}')
    if not meets(there, bounds):
        return Row(AREA, name, "fails", f"{there}; {asked}", f'pip install --upgrade "{name}{bounds}"')
    broken = None if extra else _broken(name)
    if broken:
        again = f'pip install --force-reinstall "{name}{bounds}"'
        return Row(AREA, name, "fails", f"{there}, which cannot be loaded ({broken})", again)
    return Row(AREA, name, "ok", f"{there}; {asked}")


def _broken(name: str) -> str:
    """Why a library cannot be loaded; empty if it can."""
    module = _MODULES.get(name.lower(), name.lower().replace("-", "_"))
    try:
        importlib.import_module(module)
    except Exception as error:  # a library may break in any way when it is loaded
        return reason(error)
    return ""


def meets(version: str, bounds: str) -> bool:
    """Whether a version lies within bounds such as ``>=2.0,<3``."""
    there = _order(version)
    tests: dict[str, Any] = {
        ">=": there.__ge__,
        "<=": there.__le__,
        "==": there.__eq__,
        "!=": there.__ne__,
        ">": there.__gt__,
        "<": there.__lt__,
    }
    found = re.findall(r"(>=|<=|==|!=|>|<)([0-9][0-9a-zA-Z.]*)", bounds)
    return all(tests[sign](_order(bound)) for sign, bound in found)


def _order(version: str) -> tuple[tuple[int, ...], int]:
    """A key that orders versions: the numbers of the release, then whether it comes before that (alpha to rc)."""
    match = re.match(r"(\d+(?:\.\d+)*)(.*)", version)
    if match is None:
        return (), 0
    numbers = tuple(int(part) for part in match[1].split("."))
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return numbers, -1 if re.match(r"[._-]?(a|b|rc|c|dev|alpha|beta|pre)", match[2]) else 0
