"""What is built holds what an installed program needs."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def build(target: str, source: Path, out: Path) -> Path:
    """Build a source archive or a wheel of a source tree, without asking anything outside."""
    result = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)],
        cwd=source,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the unpacked source archive, the way distributions build it."""
    folder = tmp_path_factory.mktemp("package")
    archive = build("sdist", ROOT, folder / "sdist")
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    return build("wheel", source, folder / "wheel")


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The files inside the wheel."""
    with zipfile.ZipFile(wheel) as files:
        return set(files.namelist())


def test_a_wheel_built_from_the_source_archive_holds_every_bundled_scenario(names: set[str]) -> None:
    bundled = {
        f"sim/_scenarios/{p.relative_to(ROOT / 'scenarios').as_posix()}" for p in (ROOT / "scenarios").glob("*/*.yaml")
    }
    assert bundled
    assert bundled <= names


def test_a_wheel_holds_every_module_and_the_mark_of_typed_packages(names: set[str]) -> None:
    modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "sim").rglob("*.py")}
    assert modules | {"sim/py.typed"} <= names


def test_a_wheel_holds_what_pages_are_made_of(names: set[str]) -> None:
    lesson = ROOT / "sim" / "show" / "lesson"
    parts = {p.relative_to(ROOT).as_posix() for p in lesson.rglob("*") if p.suffix in (".j2", ".js", ".css")}
    assert {".j2", ".js", ".css"} == {Path(name).suffix for name in parts}
    assert parts <= names


def test_a_wheel_installs_nothing_beside_the_package(names: set[str]) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"sim", "detente"}


def test_a_wheel_names_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        (path,) = (name for name in files.namelist() if name.endswith("entry_points.txt"))
        assert "detente = sim.__main__:start" in files.read(path).decode()


def test_a_bundled_scenario_is_found_by_its_name_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        files.extractall(tmp_path)
    script = "from sim.scenario.catalog import entries; print(*(e.path for e in entries()), sep='\\n')"
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert found
    assert all(Path(path).resolve().is_relative_to((tmp_path / "sim" / "_scenarios").resolve()) for path in found)


LOADED_LATER = (
    "dask",
    "distributed",
    "docx",
    "jinja2",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "nashpy",
    "pyarrow.parquet",
    "rich.console",
    "scipy.optimize",
    "scipy.stats",
    "segno",
    "starlette.applications",
    "uvicorn",
    "xarray",
    "zarr",
)
"""Parts of dependencies that are loaded where they are needed, and not with the command line."""


def test_nothing_warns_when_it_is_loaded() -> None:
    loads = "; ".join(f"import {name}" for name in ("sim", "sim.api", "sim.cli", *LOADED_LATER))
    result = subprocess.run([sys.executable, "-W", "error", "-c", loads], capture_output=True, text=True, cwd=ROOT)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
