"""An expression with brackets and mixed operations, worked in the right order."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

from simulators.checks import numbers
from simulators.checks.expressions import evaluate, postfix
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"operations": 2, "size": 40},
    {"operations": 3, "size": 60},
    {"operations": 4, "size": 99},
    {"operations": 6, "size": 200},
    {"operations": 9, "size": 999},
)

# A number; or a sign, what stands left and right of it, and the text of all this.
Tree = Any
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}


def make(rng: Stream, *, operations: int, size: int) -> Problem:
    value = rng.integer(2, size)
    tree = _tree(rng, value, operations, size)
    text = tree[-1]
    answer, steps, rest = str(value), [], tree
    while isinstance(rest, tuple):
        rest, part, partial = _reduced(rest)
        steps.append(Step("operate", {"part": part, "value": partial, "rest": _text(rest)}))
    pieces = text.replace("(", "").replace(")", "").split()
    return Problem(
        facts={"expression": text},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            left_to_right=_left_to_right(pieces),
            brackets_ignored=_without_brackets(pieces),
            minus_read_as_plus=_without_minus(tree),
            stopped_early=steps[-2].claim["value"],
        ),
    )


def _tree(rng: Stream, value: int, operations: int, size: int) -> Tree:
    """A random expression with that value: every split keeps the value, and every part is positive."""
    if not operations:
        return value
    sign = rng.choice("+-" if value > 9 * size else "+-*/")
    factors = [factor for factor in range(2, 13) if value % factor == 0] if sign == "*" else []
    if factors:
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
    return _joined(sign, _tree(rng, left, inner, size), _tree(rng, right, operations - 1 - inner, size))


def _joined(sign: str, left: Tree, right: Tree) -> Tree:
    rank = _RANK[sign]
    shown, last = _text(left), _text(right)
    if isinstance(left, tuple) and _RANK[left[0]] < rank:
        shown = f"({shown})"
    if isinstance(right, tuple) and _RANK[right[0]] <= rank:
        last = f"({last})"
    return sign, left, right, f"{shown} {sign} {last}"


def _text(tree: Tree) -> str:
    return str(tree) if isinstance(tree, int) else tree[-1]


def _reduced(tree: Tree) -> tuple[Tree, str, int]:
    """The tree after the first operation that can be worked, that operation, and its value."""
    sign, left, right, text = tree
    if isinstance(left, tuple):
        left, part, value = _reduced(left)
    elif isinstance(right, tuple):
        right, part, value = _reduced(right)
    else:
        value = _worked(sign, left, right)
        return value, text, value
    return _joined(sign, left, right), part, value


def _worked(sign: str, left: Any, right: Any) -> Any:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    return Fraction(left) / right if left % right else left // right


def _left_to_right(pieces: list[str]) -> str:
    top, bottom = int(pieces[0]), 1
    for sign, right in zip(pieces[1::2], map(int, pieces[2::2]), strict=True):
        if sign == "*":
            top *= right
        elif sign == "/":
            bottom *= right
        else:
            top += right * bottom if sign == "+" else -right * bottom
    return _fraction(top, bottom)


def _without_brackets(pieces: list[str]) -> str:
    """The value if only products and quotients went before sums and differences."""
    total, parts = 0, 1
    top, bottom = int(pieces[0]), 1
    for sign, right in zip(pieces[1::2], map(int, pieces[2::2]), strict=True):
        if sign == "*":
            top *= right
        elif sign == "/":
            bottom *= right
        else:
            total, parts = total * bottom + top * parts, parts * bottom
            top, bottom = right if sign == "+" else -right, 1
    return _fraction(total * bottom + top * parts, parts * bottom)


def _fraction(top: int, bottom: int) -> str:
    common = gcd(top, bottom)
    return f"{top // common}/{bottom // common}" if bottom > common else str(top // common)


def _without_minus(tree: Tree) -> Any:
    """The value if every minus were a plus."""
    if isinstance(tree, int):
        return tree
    sign, left, right, _ = tree
    return _worked("+" if sign == "-" else sign, _without_minus(left), _without_minus(right))


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
