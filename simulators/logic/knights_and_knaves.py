"""Who of a group are knights, who always tell the truth, when the others are knaves, who always lie."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import permutations, product
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE

VERSION = 1
LEVELS = ({"people": 3}, {"people": 4}, {"people": 5}, {"people": 6}, {"people": 7})
# In proportion to how many statements there are of each shape, so that few puzzles come twice.
SHAPES = {"is": 2, "same": 1, "or": 6, "and": 6, "if": 12, "knights": 2}
MOST_PEOPLE = 12
MOST_REORDERED = 4  # people whose orders are all compared: 24; among more, equal puzzles hardly come up
TRIES = 1000
NOBODY = "nobody"


def make(rng: Stream, *, people: int) -> Problem:
    columns = _columns(people)
    everywhere = (1 << 2**people) - 1
    for _ in range(TRIES):
        case = rng.below(2**people)
        statements, fitting = [], everywhere
        for speaker in range(people):
            statement, table = _statement(rng, columns, speaker, case)
            statements.append(statement)
            # The cases in which the speaker's kind and the truth of the statement agree.
            fitting &= ~(table ^ columns[speaker])
        if fitting == 1 << case:
            kinds = [bool(case >> person & 1) for person in range(people)]
            return _problem(rng.sample(PEOPLE, people), statements, kinds)
    raise RuntimeError(f"no unique puzzle of {people} people came up in {TRIES} tries")


@cache
def _columns(people: int) -> list[int]:
    """For each person the cases in which that one is a knight, as bits; bit p of a case's number is person p's kind."""
    return [sum(1 << case for case in range(2**people) if case >> person & 1) for person in range(people)]


@cache
def _counts(people: int) -> list[int]:
    """For each number of knights the cases that have it, as bits."""
    cases = range(2**people)
    return [sum(1 << case for case in cases if case.bit_count() == count) for count in range(people + 1)]


def _statement(rng: Stream, columns: list[int], speaker: int, case: int) -> tuple[list[Any], int]:
    """Something that this speaker can say in this case, with the cases in which it is true."""
    knight = case >> speaker & 1
    while True:
        shape = rng.weighted(SHAPES)
        first, last = rng.sample(range(len(columns)), 2)
        if shape == "knights":
            count = rng.below(len(columns) + 1)
            statement, table = [shape, count], _counts(len(columns))[count]
        elif shape == "same":
            statement, table = [shape, min(first, last), max(first, last)], ~(columns[first] ^ columns[last])
        else:
            kind, other = rng.chance(1, 2), rng.chance(1, 2)
            if shape == "is":
                first = last if first == speaker else first
                statement, table = [shape, first, kind], columns[first] if kind else ~columns[first]
            else:
                left = columns[first] if kind else ~columns[first]
                right = columns[last] if other else ~columns[last]
                statement = [shape, first, kind, last, other]
                table = left | right if shape == "or" else left & right if shape == "and" else ~left | right
        if table >> case & 1 == knight:
            return statement, table


def _problem(names: list[str], statements: list[list[Any]], kinds: list[bool]) -> Problem:
    answer = _listed(names, kinds)
    return Problem(
        facts={"names": names, "statements": statements},
        answer=answer,
        steps=(
            *(Step("speaker", {"name": n, "knight": kind, "true": kind}) for n, kind in zip(names, kinds, strict=True)),
            Step("unique", {"others": 2 ** len(names) - 1, "knights": answer}),
        ),
        mistakes=mistakes(
            answer,
            kinds_swapped=_listed(names, [not kind for kind in kinds]),
            believes_the_first=_listed(names, [not kinds[0], *kinds[1:]]),
            everyone_believed=_listed(names, [True] * len(names)),
        ),
    )


def _listed(names: list[str], kinds: Any) -> str:
    return ", ".join(name for name, knight in zip(names, kinds, strict=True) if knight) or NOBODY


@lru_cache(maxsize=1024)
def _solutions(statements: tuple[tuple[Any, ...], ...]) -> list[tuple[int, ...]]:
    """Every assignment that fits, found by trying all: which people are its knights."""
    people = range(len(statements))
    if len(people) > MOST_PEOPLE:
        raise ValueError(f"expected at most {MOST_PEOPLE} people, got {len(people)}")
    return [
        tuple(person for person in people if kinds[person])
        for kinds in product((True, False), repeat=len(people))
        if all(_said(statement, kinds) is kind for statement, kind in zip(statements, kinds, strict=True))
    ]


def _knights(facts: Facts) -> list[str]:
    """The names of the knights, or nobody. Raises ValueError where the puzzle has not exactly one solution."""
    solutions = _solutions(tuple(map(tuple, facts["statements"])))
    if len(solutions) != 1:
        raise ValueError(f"expected one solution, got {len(solutions)}")
    return sorted(facts["names"][person].lower() for person in solutions[0]) or [NOBODY]


def _said(statement: tuple[Any, ...], kinds: tuple[bool, ...]) -> bool:
    """The truth of a statement, spelled out case by case."""
    match statement:
        case ["knights", number]:
            return kinds.count(True) == number
        case ["same", first, last]:
            return kinds[first] is kinds[last]
        case ["is", person, kind]:
            return kinds[person] is kind
        case ["or", first, kind, last, other]:
            return kinds[first] is kind or kinds[last] is other
        case ["and", first, kind, last, other]:
            return kinds[first] is kind and kinds[last] is other
        case ["if", first, kind, last, other]:
            return kinds[last] is other if kinds[first] is kind else True
    raise ValueError(f"no such statement: {statement}")


def check(facts: Facts, reply: str) -> Verdict:
    knights = _knights(facts)
    return words.judge_list(reply, lambda given: sorted(map(str.lower, given)) == knights)


def check_step(facts: Facts, step: Step) -> bool:
    claim, knights = step.claim, _knights(facts)
    if step.rule == "unique":
        others = 2 ** len(facts["names"]) - 1
        return claim["others"] == others and sorted(claim["knights"].lower().split(", ")) == knights
    knight = claim["name"].lower() in knights
    return claim["name"] in facts["names"] and claim["knight"] is knight and claim["true"] is knight


def canonical(facts: Facts) -> list[Any]:
    """The least form over all orders of the people, up to four; beyond, the order is taken as it stands."""
    statements = facts["statements"]
    people = range(len(statements))
    orders = permutations(people) if len(people) <= MOST_REORDERED else [tuple(people)]
    return min((_renamed(statements, order) for order in orders), key=str)


def _renamed(statements: list[list[Any]], order: tuple[int, ...]) -> list[Any]:
    """The statements with person i called ``order[i]``; the parts of symmetric ones in a fixed order."""
    renamed: list[Any] = [None] * len(statements)
    for speaker, statement in enumerate(statements):
        renamed[order[speaker]] = _reordered(statement, order)
    return renamed


def _reordered(statement: list[Any], order: tuple[int, ...]) -> list[Any]:
    match statement:
        case ["same", first, last]:
            return ["same", *sorted((order[first], order[last]))]
        case ["is", person, kind]:
            return ["is", order[person], kind]
        case ["if", first, kind, last, other]:
            return ["if", order[first], kind, order[last], other]
        case ["or" | "and" as shape, first, kind, last, other]:
            return [shape, *sorted(([order[first], kind], [order[last], other]))]
    return list(statement)
