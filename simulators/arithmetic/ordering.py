"""Fractions, decimals and percentages, put in order of size."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import gcd

from simulators.checks import numbers, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# All values lie within so many thousandths of a middle; fractions have denominators up to the bottom.
LEVELS = (
    {"count": 3, "within": 400, "bottom": 9, "places": 3},
    {"count": 4, "within": 200, "bottom": 12, "places": 3},
    {"count": 5, "within": 100, "bottom": 25, "places": 4},
    {"count": 6, "within": 40, "bottom": 60, "places": 4},
    {"count": 8, "within": 20, "bottom": 150, "places": 5},
)
SHAPES = ("fraction", "decimal", "percentage")

Value = tuple[int, int]  # a fraction in lowest terms


def make(rng: Stream, *, count: int, within: int, bottom: int, places: int) -> Problem:
    items = _items(rng, count, within, bottom, places)
    told = rng.shuffled(list(items))
    ranked = sorted(items, key=items.__getitem__)
    rising = rng.chance(1, 2)
    order = ranked if rising else ranked[::-1]
    answer = ", ".join(order)
    # What a learner sees first: the digits, without what they stand for.
    digits = sorted(told, key=lambda item: (len(item.rstrip("%")), item))
    swapped = [*order[1::-1], *order[2:]]
    return Problem(
        facts={"items": told, "order": "increasing" if rising else "decreasing"},
        answer=answer,
        steps=(
            *[
                Step("convert", {"item": item, "decimal": _decimal(items[item][0], places), "exact": items[item][1]})
                for item in told
            ],
            Step("order", {"items": order}),
        ),
        mistakes=mistakes(
            answer,
            other_direction=", ".join(order[::-1]),
            two_swapped=", ".join(swapped),
            by_length=", ".join(digits) if digits != order else answer,
        ),
    )


def _items(rng: Stream, count: int, within: int, bottom: int, places: int) -> dict[str, tuple[int, bool]]:
    """Numbers as written → their values in units of so many decimal places, and whether these are exact.

    Halves are rounded up. No two values look the same then, so they have the order of the numbers.
    """
    middle = rng.integer(within + 50, 1_400 - within)
    found: dict[str, tuple[int, bool]] = {}
    seen: set[int] = set()
    for number in range(40 * count):
        aim = middle + rng.integer(-within, within)
        shape = SHAPES[number % 3] if number < 3 else rng.choice(SHAPES)
        if shape == "fraction":
            below = rng.integer(3, bottom)
            top = max(1, aim * below // 1_000)
            shared = gcd(top, below)
            text = f"{top // shared}/{below // shared}"
        else:
            behind = rng.integer(1 + (within <= 50) + (shape == "percentage"), places)
            below = 10**behind
            top = aim * below // 1_000
            text = _decimal(top, behind) if shape == "decimal" else f"{_decimal(top, behind - 2)}%"
        units = top * 10**places
        shown = (2 * units + below) // (2 * below)
        if top % below and shown not in seen:
            seen.add(shown)
            found[text] = shown, units % below == 0
            if len(found) == count:
                break
    return found


def _decimal(top: int, places: int) -> str:
    """A number counted in units of its last place, without zeros at the end."""
    text = str(top).zfill(places + 1)
    return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".") if places else text


@lru_cache(maxsize=4096)  # a reply, each mistake and each step hold the same items
def _value(item: str) -> Value | None:
    part = item.replace("\\", "")
    value = numbers.parse(part.removesuffix("%"))
    if value is None:
        return None
    top, bottom = value.numerator, value.denominator * (100 if part.endswith("%") else 1)
    shared = gcd(top, bottom)
    return top // shared, bottom // shared


def check(facts: Facts, reply: str) -> Verdict:
    """Every item read as an exact fraction: all that were given, and each greater than the one before."""

    def holds(items: list[str]) -> bool:
        values = [_value(item) for item in items]
        given = {_value(item) for item in facts["items"]}
        # As many as given, every one of them, and each greater than the one before.
        return len(values) == len(facts["items"]) and given.issuperset(values) and _in_order(facts, values)

    return words.judge_list(reply.replace("<", ",").replace(">", ",") if len(reply) < 2_000 else reply, holds)


def _in_order(facts: Facts, values: list[Value | None]) -> bool:
    known = [value for value in values if value is not None]
    if facts["order"] != "increasing":
        known.reverse()
    return len(known) == len(values) and all(a * d < c * b for (a, b), (c, d) in pairwise(known))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "order":
        items = list(claim["items"])
        return sorted(items) == sorted(facts["items"]) and _in_order(facts, [_value(item) for item in items])
    value = _value(claim["item"])
    if claim["item"] not in facts["items"] or value is None:
        return False
    whole, _, places = claim["decimal"].partition(".")
    top, bottom = value
    # Exact, or right to the last place shown: a unit of it is at least twice as much as what is left.
    left = abs(top * 10 ** len(places) - int(whole + places) * bottom)
    return left == 0 if claim["exact"] else 0 < 2 * left <= bottom


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["items"]) - 1)
    return {**facts, "items": facts["items"][turn:] + facts["items"][:turn]}


def canonical(facts: Facts) -> list[object]:
    return [facts["order"], sorted(facts["items"])]
