"""The value of an expression in reverse Polish notation, or how a usual expression is written in it."""

from __future__ import annotations

from typing import Any

from simulators.checks import expressions, numbers
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"signs": 2, "largest": 12},
    {"signs": 3, "largest": 12},
    {"signs": 5, "largest": 12},
    {"signs": 7, "largest": 20},
    {"signs": 10, "largest": 20},
)
RANKS = {"+": 1, "-": 1, "*": 2}
LARGEST_VALUE = 100_000
TRIES = 500

# A number, or a sign between two operands.
Tree = Any


def make(rng: Stream, *, signs: int, largest: int) -> Problem:
    for _ in range(TRIES):
        tree = _tree(rng, signs, largest)
        if len(set("+-*") & set(_written(tree))) > 1 and abs(_value(tree)) <= LARGEST_VALUE:
            return _evaluation(tree) if rng.chance(1, 2) else _conversion(tree)
    raise RuntimeError(f"no expression with {signs} signs came up in {TRIES} tries")


def _tree(rng: Stream, signs: int, largest: int) -> Tree:
    if not signs:
        return rng.integer(1, largest)
    left = rng.below(signs)
    return rng.choice("+-*"), _tree(rng, left, largest), _tree(rng, signs - 1 - left, largest)


def _written(tree: Tree, bound: int = 0) -> str:
    """The usual expression, in brackets where its sign does not bind more tightly than ``bound``."""
    if isinstance(tree, int):
        return str(tree)
    sign, left, right = tree
    rank = RANKS[sign]
    text = f"{_written(left, rank - 1)} {sign} {_written(right, rank)}"
    return text if rank > bound else f"({text})"


def _polish(tree: Tree) -> list[str]:
    if isinstance(tree, int):
        return [str(tree)]
    sign, left, right = tree
    return [*_polish(left), *_polish(right), sign]


def _value(tree: Tree) -> int:
    if isinstance(tree, int):
        return tree
    sign, left, right = tree
    return _applied(sign, _value(left), _value(right))


def _applied(sign: str, left: int, right: int) -> int:
    return left + right if sign == "+" else left - right if sign == "-" else left * right


def _evaluation(tree: Tree) -> Problem:
    tokens = _polish(tree)
    stack: list[int] = []
    steps = []
    for at, token in enumerate(tokens, 1):
        if token in RANKS:
            right, left = stack.pop(), stack.pop()
            stack.append(_applied(token, left, right))
            steps.append(Step("apply", {"read": " ".join(tokens[:at]), "stack": list(stack)}))
        else:
            stack.append(int(token))
    value = stack[0]
    answer = str(value)
    return Problem(
        facts={"task": "evaluate", "expression": " ".join(tokens)},
        answer=answer,
        steps=(*steps, Step("value", {"value": value})),
        mistakes=mistakes(
            answer,
            operands_swapped=_value(_mirrored(tree)),
            last_sign_forgotten=_value(tree[2]),
            last_result_alone=_value(tree[1]),
        ),
    )


def _mirrored(tree: Tree) -> Tree:
    """The expression as read by somebody who takes the top of the stack as the left operand."""
    return tree if isinstance(tree, int) else (tree[0], _mirrored(tree[2]), _mirrored(tree[1]))


def _conversion(tree: Tree) -> Problem:
    text, answer = _written(tree), " ".join(_polish(tree))
    parts: list[Tree] = []

    def collect(part: Tree) -> None:
        if not isinstance(part, int):
            collect(part[1])
            collect(part[2])
            parts.append(part)

    collect(tree)
    told = dict.fromkeys((_written(part), " ".join(_polish(part))) for part in parts)
    numbers_first = [piece for piece in _polish(tree) if piece not in RANKS]
    signs_in_order = [piece for piece in text.split() if piece in RANKS]
    left_to_right = numbers_first[:1] + [
        piece for pair in zip(numbers_first[1:], signs_in_order, strict=True) for piece in pair
    ]
    return Problem(
        facts={"task": "convert", "expression": text},
        answer=answer,
        steps=tuple(Step("part", {"usual": usual, "reverse": reverse}) for usual, reverse in told),
        mistakes=mistakes(
            answer,
            precedence_ignored=" ".join(left_to_right),
            all_numbers_first=" ".join(numbers_first + signs_in_order[::-1]),
            sign_in_front=" ".join(_prefix(tree)),
        ),
    )


def _prefix(tree: Tree) -> list[str]:
    return [str(tree)] if isinstance(tree, int) else [tree[0], *_prefix(tree[1]), *_prefix(tree[2])]


def _stack(tokens: list[str]) -> list[int]:
    """What the tokens leave, read from their end: each sign looks for its right operand, then for its left one."""
    found = []
    at = len(tokens)
    while at:
        value, at = _operand(tokens, at)
        found.append(value)
    return found[::-1]


def _operand(tokens: list[str], end: int) -> tuple[int, int]:
    """The value of the operand that ends there, and where it begins."""
    if len(tokens) > expressions.LONGEST_EXPRESSION or not end:
        raise ValueError("not an expression in reverse Polish notation")
    token = tokens[end - 1]
    if token not in RANKS:
        return int(token), end - 1
    right, middle = _operand(tokens, end - 1)
    left, start = _operand(tokens, middle)
    value = expressions.apply(token, left, right)
    return int(value or 0), start


def check(facts: Facts, reply: str) -> Verdict:
    if facts["task"] == "evaluate":
        (value,) = _stack(facts["expression"].split())
        return numbers.judge(reply, lambda given: given == value)
    text = final(reply)
    if text is None or len(text) > expressions.LONGEST_EXPRESSION:
        return wrong("expected an expression in reverse Polish notation as the final answer")
    pieces = text.replace(",", " ").replace("×", "*").replace("\u2212", "-").split()
    fits = pieces == list(map(str, expressions.postfix(facts["expression"]) or ()))
    return RIGHT if fits else wrong(f"{text[:60]!r} does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim, expression = step.claim, facts["expression"]
    if step.rule == "value":
        return [claim["value"]] == _stack(expression.split())
    if step.rule == "apply":
        read = claim["read"]
        return f"{expression} ".startswith(f"{read} ") and list(claim["stack"]) == _stack(read.split())
    usual = claim["usual"]
    return usual in expression and claim["reverse"].split() == list(map(str, expressions.postfix(usual) or ()))
