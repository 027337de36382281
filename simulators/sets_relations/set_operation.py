"""The elements of a set that is built from listed sets by unions, intersections and differences."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"sets": 2, "operations": 1, "elements": 6, "below": 12},
    {"sets": 3, "operations": 2, "elements": 6, "below": 15},
    {"sets": 3, "operations": 3, "elements": 8, "below": 20},
    {"sets": 4, "operations": 5, "elements": 10, "below": 25},
    {"sets": 5, "operations": 8, "elements": 14, "below": 40},
)
SIGNS = "∪∩\\△"
TURNED = {"∪": "∩", "∩": "∪", "\\": "∩", "△": "∪"}

_TOKEN = re.compile(r"[A-E∪∩\\△()]")


def make(rng: Stream, *, sets: int, operations: int, elements: int, below: int) -> Problem:
    names = "ABCDE"[:sets]
    listed = {name: rng.sample(range(1, below + 1), rng.integer(max(3, elements - 3), elements)) for name in names}
    parts: list[tuple[str, frozenset[int]]] = []
    for name in [*names, *(rng.choice(names) for _ in range(operations + 1 - sets))]:
        parts.insert(rng.below(len(parts) + 1), (name, frozenset(listed[name])))
    steps: list[Step] = []
    while len(parts) > 1:
        at = rng.choice([i for i, (one, other) in enumerate(pairwise(parts)) if one[0] != other[0]] or [0])
        (left, a), (right, b) = parts[at : at + 2]
        fitting = [sign for sign in SIGNS if _joined(a, sign, b)]  # no empty set is an answer
        sign = rng.choice(fitting)
        parts[at : at + 2] = [(f"({left} {sign} {right})", _joined(a, sign, b))]
        steps.append(Step("join", {"expression": f"{left} {sign} {right}", "elements": sorted(parts[at][1])}))
    found = parts[0][1]
    answer = _shown(found)
    return Problem(
        facts={"sets": [[name, listed[name]] for name in names], "expression": parts[0][0][1:-1]},
        answer=answer,
        steps=(*steps, Step("found", {"elements": sorted(found)})),
        mistakes=mistakes(
            answer,
            operation_mistaken=_shown(_joined(a, TURNED[sign], b)),
            other_difference=_shown(b - a if sign == "\\" else a - b),
            element_lost=_shown(found - {max(found)}),
            complement_given=_shown(frozenset().union(*listed.values()) - found),
        ),
    )


def _joined(a: frozenset[int], sign: str, b: frozenset[int]) -> frozenset[int]:
    if sign == "∪":
        return a | b
    return a & b if sign == "∩" else a - b if sign == "\\" else a ^ b


def _shown(elements: frozenset[int]) -> str:
    return "{" + ", ".join(map(str, sorted(elements))) + "}"


def _members(facts: Facts, expression: str) -> list[int]:
    return _listed(expression, tuple([(name, tuple(elements)) for name, elements in facts["sets"]]))


@lru_cache(maxsize=32)
def _listed(expression: str, sets: tuple[tuple[str, tuple[int, ...]], ...]) -> list[int]:
    """The elements in order, from numbers that have one bit for each element."""
    if len(expression) > 500 or _TOKEN.sub("", expression).strip():
        raise ValueError(f"not an expression of sets: {expression[:40]!r}")
    bits = _bits(_TOKEN.findall(expression), {name: sum([1 << n for n in elements]) for name, elements in sets})
    return [n for n in range(bits.bit_length()) if bits >> n & 1]


def _bits(marks: list[str], values: dict[str, int]) -> int:
    """The value of an expression in which every pair of sets but the last is in brackets."""
    stack: list[list[Any]] = [[]]
    for mark in [*marks, ")"]:
        if mark == "(":
            stack.append([])
        elif mark != ")":
            stack[-1].append(values.get(mark, mark))
        else:
            a, sign, b = stack.pop()
            value = {"∪": a | b, "∩": a & b, "\\": a & ~b, "△": a ^ b}[sign]
            if not stack:
                return value
            stack[-1].append(value)
    raise ValueError("the brackets of the expression do not match")


def check(facts: Facts, reply: str) -> Verdict:
    members = _members(facts, facts["expression"])
    return lists.judge(reply, lambda claimed: len(claimed) == len(members) and sorted(claimed) == members)


def check_step(facts: Facts, step: Step) -> bool:
    expression = step.claim["expression"] if step.rule == "join" else facts["expression"]
    return expression in facts["expression"] and step.claim["elements"] == _members(facts, expression)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "sets": [[name, rng.shuffled(listed)] for name, listed in facts["sets"]]}


def canonical(facts: Facts) -> list[Any]:
    return [[sorted(listed) for _, listed in facts["sets"]], facts["expression"]]
