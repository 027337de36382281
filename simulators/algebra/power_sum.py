"""The sum of equal powers of two numbers, of which only sum and product are known."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"power": 2, "size": 60},
    {"power": 3, "size": 40},
    {"power": 4, "size": 40},
    {"power": 5, "size": 40},
    {"power": 7, "size": 40},
)
SPACES = {level: 2 * size * 2 * size for level, size in enumerate((60, 40, 40, 40, 40), 1)}
HIGHEST = 64


def make(rng: Stream, *, power: int, size: int) -> Problem:
    total, product = rng.nonzero(-size, size), rng.nonzero(-size, size)
    sums = [2, total]  # Newton's identity: each from the two before
    for _ in range(power - 1):
        sums.append(total * sums[-1] - product * sums[-2])
    answer = str(sums[power])
    return Problem(
        facts={"sum": total, "product": product, "power": power},
        answer=answer,
        steps=tuple(Step("next", {"exponent": n, "value": sums[n]}) for n in range(2, power + 1)),
        mistakes=mistakes(
            answer,
            power_of_the_sum=total**power,
            mixed_terms_not_removed=total**power - product,
            sign_of_product_turned=_with_sign_turned(total, product, power),
        ),
    )


def _with_sign_turned(total: int, product: int, power: int) -> int:
    before, now = 2, total
    for _ in range(power - 1):
        before, now = now, total * now + product * before
    return now


def _sum(total: int, product: int, power: int) -> int:
    """The two numbers are (s + w) / 2 and (s - w) / 2, with w^2 = s^2 - 4 p: their powers, w kept apart."""
    if not 0 <= power <= HIGHEST:
        raise ValueError(f"expected an exponent from 0 to {HIGHEST}")
    square = total * total - 4 * product
    plain, with_root = 1, 0
    for _ in range(power):
        plain, with_root = plain * total + with_root * square, plain + with_root * total
    return 2 * plain // 2**power


def check(facts: Facts, reply: str) -> Verdict:
    value = _sum(facts["sum"], facts["product"], facts["power"])
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    known = 1 < claim["exponent"] <= facts["power"]
    return known and claim["value"] == _sum(facts["sum"], facts["product"], claim["exponent"])


def canonical(facts: Facts) -> list[int]:
    return [facts["sum"], facts["product"], facts["power"]]
