"""All commands; they stand in the help in the order in which these are loaded."""

from __future__ import annotations

# isort: off
from sim.cli import scenarios  # noqa: F401
from sim.cli import diff  # noqa: F401
from sim.cli import watch  # noqa: F401
from sim.cli import calibrate  # noqa: F401
from sim.cli import explain  # noqa: F401
from sim.cli import lesson  # noqa: F401
from sim.cli import roadmaps  # noqa: F401
from sim.cli.design import design  # noqa: F401
from sim.cli import reassurance  # noqa: F401
from sim.cli import robust  # noqa: F401
from sim.cli.design import explain_data, inspection, quota, require  # noqa: F401
from sim.cli import maps  # noqa: F401
from sim.cli import preferences  # noqa: F401
from sim.cli import report  # noqa: F401
from sim.cli import agents  # noqa: F401
from sim.cli.play import command  # noqa: F401
from sim.cli.play import class_command  # noqa: F401
from sim.cli import sweep  # noqa: F401
from sim.cli import files  # noqa: F401
from sim.cli.upkeep import schema  # noqa: F401
from sim.cli import selftest  # noqa: F401
from sim.cli.upkeep import doctor  # noqa: F401
from sim.cli.upkeep import fmt  # noqa: F401

# isort: on
from sim.cli.app import app

__all__ = ["app"]
