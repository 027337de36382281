"""Functions put into one another: the value of a composition at a point."""

from __future__ import annotations

from typing import Any

from simulators.checks import formulas, numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.notation import polynomial

VERSION = 1
LEVELS = (
    {"functions": 2, "degree": 1, "size": 9, "depth": 2},
    {"functions": 2, "degree": 2, "size": 9, "depth": 2},
    {"functions": 3, "degree": 1, "size": 12, "depth": 4},
    {"functions": 3, "degree": 2, "size": 6, "depth": 3},
    {"functions": 4, "degree": 2, "size": 5, "depth": 4},
)
LONGEST = 12


def make(rng: Stream, *, functions: int, degree: int, size: int, depth: int) -> Problem:
    names = "fghk"[:functions]
    rows = [[*(rng.integer(-size, size) for _ in range(degree)), rng.nonzero(-size, size)] for _ in names]
    if degree > 1:  # one function of the second degree is enough: the others stay linear
        curved = rng.below(functions)
        rows = [row if i == curved else [row[0], row[2]] for i, row in enumerate(rows)]
    order = [rng.choice(names)]
    while len(order) < depth:
        order.append(rng.choice([name for name in names if name != order[-1]]))
    start = rng.integer(-size, size)
    by_name = dict(zip(names, rows, strict=True))
    values = [start]
    for name in reversed(order):
        values.append(_at(by_name[name], values[-1]))
    backwards = start
    for name in order:
        backwards = _at(by_name[name], backwards)
    product = 1
    for name in order:
        product *= _at(by_name[name], start)
    answer = str(values[-1])
    return Problem(
        facts={
            "functions": [[name, polynomial(row, "x")] for name, row in by_name.items()],
            "order": order,
            "at": start,
        },
        answer=answer,
        steps=tuple(
            Step("apply", {"name": name, "argument": before, "value": after})
            for name, before, after in zip(reversed(order), values, values[1:], strict=False)
        ),
        mistakes=mistakes(answer, wrong_order=backwards, multiplied_instead=product, outermost_forgotten=values[-2]),
    )


def _at(row: list[int], x: int) -> int:
    return sum(value * x**power for power, value in enumerate(row))


def _tree(facts: Facts, outermost: int) -> formulas.Node:
    """The composition as one formula, the functions from that one inwards put into one another."""
    if not 0 < len(facts["order"]) <= LONGEST:
        raise ValueError(f"expected one to {LONGEST} functions in a composition")
    texts = dict(facts["functions"])
    node: formulas.Node = facts["at"]
    for name in reversed(facts["order"][outermost:]):
        node = formulas.put(formulas.parse(texts[name], "x"), "x", node)
    return node


def _value(node: formulas.Node) -> Any:
    """The value of a formula without names, made of sums, products and powers."""
    if not isinstance(node, tuple):
        return node
    sign, left, *rest = node
    value = _value(left)
    if sign == "neg":
        return -value
    right = _value(rest[0])
    if sign == "^":
        return value ** min(right, 9)
    return {"+": value + right, "-": value - right, "*": value * right}[sign]


def check(facts: Facts, reply: str) -> Verdict:
    """By the formulas as the question shows them, put into one another and only then worked out."""
    value = _value(_tree(facts, 0))
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    claim, order = step.claim, facts["order"]
    return any(
        name == claim["name"]
        and _value(_tree(facts, place)) == claim["value"]
        and _value(_tree(facts, place + 1)) == claim["argument"]
        for place, name in enumerate(order)
    )


def canonical(facts: Facts) -> list[object]:
    texts = dict(facts["functions"])
    return [[texts[name] for name in facts["order"]], facts["at"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "functions": rng.shuffled(facts["functions"])}
