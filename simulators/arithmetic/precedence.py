"""An expression with brackets and mixed operations, worked in the right order."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers
from simulators.checks.expressions import apply, evaluate, postfix
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
SHARED = ("evaluate",)  # the maker only makes wrong replies with it
LEVELS = (
    {"operations": 2, "size": 40},
    {"operations": 3, "size": 60},
    {"operations": 4, "size": 99},
    {"operations": 6, "size": 200},
    {"operations": 9, "size": 999},
)

# A number, or a sign with what stands left and right of it.
Tree = Any
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}


def make(rng: Stream, *, operations: int, size: int) -> Problem:
    value = rng.integer(2, size)
    tree = _tree(rng, value, operations, size)
    text = _text(tree)
    answer, steps, rest = str(value), [], tree
    while isinstance(rest, tuple):
        rest, part, partial = _reduced(rest)
        steps.append(Step("operate", {"part": part, "value": partial, "rest": _text(rest)}))
    bare = text.replace("(", "").replace(")", "")
    return Problem(
        facts={"expression": text},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            left_to_right=_left_to_right(bare),
            brackets_ignored=evaluate(bare),
            minus_read_as_plus=evaluate(text.replace("-", "+")),
            stopped_early=steps[-2].claim["value"],
        ),
    )


def _tree(rng: Stream, value: int, operations: int, size: int) -> Tree:
    """A random expression with that value: every split keeps the value, and every part is positive."""
    if not operations:
        return value
    factors = [factor for factor in range(2, 13) if value % factor == 0]
    sign = rng.choice("+-" if value > 9 * size else "+-*/")
    if sign == "*" and factors:
        right = rng.choice(factors)
        left = value // right
    elif sign == "/":
        right = rng.integer(2, 9)
        left = value * right
    elif sign == "-" or value == 1:
        sign, right = "-", rng.integer(1, size)
        left = value + right
    else:
        sign, right = "+", rng.integer(1, value - 1)
        left = value - right
    inner = rng.below(operations)
    return sign, _tree(rng, left, inner, size), _tree(rng, right, operations - 1 - inner, size)


def _text(tree: Tree) -> str:
    if isinstance(tree, int):
        return str(tree)
    sign, left, right = tree
    rank = _RANK[sign]
    shown, last = _text(left), _text(right)
    if isinstance(left, tuple) and _RANK[left[0]] < rank:
        shown = f"({shown})"
    if isinstance(right, tuple) and _RANK[right[0]] <= rank:
        last = f"({last})"
    return f"{shown} {sign} {last}"


def _reduced(tree: Tree) -> tuple[Tree, str, int]:
    """The tree after the first operation that can be worked, that operation, and its value."""
    sign, left, right = tree
    if isinstance(left, tuple):
        left, part, value = _reduced(left)
    elif isinstance(right, tuple):
        right, part, value = _reduced(right)
    else:
        value = {"+": left + right, "-": left - right, "*": left * right, "/": left // right}[sign]
        return value, f"{left} {sign} {right}", value
    return (sign, left, right), part, value


def _left_to_right(bare: str) -> numbers.Number | None:
    first, *others = bare.split()
    total: numbers.Number | None = int(first)
    for sign, right in zip(others[::2], others[1::2], strict=True):
        total = apply(sign, total or 0, int(right))
    return total


def check(facts: Facts, reply: str) -> Verdict:
    """By a stack machine: the proposer instead grew the expression from its value."""
    value = evaluate(facts["expression"])
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    part, value, rest = step.claim["part"], step.claim["value"], step.claim["rest"]
    return (
        evaluate(part) == value
        and evaluate(rest) == evaluate(facts["expression"])
        and str(value) in rest.replace("(", " ").replace(")", " ").split()
    )


def canonical(facts: Facts) -> Any:
    """Sums and products as sorted lists of what is added or taken away, multiplied or divided by."""
    stack: list[Any] = []
    for piece in postfix(facts["expression"]) or ():
        if isinstance(piece, int):
            stack.append(piece)
            continue
        right, left = stack.pop(), stack.pop()
        kind = "+" if piece in "+-" else "*"
        parts = _parts(left, kind, 1) + _parts(right, kind, 1 if piece == kind else -1)
        stack.append([kind, sorted(parts, key=str)])
    return stack


def _parts(node: Any, kind: str, direction: int) -> list[Any]:
    if isinstance(node, list) and node[0] == kind:
        return [[direction * inner, part] for inner, part in node[1]]
    return [[direction, node]]
