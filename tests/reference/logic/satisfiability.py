"""A solver: python-sat finds whether there is a model, and whether the one given is."""

from typing import Any

from pysat.solvers import Cadical153


def right(facts: Any, answer: str) -> bool:
    number = {name: at for at, name in enumerate(facts["variables"], 1)}
    number |= {f"not {name}": -at for name, at in number.items()}
    with Cadical153(bootstrap_with=[[number[literal] for literal in clause] for clause in facts["clauses"]]) as solver:
        if answer == "unsatisfiable":
            return not solver.solve()
        true = set() if answer == "all false" else set(answer.split(", "))
        return solver.solve(assumptions=[at if name in true else -at for name, at in number.items() if at > 0])
