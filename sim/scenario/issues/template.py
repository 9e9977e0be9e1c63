"""A file to start bargaining over issues from."""

from __future__ import annotations

TEMPLATE = """\
# yaml-language-server: $schema=detente.schema.json
# detente.schema.json lets an editor complete and check this file; 'detente schema --out detente.schema.json' writes it.
format: 1
kind: issues
title: My job offer
players:                       # walk_away: points without an agreement
  employer: {name: Employer, walk_away: 1200}
  candidate: {name: Candidate, walk_away: 800}
issues:                        # points: [first player, second player]
  salary:
    name: Salary
    options: {high: [0, 4000], middle: [2000, 2000], low: [4000, 0]}
  start:
    name: Start
    options: {june: [100, 300], august: [300, 0]}
# extras: [{when: [salary.high, start.june], points: [200, 0]}]    # points on top for a pair of options
# offers: {rounds: 10, first: employer}                            # offers in turn; players then need their patience
"""
"""Bargaining over issues."""
