"""The least squares line through a few points, as exact fractions."""

from __future__ import annotations

from fractions import Fraction

from simulators.checks import lists, numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 3, "size": 9},
    {"count": 4, "size": 12},
    {"count": 5, "size": 20},
    {"count": 7, "size": 50},
    {"count": 10, "size": 200},
)


def make(rng: Stream, *, count: int, size: int) -> Problem:
    across = rng.sample(range(size + 1), count)
    slope, start = rng.nonzero(-4, 4), rng.integer(0, size)
    # Points near some line, so that there is a trend to find.
    points = [[x, start + slope * x + rng.integer(-size // 2, size // 2)] for x in across]
    x_sum, y_sum = sum(across), sum([y for _, y in points])
    squares, products = sum([x * x for x in across]), sum([x * y for x, y in points])
    top, bottom = count * products - x_sum * y_sum, count * squares - x_sum * x_sum
    b = Fraction(top, bottom)
    a = (y_sum - b * x_sum) / count
    answer = f"{b}, {a}"
    (x1, y1), (x2, y2) = min(points), max(points)
    ends = Fraction(y2 - y1, x2 - x1)
    return Problem(
        facts={"points": points},
        answer=answer,
        steps=(
            Step("sums", {"x_sum": x_sum, "y_sum": y_sum, "squares": squares, "products": products}),
            Step("slope", {"top": top, "bottom": bottom, "slope": str(b)}),
            Step("intercept", {"slope": str(b), "intercept": str(a)}),
        ),
        mistakes=mistakes(
            answer,
            order_swapped=f"{a}, {b}",
            through_the_origin=f"{Fraction(products, squares)}, 0",
            through_the_ends=f"{ends}, {y1 - ends * x1}",
            sign_lost=f"{-b}, {a}",
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return lists.judge(reply, lambda values: len(values) == 2 and _is_best(facts, *values))


def _is_best(facts: Facts, slope: numbers.Number, intercept: numbers.Number) -> bool:
    """The line is the best one if what it leaves of every y sums to 0, both as it is and weighted with x."""
    b, under, a, below = slope.numerator, slope.denominator, intercept.numerator, intercept.denominator
    left = [(x, y * under * below - b * x * below - a * under) for x, y in facts["points"]]
    return sum([rest for _, rest in left]) == 0 == sum([x * rest for x, rest in left])


def check_step(facts: Facts, step: Step) -> bool:
    claim, points = step.claim, facts["points"]
    if step.rule == "sums":
        claimed = [claim["x_sum"], claim["y_sum"], claim["squares"], claim["products"]]
        return claimed == [sum(row) for row in zip(*[(x, y, x * x, x * y) for x, y in points], strict=True)]
    slope = Fraction(claim["slope"])
    if step.rule == "intercept":
        return _is_best(facts, slope, Fraction(claim["intercept"]))
    # Over all pairs of points: their rises with their ways, and the squares of these.
    pairs = [(x - u, y - v) for at, (x, y) in enumerate(points) for u, v in points[:at]]
    top, bottom = sum([way * rise for way, rise in pairs]), sum([way * way for way, _ in pairs])
    return claim["top"] == top and claim["bottom"] == bottom and slope * bottom == top


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["points"]) - 1)
    return {**facts, "points": facts["points"][turn:] + facts["points"][:turn]}


def canonical(facts: Facts) -> list[list[int]]:
    return sorted([list(point) for point in facts["points"]])
