"""What every test shares: a Hypothesis profile, and a picture backend that needs no screen."""

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

settings.register_profile("detente", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("detente")
