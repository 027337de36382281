"""The exact sum, difference or product of two decimal numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Digits of each number, and how many of them may stand behind the point.
LEVELS = (
    {"digits": (2, 3), "places": (1, 2)},
    {"digits": (3, 4), "places": (1, 3)},
    {"digits": (4, 6), "places": (1, 4)},
    {"digits": (5, 8), "places": (2, 6)},
    {"digits": (8, 12), "places": (3, 9)},
)


def make(rng: Stream, *, digits: tuple[int, int], places: tuple[int, int]) -> Problem:
    sign = rng.choice("+-*")
    one, p = rng.digits(rng.integer(*digits)), rng.integer(*places)
    two, q = rng.digits(rng.integer(*digits)), rng.integer(*places)
    deep = max(p, q)
    if sign == "*":
        value, behind = one * two, p + q
        # Adding up the places is what a learner may get wrong.
        slips = {"places_of_one_only": _decimal(value, deep), "one_place_too_few": _decimal(value, behind - 1)}
        steps = [Step("multiply", {"left": one, "right": two, "product": value})]
        steps.append(Step("point", {"places": behind, "value": _decimal(value, behind)}))
    else:
        left, right = one * 10 ** (deep - p), two * 10 ** (deep - q)
        value, behind = left + right if sign == "+" else left - right, deep
        loose = one + two if sign == "+" else one - two
        slips = {
            "not_aligned": _decimal(loose, deep),
            "other_sign": _decimal(left - right if sign == "+" else left + right, deep),
            "point_moved": _decimal(value, deep + 1),
        }
        steps = [Step("align", {"left": _padded(left, deep), "right": _padded(right, deep)})]
        steps.append(Step("add", {"value": _decimal(value, deep)}))
    answer = _decimal(value, behind)
    return Problem(
        facts={"left": _padded(one, p), "sign": sign, "right": _padded(two, q)},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **slips),
    )


def _padded(value: int, places: int) -> str:
    """The value, counted in units of the last place, written with all its places."""
    text = str(abs(value)).zfill(places + 1)
    return f"{'-' if value < 0 else ''}{text[:-places]}.{text[-places:]}"


def _decimal(value: int, places: int) -> str:
    """The same without zeros at the end."""
    return _padded(value, places).rstrip("0").rstrip(".") if places else str(value)


@lru_cache(maxsize=4096)  # a reply, each mistake and each step read the same numbers
def _ratio(number: str) -> tuple[int, int]:
    """Top and bottom of a decimal number; the bottom is a power of ten."""
    whole, _, places = number.partition(".")
    return int(whole + places), 10 ** len(places)


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _is_result(facts, value.as_integer_ratio()))


def _is_result(facts: Facts, ratio: tuple[int, int]) -> bool:
    """Undone: the result without the right number must be the left one. All bottoms are multiplied away."""
    top, bottom = ratio
    (left, left_unit), (right, right_unit) = _ratio(facts["left"]), _ratio(facts["right"])
    if facts["sign"] == "*":
        return divmod(top * left_unit * right_unit, right * bottom) == (left, 0)
    undone = top * right_unit - right * bottom if facts["sign"] == "+" else top * right_unit + right * bottom
    return undone * left_unit == left * bottom * right_unit


def check_step(facts: Facts, step: Step) -> bool:
    claim, left, right = step.claim, facts["left"], facts["right"]
    if step.rule == "multiply":
        whole = [int(left.replace(".", "")), int(right.replace(".", ""))]
        return [claim["left"], claim["right"]] == whole and claim["product"] == whole[0] * whole[1]
    if step.rule == "align":
        lengths = {len(text.partition(".")[2]) for text in (claim["left"], claim["right"])}
        return _same(claim["left"], left) and _same(claim["right"], right) and len(lengths) == 1
    if step.rule == "point" and claim["places"] != sum([len(text.partition(".")[2]) for text in (left, right)]):
        return False
    return _is_result(facts, _ratio(claim["value"]))


def _same(one: str, other: str) -> bool:
    (top, bottom), (top_too, bottom_too) = _ratio(one), _ratio(other)
    return top * bottom_too == top_too * bottom


def canonical(facts: Facts) -> list[Any]:
    """Zeros at the ends and, but for a difference, the order make no other problem."""
    two = [facts[side].strip("0") for side in ("left", "right")]
    return [facts["sign"], two if facts["sign"] == "-" else sorted(two)]
