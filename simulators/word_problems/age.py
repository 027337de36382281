"""How old someone is, from differences, sums and multiples of ages in different years."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.checks.expressions import evaluate
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.notation import total
from simulators.vocabulary import PEOPLE

VERSION = 1
# The pair's second statement; how many years away a statement may be; how many more people there are.
LEVELS = (
    {"second": ("older",), "years": 9, "more": 0},
    {"second": ("older", "sum"), "years": 15, "more": 0},
    {"second": ("sum", "times"), "years": 20, "more": 0},
    {"second": ("sum", "times"), "years": 20, "more": 1},
    {"second": ("sum", "times"), "years": 25, "more": 3},
)
# Multiples of an age (44 twofold, 29 threefold, 21 fourfold, 17 fivefold), years away, who is asked for.
SPACES = {1: (44 + 29 + 21 + 17) * 19 * 2}
OLDEST = 99

# Kind, who, other, number, in how many years (negative: ago).
Statement = tuple[str, str, str, int, int]


def make(rng: Stream, *, second: Sequence[str], years: int, more: int) -> Problem:
    names = rng.sample(PEOPLE, 2 + more)
    old, young = names[:2]
    times = rng.integer(2, 5)
    then = rng.integer(2, 90 // times)
    shift = rng.integer(max(-years, times * then - OLDEST), min(years, then - 1))
    age = {young: then - shift, old: times * then - shift}
    told: list[Statement] = [("times", old, young, times, shift)]
    told.append(_second(rng, old, young, age, rng.choice(second), then, years))
    steps, from_whom = _pair(told, age), {old: young}
    steps.append(_age("next", old, 0, f"{times} * {then}{_signed(-shift)}", age[old]))
    for place, name in enumerate(names[2:], 2):
        other = from_whom[name] = names[place - 1] if place > 2 else rng.choice((old, young))
        statement, reckoning, age[name] = _another(rng, name, other, age[other], years)
        told.append(statement)
        steps.append(_age("next", name, 0, reckoning, age[name]))
    asked = names[-1] if more else rng.choice((old, young))
    needed, name = {asked, young}, asked
    while name in from_whom:
        name = from_whom[name]
        needed.add(name)
    answer = str(age[asked])
    return Problem(
        facts={"statements": rng.shuffled(told), "asked": asked},
        answer=answer,
        steps=tuple(step for step in steps if step.claim["who"] in needed),
        mistakes=mistakes(
            answer,
            age_in_that_year=age[asked] + shift,
            wrong_person=age[old] if asked != old else age[young],
            years_counted_twice=age[asked] + 2 * shift,
            difference_given=age[old] - age[young],
        ),
    )


def _age(rule: str, who: str, shift: int, reckoning: str, age: int) -> Step:
    return Step(rule, {"who": who, "shift": shift, "reckoning": reckoning, "age": age})


def _signed(number: int) -> str:
    return f" {'+' if number > 0 else '-'} {abs(number)}" if number else ""


def _second(rng: Stream, old: str, young: str, age: dict[str, int], kind: str, then: int, years: int) -> Statement:
    """What is told of the pair besides the multiple: whatever it is, the two ages follow."""
    own, difference = age[young], age[old] - age[young]
    if kind == "sum":
        shift = rng.integer(-min(years, own - 1), years)
        return "sum", old, young, 2 * (own + shift) + difference, shift
    if kind == "times":
        parts = [part for part in range(1, own + years + 1) if part != then and difference % part == 0]
        parts = [part for part in parts if own - part <= years and difference < 9 * part]
        if parts:
            part = rng.choice(parts)
            return "times", old, young, difference // part + 1, part - own
    return "older", old, young, difference, 0


def _pair(told: Sequence[Statement], age: dict[str, int]) -> list[Step]:
    """How the younger one's age follows from the two statements."""
    (_, _, young, times, shift), (kind, _, _, number, other_shift) = told
    own = age[young]
    if kind == "times":
        (low, near), (high, far) = sorted([(times, shift), (number, other_shift)])
        terms = [(low - 1, near), (high - 1, -far)]
        shown = sorted([(f"{'-' if years < 0 else ''}{count} * {abs(years)}") for count, years in terms if years])
        return [_age("by_two", young, 0, f"({total(reversed(shown))}) / ({high} - {low})", own)]
    if kind == "sum":
        carried = f"({number}{_signed(2 * (shift - other_shift))}) / ({times} + 1)"
        steps = [_age("by_sum", young, shift, carried, own + shift)]
    else:
        steps = [_age("by_gap", young, shift, f"{number} / ({times} - 1)", own + shift)]
    return [*steps, _age("now", young, 0, f"{own + shift}{_signed(-shift)}", own)] if shift else steps


def _another(rng: Stream, who: str, other: str, age: int, years: int) -> tuple[Statement, str, int]:
    """A statement that ties one more person to one whose age is known, how to reckon with it, and the age."""
    kind = rng.choice(("older", "younger", "sum", "times"))
    shift = rng.integer(-min(years, age - 1), years)
    times = rng.integer(2, 3)
    multiple = times * (age + shift) - shift
    if kind == "times" and 1 <= multiple <= OLDEST:
        inner = f"({age}{_signed(shift)})" if shift else f"{age}"
        return ("times", who, other, times, shift), f"{times} * {inner}{_signed(-shift)}", multiple
    if kind == "sum":
        own = rng.integer(max(1, 1 - shift), 60)
        both = own + age + 2 * shift
        return ("sum", who, other, both, shift), f"{both}{_signed(-2 * shift)} - {age}", own
    number = rng.integer(1, 30)
    if kind == "younger" and number < age:
        return ("older", other, who, number, 0), f"{age} - {number}", age - number
    return ("older", who, other, number, 0), f"{age} + {number}", age + number


@lru_cache(maxsize=16)
def _ages(statements: tuple[Statement, ...]) -> dict[str, int]:
    """Everyone's age by elimination: each statement is a row of coefficients and a number."""
    names = list({name: 1 for _, who, other, _, _ in statements for name in (who, other)})
    rows = []
    for kind, who, other, number, shift in statements:
        row = [0] * len(names)
        row[names.index(who)] = 1
        row[names.index(other)] = {"older": -1, "times": -number, "sum": 1}[kind]
        constant = {"older": number, "times": (number - 1) * shift, "sum": number - 2 * shift}[kind]
        rows.append([*row, constant])
    for column in range(len(names)):
        at = next((i for i in range(column, len(rows)) if rows[i][column]), None)
        if at is None:
            raise ValueError("the statements leave an age open")
        rows[column], rows[at] = rows[at], rows[column]
        pivot = rows[column]
        for i, row in enumerate(rows):
            if i != column and row[column]:
                rows[i] = [a * pivot[column] - b * row[column] for a, b in zip(row, pivot, strict=True)]
    if any(row[-1] for row in rows[len(names) :]) or any(row[-1] % row[i] for i, row in enumerate(rows[: len(names)])):
        raise ValueError("the statements contradict one another")
    return {name: rows[i][-1] // rows[i][i] for i, name in enumerate(names)}


def check(facts: Facts, reply: str) -> Verdict:
    age = _ages(tuple(map(tuple, facts["statements"])))[facts["asked"]]
    return numbers.judge(reply, lambda claimed: claimed == age, units=("years old", "years", "year"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    age = _ages(tuple(map(tuple, facts["statements"])))[claim["who"]] + claim["shift"]
    return claim["age"] == age == evaluate(claim["reckoning"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "statements": rng.shuffled(facts["statements"])}


def canonical(facts: Facts) -> list[Any]:
    """The statements as they branch off from the person asked for, without names."""

    def branches(name: str, parent: str) -> list[Any]:
        found = []
        for kind, who, other, number, shift in facts["statements"]:
            if name in (who, other) and parent not in (who, other):
                far = other if name == who else who
                found.append([kind, number, shift, kind != "sum" and name == who, branches(far, name)])
        return sorted(found, key=repr)

    return branches(facts["asked"], "")
