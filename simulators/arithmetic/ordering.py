"""Fractions, decimals and percentages, put in order of size."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

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


def make(rng: Stream, *, count: int, within: int, bottom: int, places: int) -> Problem:
    items = _items(rng, count, within, bottom, places)
    told = rng.shuffled(list(items))
    ranked = sorted(items, key=lambda item: items[item])
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
            *(Step("convert", _converted(item, items[item], places)) for item in told),
            Step("order", {"items": order}),
        ),
        mistakes=mistakes(
            answer,
            other_direction=", ".join(order[::-1]),
            two_swapped=", ".join(swapped),
            by_length=", ".join(digits) if digits != order else answer,
        ),
    )


def _items(rng: Stream, count: int, within: int, bottom: int, places: int) -> dict[str, Fraction]:
    """Numbers as written → their values, no two of which look the same when rounded to so many places."""
    middle = rng.integer(within + 50, 1_400 - within)
    found: dict[str, Fraction] = {}
    seen: set[int] = set()
    for number in range(40 * count):
        aim = middle + rng.integer(-within, within)
        shape = SHAPES[number % 3] if number < 3 else rng.choice(SHAPES)
        if shape == "fraction":
            below = rng.integer(3, bottom)
            value = Fraction(max(1, aim * below // 1_000), below)
            text = str(value)
        else:
            behind = rng.integer(1 + (within <= 50) + (shape == "percentage"), places)
            top = aim * 10**behind // 1_000
            value = Fraction(top, 10**behind)
            text = _decimal(top, behind) if shape == "decimal" else f"{_decimal(top, behind - 2)}%"
        shown = _nearest(value, places)
        if value.denominator > 1 and shown not in seen:
            seen.add(shown)
            found[text] = value
            if len(found) == count:
                break
    return found


def _nearest(value: Fraction, places: int) -> int:
    """The value in units of the last place, halves rounded up."""
    return (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)


def _decimal(top: int, places: int) -> str:
    """A number counted in units of its last place, without zeros at the end."""
    text = str(top).zfill(places + 1)
    return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".") if places else text


def _converted(item: str, value: Fraction, places: int) -> dict[str, Any]:
    nearest = _nearest(value, places)
    exact = nearest * value.denominator == value.numerator * 10**places
    return {"item": item, "decimal": _decimal(nearest, places), "exact": exact}


@lru_cache(maxsize=4096)  # a reply, each mistake and each step hold the same items
def _value(item: str) -> numbers.Number | None:
    part = item.replace("\\", "")
    if part.endswith("%"):
        value = numbers.parse(part[:-1])
        return None if value is None else Fraction(value) / 100
    return numbers.parse(part)


def check(facts: Facts, reply: str) -> Verdict:
    given = [_value(item) for item in facts["items"]]

    def holds(items: list[str]) -> bool:
        values = [_value(item) for item in items]
        ordered = values if facts["order"] == "increasing" else values[::-1]
        # As many as given, every one of them, and each greater than the one before.
        return len(values) == len(given) and all(value in given for value in values) and _rises(ordered)

    return words.judge_list(reply.replace("<", ",").replace(">", ",") if len(reply) < 2_000 else reply, holds)


def _rises(values: list[numbers.Number | None]) -> bool:
    return all(one is not None and two is not None and one < two for one, two in pairwise(values))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "order":
        items = list(claim["items"])
        values = [_value(item) for item in items]
        return sorted(items) == sorted(facts["items"]) and _rises(
            values if facts["order"] == "increasing" else values[::-1]
        )
    value, shown = _value(claim["item"]), Fraction(claim["decimal"])
    if claim["item"] not in facts["items"] or value is None:
        return False
    # Exact, or right to the last place shown: a unit of it is at least twice as much as what is left.
    left = abs(value - shown)
    unit = 10 ** len(claim["decimal"].partition(".")[2])
    return left == 0 if claim["exact"] else 0 < 2 * left * unit <= 1


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["items"]) - 1)
    return {**facts, "items": facts["items"][turn:] + facts["items"][:turn]}


def canonical(facts: Facts) -> list[object]:
    return [facts["order"], sorted(facts["items"])]
