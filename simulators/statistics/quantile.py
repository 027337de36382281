"""The quartiles and the median of a list of numbers, by a stated convention."""

from __future__ import annotations

from bisect import insort
from fractions import Fraction
from math import ceil, floor
from typing import Any

from simulators.checks import lists
from simulators.checks.numbers import Number
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Without the middle value in the halves, with it, or by interpolation.
CONVENTIONS = ("without", "with", "linear")
LEVELS = (
    {"count": (5, 7), "size": 30, "conventions": ("without",)},
    {"count": (7, 9), "size": 60, "conventions": ("without", "with")},
    {"count": (9, 12), "size": 99, "conventions": CONVENTIONS},
    {"count": (13, 18), "size": 999, "conventions": CONVENTIONS},
    {"count": (19, 30), "size": 10**5, "conventions": CONVENTIONS},
)


def make(rng: Stream, *, count: tuple[int, int], size: int, conventions: tuple[str, ...]) -> Problem:
    many, convention = rng.integer(*count), rng.choice(conventions)
    values = [rng.integer(1, size) for _ in range(many)]
    ranked = sorted(values)
    steps = [Step("sort", {"ranked": ranked}), Step("middle", {"median": str(_median(ranked))})]
    if convention == "linear":
        for quarters in (1, 3):
            whole, rest = divmod((many - 1) * quarters, 4)
            claim = {
                "quarters": quarters,
                "place": str(1 + Fraction((many - 1) * quarters, 4)),
                "between": ranked[whole : whole + 2] if rest else ranked[whole : whole + 1],
                "quartile": str(_between(ranked, quarters)),
            }
            steps.append(Step("interpolate", claim))
    else:
        for name, half in zip(("lower", "upper"), _halves(ranked, convention), strict=True):
            steps.append(Step("half", {"name": name, "half": half, "quartile": str(_median(half))}))
    answer = _told(ranked, convention)
    steps.append(Step("together", {"quartiles": answer}))
    return Problem(
        facts={"values": values, "convention": convention},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            not_sorted=_told(values, convention),
            other_convention=_told(ranked, "with" if convention == "without" else "without"),
            extremes_instead=f"{ranked[0]}, {_median(ranked)}, {ranked[-1]}",
        ),
    )


def _told(ranked: list[int], convention: str) -> str:
    if convention == "linear":
        first, third = _between(ranked, 1), _between(ranked, 3)
    else:
        first, third = map(_median, _halves(ranked, convention))
    return f"{first}, {_median(ranked)}, {third}"


def _median(ranked: list[int]) -> Number:
    half, odd = divmod(len(ranked), 2)
    return ranked[half] if odd else Fraction(ranked[half - 1] + ranked[half], 2)


def _halves(ranked: list[int], convention: str) -> tuple[list[int], list[int]]:
    half = (len(ranked) + (convention == "with")) // 2
    return ranked[:half], ranked[-half:]


def _between(ranked: list[int], quarters: int) -> Number:
    whole, rest = divmod((len(ranked) - 1) * quarters, 4)
    return ranked[whole] + Fraction(rest * (ranked[whole + 1] - ranked[whole]), 4) if rest else ranked[whole]


def check(facts: Facts, reply: str) -> Verdict:
    right = _fourfold(_ordered(facts["values"]), facts["convention"])
    return lists.judge(reply, lambda found: len(found) == 3 and [4 * value for value in found] == right)


def _fourfold(ordered: list[int], convention: str) -> list[int]:
    """Four times the quartiles: each is the mean of the values at four places."""
    many = len(ordered)
    if convention == "linear":
        # A quarter of the way from one place to the next is three parts of the one and one of the other.
        places = [[((many - 1) * quarters + part) // 4 for part in range(4)] for quarters in (1, 2, 3)]
    else:
        half = (many + (convention == "with")) // 2
        ends = [(0, half - 1), (0, many - 1), (many - half, many - 1)]
        places = [[(low + high) // 2, (low + high + 1) // 2] * 2 for low, high in ends]
    return [sum([ordered[place] for place in four]) for four in places]


def _ordered(values: list[int]) -> list[int]:
    """Each value put where it belongs among those before it."""
    ordered: list[int] = []
    for value in values:
        insort(ordered, value)
    return ordered


def check_step(facts: Facts, step: Step) -> bool:
    claim, ordered = step.claim, _ordered(facts["values"])
    if step.rule == "sort":
        return list(claim["ranked"]) == ordered
    fourfold = _fourfold(ordered, facts["convention"])
    if step.rule == "middle":
        return 4 * Fraction(claim["median"]) == fourfold[1]
    if step.rule == "together":
        return [4 * Fraction(part) for part in claim["quartiles"].split(", ")] == fourfold
    quartile = 4 * Fraction(claim["quartile"])
    if step.rule == "interpolate":
        place = Fraction(claim["place"]) - 1
        between = ordered[floor(place) : ceil(place) + 1]
        right = place * 4 == (len(ordered) - 1) * claim["quarters"] and list(claim["between"]) == between
        return right and quartile == fourfold[claim["quarters"] - 1]
    half = (len(ordered) + (facts["convention"] == "with")) // 2
    side = {"lower": ordered[:half], "upper": ordered[len(ordered) - half :]}[claim["name"]]
    return list(claim["half"]) == side and quartile == fourfold[0 if claim["name"] == "lower" else 2]


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["values"]) - 1)
    return {**facts, "values": facts["values"][turn:] + facts["values"][:turn]}


def canonical(facts: Facts) -> list[Any]:
    return [facts["convention"], sorted(facts["values"])]
