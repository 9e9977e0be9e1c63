#!/usr/bin/env python3
"""A bot: takes back what the other side has just done in a matrix game, and asks for half of anything else."""

import json
import sys

for line in sys.stdin:
    asked = json.loads(line)
    options, history = asked["options"], asked.get("history", [])
    if asked["kind"] == "matrix":
        theirs = history[-1]["they"] if history else options[0]
        answer = {"choice": theirs if theirs in options else options[0]}
    elif options:
        answer = {"chances": {option: 1 / len(options) for option in options}}
    elif asked["kind"] == "offers":
        answer = {"choice": str(asked["surplus"] / 2)}
    else:
        best = {issue: max(points, key=points.get) for issue, points in asked["points"].items()}
        answer = {"choice": "+".join(f"{issue}={option}" for issue, option in best.items())}
    print(json.dumps(answer), flush=True)
