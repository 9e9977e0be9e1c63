"""A file to start a conflict over options from."""

from __future__ import annotations

TEMPLATE = """\
# yaml-language-server: $schema=detente.schema.json
# detente.schema.json lets an editor complete and check this file; 'detente schema --out detente.schema.json' writes it.
format: 1
kind: options
title: My stand-off
players:                       # two to eight; options are theirs to take or leave
  us:
    name: United States
    options:
      relief: {name: Lift sanctions}
      strike: {name: Strike, irreversible: true}       # cannot be dropped; lapses: cannot be taken anew
    # What it likes to be true: the first statement outweighs all later ones. Signs: & | ! -> <-> and parentheses.
    prefers: ["nk.freeze", "!us.strike", "!us.relief"]
  nk:
    name: North Korea
    options:
      freeze: {name: Freeze production}
      test: {name: Test}
    prefers: ["!us.strike", "us.relief", "us.relief -> nk.freeze", "nk.test"]
infeasible: ["nk.freeze & nk.test"]                    # what cannot be
status_quo: [nk.test]                                  # the options that are taken at the start
"""
"""A conflict over options."""
