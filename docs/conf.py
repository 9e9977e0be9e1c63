"""How the pages become a site: ``make docs`` builds it into ``out/site``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

project = "Detente"
author = "Detente contributors"
project_copyright = "Detente contributors"
html_title = "Detente"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "index"
exclude_patterns = ["README.md", "**/.ipynb_checkpoints"]

nitpicky = True
# Types of other libraries and of the program's inside have no page here.
nitpick_ignore_regex = [(r"py:.*", r"(?!sim\.api\.).*"), (r"py:class", r"sim\.api\.memo\..*")]

myst_heading_anchors = 6
myst_enable_extensions = ["colon_fence"]

# Notebooks run with the settings of the project alone, whatever a reader's own IPython is set to. Their kernel listens
# on this machine only, and need not warn that it does so without encryption.
_SETTINGS = Path(tempfile.mkdtemp(prefix="detente-"))
(_SETTINGS / "profile_default").mkdir()
(_SETTINGS / "profile_default" / "ipython_kernel_config.py").write_text(
    "get_config().IPKernelApp.log_level = 'ERROR'\n"
)
os.environ["IPYTHONDIR"] = str(_SETTINGS)

nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_show_tb = True  # a notebook that fails is a warning, with what failed in it
nb_merge_streams = True
nb_ipywidgets_js: dict[str, Any] = {}  # would be asked for over the network

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["detente.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "github-dark"


def setup(app: Any) -> dict[str, bool]:
    """Let the site bring the lessons that can be tried in it."""
    app.add_config_value("lesson_points", 0, "", int)
    app.connect("build-finished", _lessons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _lessons(app: Any, error: Exception | None) -> None:
    """Make the lessons that `ready.md` links to; ``-D lesson_points=3`` makes them of few points, quickly."""
    if error is not None or app.builder.name != "html" or Path(app.srcdir) != ROOT / "docs":
        return
    folder = Path(app.outdir) / "lessons"
    folder.mkdir(exist_ok=True)
    points = ["--points", str(app.config.lesson_points)] if app.config.lesson_points else []
    for name in re.findall(r'href="lessons/([a-z0-9-]+)\.html"', (ROOT / "docs" / "ready.md").read_text("utf-8")):
        page = folder / f"{name}.html"
        command = [sys.executable, "-m", "sim", "lesson", name, "--quiet", "--force", "--out", str(page), *points]
        subprocess.run(command, cwd=ROOT, check=True)
