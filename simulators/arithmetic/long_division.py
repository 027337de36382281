"""Division with remainder, digit by digit."""

from __future__ import annotations

from simulators.checks import lists
from simulators.checks.numbers import Number
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"digits": 3, "divisor": (3, 9)},
    {"digits": 5, "divisor": (3, 12)},
    {"digits": 6, "divisor": (13, 99)},
    {"digits": 8, "divisor": (101, 999)},
    {"digits": 12, "divisor": (1001, 9999)},
)
SPACES = {1: 900 * 7}


def make(rng: Stream, *, digits: int, divisor: tuple[int, int]) -> Problem:
    number, by = rng.digits(digits), rng.integer(*divisor)
    steps, part, so_far = [], 0, 0
    for char in str(number):
        part = part * 10 + int(char)
        if so_far or part >= by:
            digit, rest = divmod(part, by)
            rule = "bring_down" if so_far else "begin"
            so_far = so_far * 10 + digit
            steps.append(Step(rule, {"part": part, "rest": rest, "so_far": so_far}))
            part = rest
    steps.append(Step("end", {"quotient": so_far, "remainder": part}))
    answer = f"{so_far}, {part}"
    return Problem(
        facts={"dividend": number, "divisor": by},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            remainder_too_large=f"{so_far - 1}, {part + by}",
            zero_left_out=f"{str(so_far).replace('0', '')}, {part}",
            order_swapped=f"{part}, {so_far}",
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return lists.judge(reply, lambda pair: len(pair) == 2 and _fits(facts, *pair), unknowns="qr")


def _fits(facts: Facts, quotient: Number, remainder: Number) -> bool:
    """The two must put the dividend together again, with less than a divisor left over."""
    return (
        quotient * facts["divisor"] + remainder == facts["dividend"]
        and 0 <= remainder < facts["divisor"]
        and quotient == int(quotient)
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim, by = step.claim, facts["divisor"]
    if step.rule == "end":
        return _fits(facts, claim["quotient"], claim["remainder"])
    left_out = len(str(facts["dividend"] // by)) - len(str(claim["so_far"]))
    seen = facts["dividend"] // 10**left_out if left_out >= 0 else 0
    # What the digits seen so far leave does not depend on how one got there.
    return (
        claim["so_far"] == seen // by
        and claim["part"] == seen // 10 % by * 10 + seen % 10
        and claim["rest"] == seen % by
        and (seen // 10 < by) == (step.rule == "begin")
    )
