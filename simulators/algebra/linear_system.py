"""Two linear equations in two unknowns, with one solution in integers."""

from __future__ import annotations

from simulators.checks import lists
from simulators.checks.numbers import Number
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"coefficient": 5, "size": 9},
    {"coefficient": 9, "size": 20},
    {"coefficient": 20, "size": 60},
    {"coefficient": 99, "size": 200},
    {"coefficient": 999, "size": 9_999},
)


def make(rng: Stream, *, coefficient: int, size: int) -> Problem:
    a, b, d, e = (rng.nonzero(-coefficient, coefficient) for _ in range(4))
    x, y = rng.integer(-size, size), rng.integer(-size, size)
    if a * e == b * d:
        e = e + 1 if e != -1 else 1
    c, f = a * x + b * y, d * x + e * y
    factor, right = a * e - b * d, c * e - b * f
    answer = f"{x}, {y}"
    return Problem(
        facts={"first": [a, b, c], "second": [d, e, f], "unknowns": rng.choice(("xy", "st", "uv", "pq"))},
        answer=answer,
        steps=(
            Step("eliminate", {"factor": factor, "right": right}),
            Step("divide", {"right": right, "factor": factor, "value": x}),
            Step("insert", {"moved": c - a * x, "one": x, "other": y}),
        ),
        mistakes=mistakes(
            answer,
            order_swapped=f"{y}, {x}",
            sign_lost=f"{x}, {-y}",
            only_first_equation=f"{x + b}, {y - a}",
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """Put into both equations, the two numbers must satisfy them."""
    return lists.judge(reply, lambda pair: len(pair) == 2 and _solves(facts, *pair), unknowns=facts["unknowns"])


def _solves(facts: Facts, x: Number, y: Number) -> bool:
    (a, b, c), (d, e, f) = facts["first"], facts["second"]
    return a * x + b * y == c and d * x + e * y == f


def check_step(facts: Facts, step: Step) -> bool:
    claim, (a, b, c), (d, e, f) = step.claim, facts["first"], facts["second"]
    if step.rule == "insert":
        return _solves(facts, claim["one"], claim["other"]) and claim["moved"] == b * claim["other"]
    eliminated = claim["factor"] == a * e - b * d and claim["right"] == c * e - b * f
    return eliminated and (step.rule == "eliminate" or claim["factor"] * claim["value"] == claim["right"])


def canonical(facts: Facts) -> list[list[int]]:
    """The unknowns may be swapped, and so may the equations and all signs of one."""
    first, second = list(facts["first"]), list(facts["second"])
    swapped = [[row[1], row[0], row[2]] for row in (first, second)]
    return min(sorted(max(row, [-value for value in row]) for row in rows) for rows in ([first, second], swapped))
