"""Whether one event came before another, as far as statements about before, after, during and meeting tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import EVENTS

VERSION = 1
LEVELS = (
    {"events": 7, "statements": 7, "links": 2},
    {"events": 8, "statements": 9, "links": 2},
    {"events": 9, "statements": 10, "links": 3},
    {"events": 11, "statements": 13, "links": 4},
    {"events": 14, "statements": 18, "links": 5},
)
UNKNOWN = "cannot be determined"
ANSWERS = ("before", "after", UNKNOWN)
ENDS = ("start", "end")
MOST_EVENTS = 30
TRIES = 500

# The start of event i is the point 2i, its end 2i + 1.
Order = tuple[int, int, int]  # the first point, the second, and the least time between them: 0 or 1


def make(rng: Stream, *, events: int, statements: int, links: int) -> Problem:
    """``links`` is the least number of statements that settle the order, where it can be settled."""
    wanted = rng.choice(ANSWERS)
    for _ in range(TRIES):
        told = _told(rng, events, statements)
        orders = list(_orders(told, events))
        for pair in _asked(rng, told, _later(orders, 2 * events), events, wanted):
            path = _path(orders, *_ends(pair, wanted))
            if wanted == UNKNOWN or sum(a // 2 != b // 2 for a, b in pairwise(path)) >= links:
                return _problem(rng, told, orders, path, pair, wanted)
    raise RuntimeError(f"no question about {events} events came up in {TRIES} tries")


def _told(rng: Stream, events: int, statements: int) -> list[tuple[str, int, int]]:
    """True statements about events that are set at random on a line of time."""
    times = []
    for _ in range(events):
        start = rng.below(2 * events)
        times.append((start, start + rng.integer(1, 1 + events // 2)))
    times.sort()
    # Of neighbours in time, so that what is far apart is joined by a chain.
    near = [(a, b) for a in range(events) for b in range(a + 1, min(a + 4, events))]
    told: list[tuple[str, int, int]] = []
    for a, b in rng.shuffled(near):
        (start, end), (other_start, other_end) = times[a], times[b]
        if end == other_start:
            told.append(("meets", a, b))
        elif end < other_start:
            told.append(("before", a, b) if rng.chance(1, 2) else ("after", b, a))
        elif start < other_start and other_end < end:
            told.append(("during", b, a))
        if len(told) == statements:
            break
    return told


def _orders(told: list[tuple[str, int, int]], events: int) -> Iterator[Order]:
    """What the statements say of points in time."""
    for event in range(events):
        yield 2 * event, 2 * event + 1, 1
    for shape, a, b in told:
        if shape == "before":
            yield 2 * a + 1, 2 * b, 1
        elif shape == "after":
            yield 2 * b + 1, 2 * a, 1
        elif shape == "during":
            yield 2 * b, 2 * a, 1
            yield 2 * a + 1, 2 * b + 1, 1
        else:
            yield 2 * a + 1, 2 * b, 0
            yield 2 * b, 2 * a + 1, 0


def _later(orders: list[Order], points: int) -> list[int]:
    """For each point those that cannot be before it, as bits: the transitive closure of the orders."""
    later = [1 << point for point in range(points)]
    for first, second, _ in orders:
        later[first] |= 1 << second
    for through in range(points):
        bit, reached = 1 << through, later[through]
        for point in range(points):
            if later[point] & bit:
                later[point] |= reached
    return later


def _asked(
    rng: Stream, told: list[tuple[str, int, int]], later: list[int], events: int, wanted: str
) -> Iterator[tuple[int, int]]:
    """The pairs of events of which the order is as wanted and not simply told."""
    direct = {pair for _, a, b in told for pair in ((a, b), (b, a))}
    for first in rng.shuffled(range(events)):
        for second in range(events):
            if first == second or (first, second) in direct:
                continue
            if wanted == UNKNOWN:
                # Both orders are possible if neither event must start before the other's end.
                if not (later[2 * first] >> 2 * second + 1 | later[2 * second] >> 2 * first + 1) & 1:
                    yield first, second
            elif later[2 * first + 1] >> 2 * second & 1:
                yield (first, second) if wanted == "before" else (second, first)


def _ends(pair: tuple[int, int], wanted: str) -> tuple[int, int]:
    """The end of the event that is first and the start of the other."""
    first, second = pair if wanted == "before" else pair[::-1]
    return 2 * first + 1, 2 * second


def _problem(
    rng: Stream,
    told: list[tuple[str, int, int]],
    orders: list[Order],
    path: list[int],
    pair: tuple[int, int],
    answer: str,
) -> Problem:
    points = 1 + max(second for _, second, _ in orders)
    names = rng.sample(EVENTS, points // 2)
    first, second = pair
    if answer == UNKNOWN:
        steps = []
        for rule, a, b in (("first_earlier", first, second), ("second_earlier", second, first)):
            times = _earliest([*orders, (2 * a + 1, 2 * b, 1)], points)
            steps.append(Step(rule, {"times": [[n, times[2 * at], times[2 * at + 1]] for at, n in enumerate(names)]}))
    else:
        # An event's own start and end are no news.
        news = [two for one, two in pairwise(path) if one // 2 != two // 2]
        earlier = names[path[0] // 2]
        steps = [Step("so_far", {"earlier": earlier, "later": names[at // 2], "end": ENDS[at % 2]}) for at in news]
    return Problem(
        facts={
            "events": sorted(names),
            "statements": [[shape, names[a], names[b]] for shape, a, b in told],
            "asked": [names[first], names[second]],
        },
        answer=answer,
        steps=(*steps, Step("order", {"order": answer})),
        mistakes=mistakes(
            answer,
            order_turned={"before": "after", "after": "before"}.get(answer, "before"),
            chain_missed=UNKNOWN,
            order_assumed="after",
        ),
    )


def _earliest(orders: list[Order], points: int) -> list[int]:
    """The earliest time of each point, counted from 0: raised until every order is kept."""
    times = [0] * points
    raised = True
    while raised:
        raised = False
        for first, second, least in orders:
            if times[second] < times[first] + least:
                times[second] = times[first] + least
                raised = True
    return times


def _path(orders: list[Order], start: int, goal: int) -> list[int]:
    """The shortest way from a point to one that cannot be before it; the start alone if there is none."""
    after: dict[int, list[int]] = {}
    for first, second, _ in orders:
        after.setdefault(first, []).append(second)
    came = {start: start}
    for point in (queue := [start]):
        for second in after.get(point, ()):
            if second not in came:
                came[second] = point
                queue.append(second)
    path = [goal] if goal in came else [start]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]


Point = tuple[str, str]


Told = tuple[tuple[str, str, str], ...]


def _joined(events: tuple[str, ...], told: Told) -> dict[Point, Point]:
    """For each point the one that stands for all that fall together with it."""
    same = {(event, end): (event, end) for event in events for end in ENDS}
    for shape, a, b in told:
        if shape == "meets":
            kept, gone = same[a, "end"], same[b, "start"]
            same |= {point: kept for point, one in same.items() if one == gone}
    return same


def _pairs(events: tuple[str, ...], told: Told) -> Iterator[tuple[Point, Point]]:
    """The points of which the first is told to be earlier."""
    for event in events:
        yield (event, "start"), (event, "end")
    for shape, a, b in told:
        if shape == "during":
            yield (b, "start"), (a, "start")
            yield (a, "end"), (b, "end")
        elif shape != "meets":
            first, second = (a, b) if shape == "before" else (b, a)
            yield (first, "end"), (second, "start")


@lru_cache(maxsize=64)
def _schedule(events: tuple[str, ...], told: Told, extra: tuple[Point, Point]) -> dict[Point, int] | None:
    """The earliest times that keep what is told, with the extra pair in order; None if there are none.

    Each point is set as soon as all before it are: those that never are go round in a circle.
    """
    if len(events) > MOST_EVENTS:
        raise ValueError(f"expected at most {MOST_EVENTS} events, got {len(events)}")
    same = _joined(events, told)
    waiting = dict.fromkeys(same.values(), 0)
    after: dict[Point, list[Point]] = {point: [] for point in waiting}
    for first, second in (*_pairs(events, told), extra):
        after[same[first]].append(same[second])
        waiting[same[second]] += 1
    times = {point: 0 for point, count in waiting.items() if not count}
    for point in (ready := list(times)):
        for other in after[point]:
            times[other] = max(times.get(other, 0), times[point] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return None if any(waiting.values()) else {point: times[one] for point, one in same.items()}


def _possible(facts: Facts, first: Point, second: Point) -> dict[Point, int] | None:
    """A schedule in which the first point is before the second."""
    return _schedule(tuple(sorted(facts["events"])), tuple(sorted(map(tuple, facts["statements"]))), (first, second))


def _certain(facts: Facts, first: Point, second: Point) -> bool:
    """Whether no schedule has the second point before the first."""
    return _possible(facts, second, first) is None


def _order(facts: Facts) -> str:
    first, second = facts["asked"]
    if _certain(facts, (first, "end"), (second, "start")):
        return "before"
    if _certain(facts, (second, "end"), (first, "start")):
        return "after"
    earlier, later = (_possible(facts, (a, "end"), (b, "start")) for a, b in ((first, second), (second, first)))
    if not earlier or not later:
        raise ValueError("expected a pair of events of which either or only one can be first")
    return UNKNOWN


def check(facts: Facts, reply: str) -> Verdict:
    same = dict.fromkeys(("undetermined", "it cannot be determined", "can't be determined"), UNKNOWN)
    return words.judge(reply, _order(facts), options=ANSWERS, same=same)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "order":
        return claim["order"] == _order(facts)
    if step.rule == "so_far":
        return _certain(facts, (claim["earlier"], "end"), (claim["later"], claim["end"]))
    first, second = facts["asked"] if step.rule == "first_earlier" else facts["asked"][::-1]
    times = _possible(facts, (first, "end"), (second, "start"))
    told = sorted(tuple(row) for row in claim["times"])
    return times is not None and told == sorted(
        (one, times[one, "start"], times[one, "end"]) for one in facts["events"]
    )


def canonical(facts: Facts) -> list[Any]:
    rows: list[shapes.Row] = [("event", [(0, event)]) for event in facts["events"]]
    for shape, a, b in facts["statements"]:
        rows.append(("before", [(0, b), (1, a)]) if shape == "after" else (shape, [(0, a), (1, b)]))
    return shapes.renamed([*rows, ("asked", list(enumerate(facts["asked"])))])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "statements": rng.shuffled(facts["statements"])}
