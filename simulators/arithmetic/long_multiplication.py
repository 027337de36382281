"""The product of two natural numbers, by partial products."""

from __future__ import annotations

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"digits": 2, "other": 2},
    {"digits": 3, "other": 2},
    {"digits": 4, "other": 3},
    {"digits": 5, "other": 5},
    {"digits": 8, "other": 7},
)
SPACES = {1: 90 * 91 // 2}

# For each factor what becomes of a digit whose carry is dropped.
_LAST_DIGITS = [str.maketrans("0123456789", "".join([str(n * by % 10) for n in range(10)])) for by in range(10)]


def make(rng: Stream, *, digits: int, other: int) -> Problem:
    a, b = rng.digits(digits), rng.digits(other)
    product = a * b
    steps, partials, unshifted, no_carries = [], [], 0, 0
    rest, unit, digits_of_a = b, 1, str(a)
    while rest:
        rest, digit = divmod(rest, 10)
        if digit:
            part = digit * unit
            partial = a * part
            partials.append(partial)
            unshifted += a * digit
            no_carries += int(digits_of_a.translate(_LAST_DIGITS[digit])) * unit
            steps.append(Step("multiply", {"part": part, "partial": partial}))
        unit *= 10
    if len(partials) > 1:
        steps.append(Step("add", {"partials": partials, "product": product}))
    answer = str(product)
    return Problem(
        facts={"a": a, "b": b},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            partials_not_shifted=unshifted,
            carries_forgotten=no_carries,
            last_partial_forgotten=product - partials[-1] or answer,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By division, which must give the other number back and leave nothing."""
    return numbers.judge(reply, lambda product: divmod(product, facts["a"]) == (facts["b"], 0))


def check_step(facts: Facts, step: Step) -> bool:
    claim, a, b = step.claim, facts["a"], facts["b"]
    if step.rule == "multiply":
        return divmod(claim["partial"], a) == (claim["part"], 0) and _is_part(b, claim["part"])
    return (
        divmod(claim["product"], a) == (b, 0)
        and sum(claim["partials"]) == claim["product"]
        and all(partial % a == 0 and _is_part(b, partial // a) for partial in claim["partials"])
    )


def _is_part(number: int, part: int) -> bool:
    """Whether the part is one digit of the number with its place value, as 300 is of 1324."""
    unit = 10 ** (len(str(part)) - 1)
    return part > 0 and part % unit == 0 and number // unit % 10 == part // unit


def canonical(facts: Facts) -> list[int]:
    return sorted((facts["a"], facts["b"]))
