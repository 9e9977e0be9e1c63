"""How commands fail: what is said on standard error, and with which code the program ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.errors import AskError, DetenteError, Problem, ScenarioError
    from sim.scenario.scenario import Scenario


class FailureError(Exception):
    """Something went wrong that has been, or is now to be, told on standard error.

    Parameters
    ----------
    message : str
        What is still to be told; empty if all has been.
    code : int
        With which the program ends.
    problems : tuple of Problem
        What has been told of a file, with its places.
    """

    def __init__(self, message: str = "", code: int = 1, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.problems = problems


class PipeClosedError(Exception):
    """Whoever read the output has stopped reading."""


def say(message: str) -> None:
    """Print a message on standard error, with the program's name before it."""
    from sim.show.output import complain

    complain(f"detente: {message}")


def for_each(files: list[str], work: Callable[[str], None]) -> None:
    """Do the work for each file; go on after a failure and fail at the end."""
    from sim.progress import steps
    from sim.show.progress import showing

    failed = 0
    with showing():
        for name in steps("files", files) if len(files) > 1 else files:
            try:
                work(name)
            except FailureError as failure:
                if str(failure):
                    say(str(failure))
                failed = max(failed, failure.code)
    if failed:
        raise FailureError(code=failed)


@contextmanager
def answering(
    scenario: Scenario, *, instead: str = "make the game smaller", options: bool = True, placed: bool = True
) -> Iterator[None]:
    """Turn what cannot be done for a scenario into the failure of a command; show meanwhile how far it has come.

    Parameters
    ----------
    instead : str
        What helps, beside more time, where the time limit is too short; empty if nothing does.
    options : bool
        Whether what is asked wrongly is asked by an option of the command.
    placed : bool
        Whether the line of the file is shown that makes a game too large.

    Raises
    ------
    FailureError
        In place of every `DetenteError`, but for those that are told where the program ends.
    """
    from sim.errors import CertificateError, DetenteError, OutputError
    from sim.show.progress import showing

    try:
        with showing():
            yield
    except (CertificateError, OutputError):
        raise
    except DetenteError as error:
        raise _failure(error, scenario, instead, options, placed) from None


def _failure(error: DetenteError, scenario: Scenario, instead: str, options: bool, placed: bool) -> FailureError:
    from sim import errors
    from sim.kinds import kind_named

    message = f"{scenario.file}: {error}"
    match error:
        case errors.ScenarioError():
            return refused(error)
        case errors.AgentError() | errors.PlayError() | errors.StoreError() | errors.WorkError():
            return FailureError(str(error))
        case errors.SliderError():
            return FailureError(f"--sliders: {error}", 2)
        case errors.RangeError() | errors.AxisError():
            return FailureError(message, 2)
        case errors.UnsolvedError():
            return FailureError(message)
        case errors.AskError() if options:
            return _asked_wrongly(error, scenario)
        case errors.TimeLimitError():
            return FailureError(f"{message}; allow more with --time-limit{f', or {instead}' if instead else ''}")
        case errors.NothingSampledError():
            return FailureError(f"{message}; --samples 0 leaves the variance shares out")
        case errors.FrontierTooLargeError():
            outgrown = "the frontiers of the search outgrow memory; cut them with --frontier 100000"
            return FailureError(f"{scenario.file}: {outgrown}")
        case errors.CommonPayoffError() if placed:
            return refusal(scenario, "status_quo", str(error))
        case (
            errors.PayoffDigitsError()
            | errors.GameTooLargeError()
            | errors.TreeTooLargeError()
            | errors.PerfectRecallError()
        ) if placed:
            return refusal(scenario, kind_named(scenario.kind).large, str(error))
    return FailureError(message)


def _asked_wrongly(error: AskError, scenario: Scenario) -> FailureError:
    """What was asked for is named as on the command line, or the place in the file that does not offer it."""
    if error.path:
        return _placed(error, scenario)
    match error.option:
        case "breakdown":
            return refusal(scenario, "status_quo", str(error))
        case "kind" | "verification":
            return FailureError(f"{scenario.file}: {error}")
        case "view":
            return FailureError(f"{scenario.file}: {error}", 2)
        case "claim" | "observed":
            return FailureError(str(error), 2)
        case "map" | "sensitivity":
            return FailureError(f"{error.option}: {error}", 2)
    return FailureError(f"--{error.option}: {error}", 2)


def _placed(error: AskError, scenario: Scenario) -> FailureError:
    """Tell what is not offered for a place in the file; return the failure to raise."""
    from sim.scenario.source import dotted, read

    source = read(scenario.file, scenario.text.encode(errors="replace"))
    place = source.keys.get(error.path) or source.values.get(error.path) or scenario.places[str(error.path[0])]
    return _refused_at(scenario, place, dotted(error.path), str(error))


def refusal(scenario: Scenario, key: str, message: str) -> FailureError:
    """Tell what is wrong with a key of a scenario on standard error; return the failure to raise."""
    return _refused_at(scenario, scenario.places[key], key, message)


def _refused_at(scenario: Scenario, place: tuple[int, int], key: str, message: str) -> FailureError:
    from sim.errors import Problem, ScenarioError

    return refused(ScenarioError([Problem(scenario.file, *place, key, message)], scenario.text))


def refused(error: ScenarioError) -> FailureError:
    """Tell what is wrong with a scenario on standard error; return the failure to raise."""
    from sim.show.output import print_problems

    print_problems(error)
    return FailureError(problems=tuple(error.problems))
