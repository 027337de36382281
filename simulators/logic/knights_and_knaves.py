"""Who of a group are knights, who always tell the truth, when the others are knaves, who always lie."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations, product
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE

VERSION = 1
LEVELS = ({"people": 3}, {"people": 4}, {"people": 5}, {"people": 6}, {"people": 7})
SHAPES = {"is": 1, "same": 1, "or": 4, "and": 4, "if": 4, "knights": 1}
MOST_PEOPLE = 12
MOST_REORDERED = 4  # people whose orders are all compared: 24; among more, equal puzzles hardly come up
TRIES = 1000
NOBODY = "nobody"


def make(rng: Stream, *, people: int) -> Problem:
    for _ in range(TRIES):
        kinds = [rng.chance(1, 2) for _ in range(people)]
        statements = [_statement(rng, kinds, speaker) for speaker in range(people)]
        if sum(_consistent(statements, other) for other in product((False, True), repeat=people)) == 1:
            return _problem(rng.sample(PEOPLE, people), statements, kinds)
    raise RuntimeError(f"no unique puzzle of {people} people came up in {TRIES} tries")


def _statement(rng: Stream, kinds: list[bool], speaker: int) -> list[Any]:
    """Something that this speaker can say: true from a knight, false from a knave."""
    while True:
        shape = rng.weighted(SHAPES)
        first, last = rng.sample(range(len(kinds)), 2)
        if shape == "knights":
            statement: list[Any] = [shape, rng.below(len(kinds) + 1)]
        elif shape == "same":
            statement = [shape, min(first, last), max(first, last)]
        elif shape == "is":
            statement = [shape, last if first == speaker else first, rng.chance(1, 2)]
        else:
            statement = [shape, first, rng.chance(1, 2), last, rng.chance(1, 2)]
        if _holds(statement, kinds) == kinds[speaker]:
            return statement


def _holds(statement: list[Any], kinds: Any) -> bool:
    shape, *parts = statement
    if shape == "knights":
        return sum(kinds) == parts[0]
    if shape == "same":
        return bool(kinds[parts[0]] == kinds[parts[1]])
    claims = [kinds[person] == kind for person, kind in zip(parts[::2], parts[1::2], strict=True)]
    if shape == "if":
        return claims[1] or not claims[0]
    return any(claims) if shape == "or" else all(claims)


def _consistent(statements: list[list[Any]], kinds: Any) -> bool:
    return all(_holds(statement, kinds) == kind for statement, kind in zip(statements, kinds, strict=True))


def _problem(names: list[str], statements: list[list[Any]], kinds: list[bool]) -> Problem:
    answer = _listed(names, kinds)
    verdicts = zip(names, statements, kinds, strict=True)
    return Problem(
        facts={"names": names, "statements": statements},
        answer=answer,
        steps=(
            *(
                Step("speaker", {"name": name, "knight": kind, "true": _holds(said, kinds)})
                for name, said, kind in verdicts
            ),
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
