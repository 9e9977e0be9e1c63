"""A long run of all that draws, kills and spoils: ``python -m tests.soak --minutes 600``, or ``make soak MINUTES=600``.

The parts take turns, each with a share of the time and a seed of its own in every round. What is found is kept in
``out/soak`` as the smallest file that shows it; figures are added up there over runs. Ctrl-C ends it after the unit
that is under way, a second one at once.
"""

from __future__ import annotations

import argparse
import faulthandler
import multiprocessing
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO, Any

from tests.fuzz.kept import read_kept
from tests.peers import random_games as games
from tests.soak import browser, files, interrupts, kills, phones
from tests.soak.again import again
from tests.soak.figures import Figures
from tests.soak.outcome import Finding, Once, Outcome

PARTS: dict[str, tuple[Once, float]] = {
    "files": (files.once, 0.3),
    "games": (games.once, 0.25),
    "kills": (kills.once, 0.15),
    "interrupts": (interrupts.once, 0.1),
    "phones": (phones.once, 0.1),
    "browser": (browser.once, 0.1),
}
"""Each with its share of the time."""

LEFT_OUT: dict[str, Callable[[], list[str]]] = {"games": games.left_out, "browser": browser.left_out}
"""What is not tried here, of a part, for want of a program."""

ROUND = 600.0
"""Seconds of a round, most."""

LONGEST = 600.0
"""Seconds after which a unit has failed: many times what the longest takes."""


class Stop:
    """Whether somebody has pressed Ctrl-C."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGINT, self._notice)
        signal.signal(signal.SIGTERM, self._notice)

    def _notice(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        print("ends after this", file=sys.stderr, flush=True)


def main(words: list[str] | None = None) -> int:
    """Go on until the time is over; 1 if something was found."""
    asked = _parser().parse_args(words)
    if asked.file:
        return again(asked.file)
    for line in _left_out(asked):
        print(f"left out: {line}", flush=True)
    figures, stop = Figures(asked.out), Stop()
    seed, end = asked.seed, time.monotonic() + 60 * asked.minutes
    try:
        while not stop.asked:
            length = min(ROUND, end - time.monotonic())
            share = sum(PARTS[part][1] for part in asked.parts)
            for part in asked.parts:
                until = min(end, time.monotonic() + length * PARTS[part][1] / share)
                _units(part, seed, asked, until, figures, stop)
            seed += 1
            if asked.most or time.monotonic() >= end:
                break
    except KeyboardInterrupt:
        pass
    print("\n".join(figures.lines()))
    return 1 if figures.found else 0


def _left_out(asked: Any) -> list[str]:
    """What is not tried for want of a program; a part of which nothing is left is not asked for any more."""
    lines = [line for part, why in LEFT_OUT.items() if part in asked.parts for line in why()]
    if "browser" in asked.parts and browser.left_out():
        asked.parts = [part for part in asked.parts if part != "browser"]
    return lines


def _units(part: str, seed: int, asked: Any, until: float, figures: Figures, stop: Stop) -> None:
    """Units of a part until its time is over; one at least."""
    number = asked.first
    while not stop.asked:
        start = time.monotonic()
        outcome = _unit(PARTS[part][0], seed, number)
        seen_by = f"python -m tests.soak --parts {part} --seed {seed} --first {number} --most 1"
        for path in figures.add(part, outcome, time.monotonic() - start, seen_by):
            print(f"{path}: {read_kept(path)[0][0].removeprefix('# ')}", flush=True)
        number += 1
        if time.monotonic() >= until or (asked.most and number >= asked.first + asked.most):
            break


def _unit(once: Once, seed: int, number: int) -> Outcome:
    """A unit in a process of its own, so that what it leaves open or breaks is gone with it; its end is waited for."""
    forking = multiprocessing.get_context("fork")
    receiving, sending = forking.Pipe(duplex=False)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as where, receiving:
        process = forking.Process(target=_alone, args=(sending, where, once, seed, number))
        process.start()
        sending.close()
        try:
            if receiving.poll(LONGEST):
                outcome: Outcome = receiving.recv()
                return outcome
            where.seek(0)
            return Outcome(findings=[Finding("a unit does not end", where.read())])
        except EOFError:
            process.join()
            return Outcome(findings=[Finding(f"a unit's process dies with {process.exitcode}", "")])
        finally:
            process.join(5.0)
            process.kill()
            process.join()


def _alone(sending: Any, where: IO[str], once: Once, seed: int, number: int) -> None:
    """A unit, in its process; an error in it is found, too, and where it is if it does not end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the unit is finished, and the process that waits for it then ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    faulthandler.dump_traceback_later(LONGEST - 5.0, file=where)
    try:
        with tempfile.TemporaryDirectory(prefix="detente-soak-") as folder:
            outcome = once(str(seed), number, Path(folder))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {Path(place.filename).name} {place.name}"
        outcome = Outcome(findings=[Finding(what, traceback.format_exc())])
    sending.send(outcome)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first round; by default the time")
    parser.add_argument("--first", type=int, default=0, help="number of the first unit of a round")
    parser.add_argument("--most", type=int, default=0, help="units of each part; 0: as many as there is time for")
    parser.add_argument("--out", type=Path, default=Path("out/soak"))
    parser.add_argument("--file", type=Path, help="instead of a run, see a finding again in the file where it is kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
