"""The area of a polygon given by its lattice corners, by the shoelace formula."""

from __future__ import annotations

from fractions import Fraction

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"corners": 3, "size": 20},
    {"corners": 4, "size": 20},
    {"corners": 5, "size": 30},
    {"corners": 6, "size": 40},
    {"corners": 8, "size": 99},
)


def make(rng: Stream, *, corners: int, size: int) -> Problem:
    points = _polygon(rng, corners, size)
    edges = list(zip(points, points[1:] + points[:1], strict=True))
    terms = [a * d - b * c for (a, b), (c, d) in edges]
    double = abs(sum(terms))
    area = Fraction(double, 2)
    across, along = zip(*points, strict=True)
    box = (max(across) - min(across)) * (max(along) - min(along))
    return Problem(
        facts={"points": points},
        answer=str(area),
        steps=(
            *(Step("term", {"edge": edge, "value": value}) for edge, value in zip(edges, terms, strict=True)),
            Step("sum", {"total": sum(terms)}),
            Step("halve", {"double": double, "area": str(area)}),
        ),
        mistakes=mistakes(
            str(area), not_halved=double, bounding_box=box, last_term_forgotten=Fraction(abs(sum(terms[:-1])), 2)
        ),
    )


def _polygon(rng: Stream, corners: int, size: int) -> list[list[int]]:
    """Corners in order: along a lower line from left to right and back along an upper one, which never meet.

    Sheared at the end, which keeps the two lines apart.
    """
    while True:
        columns = rng.sample(range(size + 1), corners)
        first, last = min(columns), max(columns)
        inner = [x for x in columns if first < x < last]
        below = rng.below(corners - 1)
        lower = [[x, rng.below(size // 2)] for x in sorted(inner[:below])]
        upper = [[x, rng.integer(size // 2 + 1, size)] for x in sorted(inner[below:], reverse=True)]
        points = [[first, size // 2], *lower, [last, size // 2], *upper]
        if not any(map(_straight, points, points[1:] + points[:1], points[2:] + points[:2])):
            slope, turn = rng.integer(-2, 2), rng.below(corners)
            return [[x, y + slope * x] for x, y in points[turn:] + points[:turn]]


def _straight(first: list[int], middle: list[int], last: list[int]) -> bool:
    (a, b), (c, d), (e, f) = first, middle, last
    return (c - a) * (f - b) == (e - a) * (d - b)


def _area(points: list[list[int]]) -> Fraction:
    """The trapezoids between each edge and the axis: those on the way back are taken off."""
    edges = zip(points, points[1:] + points[:1], strict=True)
    return abs(Fraction(sum((c - a) * (b + d) for (a, b), (c, d) in edges), 2))


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda area: area == _area(list(facts["points"])))


def check_step(facts: Facts, step: Step) -> bool:
    claim, points = step.claim, list(facts["points"])
    if step.rule == "term":
        (a, b), (c, d) = claim["edge"]
        edges = zip(points, points[1:] + points[:1], strict=True)
        return ([a, b], [c, d]) in edges and claim["value"] + b * c == a * d
    if step.rule == "sum":
        return abs(Fraction(claim["total"], 2)) == _area(points)
    return Fraction(claim["area"]) == _area(points) == Fraction(claim["double"], 2)


def canonical(facts: Facts) -> list[list[int]]:
    """The corners from the least one on, in the direction that comes first, moved to the origin."""
    points = [list(point) for point in facts["points"]]
    x, y = min(p[0] for p in points), min(p[1] for p in points)
    moved = [[a - x, b - y] for a, b in points]
    turns = [line[at:] + line[:at] for line in (moved, moved[::-1]) for at in range(len(moved))]
    return min(turns)
