"""A loop, and one of its variables: what it holds after a pass."""

from __future__ import annotations

import ast
from functools import lru_cache
from itertools import pairwise

from simulators.checks import names, numbers
from simulators.checks.machine.runs import Seen, run
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.loops import loop, passes

VERSION = 1
LEVELS = (
    {"variables": 1, "number": 3, "branches": 0},
    {"variables": 2, "number": 4, "branches": 0},
    {"variables": 2, "number": 5, "branches": 1},
    {"variables": 3, "number": 7, "branches": 2},
    {"variables": 4, "number": 10, "branches": 3},
)
TRIES = 400


def make(rng: Stream, *, variables: int, number: int, branches: int) -> Problem:
    for _ in range(TRIES):
        made = loop(rng, variables=variables, passes=number + rng.integer(1, 3), branches=branches)
        variable = rng.choice(made.names)
        try:
            held = passes(made, number)
        except ValueError:
            continue
        if len(held) <= number or any(one == other for one, other in pairwise(held)):
            continue
        values = [state[variable] for state in held]
        # A value that came long before, or that only one pass makes, could be seen without following the loop.
        if values[number - 1] in (values[number - 2], values[number]) or len(set(values[:number])) < min(number, 4):
            continue
        return _problem(made.source(), made.item, variable, number, held)
    raise RuntimeError(f"no loop whose variable changes came up in {TRIES} tries")


def _problem(source: str, item: str, variable: str, number: int, held: list[dict[str, int]]) -> Problem:
    values = [state[variable] for state in held]
    answer = str(values[number - 1])
    others = [name for name in held[0] if name not in (item, variable)]
    return Problem(
        facts={"source": source, "variable": variable, "number": number},
        answer=answer,
        steps=tuple(Step("pass", {"at": at, "values": state}) for at, state in enumerate(held[:number], 1)),
        mistakes=mistakes(
            answer,
            one_pass_too_few=values[number - 2],
            one_pass_too_many=values[number],
            after_the_whole_loop=values[-1],
            another_variable=held[number - 1][others[0]] if others else answer,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which notes all variables after every statement."""
    value = _after(facts["source"])[facts["number"] - 1][facts["variable"]]
    return numbers.judge(reply, lambda said: said == value, unknown=facts["variable"])


@lru_cache(maxsize=16)
def _after(source: str) -> list[dict[str, int]]:
    """What the variables hold after each pass: just before the next one begins, or in the end."""
    cycle = next(node for node in ast.parse(source).body if isinstance(node, ast.For | ast.While))
    begins = cycle.lineno if isinstance(cycle, ast.For) else cycle.body[0].lineno
    history: list[Seen] = run(source, watched=True).history
    starts = [at for at, seen in enumerate(history) if seen.line == begins]
    return [history[at - 1].names for at in (*starts[1:], len(history))]


def check_step(facts: Facts, step: Step) -> bool:
    """What the variables of the claim hold after its pass, by the same run."""
    at, values = step.claim["at"], step.claim["values"]
    after = _after(facts["source"])
    return 0 < at <= len(after) and values == {name: after[at - 1][name] for name in values}


def canonical(facts: Facts) -> list[str | int]:
    told, became = names.numbered(facts["source"])
    return [told, became[facts["variable"]], facts["number"]]
