"""What a stack machine's code leaves on top of its stack."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import numbers, stack
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.procedures import Procedure, faulty, procedure, stack_code, traced, without_idle_parts

VERSION = 1
LEVELS = (
    {"parameters": 1, "assignments": 2, "choices": 0, "loops": 0},
    {"parameters": 2, "assignments": 2, "choices": 0, "loops": 0},
    {"parameters": 2, "assignments": 1, "choices": 1, "loops": 0},
    {"parameters": 2, "assignments": 1, "choices": 0, "loops": 1},
    {"parameters": 2, "assignments": 1, "choices": 1, "loops": 1},
)
MOST = 10**6
TRIES = 200


def make(rng: Stream, **sizes: int) -> Problem:
    for _ in range(TRIES):
        made = procedure(rng, **sizes)
        given = rng.sample(range(3, 9), len(made.parameters))
        kept, result = traced(made, given)
        if abs(result) < MOST and result not in given and without_idle_parts(made):
            return _problem(made, given, kept, result)
    raise RuntimeError(f"no code with a result of moderate size came up in {TRIES} tries")


def _problem(made: Procedure, given: list[int], kept: list[tuple[str, int]], result: int) -> Problem:
    slips: dict[str, object] = {}
    for name, wrong in faulty(made):
        try:
            slips[name] = traced(wrong, given)[1]
        except ZeroDivisionError:
            continue
    if kept:
        slips["last_assignment_taken_for_the_result"] = kept[-1][1]
    slips["one_too_many"] = result + 1
    return Problem(
        facts={"code": stack_code(made), "given": dict(zip(made.parameters, given, strict=True))},
        answer=str(result),
        steps=(
            *(Step("kept", {"number": at, "name": name, "value": value}) for at, (name, value) in enumerate(kept, 1)),
            Step("left", {"top": result}),
        ),
        mistakes=mistakes(str(result), **slips),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By running the code word by word on a stack machine; makers compute with the tree that the code comes from."""
    top, _ = _run(facts["code"], tuple(facts["given"].items()))
    return numbers.judge(reply, lambda said: said == top)


@lru_cache(maxsize=16)
def _run(code: str, given: tuple[tuple[str, int], ...]) -> tuple[int, list[tuple[int, dict[str, int]]]]:
    stops: list[tuple[int, dict[str, int]]] = []
    return stack.run(code, dict(given), stops), stops


def check_step(facts: Facts, step: Step) -> bool:
    """The variable that the assignment of that number set, by the same run."""
    top, stops = _run(facts["code"], tuple(facts["given"].items()))
    claim = step.claim
    if step.rule == "left":
        return claim["top"] == top
    if not 0 < claim["number"] <= len(stops):
        return False
    at, names = stops[claim["number"] - 1]
    return facts["code"].split()[at - 1] == f"={claim['name']}" and names[claim["name"]] == claim["value"]


def canonical(facts: Facts) -> list[Any]:
    return [facts["code"], list(facts["given"].values())]
