"""The command line: parse, call, show."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

# Commands stand in the help in the order in which these are loaded.
# isort: off
from sim.cli import scenarios  # noqa: F401
from sim.cli import diff  # noqa: F401
from sim.cli import watch  # noqa: F401
from sim.cli import calibrate  # noqa: F401
from sim.cli import explain  # noqa: F401
from sim.cli import lesson  # noqa: F401
from sim.cli import roadmaps  # noqa: F401
from sim.cli import reassurance  # noqa: F401
from sim.cli import robust  # noqa: F401
from sim.cli import maps  # noqa: F401
from sim.cli import report  # noqa: F401
from sim.cli import agents  # noqa: F401
from sim.cli.play import command  # noqa: F401
from sim.cli import sweep  # noqa: F401
from sim.cli import files  # noqa: F401
from sim.cli import selftest  # noqa: F401

# isort: on
from sim.cli.app import app
from sim.cli.failures import FailureError, PipeClosedError, say


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 the input or a computation failed, 2 wrong usage."""
    from sim.errors import OutputError
    from sim.show.text.letters import FALLBACK

    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, FALLBACK), (sys.stderr, FALLBACK)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)
    try:
        app(standalone_mode=True)
        code = 0
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
    except FailureError as failure:
        if str(failure):
            say(str(failure))
        code = failure.code
    except OutputError as error:
        say(str(error))
        code = 1
    except (BrokenPipeError, PipeClosedError):
        code = 0
        _hush()
    except OSError as error:
        say(f"the output cannot be written: {(error.strerror or str(error)).lower()}")
        code = 1
        _hush()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        from sim.errors import CertificateError

        if not isinstance(error, CertificateError):
            raise
        say(f"an error in detente itself, nothing is printed: {error}")
        code = 1
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    except OSError as error:
        say(f"the output cannot be written: {(error.strerror or str(error)).lower()}")
        code = 1
        _hush()
    sys.exit(code)


def entry() -> NoReturn:
    """Run the command line as a process of its own, and leave at once when it is done.

    Taking down the modules that are loaded costs a fifth of a short run and nothing is left to be done by it.
    """
    import os

    try:
        main()
    except SystemExit as leave:
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(leave.code if isinstance(leave.code, int) else 1)


def _hush() -> None:
    """Keep the interpreter from complaining about the closed pipe when it flushes at exit."""
    import os

    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
