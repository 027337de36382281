"""By z3: the statements leave no other age."""

from __future__ import annotations

from typing import Any

import z3


def right(facts: Any, answer: str) -> bool:
    solver = z3.SolverFor("QF_LRA")
    for kind, who, other, n, shift in facts["statements"]:
        a, b = z3.Real(who) + shift, z3.Real(other) + shift
        solver.add({"older": a == b + n, "times": a == n * b, "sum": a + b == n}[kind])
    asked = z3.Real(facts["asked"])
    possible = solver.check(asked == int(answer)) == z3.sat
    return possible and solver.check(asked != int(answer)) == z3.unsat
