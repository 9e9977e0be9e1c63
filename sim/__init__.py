"""Detente: negotiations as games, written in YAML, solved and told.

>>> import sim
>>> sim.load("ultimatum").solve()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import Game, Picture, Result, load

__version__ = "0.1.0"
__all__ = ["Game", "Picture", "Result", "__version__", "load"]


def __getattr__(name: str) -> Any:
    # Loaded when first used: the command line needs the version and nothing else of this module.
    if name in __all__:
        import sim.api

        return getattr(sim.api, name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
