"""A Python function is to be written as code of a small stack machine."""

from __future__ import annotations

from typing import Any

from simulators.checks import procedures, stack
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.procedures import (
    Procedure,
    faulty,
    parts,
    procedure,
    python,
    stack_code,
    told_apart,
    values,
    without_idle_parts,
)

VERSION = 1
LEVELS = (
    {"parameters": 1, "assignments": 2, "choices": 0, "loops": 0},
    {"parameters": 2, "assignments": 2, "choices": 0, "loops": 0},
    {"parameters": 2, "assignments": 1, "choices": 1, "loops": 0},
    {"parameters": 2, "assignments": 1, "choices": 0, "loops": 1},
    {"parameters": 2, "assignments": 1, "choices": 1, "loops": 1},
)
TRIES = 200


def make(rng: Stream, **sizes: int) -> Problem:
    for _ in range(TRIES):
        made = procedure(rng, **sizes)
        if without_idle_parts(made) and len(set(values(made))) > 5:
            return _problem(made)
    raise RuntimeError(f"no function whose value says something of its arguments came up in {TRIES} tries")


def _problem(made: Procedure) -> Problem:
    answer = stack_code(made)
    slips = {name: stack_code(other) for name, other in faulty(made) if told_apart(made, other)}
    if made.body:
        slips["result_not_left"] = answer.rpartition(parts(made)[-1][1])[0].strip()
    return Problem(
        facts={"source": python(made, "f"), "name": "f", "parameters": list(made.parameters)},
        answer=answer,
        steps=tuple(Step("part", {"lines": lines, "code": code}) for lines, code in parts(made)),
        mistakes=mistakes(answer, **slips),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """The code runs on a stack machine for arguments that nobody was shown; the function, on a machine for Python."""
    said = final(reply)
    if said is None:
        return wrong("expected code of the stack machine on one line")
    parameters = tuple(facts["parameters"])
    expected = procedures.of_python(facts["source"], facts["name"], len(parameters))
    for given, number in zip(procedures.bound(parameters), expected, strict=True):
        try:
            left = stack.run(said, given)
        except ValueError as error:
            return wrong(f"for {_told(given)}: {error}")
        if left != number:
            return wrong(f"for {_told(given)} it leaves {str(left)[:30]}")
    return RIGHT


def _told(given: Any) -> str:
    return ", ".join(f"{name} = {number}" for name, number in given.items())


def check_step(facts: Facts, step: Step) -> bool:
    """The lines stand in the function in this order, and do for many values of the variables what the code does."""
    lines, code = step.claim["lines"], step.claim["code"]
    held = [line.removeprefix("    ") for line in facts["source"].split("\n")[1:]]
    there = any(held[at : at + len(lines)] == lines for at in range(len(held)))
    return there and procedures.part_holds(lines, code)


def canonical(facts: Facts) -> str:
    return str(facts["source"])
