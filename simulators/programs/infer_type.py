"""The type of a variable at the end of a short program, as Python annotates it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import names, type_names
from simulators.checks.machine.runs import run
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.typed import Statement, Type, held, program, source, written

VERSION = 1
LEVELS = ({"statements": 1}, {"statements": 2}, {"statements": 3}, {"statements": 4}, {"statements": 6})
TRIES = 200


def make(rng: Stream, *, statements: int) -> Problem:
    for _ in range(TRIES):
        made = program(rng, statements)
        if made[-1].type != made[-2].type and _ends_well(made):
            return _problem(made)
    raise RuntimeError(f"no program whose collections are full came up in {TRIES} tries")


def _ends_well(made: tuple[Statement, ...]) -> bool:
    """Whether every variable holds something."""
    try:
        return all(map(_full, held(made).values()))
    except (ArithmeticError, LookupError, ValueError):  # the mean or the largest of no items, the first of them
        return False


def _full(value: object) -> bool:
    """Whether no collection in it is empty: the type of an empty one does not show."""
    if isinstance(value, (list, tuple, set)):
        return bool(value) and all(map(_full, value))
    if isinstance(value, dict):
        return bool(value) and all(_full(key) and _full(inner) for key, inner in value.items())
    return True


def _problem(made: tuple[Statement, ...]) -> Problem:
    kind = made[-1].type
    answer = written(kind)
    return Problem(
        facts={"source": source(made), "variable": made[-1].name},
        answer=answer,
        steps=tuple(Step("variable", {"name": name, "type": written(given)}) for name, _, given in made),
        mistakes=mistakes(
            answer,
            one_statement_too_early=written(made[-2].type),
            **_slips(kind),
        ),
    )


def _slips(kind: Type) -> dict[str, str]:
    if isinstance(kind, str):
        return {
            "taken_for_its_relative": {"int": "float", "float": "int", "bool": "int", "str": "list[str]"}[kind],
            "wrapped_in_a_list": f"list[{kind}]",
        }
    slips = {
        "contents_left_out": str(kind[0]),
        "list_for_every_collection": written(_as_lists(kind)),
        "item_for_the_collection": written(kind[-1]),
    }
    if kind[0] == "dict" and kind[1] != kind[2]:
        slips["key_and_value_exchanged"] = written(("dict", kind[2], kind[1]))
    return slips


def _as_lists(kind: Type) -> Type:
    """The type with lists where there are sets and tuples."""
    if isinstance(kind, str):
        return kind
    if kind[0] == "dict":
        return ("dict", _as_lists(kind[1]), _as_lists(kind[2]))
    return ("list", _as_lists(kind[1]))


def check(facts: Facts, reply: str) -> Verdict:
    """The program is run on a machine for a subset of Python, and the type is read off the value, item by item."""
    return type_names.judge(reply, _held(facts["source"])[facts["variable"]])


@lru_cache(maxsize=16)
def _held(text: str) -> dict[str, Any]:
    ran = run(text)
    if ran.error:
        raise ValueError(f"expected a program that ends well, got {ran.error}")
    return ran.names


def check_step(facts: Facts, step: Step) -> bool:
    """The variable's own value, by the same run."""
    return type_names.of(_held(facts["source"])[step.claim["name"]]) == step.claim["type"]


def canonical(facts: Facts) -> list[str]:
    text, became = names.numbered(facts["source"])
    return [text, became[facts["variable"]]]
