"""A product or quotient of numbers in scientific notation, normalised again."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import prod

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LARGEST_EXPONENT = 400
# How many numbers are multiplied, whether the product is divided, the digits of each, and the exponents.
LEVELS = (
    {"factors": 2, "divided": (False,), "digits": 2, "exponents": (2, 12)},
    {"factors": 1, "divided": (True,), "digits": 2, "exponents": (-12, 12)},
    {"factors": 2, "divided": (False, True), "digits": 3, "exponents": (-20, 20)},
    {"factors": 3, "divided": (False, True), "digits": 3, "exponents": (-30, 30)},
    {"factors": 4, "divided": (False, True), "digits": 4, "exponents": (-60, 60)},
)

_NORMAL = re.compile(
    r"(?P<sign>[+-]?)(?P<mantissa>[1-9](?:\.[0-9]{1,60})?)\s*"
    r"(?:[eE]|(?:\*|×|·|x|\\times|\\cdot)\s*10\s*(?:\^|\*\*)\s*)\{?\(?(?P<exponent>[+-]?[0-9]{1,4})\)?\}?",
    re.ASCII,
)


def make(rng: Stream, *, factors: int, divided: tuple[bool, ...], digits: int, exponents: tuple[int, int]) -> Problem:
    wholes = [_digits(rng, digits) for _ in range(factors)]
    below = _digits(rng, digits) if rng.choice(divided) else 0
    product = prod(wholes)
    if below:
        wholes[0] *= below  # so that the quotient ends
    numbers = [(_mantissa(whole), rng.integer(*exponents)) for whole in wholes]
    under = rng.integer(*exponents) if below else 0
    power = sum([exponent for _, exponent in numbers]) - under
    # Each mantissa has its point behind the first digit.
    shift = sum([len(str(whole)) - 1 for whole in wholes]) - (len(str(below)) - 1 if below else 0)
    mantissa, moved = _mantissa(product), len(str(product)) - 1 - shift
    answer = f"{mantissa} * 10^{power + moved}"
    plain = _shifted(product, shift)
    first, *others = [exponent for _, exponent in numbers]
    miscombined = power + 2 * under if below else first * prod(others) if factors == 2 else sum(others)
    return Problem(
        facts={"factors": [list(number) for number in numbers], "divisor": [_mantissa(below), under] if below else []},
        answer=answer,
        steps=(
            Step("mantissas", {"value": plain}),
            Step("exponents", {"power": power}),
            Step("normalise", {"mantissa": mantissa, "exponent": power + moved}),
        ),
        mistakes=mistakes(
            answer,
            not_normalised=f"{plain} * 10^{power}",
            point_not_moved=f"{mantissa} * 10^{power}",
            point_moved_the_wrong_way=f"{mantissa} * 10^{power - moved}",
            exponents_miscombined=f"{mantissa} * 10^{miscombined + moved}",
            one_place_too_far=f"{mantissa} * 10^{power + moved + 1}",
        ),
    )


def _digits(rng: Stream, count: int) -> int:
    """A number without a zero at its end, so that all its digits count."""
    return rng.digits(count - 1) * 10 + rng.integer(1, 9)


def _mantissa(whole: int) -> str:
    """The digits with the point behind the first one."""
    text = str(whole).rstrip("0")
    return f"{text[0]}.{text[1:]}" if len(text) > 1 else text


def _shifted(whole: int, places: int) -> str:
    """The whole number with its point moved to the left."""
    if places < 1:
        return str(whole * 10**-places)
    text = str(whole).zfill(places + 1)
    return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)  # a reply, each mistake and each step read the same numbers
def _exact(mantissa: str) -> Fraction:
    return Fraction(mantissa)


def check(facts: Facts, reply: str) -> Verdict:
    text = final(reply)
    match = _NORMAL.fullmatch(text.replace("\u2212", "-")) if text else None
    if match is None:
        return wrong("expected one number in normalised scientific notation, such as 1.5 * 10^3")
    mantissa = Fraction(match["sign"] + match["mantissa"])
    fits = _is_value(facts, mantissa, int(match["exponent"]))
    return RIGHT if fits else wrong(f"{reply[:60]!r} does not fit the facts")


def _is_value(facts: Facts, mantissa: Fraction, exponent: int) -> bool:
    """Times the divisor it must be the product of the factors; mantissas and powers of ten apart."""
    divisor, power = facts["divisor"] or ["1", 0]
    left = sum([other for _, other in facts["factors"]]) - power - exponent
    value = prod([_exact(other) for other, _ in facts["factors"]]) / (mantissa * _exact(divisor))
    if abs(left) > LARGEST_EXPONENT:
        return False
    return value * 10**left == 1 if left >= 0 else value == 10**-left


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    power = sum([exponent for _, exponent in facts["factors"]]) - (facts["divisor"][1] if facts["divisor"] else 0)
    if step.rule == "exponents":
        return claim["power"] == power
    if step.rule == "mantissas":
        return _is_value(facts, Fraction(claim["value"]), power)
    mantissa = Fraction(claim["mantissa"])
    return 1 <= mantissa < 10 and _is_value(facts, mantissa, claim["exponent"])


def canonical(facts: Facts) -> list[object]:
    return [sorted([list(number) for number in facts["factors"]]), list(facts["divisor"])]
