"""By Z3: the integer satisfies the inequality, and none beyond it does."""

from __future__ import annotations

from typing import Any

from z3 import Int, Solver, unsat


def right(facts: Any, answer: str) -> bool:
    if "/" in answer:
        return False
    x, last = Int("x"), int(answer)
    left, bound = facts["a"] * x + facts["b"], facts["c"] * x + facts["d"]
    holds = {"<": left < bound, "<=": left <= bound, ">": left > bound, ">=": left >= bound}[facts["sign"]]
    solver = Solver()
    solver.add(holds)
    beyond = x < last if facts["extreme"] == "least" else x > last
    return solver.check(beyond) == unsat != solver.check(x == last)
