"""A solver: z3 on the sentence written out over everybody, each statement of the model a truth value."""

from itertools import product
from typing import Any

import z3


def right(facts: Any, answer: str) -> bool:
    prefix = facts["quantifiers"]
    names = [variable for _, variable in prefix]
    extents: dict[str, set[tuple[str, ...]]] = {
        name: {(one,) for one in some} for name, some in facts["properties"].items()
    }
    extents |= {name: {(a, b) for a, some in rows for b in some} for name, rows in facts["relations"].items()}

    def instance(values: dict[str, str]) -> z3.BoolRef:
        parts = [
            z3.BoolVal((tuple(values.get(one, one) for one in arguments) in extents[name]) is asserted)
            for asserted, name, *arguments in facts["parts"]
        ]
        if facts["connective"] == "if":
            return z3.Implies(z3.And(parts[:-1]), parts[-1])
        return (z3.And if facts["connective"] == "and" else z3.Or)(parts)

    table = {
        case: instance(dict(zip(names, case, strict=True))) for case in product(facts["people"], repeat=len(names))
    }
    for kind, _ in reversed(prefix):
        groups: dict[tuple[str, ...], list[z3.BoolRef]] = {}
        for case, formula in table.items():
            groups.setdefault(case[:-1], []).append(formula)
        table = {case: z3.And(some) if kind == "every" else z3.Or(some) for case, some in groups.items()}
    return answer == ("yes" if z3.is_true(z3.simplify(table[()])) else "no")
