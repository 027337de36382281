"""By Python itself, in this process: both functions for every argument that the domain has."""

import ast
from itertools import combinations_with_replacement, permutations
from typing import Any


def arguments(domain: dict[str, Any]) -> list[Any]:
    if domain["kind"] == "int":
        return [value for value in range(1000) if domain["first"] <= value <= domain["last"]]
    items = domain["numbers"] if domain["kind"] == "ints" else domain["letters"]
    rows = {
        row
        for length in range(domain["longest"] + 1)
        for chosen in combinations_with_replacement(items, length)
        for row in permutations(chosen)
    }
    return [list(row) if domain["kind"] == "ints" else "".join(row) for row in rows]


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    exec(facts["first"], names)  # noqa: S102 - made by rules
    exec(facts["second"], names)  # noqa: S102 - made by rules
    differ = [value for value in arguments(facts["domain"]) if repr(names["f"](value)) != repr(names["g"](value))]
    if answer == "yes":
        return not differ
    word, _, shown = answer.partition(": ")
    return word == "no" and bool(shown) and ast.literal_eval(shown) in differ
