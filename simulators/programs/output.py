"""What a program prints: a function of one to six stages, called once."""

from __future__ import annotations

import re
from functools import lru_cache

from simulators.checks import literals
from simulators.checks.machine.runs import Run, run
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.functions import at_work

VERSION = 2
LEVELS = ({"stages": 1}, {"stages": 2}, {"stages": 3}, {"stages": 4}, {"stages": 6})
LONGEST = 120  # characters that are printed
_NAME = re.compile(r"def (\w+)\((\w+)\)")


def make(rng: Stream, *, stages: int) -> Problem:
    made, held = at_work(rng, stages=stages, longest=LONGEST)
    given = held[0]
    answer = str(held[-1]).strip()
    return Problem(
        facts={"source": f"{made.source()}\nprint({made.name}({given!r}))"},
        answer=answer,
        steps=tuple(
            Step("stage", {"name": name, "value": repr(value)})
            for name, value in zip(made.variables, held[1:], strict=True)
        ),
        mistakes=mistakes(
            answer,
            last_stage_forgotten=str(held[-2]).strip(),
            **_slips(held[-1]),
        ),
    )


def _slips(result: object) -> dict[str, str]:
    """What a slip in the last stage would print."""
    if isinstance(result, int):
        return {"one_too_many": str(result + 1), "one_too_few": str(result - 1)}
    if isinstance(result, str):
        return {"first_character_lost": result[1:].strip() or "''", "order_turned": result[::-1].strip()}
    if isinstance(result, list):
        return {
            "first_item_lost": str(result[1:]),
            "last_item_lost": str(result[:-1]),
            "order_turned": str(result[::-1]),
        }
    return {"first_key_lost": str(dict(list(dict(result).items())[1:]))}  # type: ignore[call-overload]


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, _run(facts["source"]).printed)


@lru_cache(maxsize=16)
def _run(source: str) -> Run:
    ran = run(source, watched=True)
    if ran.error:
        raise ValueError(f"expected a program that ends well, got {ran.error}")
    return ran


def check_step(facts: Facts, step: Step) -> bool:
    """The variable's last value, of all that the machine saw of it."""
    name, value = step.claim["name"], step.claim["value"]
    held = [seen.names[name] for seen in _run(facts["source"]).history if name in seen.names]
    return bool(held) and repr(held[-1]) == value


def canonical(facts: Facts) -> str:
    """The program with its function and parameter under one name each."""
    source: str = facts["source"]
    found = _NAME.match(source)
    for name, common in zip(found.groups() if found else (), ("function", "parameter"), strict=False):
        source = re.sub(rf"\b{name}\b", common, source)
    return source
