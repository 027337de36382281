"""Who of a group are knights, who always tell the truth, when the others are knaves, who always lie."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import permutations, product
from typing import Any, NamedTuple

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE

VERSION = 2
LEVELS = ({"people": 3}, {"people": 4}, {"people": 5}, {"people": 6}, {"people": 7})
# In proportion to how many statements there are of each shape, so that few puzzles come twice.
SHAPES = ("is",) * 2 + ("same",) + ("or",) * 6 + ("and",) * 6 + ("if",) * 12 + ("knights",) * 2
MOST_PEOPLE = 12
MOST_REORDERED = 4  # people whose orders are all compared: 24; among more, equal puzzles hardly come up
TRIES = 1000
NOBODY = "nobody"


Statement = tuple[Any, ...]


class Option(NamedTuple):
    """Something to say, with the cases, as bits, in which the speaker's kind and the truth of it agree."""

    statement: Statement
    fits: int


def make(rng: Stream, *, people: int) -> Problem:
    speakers = _speakers(people)
    for _ in range(TRIES):
        case = rng.below(2**people)
        told, fitting = [], -1
        for options in speakers:
            option = rng.choice(options[rng.choice(SHAPES)])
            while not option.fits >> case & 1:
                option = rng.choice(options[rng.choice(SHAPES)])
            told.append(list(option.statement))
            fitting &= option.fits
        if fitting == 1 << case:
            kinds = [bool(case >> person & 1) for person in range(people)]
            return _problem(rng.sample(PEOPLE, people), told, kinds)
    raise RuntimeError(f"no unique puzzle of {people} people came up in {TRIES} tries")


@cache
def _speakers(people: int) -> list[dict[str, list[Option]]]:
    """For each person what that one can say, by its shape."""
    columns, everywhere = _columns(people), (1 << 2**people) - 1
    return [
        {
            shape: [
                Option(statement, everywhere & ~(_table(statement, columns) ^ column))
                for statement in _statements(shape, people, speaker)
            ]
            for shape in dict.fromkeys(SHAPES)
        }
        for speaker, column in enumerate(columns)
    ]


@cache
def _columns(people: int) -> list[int]:
    """For each person the cases in which that one is a knight, as bits; bit p of a case's number is person p's kind."""
    return [sum(1 << case for case in range(2**people) if case >> person & 1) for person in range(people)]


@cache
def _counts(people: int) -> list[int]:
    """For each number of knights the cases that have it, as bits."""
    cases = range(2**people)
    return [sum(1 << case for case in cases if case.bit_count() == count) for count in range(people + 1)]


def _statements(shape: str, people: int, speaker: int) -> list[Statement]:
    pairs = [*permutations(range(people), 2)]
    if shape == "knights":
        return [(shape, count) for count in range(people + 1)]
    if shape == "same":
        return [(shape, first, last) for first, last in pairs if first < last]
    if shape == "is":
        return [(shape, person, kind) for person in range(people) if person != speaker for kind in (True, False)]
    kinds = [*product((True, False), repeat=2)]
    return [(shape, first, kind, last, other) for first, last in pairs for kind, other in kinds]


def _table(statement: Statement, columns: list[int]) -> int:
    """The cases in which a statement is true."""
    shape, first, *rest = statement
    if shape == "knights":
        return _counts(len(columns))[first]
    if shape == "same":
        return ~(columns[first] ^ columns[rest[0]])
    left = columns[first] if rest[0] else ~columns[first]
    if shape == "is":
        return left
    right = columns[rest[1]] if rest[2] else ~columns[rest[1]]
    return left | right if shape == "or" else left & right if shape == "and" else ~left | right


def _problem(names: list[str], statements: list[list[Any]], kinds: list[bool]) -> Problem:
    answer = _listed(names, kinds)
    return Problem(
        facts={"names": names, "statements": statements},
        answer=answer,
        steps=(
            *[Step("speaker", {"name": n, "knight": kind, "true": kind}) for n, kind in zip(names, kinds, strict=True)],
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
    return ", ".join([name for name, knight in zip(names, kinds, strict=True) if knight]) or NOBODY


@lru_cache(maxsize=1024)
def _solutions(statements: tuple[Statement, ...]) -> list[tuple[int, ...]]:
    """Every assignment that fits, found by trying all: which people are its knights."""
    people = len(statements)
    if people > MOST_PEOPLE:
        raise ValueError(f"expected at most {MOST_PEOPLE} people, got {people}")
    fitting = set(range(2**people))
    for speaker, statement in enumerate(statements):
        fitting -= _true_in(statement, people) ^ _true_in(("is", speaker, True), people)
    kinds = _assignments(people)
    return [tuple([person for person in range(people) if kinds[case][person]]) for case in fitting]


@lru_cache(maxsize=16)
def _assignments(people: int) -> list[tuple[bool, ...]]:
    return [*product((True, False), repeat=people)]


@lru_cache(maxsize=1024)  # the same things are said again and again
def _true_in(statement: Statement, people: int) -> frozenset[int]:
    """The numbers of the assignments in which a statement is true."""
    return frozenset([case for case, kinds in enumerate(_assignments(people)) if _said(statement, kinds)])


def _knights(facts: Facts) -> list[str]:
    """The names of the knights, or nobody. Raises ValueError where the puzzle has not exactly one solution."""
    solutions = _solutions(tuple(map(tuple, facts["statements"])))
    if len(solutions) != 1:
        raise ValueError(f"expected one solution, got {len(solutions)}")
    return sorted([facts["names"][person].lower() for person in solutions[0]]) or [NOBODY]


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
