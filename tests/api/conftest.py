"""The command line, which the Python interface has to agree with."""

from tests.cli.conftest import detente

__all__ = ["detente"]
