"""A colouring by a SAT solver, with a variable for each vertex and colour."""

from __future__ import annotations

from typing import Any

from pysat.solvers import Cadical153


def right(facts: Any, answer: str) -> bool:
    colors = range(facts["colors"])
    number = {(node, color): i * len(colors) + color + 1 for i, node in enumerate(facts["nodes"]) for color in colors}
    with Cadical153() as solver:
        for node in facts["nodes"]:
            solver.add_clause([number[node, color] for color in colors])
        for a, b in facts["edges"]:
            for color in colors:
                solver.add_clause([-number[a, color], -number[b, color]])
        possible = solver.solve()
        if answer == "impossible":
            return not possible
        said = [pair.split("=") for pair in answer.split(", ")]
        if any(int(color) > len(colors) for _, color in said):
            return False
        return solver.solve(assumptions=[number[node, int(color) - 1] for node, color in said]) and len(said) == len(
            facts["nodes"]
        )
