"""What a recursive function returns, or how many calls it takes."""

from __future__ import annotations

import re
from ast import literal_eval
from typing import Any

from simulators.checks import literals
from simulators.checks.following import follow
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import Call, followed
from simulators.grammar.recursions import recursion

VERSION = 1
LEVELS = (
    {"least": 3, "most": 5},
    {"least": 5, "most": 8},
    {"least": 8, "most": 13},
    {"least": 13, "most": 20},
    {"least": 20, "most": 31},
)
TRIES = 400
LONGEST = 60  # characters of a value


def make(rng: Stream, *, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        made = recursion(rng)
        name = made.source[4 : made.source.index("(")]
        source = f"{made.source}\n\nprint({name}({made.arguments}))"
        calls = _calls(source)
        values = {call.value for call in calls}
        if least <= len(calls) <= most and len(values) > least // 3 + 1 and len(calls[-1].value) <= LONGEST:
            break
    else:
        raise RuntimeError(f"no recursion of that size came up in {TRIES} tries")
    counted = made.branches and rng.chance(1, 3)
    distinct = list(dict.fromkeys(calls))
    if counted:
        answer, key = str(len(calls)), "calls"
        claims = [{"call": call.call, "calls": call.taken} for call in distinct]
        wrong: dict[str, Any] = {"first_call_not_counted": len(calls) - 1, "each_call_once": len(distinct)}
    else:
        answer, key = _shown(calls[-1].value), "value"
        claims = [{"call": call.call, "value": call.value} for call in distinct]
        inner = [_shown(call.value) for call in calls[:-1]]
        wrong = {"outermost_call_forgotten": inner[-1], "innermost_value_taken": inner[0], "last_but_two": inner[-2]}
    return Problem(
        facts={"source": source, "asked": key},
        answer=answer,
        steps=tuple(Step(key, claim) for claim in claims),
        mistakes=mistakes(answer, **{name: value for name, value in wrong.items() if str(value)}),
    )


def _calls(source: str) -> list[Call]:
    try:
        return followed(source).calls
    except RecursionError:
        return []


def _shown(value: str) -> str:
    """A value as print() writes it."""
    return str(literal_eval(value))


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which notes every call."""
    ran = follow(facts["source"])
    return literals.judge(reply, ran.printed if facts["asked"] == "value" else str(len(ran.calls)))


def check_step(facts: Facts, step: Step) -> bool:
    """The call is among those that the machine noted, with that value, or with so many calls in it."""
    claim = step.claim
    said = (claim["call"], claim[step.rule])
    place = 1 if step.rule == "value" else 2
    return any(said == (call[0], call[place]) for call in follow(facts["source"]).calls)


def canonical(facts: Facts) -> list[str]:
    """The program with its function under one name."""
    source: str = facts["source"]
    name = source[4 : source.index("(")].removesuffix("_one")
    return [re.sub(rf"\b{name}(?=_one|_two|\()", "function", source), facts["asked"]]
