"""Where answers go: standard output or a file, as a story, a line, data, rows or a picture."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sim.cli.failures import FailureError, PipeClosedError, answering, for_each
from sim.show.formats import MEMOS, PICTURES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sim.api.design.draws import Draws
    from sim.api.memo import Memorandum
    from sim.api.picture import Picture
    from sim.api.reassurance import FirstSteps
    from sim.api.report import Report
    from sim.api.result import Result
    from sim.api.roadmaps import Roadmaps
    from sim.show.text.blocks import Text
    from sim.show.text.style import Colour

T = TypeVar("T")

FILES = (".txt", ".json", ".csv", *PICTURES)


@dataclass(frozen=True, eq=False)
class Delivery:
    """Where an answer goes, and in which form.

    Parameters
    ----------
    out : Path or None
        The file that was asked for; its suffix says what it holds.
    json : bool
        Whether data are wanted in place of text.
    quiet : bool
        Whether one line is enough of a text.
    beside : tuple of str
        Suffixes of files beside which the text is also printed.
    json_beside : tuple of str
        Suffixes of files beside which the data are also printed where they are wanted. A file for text that is not
        among them holds the data itself then.
    brief : bool or None
        Whether texts are told on one screen; None for on terminals.
    color : {"auto", "always", "never"}
        Whether texts have colours and bold letters.
    part : sequence of str
        Beginnings of the headings of the parts of the full story that are wanted; empty for the whole.
    """

    out: Path | None = None
    json: bool = False
    quiet: bool = False
    beside: tuple[str, ...] = PICTURES
    json_beside: tuple[str, ...] = PICTURES
    brief: bool | None = None
    color: Colour = "auto"
    part: Sequence[str] = ()

    @property
    def suffix(self) -> str:
        """What the file is, in small letters; empty if there is none."""
        return self.out.suffix.lower() if self.out is not None else ""

    def check(self, suffixes: tuple[str, ...], force: bool, files: int = 1) -> None:
        """Refuse a file that cannot be written, before anything is computed.

        Parameters
        ----------
        suffixes : tuple of str
            Those that the command knows beside those of memos.
        force : bool
            Whether a file that exists may be replaced.
        files : int
            How many scenarios there are.
        """
        check_out(self.out, force, (*suffixes, *MEMOS))
        if self.part and (self.json or self.quiet or self.brief or self.suffix not in ("", ".txt", *PICTURES)):
            raise FailureError("--part prints a part of the full story; it goes with no other form of the answer", 2)
        if self.suffix in PICTURES and files > 1:
            raise FailureError("--out with a picture takes one file", 2)

    def one(self, answer: Report) -> None:
        """Deliver one answer."""
        self._draw(answer)
        self._write([answer], many=False)

    def each(
        self, files: list[str], answer_to: Callable[[str], Result | Roadmaps | FirstSteps | Draws], strict: bool = False
    ) -> None:
        """Find an answer for each file, and deliver them together.

        A file holds the whole result or does not exist; what could be answered is printed all the same.

        Parameters
        ----------
        files : list of str
            Names of scenarios.
        answer_to : callable
            Finds the answer for one of them.
        strict : bool
            Whether an answer that is not certified is a failure.
        """
        answers: list[Report] = []

        def work(name: str) -> None:
            answer = answer_to(name)
            answers.append(answer)
            with answering(answer.scenario):
                self._draw(answer)
            if strict and not answer.certified:
                raise FailureError(f"{answer.scenario.file}: {answer.doubt} (--strict)")

        failure: FailureError | None = None
        try:
            for_each(files, work)
        except FailureError as error:
            failure = error
        if answers and (failure is None or self.out is None):
            self._write(answers, many=len(files) > 1)
        if failure is not None:
            raise failure

    def _draw(self, answer: Report) -> None:
        if self.out is not None and self.suffix in PICTURES:
            draw(answer.plot, answer.title, self.out)

    def _write(self, answers: Sequence[Report], many: bool) -> None:
        """Fill the file, unless it is a picture, and print what is to be printed beside it."""
        from sim.show.progress import showing
        from sim.show.text.style import coloured

        def data() -> str:
            with showing():
                documents = [_in_time(answer, lambda a: a.document) for answer in answers]
            return as_json(documents if many else documents[0])

        if self.out is not None and self.suffix not in PICTURES:
            if self.suffix in MEMOS:
                from sim.api.memo import Memorandum

                write_memo(Memorandum(tuple(answers), command_line()), self.out)
            elif self.suffix == ".csv":
                hand_over("".join(answer.csv for answer in answers), self.out)
            elif self._holds_data:
                hand_over(data(), self.out)
            else:
                with coloured("never"):
                    brief = self.brief and not self.quiet
                    deliver(_screens(answers, None) if brief else self._text(answers), self.out)
        if self.json and (self.out is None or self.suffix in (*self.json_beside, *MEMOS)):
            hand_over(data())
        elif not self.json and (self.out is None or self.suffix in self.beside):
            with coloured(self.color):
                self._print(answers)

    def _print(self, answers: Sequence[Report]) -> None:
        """Print answers for people, each on one screen where that is wanted."""
        from shutil import get_terminal_size

        from sim.show.text.style import on_terminal

        brief = on_terminal() if self.brief is None and not self.part else self.brief
        if brief and not self.quiet:
            height = get_terminal_size().lines if on_terminal() and len(answers) == 1 else 0
            _print(_screens(answers, getattr(sys.stdout, "encoding", None), height))
        else:
            deliver(self._text(answers))

    def _text(self, answers: Sequence[Report]) -> str:
        """Answers for people, at length or in a line each."""
        from sim.show.progress import showing
        from sim.show.text.style import one_line

        with showing():
            if self.part:
                return "\n".join(self._parts(answer) for answer in answers)
            return "\n".join(
                one_line(_in_time(answer, lambda a: a.line)) if self.quiet else _in_time(answer, lambda a: a.story)
                for answer in answers
            )

    def _parts(self, answer: Report) -> str:
        """The parts of an answer that are wanted."""
        return "\n".join(parts(text, self.part) for text in _in_time(answer, lambda a: a.texts))

    @property
    def _holds_data(self) -> bool:
        return self.suffix == ".json" or (self.json and self.suffix not in self.json_beside)


def parts(text: Text, beginnings: Sequence[str]) -> str:
    """The parts of a text that are wanted, for the terminal."""
    from sim.errors import AskError
    from sim.show.text.blocks import sections_as_text
    from sim.show.text.parts import parts_of

    try:
        return sections_as_text(parts_of(text, beginnings))
    except AskError as error:
        raise FailureError(f"--part: {error}", 2) from None


def command_line() -> str:
    """The command as it was typed, without what makes no other result of it."""
    return shlex.join(["detente", *(word for word in sys.argv[1:] if word not in ("--resume", "--force"))])


def write_memo(memo: Memorandum, out: Path) -> None:
    """Write a memo, and say of its pictures what is to be said."""
    from sim.show.output import complain
    from sim.show.progress import showing

    with showing():
        lacking = memo.write(out)
    for told in lacking:
        complain(f"{out}: {told}")


def _screens(answers: Sequence[Report], encoding: str | None, height: int = 0) -> str:
    """Answers on one screen each, at length where they are no longer than that; safe for terminals."""
    from sim.show.output import legible
    from sim.show.progress import showing
    from sim.show.screen.fit import fitted
    from sim.show.screen.screen import as_screen
    from sim.show.text.blocks import as_text
    from sim.show.text.plain import plain

    with showing():
        told = [(answer, _in_time(answer, lambda a: a.brief)) for answer in answers]
    if plain():  # nothing is cut, as there is no screen that it has to fit
        return "\n".join(legible(_ended(a.story) if brief is None else as_text(brief.text)) for a, brief in told)
    return "\n".join(
        legible(_ended(answer.story)) if brief is None else as_screen(fitted(brief), encoding, height=height)
        for answer, brief in told
    )


def _in_time(answer: Report, tell: Callable[[Report], T]) -> T:
    """What is told of an answer; what it looks up meanwhile has the time that is left of that for the answer.

    Parameters
    ----------
    tell : callable
        Tells it. Where the time is up in something that cannot be left out, it is told all the same.
    """
    from sim.deadline import within
    from sim.errors import TimeLimitError

    try:
        with within(getattr(answer, "time_limit", None)):
            return tell(answer)
    except TimeLimitError:
        return tell(answer)


def check_out(out: Path | None, force: bool, suffixes: tuple[str, ...]) -> None:
    """Refuse an ``--out`` that cannot work, before anything is computed."""
    from sim.show.output import check_target

    if out is not None:
        if out.suffix.lower() not in suffixes:
            raise FailureError(f"--out {out}: expected a name that ends in {', '.join(suffixes)}", 2)
        check_target(out, force)


def draw(plot: Callable[[], Picture], title: str, out: Path) -> None:
    """Draw a picture into a file.

    Parameters
    ----------
    plot : callable
        Gives the picture.
    title : str
        What the file calls it.
    """
    from sim.progress import stage
    from sim.show.output import complain, write
    from sim.show.pictures import save
    from sim.show.progress import showing

    lacking = []
    with showing(), stage("picture"):
        write(out, lambda path: lacking.append(save(plot().make, title, path)))
    for told in filter(None, lacking):
        complain(f"{out}: {told}")


def as_json(value: Any) -> str:
    """Text of a document; numbers keep their full precision."""
    import json

    from sim.show.text.letters import in_json

    return in_json(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def deliver(text: str, out: Path | None = None) -> None:
    """Print a text for people, in letters that the console has, or write it to a file."""
    from sim.show.output import legible, write
    from sim.show.text.style import bare

    text = _ended(text)
    if out is None:
        _print(legible(text))
    else:
        write(out, lambda path: write_text(path, bare(text)))


def hand_over(document: str, out: Path | None = None) -> None:
    """Print a text for programs, in UTF-8 whatever the console is, or write it to a file.

    In a pipe it is what it is to the last byte; on a terminal no letter of it is an order.
    """
    from sim.show.output import write
    from sim.show.text.letters import harmless

    document = _ended(document)
    if out is not None:
        write(out, lambda path: write_text(path, document))
    elif sys.stdout is not None and hasattr(sys.stdout, "buffer"):
        shown = harmless(document) if sys.stdout.isatty() else document
        _print(shown.encode("utf-8", "backslashreplace"))
    else:
        _print(document)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _print(text: str | bytes) -> None:
    """Print a text, or bytes; a reader who has gone away is no error, and ends the command at once."""
    from sim.show.progress import clear_line

    if sys.stdout is None:
        return
    clear_line()
    try:
        if isinstance(text, str):
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise PipeClosedError from None


def write_text(path: Path, text: str) -> None:
    """Write text in UTF-8; of a file's name it may hold what is no text."""
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
