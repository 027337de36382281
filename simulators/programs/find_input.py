"""An argument to find: a function, and what it returned."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import Any

from simulators.checks import literals
from simulators.checks.calls import CallError, called
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.functions import Function, argument, function, values

VERSION = 1
LEVELS = ({"stages": 1}, {"stages": 2}, {"stages": 3}, {"stages": 4}, {"stages": 5})
TRIES = 400
OTHERS = 12  # arguments that are tried at random, of which none may do
LONGEST = 100  # characters of an output
SMALLEST: dict[str, Any] = {"int": 10, "ints": [1], "text": "a", "words": ["a"]}
_TEXT = re.compile(r"[a-z]+(?: [a-z]+)*", re.ASCII)
_WORD = re.compile(r"[a-z]{1,10}", re.ASCII)


def make(rng: Stream, *, stages: int) -> Problem:
    for _ in range(TRIES):
        made = function(rng, stages=stages)
        given = argument(rng, made.given)
        held = [given, *values(made, given)]
        if (
            not held[-1]
            or len(repr(held[-1])) > LONGEST
            or any(repr(one) == repr(other) for one, other in pairwise(held))
        ):
            continue
        trivial = [SMALLEST[made.given], *([held[-1]] if made.result == made.given else [])]
        beside = [given - 1, given + 1, 2 * given] if made.given == "int" else []
        if not any(_gives(made, other, held[-1]) for other in (*trivial, *beside)) and not any(
            _gives(made, other, held[-1]) for other in (argument(rng, made.given) for _ in range(OTHERS))
        ):
            return _problem(made, held)
    raise RuntimeError(f"no function whose output says much of its argument came up in {TRIES} tries")


def _gives(made: Function, given: Any, output: Any) -> bool:
    return repr(values(made, given)[-1]) == repr(output)


def _problem(made: Function, held: list[Any]) -> Problem:
    given, output = held[0], held[-1]
    answer = repr(given)
    slips = {"output_itself": output}
    if made.stages[0].gives != made.given or not _gives(made, held[1], output):
        slips["first_stage_not_undone"] = held[1]
    near = given + 1 if made.given == "int" else given[::-1]
    if not _gives(made, near, output):
        slips["one_too_many" if made.given == "int" else "order_turned"] = near
    return Problem(
        facts={
            "name": made.name,
            "given": made.given,
            "source": made.source().strip(),
            "ends": dict(zip(made.variables, _ends(made), strict=True)),
            "output": output,
        },
        answer=answer,
        steps=(
            *(
                Step("back", {"variable": name, "value": repr(value)})
                for name, value in [*zip(made.variables, held[1:], strict=True)][-2::-1]
            ),
            Step("call", {"argument": answer}),
        ),
        mistakes=mistakes(answer, **{name: repr(value) for name, value in slips.items()}),
    )


def _ends(made: Function) -> list[int]:
    """The line of the source at which each variable is complete."""
    return [1 + lines for lines in accumulate(len(stage.lines) for stage in made.stages)]


def check(facts: Facts, reply: str) -> Verdict:
    """The function is called with the argument, on a machine for a subset of Python, and must return the output."""
    said = final(reply)
    if said is None:
        return wrong("expected one argument as the final answer")
    try:
        value = _read(said, facts["given"])
    except ValueError as error:
        return wrong(str(error))
    return RIGHT if _returns(facts, value) else wrong(f"{said[:60]} does not give the output")


def _read(said: str, kind: str) -> Any:
    """The argument, if it is of its type and within the bounds that the question states. Raises ValueError if not."""
    value = said if kind == "text" and _TEXT.fullmatch(said) else literals.value(said)  # quotes only dress an answer
    if not _fits(value, kind):
        raise ValueError(f"{said[:60]} is not within the bounds")
    return value


def _fits(value: Any, kind: str) -> bool:
    if kind == "int":
        return type(value) is int and 10 <= value <= 999
    if kind == "text":
        return isinstance(value, str) and len(value) <= 60 and _TEXT.fullmatch(value) is not None
    if not isinstance(value, list) or not 0 < len(value) <= (8 if kind == "ints" else 5):
        return False
    if kind == "ints":
        return all(type(each) is int and 1 <= each <= 50 for each in value)
    return all(isinstance(each, str) and _WORD.fullmatch(each) is not None for each in value)


def _returns(facts: Facts, value: Any) -> bool:
    try:
        return literals.same(called(facts["source"], facts["name"], value), facts["output"])
    except CallError:
        return False


def check_step(facts: Facts, step: Step) -> bool:
    """The argument is tried as a reply's; from a variable's value on, the rest of the function is run."""
    claim = step.claim
    if step.rule == "call":
        return _returns(facts, _read(claim["argument"], facts["given"]))
    rest = facts["source"].splitlines()[facts["ends"][claim["variable"]] :]
    source = "\n".join([f"def rest({claim['variable']}):", *rest])
    return literals.same(called(source, "rest", literals.value(claim["value"])), facts["output"])


def canonical(facts: Facts) -> list[Any]:
    return [facts["source"].replace(f"{facts['name']}(", "function(", 1), facts["output"]]
