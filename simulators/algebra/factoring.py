"""A polynomial with integer coefficients, factored completely over the integers."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from simulators.checks import formulas
from simulators.checks.identities import agree
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.notation import polynomial, power

VERSION = 1
LEVELS = (
    {"factors": 2, "leading": 1, "size": 150, "common": 1},
    {"factors": 2, "leading": 5, "size": 60, "common": 1},
    {"factors": 2, "leading": 7, "size": 12, "common": 9},
    {"factors": 3, "leading": 1, "size": 12, "common": 9},
    {"factors": 3, "leading": 5, "size": 9, "common": 5},
)


def make(rng: Stream, *, factors: int, leading: int, size: int, common: int) -> Problem:
    x = rng.choice("xyzt")
    pairs = [_primitive(rng, leading, size) for _ in range(factors)]
    number = rng.integer(1, common)
    coefficients = [number]
    for slope, constant in pairs:  # multiplied out, one factor after the other
        coefficients = [constant * a + slope * b for a, b in zip([*coefficients, 0], [0, *coefficients], strict=True)]
    answer = _product(number, pairs, x)
    first, *others = pairs
    steps = [Step("common", {"number": number})] if number > 1 else []
    steps.append(Step("roots", {"roots": [[-constant, slope] for slope, constant in sorted(set(pairs))]}))
    return Problem(
        facts={"coefficients": coefficients, "unknown": x},
        answer=answer,
        steps=(*steps, Step("write", {"factored": answer})),
        mistakes=mistakes(
            answer,
            signs_turned=_product(number, [(slope, -constant) for slope, constant in pairs], x),
            one_sign_turned=_product(number, [(first[0], -first[1]), *others], x),
            common_factor_lost=_product(1, pairs, x),
            not_factored=polynomial(coefficients, x),
        ),
    )


def _primitive(rng: Stream, leading: int, size: int) -> tuple[int, int]:
    slope, constant = rng.integer(1, leading), rng.nonzero(-size, size)
    shared = gcd(slope, constant)
    return slope // shared, constant // shared


def _product(number: int, pairs: list[tuple[int, int]], x: str) -> str:
    text = "" if number == 1 else str(number)
    for pair in sorted(set(pairs)):
        text += power(f"({polynomial([pair[1], pair[0]], x)})", pairs.count(pair))
    return text


def check(facts: Facts, reply: str) -> Verdict:
    """By values, and by the form: a number times factors of the first degree without a common divisor."""
    x = facts["unknown"]
    node = formulas.read(reply, x)
    if node is None:
        return wrong(f"expected a product of factors in {x}")
    parts = list(_parts(node))
    if None in parts or sum(len(part) == 1 for part in parts if part) > 1:
        return wrong("expected a number and factors of the first degree, none of them with a common divisor")
    given = formulas.parse(polynomial(facts["coefficients"], x), x)
    return RIGHT if agree(node, given, x) else wrong("the product does not fit the facts")


def _parts(node: formulas.Node) -> Iterator[list[int] | None]:
    """The coefficients of each factor, the constant first; None for a factor that is not of the form."""
    while isinstance(node, tuple) and node[0] == "neg":
        node = node[1]
    if isinstance(node, tuple) and node[0] == "*":
        yield from _parts(node[1])
        yield from _parts(node[2])
        return
    if isinstance(node, tuple) and node[0] == "^" and (formulas.constant(node[2]) or 0) in range(1, 9):
        node = node[1]
    found = formulas.polynomial(node)
    if found is None or any(monomial and monomial[0][1] > 1 for monomial in found):
        yield None
        return
    row = [next((value for monomial, value in found.items() if bool(monomial) == at), 0) for at in (False, True)]
    whole = all(value.denominator == 1 for value in row)
    if not row[1]:
        yield [int(row[0])] if whole else None
    else:
        yield list(map(int, row)) if whole and gcd(*map(int, row)) == 1 else None


def check_step(facts: Facts, step: Step) -> bool:
    claim, coefficients = step.claim, facts["coefficients"]
    if step.rule == "common":
        return claim["number"] == gcd(*coefficients)
    if step.rule == "roots":
        roots = list(map(tuple, claim["roots"]))
        return len(set(roots)) == len(roots) and all(_is_root(coefficients, *root) for root in roots)
    return check(facts, claim["factored"]).reward == 1


def _is_root(coefficients: list[int], top: int, bottom: int) -> bool:
    degree = len(coefficients) - 1
    value = sum(c * top**n * bottom ** (degree - n) for n, c in enumerate(coefficients))
    return value == 0 and bottom > 0 and gcd(top, bottom) == 1


def canonical(facts: Facts) -> list[int]:
    return list(facts["coefficients"])
