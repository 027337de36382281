"""An expression to fill in: a function with a hole, what it should do in words, and a call."""

from __future__ import annotations

import ast
from itertools import accumulate, pairwise
from typing import Any

from simulators.checks import hidden, holes
from simulators.checks.stages import meaning
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict, wrong
from simulators.grammar.execution import returned
from simulators.grammar.functions import Function, argument, function, specification, values
from simulators.grammar.holes import HOLE, Holed, hole
from simulators.grammar.mutations import canonical_source, mutants

VERSION = 1
LEVELS = ({"stages": 2}, {"stages": 3}, {"stages": 4}, {"stages": 5}, {"stages": 6})
TRIES = 300
LONGEST = 100  # characters of a value


def make(rng: Stream, *, stages: int) -> Problem:
    for _ in range(TRIES):
        made = function(rng, stages=stages)
        given = argument(rng, made.given)
        held = [given, *values(made, given)]
        if not held[-1]:
            continue
        if any(repr(one) == repr(other) or len(repr(other)) > LONGEST for one, other in pairwise(held)):
            continue
        left = hole(rng, canonical_source(made.source()))
        if left is None or len(left.expression) > 60 or left.expression in left.source:
            continue
        if wrong := _wrong(made, left, given, held[-1]):
            return _problem(made, left, held, wrong)
    raise RuntimeError(f"no expression that a call depends on came up in {TRIES} tries")


def _wrong(made: Function, left: Holed, given: Any, expected: Any) -> tuple[Mistake, ...]:
    """Expressions beside the right one with which the call returns something else."""
    others = [(one.fault, one.source.strip()) for one in mutants(left.expression + "\n")]
    if isinstance(ast.parse(left.expression, mode="eval").body, ast.Compare):
        others.append(("condition_dropped", "True"))
    found: dict[str, str] = {}
    for name, expression in others:
        if name not in found:
            said = returned(left.source.replace(HOLE, f"({expression})"), made.name, given)
            if said is not None and repr(said) != repr(expected):
                found[name] = expression
    return tuple(Mistake(name, expression) for name, expression in found.items())


def _problem(made: Function, left: Holed, held: list[Any], wrong: tuple[Mistake, ...]) -> Problem:
    ends = [1 + lines for lines in accumulate(len(stage.lines) for stage in made.stages)]
    number = 1 + sum(end < left.line for end in ends)
    return Problem(
        facts={
            "name": made.name,
            "given": made.given,
            "says": specification(made),
            "rules": [[stage.rule, list(stage.constants)] for stage in made.stages],
            "ends": ends,
            "source": left.source.strip(),
            "example": {"argument": held[0], "expected": held[-1]},
        },
        answer=left.expression,
        steps=(
            Step("order", {"number": number, "taken": repr(held[number - 1]), "made": repr(held[number])}),
            Step("fill", {"expression": left.expression}),
        ),
        mistakes=wrong,
    )


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox: the function with the expression put in must return what the words mean, for values nobody saw."""
    said = holes.read(reply)
    if said is None:
        return wrong("expected one expression as the final answer")
    try:
        source = holes.filled(facts["source"], said)
    except ValueError as error:
        return wrong(str(error))
    return hidden.judge_source(facts, source)


def check_step(facts: Facts, step: Step) -> bool:
    """What the orders before mean for the call; the expression is put in and tried on the machine."""
    claim, rules = step.claim, facts["rules"]
    if step.rule == "fill":
        return hidden.holds(facts, holes.filled(facts["source"], claim["expression"]))
    lines = facts["source"].splitlines()
    at = next(number for number, line in enumerate(lines, 1) if holes.HOLE in line)
    number = claim["number"]
    if at > facts["ends"][number - 1] or (number > 1 and at <= facts["ends"][number - 2]):
        return False
    taken, result = (meaning(rules[:count], facts["example"]["argument"]) for count in (number - 1, number))
    return [claim["taken"], claim["made"]] == [repr(taken), repr(result)]


def canonical(facts: Facts) -> list[Any]:
    return [facts["source"].replace(f"{facts['name']}(", "function(", 1), facts["rules"]]
