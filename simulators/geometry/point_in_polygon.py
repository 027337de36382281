"""Whether a point lies inside a polygon, outside it or on its edge."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
EDGE, PLACES = "on the edge", ("outside", "inside")
LEVELS = (
    {"corners": 3, "size": 14},
    {"corners": 4, "size": 16},
    {"corners": 6, "size": 24},
    {"corners": 9, "size": 40},
    {"corners": 14, "size": 99},
)

Point = Sequence[int]


def make(rng: Stream, *, corners: int, size: int) -> Problem:
    points = _polygon(rng, corners, size)
    x, y = point = _point(rng, points)
    steps = []
    for (a, b), (c, d) in zip(points, points[1:] + points[:1], strict=True):
        if max(a, c) < x or not min(b, d) <= y <= max(b, d):
            continue
        # How far right of the point the edge passes at its height, times the height of the edge.
        side = (c - a) * (y - b) - (x - a) * (d - b)
        if side == 0 and min(a, c) <= x:
            steps = [Step("meets", {"edge": [[a, b], [c, d]]})]
            break
        if (b > y) != (d > y) and (side > 0) == (d > b):
            steps.append(Step("crosses", {"edge": [[a, b], [c, d]]}))
    crossed = len(steps)
    answer = PLACES[crossed % 2]
    if crossed and steps[0].rule == "meets":
        answer = EDGE
    else:
        steps.append(Step("count", {"crossed": crossed, "place": answer}))
    return Problem(
        facts={"points": points, "point": point},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer, wrong_parity=PLACES[1 - crossed % 2], edge_misjudged="inside" if answer == EDGE else EDGE
        ),
    )


def _polygon(rng: Stream, corners: int, size: int) -> list[list[int]]:
    """Corners along a lower line from left to right and back along an upper one, which never meet; then sheared."""
    columns = rng.sample(range(size + 1), corners)
    first, last, middle = min(columns), max(columns), size // 2
    inner = [x for x in columns if first < x < last]
    below = rng.below(corners - 1)
    lower = [[x, rng.below(middle)] for x in sorted(inner[:below])]
    upper = [[x, rng.integer(middle + 1, size)] for x in sorted(inner[below:], reverse=True)]
    slope, turn = rng.integer(-1, 1), rng.below(corners)
    points = [[x, y + slope * x] for x, y in ([first, middle], *lower, [last, middle], *upper)]
    if rng.chance(1, 2):
        points = [[y, x] for x, y in points]
    return points[turn:] + points[:turn]


def _point(rng: Stream, points: list[list[int]]) -> list[int]:
    """A point on some edge in one of six cases, else any near the polygon, sometimes at the height of a corner."""
    at = rng.below(len(points))
    (a, b), (c, d) = points[at - 1], points[at]
    if rng.chance(1, 6):
        parts = gcd(c - a, d - b)
        part = rng.below(parts)
        return [a + (c - a) // parts * part, b + (d - b) // parts * part]
    across, up = zip(*points, strict=True)
    x = rng.integer(min(across), max(across))
    return [x, b if rng.chance(1, 4) else rng.integer(min(up), max(up))]


def check(facts: Facts, reply: str) -> Verdict:
    return words.judge(reply, _place(facts), options=(*PLACES, EDGE), same={"on an edge": EDGE, "edge": EDGE})


def _place(facts: Facts) -> str:
    """Walks around the polygon, seen from the point, and counts the quarters turned: four more or less if inside."""
    x, y = facts["point"]
    seen = [(a - x, b - y) for a, b in facts["points"]]
    quarters = 0
    for (a, b), (c, d) in zip(seen, seen[1:] + seen[:1], strict=True):
        turn = a * d - b * c
        if turn == 0 and a * c + b * d <= 0:
            return EDGE
        change = (_quarter(c, d) - _quarter(a, b)) % 4
        quarters += -1 if change == 3 else -2 if change == 2 and turn < 0 else change
    return PLACES[quarters != 0]


def _quarter(across: int, up: int) -> int:
    """The quarter of the plane in which a direction lies, counted from the right, counterclockwise."""
    if across > 0 and up >= 0:
        return 0
    if up > 0:
        return 1
    return 2 if across < 0 else 3


def check_step(facts: Facts, step: Step) -> bool:
    points, (x, y) = [list(point) for point in facts["points"]], facts["point"]
    edges = list(zip(points, points[1:] + points[:1], strict=True))
    if step.rule == "count":
        crossed = sum([_crosses(edge, x, y) for edge in edges])
        return step.claim["crossed"] == crossed and step.claim["place"] == _place(facts)
    one, other = map(list, step.claim["edge"])
    if (one, other) not in edges:
        return False
    if step.rule == "crosses":
        return _crosses((one, other), x, y)
    return _place({"points": [one, other], "point": [x, y]}) == EDGE


def _crosses(edge: tuple[list[int], list[int]], x: int, y: int) -> bool:
    """Whether an edge passes right of the point at its height; of its two ends just one must be above."""
    (a, b), (c, d) = edge
    return (b > y) != (d > y) and a + Fraction((y - b) * (c - a), d - b) > x


def canonical(facts: Facts) -> list[list[int]]:
    """The corners as seen from the point, from the least one on, in the direction that comes first."""
    x, y = facts["point"]
    points = [[a - x, b - y] for a, b in facts["points"]]
    at = points.index(min(points))
    around = points[at:] + points[:at]
    return min(around, [around[0], *around[:0:-1]])
