"""The command line: parse, call, show."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

from sim.cli.failures import FailureError, PipeClosedError, say


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 the input or a computation failed, 2 wrong usage, 130 interrupted."""
    from sim.show.text.plain import asked, told_plainly

    with told_plainly(asked(sys.argv[1:])):
        _main()


def _main() -> NoReturn:
    from sim.cli.interrupts import CODE, heard
    from sim.show.text.letters import FALLBACK

    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, FALLBACK), (sys.stderr, FALLBACK)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)
    with heard() as interrupts:
        try:
            code, message = _run()
        except KeyboardInterrupt:
            code, message = CODE, ""
        except Exception:
            if not interrupts.came:
                raise
        if interrupts.came:  # whatever else it has led to
            code, message = CODE, ""
        if message:
            say(message)
        try:
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            _hush()
        except OSError as error:
            say(_unwritten(error))
            code = 1
            _hush()
    sys.exit(code)


def _run() -> tuple[int, str]:
    """Run the command line; with which code it ends, and what is still to be said."""
    from sim.cli.upkeep.commands import app
    from sim.errors import CertificateError, OutputError

    try:
        app(standalone_mode=True)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else 1, ""
    except FailureError as failure:
        return failure.code, str(failure)
    except OutputError as error:
        return 1, str(error)
    except (BrokenPipeError, PipeClosedError):
        _hush()
    except OSError as error:
        _hush()
        return 1, _unwritten(error)
    except CertificateError as error:
        return 1, f"an error in detente itself, nothing is printed: {error}"
    return 0, ""


def _unwritten(error: OSError) -> str:
    return f"the output cannot be written: {(error.strerror or str(error)).lower()}"


def entry() -> NoReturn:
    """Run the command line as a process of its own, and leave at once when it is done.

    Taking down the modules that are loaded costs a fifth of a short run and nothing is left to be done by it, unless
    there have been other processes, whose locks are still to be given back.
    """
    import os
    import signal

    try:
        main()
    except SystemExit as leave:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is over, and nothing is to come of an interrupt any more
        if sys.stderr is not None:
            sys.stderr.flush()
        if "concurrent.futures.process" in sys.modules:
            raise
        os._exit(leave.code if isinstance(leave.code, int) else 1)


def _hush() -> None:
    """Keep the interpreter from complaining about the closed pipe when it flushes at exit."""
    import os

    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
