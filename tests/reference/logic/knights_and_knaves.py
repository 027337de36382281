"""By Z3: these people can be the knights, and no others can."""

from __future__ import annotations

from typing import Any

from z3 import And, Bool, Implies, Not, Or, PbEq, Solver, sat, unsat


def said(statement: list[Any], knight: list[Any]) -> Any:
    shape, *rest = statement
    if shape == "knights":
        return PbEq([(each, 1) for each in knight], rest[0])
    if shape == "same":
        return knight[rest[0]] == knight[rest[1]]
    parts = [knight[person] == kind for person, kind in zip(rest[::2], rest[1::2], strict=True)]
    return {"is": And, "and": And, "or": Or, "if": Implies}[shape](*parts)


def right(facts: Any, answer: str) -> bool:
    names = facts["names"]
    knight = [Bool(name) for name in names]
    solver = Solver()
    solver.add(*(each == said(words, knight) for each, words in zip(knight, facts["statements"], strict=True)))
    listed = [] if answer == "nobody" else answer.split(", ")
    claimed = And(*(each == (name in listed) for each, name in zip(knight, names, strict=True)))
    return {*listed} <= {*names} and solver.check(claimed) == sat and solver.check(Not(claimed)) == unsat
