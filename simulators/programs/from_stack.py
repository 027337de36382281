"""Code of a small stack machine is to be written as a Python function."""

from __future__ import annotations

from simulators.checks import procedures
from simulators.checks.programs import judged_by, program, verdict
from simulators.checks.sandbox.jobs import SHORT
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.mutations import fenced
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
NAME = "f"
TRIES = 200


def make(rng: Stream, **sizes: int) -> Problem:
    for _ in range(TRIES):
        made = procedure(rng, **sizes)
        if without_idle_parts(made) and len(set(values(made))) > 5:
            return _problem(made)
    raise RuntimeError(f"no code whose result says something of its arguments came up in {TRIES} tries")


def _problem(made: Procedure) -> Problem:
    answer = fenced(python(made, NAME))
    slips = {name: fenced(python(other, NAME)) for name, other in faulty(made) if told_apart(made, other)}
    source = python(made, NAME)
    slips["result_not_returned"] = fenced(source.rpartition("return")[0] + source.rpartition("return ")[2])
    return Problem(
        facts={"code": stack_code(made), "name": NAME, "parameters": list(made.parameters)},
        answer=answer,
        steps=tuple(Step("part", {"code": code, "lines": lines}) for lines, code in parts(made)),
        mistakes=mistakes(answer, **slips),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox, for arguments that nobody was shown, against what the code leaves on a stack machine of ours."""
    source, parameters = program(reply), tuple(facts["parameters"])
    if source is None or facts["name"] not in source:
        return wrong(f"expected a Python function {facts['name']}")
    expected = procedures.of_code(facts["code"], parameters)

    def test(function: object) -> bool:
        return callable(function) and all(
            type(said := function(*given.values())) is int and said == number
            for given, number in zip(procedures.bound(parameters), expected, strict=True)
        )

    return verdict(judged_by(source, facts["name"], test, SHORT))


def check_step(facts: Facts, step: Step) -> bool:
    """The words stand in the code in this order, and do for many values of the variables what the lines do."""
    lines, code = step.claim["lines"], step.claim["code"]
    return f" {code} " in f" {facts['code']} " and procedures.part_holds(lines, code)


def canonical(facts: Facts) -> str:
    return str(facts["code"])
