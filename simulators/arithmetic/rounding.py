"""A decimal number, rounded to a given place by a stated rule for halves."""

from __future__ import annotations

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
SHARED = ("_decimal",)  # how a number is written
LEVELS = (
    {"digits": 5, "decimals": 0, "rules": ("away",), "negative": False},
    {"digits": 5, "decimals": 2, "rules": ("away",), "negative": False},
    {"digits": 6, "decimals": 3, "rules": ("away", "even"), "negative": False},
    {"digits": 8, "decimals": 3, "rules": ("away", "even"), "negative": True},
    {"digits": 12, "decimals": 5, "rules": ("away", "even"), "negative": True},
)


def make(rng: Stream, *, digits: int, decimals: int, rules: tuple[str, ...], negative: bool) -> Problem:
    drop = rng.integer(1, digits - 3)
    unit = 10**drop
    number = rng.digits(digits)
    if rng.chance(1, 4):
        number += unit // 2 - number % unit
    if negative and rng.chance(1, 2):
        number = -number
    place, halves = drop - decimals, rng.choice(rules)
    # Everything is counted in units of the last decimal.
    lower = number // unit * unit
    above, below = number - lower, lower + unit - number
    up = above > below or (above == below and (number > 0 if halves == "away" else lower // unit % 2 == 1))
    nearest, other = (lower + unit, lower) if up else (lower, lower + unit)
    finer = (number * 20 // unit + 1) // 2 * unit // 10 if drop > 1 else nearest
    answer = _decimal(nearest, decimals, place)
    neighbours = {"lower": _decimal(lower, decimals, place), "upper": _decimal(lower + unit, decimals, place)}
    distances = {"above": _decimal(above, decimals, -decimals), "below": _decimal(below, decimals, -decimals)}
    return Problem(
        facts={"number": _decimal(number, decimals, -decimals), "place": place, "halves": halves},
        answer=answer,
        steps=(
            Step("neighbours", neighbours),
            Step("distances", neighbours | distances),
            Step("choose", {"nearest": answer, "half": above == below}),
        ),
        mistakes=mistakes(
            answer,
            other_neighbour=_decimal(other, decimals, place),
            one_place_too_fine=_decimal(finer, decimals, place - 1) if finer != nearest else answer,
            zeros_forgotten=_decimal(nearest // unit, 0, 0) if place > 0 else answer,
        ),
    )


def _decimal(value: int, decimals: int, place: int) -> str:
    """The value, counted in units of the last decimal, written down to the given place."""
    sign, text = "-" if value < 0 else "", str(abs(value)).zfill(decimals + 1)
    shown = max(0, -place)
    whole, rest = text[: len(text) - decimals], text[len(text) - decimals :]
    return f"{sign}{whole}.{rest[:shown]}" if shown else sign + whole


def _number(facts: Facts) -> tuple[int, int, int]:
    """The number and the unit to round to in units of the last decimal, and how many of these make 1."""
    whole, _, rest = facts["number"].partition(".")
    return int(whole + rest), 10 ** (facts["place"] + len(rest)), 10 ** len(rest)


def _is_rounded(facts: Facts, value: numbers.Number) -> bool:
    """A multiple of the unit, not farther than half a unit away; at just half, the one that the rule wants."""
    number, unit, one = _number(facts)
    scaled = value * one
    if scaled % unit:
        return False
    up = scaled > number
    distance = 2 * (scaled - number if up else number - scaled)
    if distance != unit:
        return distance < unit
    return up == (number > 0) if facts["halves"] == "away" else scaled // unit % 2 == 0


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _is_rounded(facts, value))


def check_step(facts: Facts, step: Step) -> bool:
    claim, place = step.claim, facts["place"]
    number, unit, one = _number(facts)
    decimals = len(str(one)) - 1
    if step.rule == "choose":
        nearest = numbers.parse(claim["nearest"])
        tie = 2 * (number % unit) == unit
        return nearest is not None and _is_rounded(facts, nearest) and claim["half"] == tie
    above = number % unit
    lower, upper = number - above, number - above + unit
    if claim["lower"] != _decimal(lower, decimals, place) or claim["upper"] != _decimal(upper, decimals, place):
        return False
    return step.rule == "neighbours" or (
        claim["above"] == _decimal(above, decimals, -decimals)
        and claim["below"] == _decimal(unit - above, decimals, -decimals)
    )
