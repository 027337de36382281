"""By Z3: the clues as equations between angles; the asked one can be this size and no other."""

from __future__ import annotations

from typing import Any

from z3 import Real, Solver, Sum, sat, unsat


def right(facts: Any, answer: str) -> bool:
    solver = Solver()
    name, size = facts["first"]
    solver.add(Real(name) == size)
    for rule, names, given in facts["clues"]:
        *known, new = map(Real, names)
        both = Sum(*known, *given)
        solver.add(
            {
                "straight": both + new == 180,
                "co_interior": both + new == 180,
                "vertical": both == new,
                "alternate": both == new,
                "right": both + new + 90 == 180,
                "apex": both + both + new == 180,
                "base": new + new + both == 180,
                "triangle": both + new == 180,
                "exterior": new == both,
                "quadrilateral": both + new == 360,
            }[rule]
        )
    asked = Real(facts["asked"])
    possible = solver.check(asked == int(answer)) == sat
    return possible and solver.check(asked != int(answer)) == unsat
