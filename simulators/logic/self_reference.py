"""Which of some numbered statements about one another are true, where only one choice fits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from simulators.checks import words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
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
Statement = tuple[Any, ...]


class Option(NamedTuple):
    """A statement that may stand in a place, and the rows of the truth table in which it is true there or false."""

    statement: Statement
    fits: int
    totals: int  # for those about the whole: the numbers of true statements with which they hold, as bits


def make(rng: Stream, *, count: int, kinds: tuple[str, ...]) -> Problem:
    places = _places(count, kinds)
    for _ in range(TRIES):
        chosen, fitting = _drawn(rng, places, kinds)
        # One row of the truth table is left, and it is not the one in which all are false.
        if fitting > 1 and fitting & (fitting - 1) == 0 and len({option.statement for option in chosen}) == count:
            break
    else:
        raise ValueError(f"no {count} statements that only one choice fits came up in {TRIES} tries")
    row = fitting.bit_length() - 1
    right = [at + 1 for at in range(count) if row >> at & 1]
    false = [at + 1 for at in range(count) if not row >> at & 1]
    exchanged = sorted({rng.integer(1, count), *right[1:]})
    answer = _text(right)
    return Problem(
        facts={"statements": [list(option.statement) for option in chosen]},
        answer=answer,
        steps=(*_cases(chosen, right), Step("true", {"numbers": right, "false": false})),
        mistakes=mistakes(
            answer,
            false_ones_listed=_text(false) or answer,
            all_believed=_text(list(range(1, count + 1))),
            one_overlooked=_text(right[1:]) or answer,
            one_exchanged=_text(exchanged),
        ),
    )


def _drawn(rng: Stream, places: list[dict[str, list[Option]]], kinds: tuple[str, ...]) -> tuple[list[Option], int]:
    """A statement for each place and the rows that fit all: one is chosen last, so that one row fits if this can be."""
    last = rng.below(len(places))
    chosen: list[Option] = []
    fitting = -1
    for at, options in enumerate(places):
        option = rng.choice(options[rng.choice(kinds)])
        chosen.append(option)
        if at != last:
            fitting &= option.fits
            if not fitting:
                return chosen, 0
    alike = places[last][chosen[last].statement[0]]
    left = [option for option in alike if (rows := fitting & option.fits) > 1 and rows & (rows - 1) == 0]
    if not left:
        return chosen, 0
    chosen[last] = rng.choice(left)
    return chosen, fitting & chosen[last].fits


def _cases(chosen: list[Option], right: list[int]) -> Iterator[Step]:
    """What the statements about all of them are if so many are true, and whether the rest can fit to that."""
    about = [(at, option.totals) for at, option in enumerate(chosen, 1) if option.statement[0] in WHOLE]
    for total in range(len(chosen) + 1):
        claim = {
            "total": total,
            "others": len(chosen) - total,
            "held": [at for at, totals in about if totals >> total & 1],
            "broken": [at for at, totals in about if not totals >> total & 1],
            "choices": [right] if total == len(right) else [],
        }
        yield Step("total", claim)


def _text(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


@cache
def _places(count: int, kinds: tuple[str, ...]) -> list[dict[str, list[Option]]]:
    """For each place the statements of each kind that may stand there."""
    rows = (1 << (1 << count)) - 1
    places = []
    for at, own in enumerate(_own(count), 1):
        options: dict[str, list[Option]] = {kind: [] for kind in kinds}
        for kind in kinds:
            for statement in _statements(kind, count, at):
                column = _column(count, statement)
                totals = sum(1 << total for total in range(count + 1) if column >> (1 << total) - 1 & 1)
                options[kind].append(Option(statement, rows & ~(column ^ own), totals))
        places.append(options)
    return places


def _statements(kind: str, count: int, own: int) -> list[Statement]:
    """All statements of a kind; two in three of those about one other statement call it false."""
    others = [number for number in range(1, count + 1) if number != own]
    if kind == "total":
        return [(kind, amount, number) for amount in AMOUNTS for number in range(1, count)]
    if kind == "one":
        return [(kind, other, true) for other in others for true in (True, False, False)]
    if kind == "two":
        return [(kind, *pair, true) for pair in combinations(others, 2) for true in (True, False)]
    if kind == "parity":
        return [(kind, "even"), (kind, "odd")]
    parts = [(first, last) for first in range(1, count - 1) for last in range(first + 2, count + 1)]
    return [(kind, first, last, number) for first, last in parts for number in range(1, last - first + 1)]


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
def _fitting(statements: tuple[Statement, ...]) -> list[list[int]]:
    """The choices as lists of numbers, found as bits, of which statement 1 has the lowest."""
    count = len(statements)
    if count > MOST:
        raise ValueError(f"expected at most {MOST} statements")
    whole = [(1 << at, one) for at, one in enumerate(statements) if one[0] in WHOLE]
    others = [(1 << at, *_counted(one)) for at, one in enumerate(statements) if one[0] not in WHOLE]
    bits = [bit for bit, *_ in others]
    found = []
    for total in range(count + 1):
        # What the statements about all of them are is settled by how many are true; the others are tried.
        settled = [bit for bit, one in whole if _is_true(one, total)]
        for more in combinations(bits, total - len(settled)) if len(settled) <= total else ():
            chosen = sum(settled) + sum(more)
            for bit, among, number in others:
                if ((chosen & among).bit_count() == number) is not (chosen & bit > 0):
                    break
            else:
                found.append([at for at in range(1, count + 1) if chosen >> at - 1 & 1])
    return found


def _counted(statement: Statement) -> tuple[int, int]:
    """A statement about some of them: which these are, as bits, and how many of these it says are true."""
    kind, *parts = statement
    if kind == "part":
        first, last, number = parts
        return (1 << last) - (1 << first - 1), number
    *named, truth = parts
    return sum([1 << number - 1 for number in named]), len(named) if truth else 0


def _is_true(statement: Statement, total: int) -> bool:
    """Whether a statement about all of them holds if so many are true."""
    if statement[0] == "parity":
        return total % 2 == ("even", "odd").index(statement[1])
    _, amount, number = statement
    return total == number or (amount == "at least" and total > number) or (amount == "at most" and total < number)


def check_step(facts: Facts, step: Step) -> bool:
    claim, choices = step.claim, _choices(facts)
    statements = facts["statements"]
    if step.rule == "true":
        false = [number for number in range(1, len(statements) + 1) if number not in claim["numbers"]]
        return [list(claim["numbers"])] == choices and list(claim["false"]) == false
    total = claim["total"]
    about = [(at, _is_true(one, total)) for at, one in enumerate(statements, 1) if one[0] in WHOLE]
    return (
        total + claim["others"] == len(statements)
        and list(claim["held"]) == [at for at, true in about if true]
        and list(claim["broken"]) == [at for at, true in about if not true]
        and list(map(list, claim["choices"])) == [choice for choice in choices if len(choice) == total]
    )
