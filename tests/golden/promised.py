"""What is promised to stay: files of format 1 as they were first written, and the documents that commands make of them.

The files stand here as literal text and are not to be changed: they are what people have on their disks.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from pathlib import Path
from typing import Any

DOCUMENTS = Path(__file__).resolve().parent / "documents"

FILES = {
    "checked": """\
format: 1
title: Inspected freeze
players:
  us: {name: Us, patience: 0.9}
  nk: {name: Them, patience: 0.8}
parameters:
  chance: {value: 0.3, min: 0, max: 1, about: chance per round that a fake is found, draw: {uniform: [0, 1]}}
  cost: {value: 1, min: 0, max: 3, draw: {triangular: [0, 1, 2]}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -1, nk: 3}, reversible: true}]
  nk: [{id: freeze, effect: {us: 3, nk: -cost}, verification: chance, reversible: true}]
on_discovery: snapback
roadmaps:
  together: [[us.relief, nk.freeze]]
moves: alternating
actions: [concede, hold_out]
horizon: 4
""",
    "shares": """\
format: 1
title: Steps in shares
players:
  us: {name: Us, patience: 0.9}
  nk: {name: Them, patience: 0.8}
parameters:
  cost: {value: 1, min: 0, max: 3, draw: {triangular: [0, 1, 2]}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -1, nk: 3}, reversible: true, divisible: true}]
  nk: [{id: freeze, effect: {us: 3, nk: -cost}, reversible: true, divisible: true}]
agreement: {us: 0.5, nk: 0.5}
moves: alternating
actions: [concede, hold_out]
horizon: 4
""",
    "period": """\
format: 1
kind: matrix
title: One period
players:
  inspector: {actions: [inspect, wait]}
  owner: {actions: [legal, violate]}
payoffs:
  - [[0, 0], [1, -1]]
  - [[0, 0], [-1, 1]]
""",
    "ladder": """\
format: 1
title: Two steps
players:
  us: {name: Us, patience: 0.9}
  nk: {name: Them, patience: 0.8}
parameters:
  leakage: {value: 0.2, min: 0, max: 1, about: share that trade undoes}
  relief: 1.5
status_quo: {us: -1, nk: -2 * (1 - leakage)}
concessions:
  us: [{id: relief, name: Relief, effect: {us: -0.2, nk: relief}, after: [nk.freeze]}]
  nk: [{id: freeze, name: Freeze, effect: {us: 0.9, nk: -0.2}}]
agreement: {us: 0.3, nk: 0.3}
breakdown: {payoff: {us: -2, nk: -2}, hazard: 0.05, keeps: nothing}
moves: alternating
actions: [concede, hold_out, walk_away]
horizon: 4
roadmaps:
  freeze-first: [nk.freeze, us.relief]
""",
    "hunt": """\
format: 1
kind: matrix
title: Hunt
players:
  a: {actions: [stag, hare]}
  b: {actions: [stag, hare]}
parameters:
  stag: {value: 4, min: 3, max: 5}
  hare: {value: 3, min: 1, max: 4}
payoffs:
  - [[stag, stag], [0, hare]]
  - [[hare, 0], [hare, hare]]
""",
    "again": """\
format: 1
kind: matrix
title: Again
repeat: {rounds: infinite}
players:
  a: {patience: 0.6, actions: [keep, break]}
  b: {patience: 0.6, actions: [keep, break]}
payoffs:
  - [[2, 2], [0, 3]]
  - [[3, 0], [1, 1]]
""",
    "threat": """\
format: 1
kind: tree
title: Threat
players:
  entrant: {name: Entrant}
  holder: {name: Holder}
tree:
  player: entrant
  actions:
    stay out: {payoffs: [1, 5]}
    enter:
      player: holder
      actions:
        fight: {payoffs: [0, 0]}
        share: {payoffs: [3, 3]}
""",
    "pie": """\
format: 1
kind: offers
title: Pie
players:
  a: {patience: 0.9}
  b: {patience: 0.8}
surplus: 1
first: a
rounds: infinite
grid: 100
""",
    "stand-off": """\
format: 1
kind: options
title: Stand-off
players:
  a:
    options: {go: {}, stay: {}}
    prefers: ["b.talk", "!a.go"]
  b:
    options: {talk: {}}
    prefers: ["!a.go", "b.talk"]
infeasible: ["a.go & a.stay"]
status_quo: [a.go]
""",
    "package": """\
format: 1
kind: issues
title: Package
players:
  a: {walk_away: 12}
  b: {walk_away: 8}
issues:
  salary: {options: {high: [0, 40], middle: [20, 20], low: [40, 0]}}
  start: {options: {june: [1, 3], august: [3, 0]}}
""",
    "for-ever": """\
format: 1
title: Without a last round
players:
  us: {name: Us, patience: 0.9}
  nk: {name: Them, patience: 0.8}
status_quo: {us: -1, nk: -1}
concessions:
  us: [{id: relief, effect: {us: -0.2, nk: 1.5}, after: [nk.freeze], reversible: true}]
  nk: [{id: freeze, effect: {us: 0.9, nk: -0.2}}]
agreement: {us: 0.3, nk: 0.3}
moves: alternating
actions: [concede, hold_out]
horizon: infinite
""",
    "thrice": """\
format: 1
kind: matrix
title: Three times
repeat: {rounds: 3}
players:
  a: {patience: 0.6, actions: [keep, break]}
  b: {patience: 0.6, actions: [keep, break]}
payoffs:
  - [[2, 2], [0, 3]]
  - [[3, 0], [1, 1]]
""",
    "doubt": """\
format: 1
kind: matrix
title: Doubt
players:
  a: {actions: [wait, attack]}
  b: {actions: [wait, attack]}
parameters: {gain: 1}
types:
  b:
    calm: {probability: 0.5, set: {gain: -1}}
    keen: {probability: 0.5, set: {gain: 4}}
payoffs:
  - [[3, 3], [0, gain]]
  - [[1, 0], [1, 1]]
""",
    "letter": """\
format: 1
kind: tree
title: A letter
players:
  sender: {name: Sender}
  reader: {name: Reader}
tree:
  chance:
    honest:
      probability: 0.6
      then:
        player: sender
        infoset: is honest
        actions:
          write: {player: reader, infoset: a letter, actions: {trust: {payoffs: [2, 1]}, doubt: {payoffs: [0, 0]}}}
          be silent: {payoffs: [1, 0]}
    lying:
      probability: 0.4
      then:
        player: sender
        infoset: lies
        actions:
          write: {player: reader, infoset: a letter, actions: {trust: {payoffs: [1, -1]}, doubt: {payoffs: [-1, 0]}}}
          be silent: {payoffs: [0, 0]}
""",
    "last-demands": """\
format: 1
kind: offers
title: Demands at the deadline
players:
  a: {patience: 0.9}
  b: {patience: 0.8}
surplus: 4
first: a
rounds: 2
deadline: demands
grid: 4
""",
    "prices": """\
format: 1
kind: offers
title: A hidden value
players:
  seller: {patience: 0.8}
  buyer: {patience: 0.8}
values: {buyer: 0.25:1:0.25}
rounds: 2
""",
    "package-offers": """\
format: 1
kind: issues
title: Offers of packages
players:
  a: {walk_away: 12, patience: 0.9}
  b: {walk_away: 8, patience: 0.8}
issues:
  salary: {options: {high: [0, 40], middle: [20, 20], low: [40, 0]}}
  start: {options: {june: [1, 3], august: [3, 0]}}
offers: {rounds: 2, first: a}
""",
    "types": """\
format: 1
title: Hidden cost
players:
  us: {patience: 0.9}
  nk: {patience: 0.9}
parameters: {cost: 1}
types:
  nk:
    cheap: {probability: 0.5, set: {cost: 0.5}}
    dear: {probability: 0.5, set: {cost: 2}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -0.5, nk: 2}, after: [nk.freeze]}]
  nk: [{id: freeze, effect: {us: 2, nk: -cost}}]
breakdown: {payoff: {us: -1, nk: -1}}
moves: alternating
horizon: 3
""",
}

COURSE = """\
format: 1
kind: course
title: Nothing was done
course: []
through: 2
then: goes_on
"""
"""What was seen, as ``explain-data`` reads it."""

ANSWERS = """\
answers:
  - {player: nk, this: status_quo, as_good_as: agreement, share: 0.4, otherwise: breakdown}
"""
"""Answers of indifference, as ``calibrate`` reads them."""

RECORD = """\
{"format": 1, "document": "session", "version": "0.1.0", "played": "2018-06-12T09:00:00Z", "finished": true,
 "scenario": "Threat", "file": "threat.yaml", "sha256": "%(sha256)s", "settings": {}, "kind": "tree",
 "select": "payoff-dominant", "rounds": null, "seed": 1,
 "players": {"entrant": {"person": "Ada"}, "holder": {"person": "Bela"}},
 "turns": [
  {"round": 0, "moves": {"entrant": "enter"}, "chance": null, "payoffs": null},
  {"round": 0, "moves": {"holder": "fight"}, "chance": null, "payoffs": {"entrant": 0.0, "holder": 0.0}}],
 "replay": {"concept": "subgame-perfect", "given_away": {"entrant": 0.0, "holder": 3.0}, "accounts": {},
  "decisions": []},
 "text": %(text)s}
"""
"""The record of a game as ``detente play`` wrote it in version 0.1.0."""

RECORDS = Path(__file__).resolve().parent / "records"
"""Folders of records as they were written: of games and of conflicts over options, each of a class too."""


def laid_down(folder: Path) -> None:
    """Write all these files into a folder."""
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    (folder / "autumn.yaml").write_text(COURSE, encoding="utf-8")
    text = FILES["threat"]
    filled = RECORD % {"sha256": hashlib.sha256(text.encode()).hexdigest(), "text": json.dumps(text)}
    for kept in RECORDS.iterdir():
        shutil.copytree(kept, folder / kept.name)
    (folder / "records").mkdir()
    (folder / "records" / "one.json").write_text(filled, encoding="utf-8")


COMMANDS = {
    "run-concessions": "run ladder.yaml",
    "run-concessions-markov": "run ladder.yaml --solve nash",
    "run-matrix": "run hunt.yaml",
    "run-matrix-quantal": "run hunt.yaml --solve quantal --precision 1",
    "run-repeated": "run again.yaml",
    "run-tree": "run threat.yaml",
    "run-tree-nash": "run threat.yaml --solve nash",
    "run-offers": "run pie.yaml",
    "run-options": "run stand-off.yaml",
    "run-issues": "run package.yaml",
    "run-hidden": "run types.yaml",
    "check": "check ladder.yaml hunt.yaml",
    "compare": "compare ladder.yaml threat.yaml",
    "diff": "diff ladder.yaml types.yaml",
    "roadmaps": "roadmaps ladder.yaml",
    "reassurance": "reassurance types.yaml",
    "robust": "robust ladder.yaml --draws 2",
    "require": "require ladder.yaml deal leakage --points 3",
    "inspection": "inspection checked.yaml --points 5",
    "quota": "quota period.yaml --rounds 4 --inspections 2",
    "design": "design shares.yaml",
    "explain-data": "explain-data shares.yaml autumn.yaml cost --draws 5",
    "draws": "run shares.yaml --draws 20",
    "map": "map hunt.yaml stag hare --grid 3",
    "sensitivity": "sensitivity hunt.yaml --samples 0",
    "preferences": "preferences stand-off.yaml --draws 5",
    "calibrate": "calibrate ladder.yaml --answers answers.yaml",
    "sweep": "sweep hunt.yaml stag=3:5:2 --workers 1",
    "simulate": "simulate ladder.yaml --runs 5",
    "tournament": "tournament ladder.yaml --runs 2",
    "summary": "play --summary records",
    "fmt": "fmt --check ladder.yaml",
    "run-concessions-all": "run ladder.yaml --all --slips 0.01 --renegotiation",
    "run-concessions-correlated": "run ladder.yaml --solve correlated",
    "run-concessions-quantal": "run ladder.yaml --solve quantal --precision 1",
    "run-concessions-stackelberg": "run ladder.yaml --with commit=us",
    "run-concessions-for-ever": "run for-ever.yaml",
    "run-concessions-bargaining": "run ladder.yaml --solve bargaining",
    "run-matrix-correlated": "run hunt.yaml --solve correlated",
    "run-matrix-learning": "run hunt.yaml --solve learning",
    "run-matrix-stackelberg": "run hunt.yaml --with commit=a",
    "run-matrix-bargaining": "run hunt.yaml --solve bargaining",
    "run-repeated-finite": "run thrice.yaml",
    "run-tree-quantal": "run threat.yaml --solve quantal --precision 1",
    "run-tree-stackelberg": "run threat.yaml --with commit=holder",
    "run-tree-pbe": "run letter.yaml --solve pbe",
    "run-matrix-hidden": "run doubt.yaml",
    "run-offers-demands": "run last-demands.yaml",
    "run-offers-values": "run prices.yaml",
    "run-issues-offers": "run package-offers.yaml --solve subgame-perfect",
    "explain-data-records": "explain-data hunt.yaml class stag",
    "summary-class": "play --summary class",
    "summary-options": "play --summary conflicts",
    "preferences-asked": "preferences stand-off.yaml --stable b.talk",
    "simulate-packages": "simulate package-offers.yaml --runs 5",
    "report": "report hunt.yaml --samples 0 --grid 3 --draws 2",
    "rehearsal": "class threat.yaml --rehearse 4 --rounds 1",
    "rehearsal-options": "class stand-off.yaml --rehearse 4 --rounds 1",
    "catalog": "catalog --topic signals",
    "selftest": "selftest",
    "doctor": "doctor",
}
"""A document for each kind of game and for each family of commands: its name, and what is typed, without ``--json``."""

VARYING = {"sha256", "version", "seconds", "played", "python", "numpy", "elapsed"}
"""Keys whose value is another one in each version, or on each machine."""

SHAPES = {
    *("doctor", "selftest", "simulate", "simulate-packages", "tournament", "robust", "report", "preferences"),
    *("run-matrix-learning", "rehearsal", "rehearsal-options", "catalog"),
}
"""Documents of which only the structure is promised: what a machine has, which checks there are, what is drawn."""


def read(printed: str) -> Any:
    """The document that a command has printed; a list of them where it prints one a line."""
    try:
        return json.loads(printed)
    except ValueError:
        return [json.loads(line) for line in printed.splitlines()]


def differences(golden: Any, found: Any, values: bool = True, path: str = "") -> list[str]:
    """What a document no longer has of an older one, by its place; keys that are new are none.

    Words of one piece are codes and stay; sentences may be said otherwise.
    """
    if isinstance(golden, dict) and isinstance(found, dict):
        lost = [f"{path}.{key}: is gone" for key in golden if key not in found]
        kept = (key for key in golden if key in found)
        return lost + [d for key in kept for d in _at(key, golden[key], found[key], values, path)]
    if isinstance(golden, list) and isinstance(found, list):
        if not values:
            return differences(golden[0], found[0], values, f"{path}[0]") if golden and found else []
        if len(golden) != len(found):
            return [f"{path}: {len(golden)} entries, now {len(found)}"]
        pairs = enumerate(zip(golden, found, strict=True))
        return [d for k, (one, other) in pairs for d in differences(one, other, values, f"{path}[{k}]")]
    if _kind(golden) != _kind(found):
        return [] if not values and None in (golden, found) else [f"{path}: was {golden!r}, now {found!r}"]
    return [f"{path}: was {golden!r}, now {found!r}"] if values and not _same(golden, found) else []


def _at(key: str, golden: Any, found: Any, values: bool, path: str) -> list[str]:
    return differences(golden, found, values and key not in VARYING, f"{path}.{key}")


def _kind(value: Any) -> str:
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value).__name__


def _same(golden: Any, found: Any) -> bool:
    if _kind(golden) == "number":
        return math.isclose(golden, found, rel_tol=1e-6, abs_tol=1e-9)
    return bool(golden == found) or (isinstance(golden, str) and " " in golden)
