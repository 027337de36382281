"""By one system of linear equations in what every person has at every moment, solved by numpy."""

from __future__ import annotations

from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    people = [who for _, who, _, _ in facts["begin"]]
    events = facts["events"]
    size = len(people) * (len(events) + 1)
    matrix, values = np.eye(size), np.zeros(size)

    def at(who: str, moment: int) -> int:
        return moment * len(people) + people.index(who)

    for kind, who, other, n in facts["begin"]:
        values[at(who, 0)] = {"is": n, "more": n, "fewer": -n, "times": 0}[kind]
        if other:
            matrix[at(who, 0), at(other, 0)] -= n if kind == "times" else 1
    for moment, (kind, who, other, n) in enumerate(events, 1):
        for name in people:
            matrix[at(name, moment), at(name, moment - 1)] -= 1
        if kind == "aside":
            continue
        row, before = at(who, moment), at(who, moment - 1)
        matrix[row, before] = {"times": -n, "parts": -1 / n, "half": -1 / 2}.get(kind, -1)
        values[row] = {"gets": n, "loses": -n, "gives": -n}.get(kind, 0)
        if kind == "matches":
            matrix[row, at(other, moment - 1)] -= 1
        if kind == "gives":
            values[at(other, moment)] = n
        if kind == "half":
            matrix[at(other, moment), before] -= 1 / 2
    solved = np.linalg.solve(matrix, values)[at(facts["asked"], len(events))]
    return abs(solved - int(answer)) < 1e-6
