"""A later term of an arithmetic, geometric or quadratic sequence, from its first four."""

from __future__ import annotations

from collections.abc import Sequence

from simulators.checks import numbers
from simulators.checks.numbers import Number
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# How far the term asked for is: in a geometric sequence nearer, since its terms grow faster.
LEVELS = (
    {"kinds": ("arithmetic",), "size": 30, "far": (10, 30), "near": (5, 8)},
    {"kinds": ("arithmetic", "arithmetic", "geometric"), "size": 99, "far": (15, 60), "near": (5, 8)},
    {"kinds": ("arithmetic", "geometric", "quadratic"), "size": 99, "far": (20, 99), "near": (6, 9)},
    {"kinds": ("geometric", "quadratic"), "size": 999, "far": (30, 300), "near": (7, 11)},
    {"kinds": ("geometric", "quadratic"), "size": 9_999, "far": (100, 2_000), "near": (9, 15)},
)


def make(rng: Stream, *, kinds: tuple[str, ...], size: int, far: tuple[int, int], near: tuple[int, int]) -> Problem:
    kind, first, gap = rng.choice(kinds), rng.nonzero(-size, size), rng.nonzero(-size // 2, size // 2)
    place = rng.integer(*(near if kind == "geometric" else far))
    ratio = rng.choice((-4, -3, -2, 2, 3, 4, 5, 6))
    bend = 0 if kind == "arithmetic" else rng.nonzero(-9, 9)

    def term(at: int) -> int:
        if kind == "geometric":
            return first * int(ratio ** (at - 1))
        return first + (at - 1) * gap + (at - 1) * (at - 2) // 2 * bend

    value = term(place)
    shown = [term(at) for at in (1, 2, 3, 4)]
    count, answer = place - 1, str(value)
    if kind == "geometric":
        steps = [
            Step("ratio", {"ratio": ratio}),
            Step("grow", {"ratio": ratio, "count": count, "factor": ratio**count, "value": value}),
        ]
    elif kind == "arithmetic":
        steps = [
            Step("difference", {"difference": gap}),
            Step("add", {"count": count, "difference": gap, "value": value}),
        ]
    else:
        pairs = count * (count - 1) // 2
        steps = [
            Step("differences", {"differences": [gap, gap + bend, gap + 2 * bend], "bend": bend}),
            Step("bend", {"count": count, "pairs": pairs, "gap": gap, "bend": bend, "value": value}),
        ]
    return Problem(
        facts={"kind": kind, "shown": shown, "place": place},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer, one_step_too_many=term(place + 1), one_step_too_few=term(place - 1), first_left_out=value - first
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _continues(facts, value))


def _continues(facts: Facts, value: Number) -> bool:
    return _fits_ratio(facts, value) if facts["kind"] == "geometric" else _fits_parabola(facts, value)


def _fits_ratio(facts: Facts, value: Number) -> bool:
    """Going back by one division for each step must end at the first term."""
    first, second = facts["shown"][:2]
    for _ in range(facts["place"] - 1):
        if value * first % second:
            return False
        value = value * first // second
    return value == first


def _fits_parabola(facts: Facts, value: Number) -> bool:
    """By Lagrange's polynomial through terms 2, 3 and 4; a straight line is a parabola, too."""
    (_, two, three, four), n = facts["shown"], facts["place"]
    return 2 * value == two * (n - 3) * (n - 4) - 2 * three * (n - 2) * (n - 4) + four * (n - 2) * (n - 3)


def check_step(facts: Facts, step: Step) -> bool:
    claim, shown = step.claim, facts["shown"]
    one, two, three, four = shown
    if step.rule == "ratio":
        return all(before * claim["ratio"] == after for before, after in ((one, two), (two, three), (three, four)))
    if step.rule == "difference":
        return claim["difference"] == two - one == three - two == four - three
    if step.rule == "differences":
        return claim["differences"] == [two - one, three - two, four - three] and _is_bend(
            facts["shown"], claim["bend"]
        )
    count = facts["place"] - 1
    if claim["count"] != count or not _continues(facts, claim["value"]):
        return False
    if step.rule == "grow":
        return claim["ratio"] * one == two and claim["factor"] * one == claim["value"]
    if step.rule == "add":
        return claim["difference"] == two - one
    return claim["gap"] == two - one and _is_bend(shown, claim["bend"]) and 2 * claim["pairs"] == count**2 - count


def _is_bend(shown: Sequence[int], bend: int) -> bool:
    one, two, three, four = shown
    return bend == one - 2 * two + three == two - 2 * three + four
