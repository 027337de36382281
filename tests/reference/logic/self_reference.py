"""By z3: a truth value for each statement, equal to what it says; the reply must be a model, and the only one."""

from __future__ import annotations

from typing import Any

import z3


def said(statement: Any, true: Any) -> Any:
    kind, *parts = statement
    total = z3.Sum([z3.If(one, 1, 0) for one in true])
    if kind == "one":
        return true[parts[0] - 1] == parts[1]
    if kind == "two":
        return z3.And(*(true[number - 1] == parts[2] for number in parts[:2]))
    if kind == "parity":
        return total % 2 == int(parts[0] == "odd")
    if kind == "part":
        return z3.Sum([z3.If(one, 1, 0) for one in true[parts[0] - 1 : parts[1]]]) == parts[2]
    amount, number = parts
    return total == number if amount == "exactly" else total >= number if amount == "at least" else total <= number


def right(facts: Any, answer: str) -> bool:
    statements = facts["statements"]
    true = [z3.Bool(f"s{number}") for number in range(1, len(statements) + 1)]
    solver = z3.Solver()
    solver.add(*(one == said(statement, true) for one, statement in zip(true, statements, strict=True)))
    numbers = set(map(int, answer.split(", ")))
    claimed = z3.And(*(one == (number in numbers) for number, one in enumerate(true, 1)))
    return solver.check(claimed) == z3.sat and solver.check(z3.Not(claimed)) == z3.unsat
