"""A short call of every command, for what has to hold whatever is called."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
CALLS: dict[str, tuple[str, ...]] = {
    "run": (
        "run action-for-action --detail",
        "run action-for-action --brief",
        "run stag-hunt",
        "run ultimatum",
        "run beer-quiche",
        "run elmira",
        "run repeated-prisoners-dilemma",
        "run alternating-offers",
        "run fourteen-points",
        "run stalled --quiet",
        "run stalled --select best:us --solve quantal",
        "run nothing-there",
        "run stag-hunt --select nobody",
        "run stag-hunt --nothing",
        "run bad.yaml",
    ),
    "plot": ("plot stag-hunt --out drawn.svg --force",),
    "check": ("check stalled action-for-action", "check bad.yaml"),
    "compare": (
        "compare stag-hunt prisoners-dilemma",
        "compare stalled --with horizon=4 --with horizon=6",
    ),
    "diff": ("diff stalled action-for-action", "diff stag-hunt chicken"),
    "watch": ("watch nothing-there", "watch -"),
    "calibrate": ("calibrate stag-hunt hare --answers answers.yaml", "calibrate stag-hunt hare"),
    "explain": ("explain chicken", "explain action-for-action --depth brief", "explain beer-quiche"),
    "lesson": ("lesson stag-hunt --points 3 --force",),
    "roadmaps": ("roadmaps stalled",),
    "design": ("design small-steps",),
    "reassurance": ("reassurance reassurance",),
    "robust": ("robust small-steps --draws 3", "robust stag-hunt"),
    "explain-data": ("explain-data stalled autumn-2018 leakage threat --draws 20", "explain-data stag-hunt nothing"),
    "inspection": ("inspection intrusion --points 5",),
    "quota": ("quota inspection-quota",),
    "require": ("require stalled deal leakage", "require stalled peace"),
    "map": ("map action-for-action leakage threat --points 300 --grid 5", "map stag-hunt stag"),
    "sensitivity": ("sensitivity stag-hunt --samples 8",),
    "preferences": ("preferences elmira --draws 20",),
    "report": ("report stag-hunt --without map --without sensitivity --force",),
    "simulate": ("simulate action-for-action --runs 20",),
    "tournament": ("tournament stalled --runs 3", "tournament chicken --runs 5"),
    "play": (
        "play stag-hunt --as one --no-save --seed 1 --hints --moves 1",
        "play ultimatum --as responder --no-save --seed 1 --moves 1",
        "play --summary EXAMPLES/class",
    ),
    "class": ("class chicken --rehearse 4 --rounds 2 --seed 1 --out played",),
    "sweep": ("sweep stag-hunt stag=3.5:4.5:3 --workers 1 --out swept.csv --force", "sweep stag-hunt horses=1:2:2"),
    "catalog": ("catalog", "catalog --topic signals", "catalog -q"),
    "schema": ("schema --out written.json --force", "schema --out written.json"),
    "new": ("new written.yaml --force", "new written.yaml"),
    "export": ("export stag-hunt --out written.nfg --force", "export elmira"),
    "import": ("import written.nfg --out read.yaml --force", "import bad.yaml"),
    "selftest": ("selftest",),
    "doctor": ("doctor",),
    "fmt": ("fmt bad.yaml", "fmt nothing-there", "fmt my.yaml --check"),
}
"""By command: at least one call that answers, and where there is one a refusal; EXAMPLES is `docs/examples`.

They are made in a folder with the files of `write_files`, which no call changes for those behind it.
"""


def calls() -> list[str]:
    """All of them, and the pages of help."""
    helps = ["--help", *(f"{name} --help" for name in CALLS)]
    return [call for many in CALLS.values() for call in many] + helps


def words(call: str) -> list[str]:
    """The arguments of a call."""
    return [word.replace("EXAMPLES", str(EXAMPLES)) for word in call.split()]


def write_files(folder: Path) -> None:
    """Write the files that the calls name."""
    (folder / "bad.yaml").write_text(BAD, encoding="utf-8")
    (folder / "my.yaml").write_text(MY, encoding="utf-8")
    (folder / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    (folder / "written.nfg").write_text(GAMBIT, encoding="utf-8")


BAD = """\
format: 1
kind: matrix
title: a title that is longer than what a narrow terminal can show in a line of its own
players: {ann: {actions: [a, b]}, bob: {actions: [a, b]}}
payoffs: [[[1, 1], [0, one_name_that_nobody_knows_and_that_is_long]], [[3, 0], [3, 3]]]
payofs: 1
"""
MY = """\
format: 1
kind: matrix
title: 협상 Größe
players:
  us: {name: 미국, actions: [제재 완화, 제재 유지]}
  nk: {name: 조선, actions: [동결, 개발]}
payoffs:
  - [[-10, 4], [0, -3]]
  - [[3, 0], [-3, 3]]
"""
ANSWERS = """\
- {player: one, this: "hare, stag", as_good_as: "stag, stag", share: 60%, otherwise: "stag, hare"}
"""
GAMBIT = 'NFG 1 R "협상" { "미국" "조선" } { { "a" "b" } { "c" "d" } } 1 2 3 4 5 6 7 -8\n'
