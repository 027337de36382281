"""By z3: no placement of the places on a map agrees with the statements and not with the answer."""

from __future__ import annotations

from typing import Any

import z3


def lies(place: str, direction: str, other: str) -> Any:
    (ax, ay), (bx, by) = ((z3.Int(f"{name} x"), z3.Int(f"{name} y")) for name in (place, other))
    across = ax > bx if "east" in direction else ax < bx if "west" in direction else ax == bx
    along = ay > by if "north" in direction else ay < by if "south" in direction else ay == by
    return z3.And(across, along)


def right(facts: Any, answer: str) -> bool:
    solver = z3.SolverFor("QF_IDL")
    solver.add(*(lies(*statement) for statement in facts["statements"]))
    return solver.check(z3.Not(lies(facts["to"], answer, facts["from"]))) == z3.unsat
