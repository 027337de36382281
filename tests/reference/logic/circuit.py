"""All models by a SAT solver, each gate as its clauses."""

from __future__ import annotations

from typing import Any

from pysat.solvers import Minisat22


def clauses(kind: str, out: int, one: int, other: int) -> list[list[int]]:
    if kind in ("nand", "nor", "not"):
        out = -out
    if kind in ("and", "nand"):
        return [[-out, one], [-out, other], [out, -one, -other]]
    if kind == "xor":
        return [[-out, one, other], [-out, -one, -other], [out, -one, other], [out, one, -other]]
    return [[out, -one], [out, -other], [-out, one, other]]


def right(facts: Any, answer: str) -> bool:
    names = [*facts["inputs"], *(name for name, *_ in facts["gates"])]
    number = {name: at for at, name in enumerate(names, 1)}
    with Minisat22() as solver:
        for name, kind, sources in facts["gates"]:
            for clause in clauses(kind, number[name], number[sources[0]], number[sources[-1]]):
                solver.add_clause(clause)
        solver.add_clause([number[facts["output"]]])
        models = ["".join("01"[model[at] > 0] for at in range(len(facts["inputs"]))) for model in solver.enum_models()]
    return sorted(models) == sorted(answer.split(", "))
