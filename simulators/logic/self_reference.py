"""Which of some numbered statements about one another are true, where only one choice fits."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import combinations
from typing import Any

from simulators.checks import words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"count": 4, "kinds": ("total", "one", "two")},
    {"count": 5, "kinds": ("total", "one", "two")},
    {"count": 6, "kinds": ("total", "one", "two", "parity")},
    {"count": 7, "kinds": ("total", "two", "parity", "part")},
    {"count": 9, "kinds": ("total", "two", "parity", "part")},
)
WHOLE = ("total", "parity")  # kinds of statements about all statements together
AMOUNTS = ("exactly", "at least", "at most")
TRIES = 2000
MOST = 12

# Its kind, then: total: amount, number; one: number, truth; two: numbers, truth; parity: "even" or "odd";
# part: the first and last number, and how many of these are true.
Statement = list[Any]


def make(rng: Stream, *, count: int, kinds: tuple[str, ...]) -> Problem:
    every = (1 << (1 << count)) - 1
    for _ in range(TRIES):
        statements = [_statement(rng, count, at, kinds) for at in range(1, count + 1)]
        if len(set(map(tuple, statements))) < count:
            continue
        fitting = every
        for at, statement in enumerate(statements):
            fitting &= ~(_column(count, statement) ^ _own(count)[at])
            if not fitting:
                break
        # One row of the truth table is left, and it is not the one in which all are false.
        if fitting > 1 and fitting & (fitting - 1) == 0:
            break
    else:
        raise ValueError(f"no {count} statements that only one choice fits came up in {TRIES} tries")
    row = fitting.bit_length() - 1
    right = [at + 1 for at in range(count) if row >> at & 1]
    exchanged = sorted({rng.integer(1, count), *right[1:]})
    answer = _text(right)
    return Problem(
        facts={"statements": statements},
        answer=answer,
        steps=(
            *(_case(statements, total, right) for total in range(count + 1)),
            Step("true", {"numbers": right, "false": [at for at in range(1, count + 1) if at not in right]}),
        ),
        mistakes=mistakes(
            answer,
            false_ones_listed=_text([at for at in range(1, count + 1) if at not in right]) or answer,
            all_believed=_text(list(range(1, count + 1))),
            one_overlooked=_text(right[1:]) or answer,
            one_exchanged=_text(exchanged),
        ),
    )


def _case(statements: list[Statement], total: int, right: list[int]) -> Step:
    """What the statements about all of them are if so many are true, and whether the rest can fit to that."""
    row = 1 << (1 << total) - 1  # any row with so many
    about = [(at, _column(len(statements), one)) for at, one in enumerate(statements, 1) if one[0] in WHOLE]
    held = [at for at, column in about if column & row]
    claim = {
        "total": total,
        "others": len(statements) - total,
        "held": held,
        "broken": [at for at, _ in about if at not in held],
        "choices": [right] if total == len(right) else [],
    }
    return Step("total", claim)


def _text(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _statement(rng: Stream, count: int, own: int, kinds: tuple[str, ...]) -> Statement:
    kind = rng.choice(kinds)
    others = [number for number in range(1, count + 1) if number != own]
    if kind == "total":
        return [kind, rng.choice(AMOUNTS), rng.integer(1, count - 1)]
    if kind == "one":
        return [kind, rng.choice(others), rng.chance(1, 3)]
    if kind == "two":
        return [kind, *sorted(rng.sample(others, 2)), rng.chance(1, 2)]
    if kind == "parity":
        return [kind, rng.choice(("even", "odd"))]
    first = rng.integer(1, count - 2)
    last = rng.integer(first + 2, count)
    return [kind, first, last, rng.integer(1, last - first)]


@cache
def _own(count: int) -> list[int]:
    """The column of each statement in the truth table, as the bits of a number: row r has bit r."""
    return [sum(1 << row for row in range(1 << count) if row >> at & 1) for at in range(count)]


@cache
def _totals(count: int, first: int, last: int) -> list[int]:
    """For each number the rows in which so many of the statements from the first to the last are true."""
    found = [0] * (count + 1)
    for row in range(1 << count):
        found[(row >> first - 1 & (1 << last - first + 1) - 1).bit_count()] |= 1 << row
    return found


def _column(count: int, statement: Statement) -> int:
    """The rows in which the statement holds."""
    kind, *parts = statement
    if kind == "one":
        column = _own(count)[parts[0] - 1]
        return column if parts[1] else ~column
    if kind == "two":
        one, other = (_own(count)[number - 1] for number in parts[:2])
        return one & other if parts[2] else ~(one | other)
    if kind == "part":
        return _totals(count, parts[0], parts[1])[parts[2]]
    totals = _totals(count, 1, count)
    if kind == "parity":
        return sum(totals[int(parts[0] == "odd") :: 2])
    amount, number = parts
    if amount == "exactly":
        return totals[number]
    return sum(totals[number:]) if amount == "at least" else sum(totals[: number + 1])


def check(facts: Facts, reply: str) -> Verdict:
    """Every choice of true statements is tried: each statement must be true where it is chosen, and only there."""
    said = words.read_integers(reply)
    if said is None:
        return wrong("expected the numbers of the true statements")
    choices = _choices(facts)
    return RIGHT if [sorted(said)] == choices else wrong(f"{said[:20]} does not fit the facts")


def _choices(facts: Facts) -> list[list[int]]:
    return _fitting(tuple(map(tuple, facts["statements"])))


@lru_cache(maxsize=64)
def _fitting(statements: tuple[tuple[Any, ...], ...]) -> list[list[int]]:
    numbers = range(1, len(statements) + 1)
    if len(statements) > MOST:
        raise ValueError(f"expected at most {MOST} statements")
    found = []
    for total in range(len(statements) + 1):
        # What the statements about all of them are is settled by how many are true; the others are tried.
        some = tuple(numbers[:total])
        settled = [at for at in numbers if statements[at - 1][0] in WHOLE and _is_true(statements[at - 1], some)]
        others = [at for at in numbers if statements[at - 1][0] not in WHOLE]
        for more in combinations(others, total - len(settled)) if len(settled) <= total else ():
            chosen = tuple(sorted((*settled, *more)))
            if all(_is_true(statements[number - 1], chosen) == (number in chosen) for number in others):
                found.append(list(chosen))
    return found


def _is_true(statement: tuple[Any, ...], chosen: tuple[int, ...]) -> bool:
    kind, *parts = statement
    total = len(chosen)
    if kind == "total":
        amount, number = parts
        return total == number or (amount == "at least" and total > number) or (amount == "at most" and total < number)
    if kind == "parity":
        return total % 2 == ("even", "odd").index(parts[0])
    if kind == "part":
        first, last, number = parts
        return len([one for one in chosen if first <= one <= last]) == number
    *named, truth = parts
    return all((number in chosen) == truth for number in named)


def check_step(facts: Facts, step: Step) -> bool:
    claim, choices = step.claim, _choices(facts)
    statements = facts["statements"]
    if step.rule == "true":
        false = [number for number in range(1, len(statements) + 1) if number not in claim["numbers"]]
        return [list(claim["numbers"])] == choices and list(claim["false"]) == false
    total = claim["total"]
    some = tuple(range(1, total + 1))
    about = [(at, _is_true(tuple(one), some)) for at, one in enumerate(statements, 1) if one[0] in WHOLE]
    return (
        total + claim["others"] == len(statements)
        and list(claim["held"]) == [at for at, true in about if true]
        and list(claim["broken"]) == [at for at, true in about if not true]
        and list(map(list, claim["choices"])) == [choice for choice in choices if len(choice) == total]
    )
