"""The point in which two lines meet, each given by two points, or the finding that they are parallel."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from simulators.checks import lists, numbers, words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
PARALLEL = "parallel"
LEVELS = ({"size": 5}, {"size": 10}, {"size": 30}, {"size": 200}, {"size": 5_000})

Point = Sequence[int]


def make(rng: Stream, *, size: int) -> Problem:
    first, second = _points(rng, size)
    lines = [_equation(*first), _equation(*second)]
    (a, b, c), (d, e, f) = lines
    determinant = a * e - b * d
    steps = [Step("equation", {"line": line, "points": two}) for line, two in zip(lines, (first, second), strict=True)]
    steps.append(Step("determinant", {"determinant": determinant}))
    middle = [Fraction(p + q, 2) for p, q in zip(first[0], second[1], strict=True)]
    slips = {"guessed_between": f"{middle[0]}, {middle[1]}"}
    answer = PARALLEL
    if determinant:
        x, y = Fraction(c * e - b * f, determinant), Fraction(a * f - c * d, determinant)
        answer = f"{x}, {y}"
        tops = [c * e - b * f, a * f - c * d]
        steps.append(Step("solve", {"tops": tops, "bottom": determinant, "x": str(x), "y": str(y)}))
        slips = {
            "swapped": f"{y}, {x}",
            "sign_lost": f"{-x}, {-y}",
            "not_divided": f"{tops[0]}, {tops[1]}",
            "said_parallel": PARALLEL,
        }
    return Problem(
        facts={"first": first, "second": second},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **slips),
    )


def _points(rng: Stream, size: int) -> tuple[list[list[int]], list[list[int]]]:
    """Two points on each of two lines, which are parallel in one of eight cases but never the same."""
    p, r = ([rng.integer(-size, size), rng.integer(-size, size)] for _ in "pr")
    across, up = rng.nonzero(-size, size), rng.integer(-size, size)
    if rng.chance(1, 8):
        beside = rng.nonzero(-size, size)
        times = rng.nonzero(-2, 2)
        r = [p[0] + (beside if up else 0), p[1] + (0 if up else beside)]
        along, rise = times * across, times * up
    else:
        along, rise = rng.integer(-size, size), rng.integer(-size, size)
        if across * rise == along * up:
            along, rise = -up, across
    return [p, [p[0] + across, p[1] + up]], [r, [r[0] + along, r[1] + rise]]


def _equation(p: Point, q: Point) -> list[int]:
    """The line through two points as ax + by = c."""
    a, b = q[1] - p[1], p[0] - q[0]
    return [a, b, a * p[0] + b * p[1]]


def check(facts: Facts, reply: str) -> Verdict:
    first, second = facts["first"], facts["second"]
    point = lists.read(reply, unknowns="xy")
    if point is not None:
        fits = len(point) == 2 and _on(first, *point) and _on(second, *point) and not _parallel(first, second)
        return RIGHT if fits else wrong(f"{reply[:60]!r} is not on both lines")
    if _parallel(first, second):
        return words.judge(reply, PARALLEL)
    return wrong("expected a point: the lines meet")


def _on(line: Sequence[Point], x: numbers.Number, y: numbers.Number) -> bool:
    """Seen from the point, both points of the line lie in the same or in opposite directions."""
    (a, b), (c, d) = line
    p, q = x.denominator, y.denominator
    u, v = x.numerator, y.numerator
    return (a * p - u) * (d * q - v) == (b * q - v) * (c * p - u)


def _parallel(first: Sequence[Point], second: Sequence[Point]) -> bool:
    """Two triangles on one side, with their tops on the other line, have the same area."""
    (a, b), (c, d) = first
    areas = [(c - a) * (y - b) - (d - b) * (x - a) for x, y in second]
    return areas[0] == areas[1]


def check_step(facts: Facts, step: Step) -> bool:
    claim, first, second = step.claim, facts["first"], facts["second"]
    if step.rule == "equation":
        (a, b, c), ((p, q), (r, s)) = claim["line"], claim["points"]
        given = [[p, q], [r, s]] in ([list(point) for point in line] for line in (first, second))
        return given and [a, b] == [s - q, p - r] and a * p + b * q == c == a * r + b * s
    (p, q), (r, s) = first
    (t, u), (v, w) = second
    determinant = (s - q) * (t - v) - (p - r) * (w - u)
    if step.rule == "determinant":
        return claim["determinant"] == determinant
    x, y = Fraction(claim["x"]), Fraction(claim["y"])
    top, other = claim["tops"]
    fits = claim["bottom"] == determinant and top == x * determinant and other == y * determinant
    return fits and _on(first, x, y) and _on(second, x, y)


def canonical(facts: Facts) -> list[list[list[int]]]:
    return sorted([sorted([list(point) for point in facts[line]]) for line in ("first", "second")])
