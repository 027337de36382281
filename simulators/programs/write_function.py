"""A function to write: what it should do in words, and what it returns in three calls."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from simulators.checks import hidden
from simulators.checks.stages import meaning
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar.functions import Function, argument, assembled, function, specification, values
from simulators.grammar.mutations import fenced

VERSION = 1
LEVELS = ({"stages": 3}, {"stages": 4}, {"stages": 5}, {"stages": 6}, {"stages": 7})
TRIES = 200
LONGEST = 100  # characters of a shown value
LINES = 36
EMPTY: dict[str, Any] = {"int": 0, "ints": [], "text": "", "words": []}


def make(rng: Stream, *, stages: int) -> Problem:
    for _ in range(TRIES):
        made = function(rng, stages=stages)
        constants = sum(len(stage.constants) for stage in made.stages)
        if len(made.lines) > LINES or constants < 2:
            continue
        given = [argument(rng, made.given) for _ in range(2)]
        held = [[one, *values(made, one)] for one in given]
        if repr(held[0][-1]) == repr(held[1][-1]) or not all(map(_shows_something, held)):
            continue
        given.append(EMPTY[made.given])
        held.append([given[-1], *values(made, given[-1])])
        return _problem(rng, made, given, held)
    raise RuntimeError(f"no function whose stages all have something to do came up in {TRIES} tries")


def _shows_something(held: list[Any]) -> bool:
    changes = all(repr(one) != repr(other) for one, other in pairwise(held))
    return changes and bool(held[-1]) and all(len(repr(value)) <= LONGEST for value in held)


def _problem(rng: Stream, made: Function, given: list[Any], held: list[list[Any]]) -> Problem:
    names = [made.parameter, *made.variables]
    return Problem(
        facts={
            "name": made.name,
            "parameter": made.parameter,
            "given": made.given,
            "says": specification(made),
            "rules": [[stage.rule, list(stage.constants)] for stage in made.stages],
            "examples": [[one, row[-1]] for one, row in zip(given, held, strict=True)],
        },
        answer=fenced(made.source()),
        steps=tuple(
            Step(
                "order", {"number": at, "takes": names[at - 1], "gives": names[at], "code": code, "value": repr(value)}
            )
            for at, (code, value) in enumerate(zip(_parts(made), held[0][1:], strict=True), 1)
        ),
        mistakes=_mistakes(rng, made, given, [row[-1] for row in held]),
    )


def _parts(made: Function) -> list[str]:
    """The lines of each stage."""
    parts, left = [], list(made.lines)
    for stage in made.stages:
        parts.append("\n".join(left[: len(stage.lines)]))
        left = left[len(stage.lines) :]
    return parts


def _mistakes(rng: Stream, made: Function, given: list[Any], expected: list[Any]) -> tuple[Mistake, ...]:
    """Functions that give something else in one of the calls, and one that knows nothing but the calls."""
    found = []
    stages = list(made.stages)
    for name, others in (
        ("order_left_out", [stages[:at] + stages[at + 1 :] for at in range(len(stages))]),
        (
            "orders_swapped",
            [[*stages[:at], *stages[at : at + 2][::-1], *stages[at + 2 :]] for at in range(len(stages) - 1)],
        ),
    ):
        for other in rng.shuffled(others):
            kinds = [made.given, *(stage.gives for stage in other)]
            if kinds[-1] == made.result and [stage.takes for stage in other] == kinds[:-1]:
                faulty = assembled(rng, made, other)
                if any(
                    repr(values(faulty, one)[-1]) != repr(right) for one, right in zip(given, expected, strict=True)
                ):
                    found.append(Mistake(name, fenced(faulty.source())))
                    break
    lines = [f"def {made.name}({made.parameter}):"]
    for one, right in zip(given, expected, strict=True):
        lines += [f"    if {made.parameter} == {one!r}:", f"        return {right!r}"]
    return (*found, Mistake("only_the_examples", fenced("\n".join(lines))))


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox: what the function returns for values that nobody was shown is held against what the words mean."""
    return hidden.judge(facts, reply)


def check_step(facts: Facts, step: Step) -> bool:
    """The lines of an order are run by themselves on what the orders before it mean; their value for the first call."""
    claim, rules = step.claim, facts["rules"]
    number = claim["number"]
    if not 0 < number <= len(rules) or (number == 1 and claim["takes"] != facts["parameter"]):
        return False
    taken = [meaning(rules[: number - 1], value) for value in hidden.tried(facts)]
    rule = rules[number - 1]
    if claim["value"] != repr(meaning([rule], taken[0])):
        return False
    return hidden.part_holds(claim["code"], claim["takes"], claim["gives"], rule, taken)


def canonical(facts: Facts) -> list[Any]:
    return [facts["given"], facts["rules"]]
