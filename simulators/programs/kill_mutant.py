"""A test to write: one assert that a right function passes and a faulty variant fails."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

from simulators.checks import holes, literals, names
from simulators.checks.calls import CallError, UnfinishedError, called
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.execution import function_of
from simulators.grammar.functions import Function, argument, function
from simulators.grammar.mutations import Mutant, canonical_source, planted

VERSION = 1
LEVELS = ({"stages": 2}, {"stages": 3}, {"stages": 4}, {"stages": 5}, {"stages": 6})
TRIES = 400
OTHERS = 6  # arguments that are tried at random: some show the fault, some do not
LINES = 400  # that a call may run; the machine of the checker ends sooner than Python
LONGEST = 100  # characters of a value


def make(rng: Stream, *, stages: int) -> Problem:
    for _ in range(TRIES):
        made = function(rng, stages=stages)
        if not any(stage.constants for stage in made.stages):
            continue
        given = [argument(rng, made.given) for _ in range(OTHERS)]
        right = list(map(function_of(made.source(), made.name, sound=True), given))
        if sum(map(bool, right)) < 3 or len({repr(value) for value in right}) < 3:
            continue
        tree = ast.parse(made.source())
        for fault, line in planted(tree):
            if rng.chance(1, 3) and (rows := _told_apart(tree, made.name, given, right)):
                return _problem(made, Mutant(fault, line, ast.unparse(tree)), rows)
    raise RuntimeError(f"no fault that some calls show came up in {TRIES} tries")


def _told_apart(faulty: ast.Module, name: str, given: list[Any], right: list[Any]) -> list[tuple[Any, Any, Any]] | None:
    """A call that does not show the fault, and one that does: argument, what is right and what is said.

    None where there is none of either kind, or a call that ends in an error or never.
    """
    said_by = function_of(compile(faulty, "<faulty>", "exec"), name, lines=LINES)
    rows: dict[bool, tuple[Any, Any, Any]] = {}
    for one, value in zip(given, right, strict=True):
        said = said_by(one)
        if said is None or len(repr(value)) + len(repr(said)) > 2 * LONGEST:
            return None
        if value:
            rows.setdefault(said != value, (one, value, said))
        if len(rows) == 2:
            return [rows[False], rows[True]]
    return None


def _problem(made: Function, faulty: Mutant, rows: list[tuple[Any, Any, Any]]) -> Problem:
    source = canonical_source(made.source())
    (spared, same, _), (given, right, said) = rows
    changed = faulty.source.splitlines()[faulty.line - 1]

    def statement(one: Any, value: Any) -> str:
        return f"assert {made.name}({one!r}) == {value!r}"

    answer = statement(given, right)
    return Problem(
        facts={
            "name": made.name,
            "given": made.given,
            "source": source.strip(),
            "line": faulty.line,
            "changed": changed,
        },
        answer=answer,
        steps=(
            Step("line", {"before": source.splitlines()[faulty.line - 1].strip()}),
            Step("spared", {"argument": repr(spared), "value": repr(same)}),
            Step("killed", {"argument": repr(given), "right": repr(right), "faulty": repr(said)}),
        ),
        mistakes=mistakes(
            answer,
            expects_what_the_faulty_returns=statement(given, said),
            both_pass=statement(spared, same),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """The call is made on a machine for a subset of Python, once with the right function and once with the faulty."""
    said = holes.read(reply)
    if said is None:
        return wrong("expected one assert statement as the final answer")
    try:
        given, expected = _stated(said, facts["name"])
    except ValueError as error:
        return wrong(str(error))
    if not _is_allowed(given, facts["given"]):
        return wrong("the argument is not within the bounds")
    try:
        if _returned(facts["source"], facts["name"], repr(given)) != expected:
            return wrong("the right function fails this")
    except CallError:
        return wrong("the right function does not get through this")
    return wrong("the faulty function passes this") if _passes(facts, given, expected) else RIGHT


def _passes(facts: Facts, given: Any, expected: Any) -> bool:
    """Whether the faulty function passes; one that ends in an error of its own has failed."""
    try:
        return bool(_returned(_faulty(facts), facts["name"], repr(given)) == expected)
    except UnfinishedError:
        return True
    except CallError:
        return False


@lru_cache(maxsize=16)
def _returned(source: str, name: str, given: str) -> Any:
    return called(source, name, literals.value(given))


def _stated(said: str, name: str) -> tuple[Any, Any]:
    """The argument of the call and the value that it is held against. Raises ValueError for any other statement."""
    form = f"expected: assert {name}(...) == ..., with literals"
    if len(said) > literals.LONGEST:
        raise ValueError(form)
    try:
        statements = ast.parse(said).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(form) from None
    test = statements[0].test if len(statements) == 1 and isinstance(statements[0], ast.Assert) else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        raise ValueError(form)
    call, value = sorted((test.left, test.comparators[0]), key=lambda side: not isinstance(side, ast.Call))
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != name:
        raise ValueError(form)
    if len(call.args) != 1 or call.keywords:
        raise ValueError(form)
    return literals.value(ast.unparse(call.args[0])), literals.value(ast.unparse(value))


def _is_allowed(value: Any, kind: str) -> bool:
    """Whether an argument is of the type and the size that the question states."""
    if kind == "int":
        return type(value) is int and 0 <= value <= 99_999
    if kind == "text":
        return isinstance(value, str) and len(value) <= 60 and _is_plain(value)
    if not isinstance(value, list) or len(value) > 12:
        return False
    if kind == "ints":
        return all(type(each) is int and 0 <= each <= 999 for each in value)
    return all(isinstance(each, str) and len(each) <= 12 and _is_plain(each) and " " not in each for each in value)


def _is_plain(text: str) -> bool:
    return all("a" <= char <= "z" or char == " " for char in text)


def _faulty(facts: Facts) -> str:
    lines = facts["source"].splitlines()
    lines[facts["line"] - 1] = facts["changed"]
    return "\n".join(lines)


def check_step(facts: Facts, step: Step) -> bool:
    """The lines are compared; the calls are made again, with both functions."""
    claim = step.claim
    if step.rule == "line":
        return facts["source"].splitlines()[facts["line"] - 1].strip() == claim["before"]
    given = claim["argument"]
    right, faulty = (_returned(source, facts["name"], given) for source in (facts["source"], _faulty(facts)))
    if step.rule == "spared":
        return bool(right == faulty) and repr(right) == claim["value"]
    return bool(right != faulty) and [repr(right), repr(faulty)] == [claim["right"], claim["faulty"]]


def canonical(facts: Facts) -> list[Any]:
    return [names.numbered(facts["source"] + "\n" + facts["changed"])[0], facts["line"]]
