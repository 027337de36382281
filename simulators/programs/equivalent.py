"""Two functions: whether they return the same for every argument of a small domain."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Any

from simulators.checks import literals, names
from simulators.checks.final import final
from simulators.checks.machine.runs import FUEL, run
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.execution import function_of
from simulators.grammar.functions import Function, assembled, function, rewritten
from simulators.grammar.mutations import canonical_source, planted

VERSION = 1
LEVELS = ({"stages": 1}, {"stages": 2}, {"stages": 3}, {"stages": 4}, {"stages": 5})
TRIES = 500
LINES = 400  # that a call may run; the machine of the checker ends sooner than Python
LONGEST = 40  # characters of a value
BODIES = 36  # lines of both functions
LETTERS = "bcdlnrstz"
_VERDICT = re.compile(
    r"(yes|no)\b(?:\s*[:,;.-]?\s*)(?:(?:for|at|with|on|because of|e\.g\.,?|for example)\s)?(.*)",
    re.IGNORECASE | re.DOTALL,
)


def make(rng: Stream, *, stages: int) -> Problem:
    same = rng.chance(2, 5)
    for _ in range(TRIES):
        made = function(rng, stages=stages, given=rng.choice(("int", "ints", "ints", "text")), name="f")
        others = [rewritten(rng, stage) if rng.chance(2, 3) else stage for stage in made.stages]
        if others == list(made.stages) or len(made.lines) + sum(len(stage.lines) for stage in others) > BODIES:
            continue
        domain = _domain(rng, made)
        arguments = list(_arguments(domain))
        right = list(map(function_of(made.source(), "f", sound=True), arguments))
        if len({repr(value) for value in right}) < 4 or any(len(repr(value)) > LONGEST for value in right):
            continue
        second = assembled(rng, made._replace(name="g"), others)
        found = _second(rng, second, arguments, right, same)
        if found is not None:
            return _problem(made, found[0], domain, list(zip(arguments, right, found[1], strict=True)))
    raise RuntimeError(f"no pair of functions of that kind came up in {TRIES} tries")


def _domain(rng: Stream, made: Function) -> dict[str, Any]:
    """Few arguments, about the constants of the function: there it shows whether two functions are the same."""
    constants = [one for stage in made.stages for one in stage.constants if type(one) is int and one < 60]
    if made.given == "int":
        first = rng.integer(0, 80)
        return {"kind": "int", "first": first, "last": first + 11}
    if made.given == "text":
        return {"kind": "text", "letters": sorted([rng.choice("aeiou"), *rng.sample(LETTERS, 2)]), "longest": 2}
    middle = rng.choice(constants) if constants else rng.integer(2, 30)
    below = max(0, middle - rng.integer(1, 5))
    return {"kind": "ints", "numbers": [below, below + rng.integer(1, 4), middle + rng.integer(5, 12)], "longest": 2}


def _arguments(domain: dict[str, Any]) -> Iterator[Any]:
    """All arguments of a domain, short ones first."""
    if domain["kind"] == "int":
        yield from range(domain["first"], domain["last"] + 1)
        return
    for length in range(domain["longest"] + 1):
        for parts in product(domain["numbers" if domain["kind"] == "ints" else "letters"], repeat=length):
            yield list(parts) if domain["kind"] == "ints" else "".join(parts)


def _second(
    rng: Stream, second: Function, arguments: list[Any], right: list[Any], same: bool
) -> tuple[str, list[Any]] | None:
    """A function that is the same on the domain, or that differs on few of its arguments, and what it returns."""
    tree = ast.parse(second.source())
    for _ in islice(planted(tree), rng.below(8), 12 if same else None):  # most faults are no use to the same function
        if not rng.chance(1, 3 if same else 2):
            continue
        said = _said(tree, arguments, right, 0 if same else 2 * len(arguments) // 3)
        if said and (same or list(map(repr, said)) != list(map(repr, right))):
            return ast.unparse(tree) + "\n", said
    return (canonical_source(second.source()), right) if same else None


def _said(faulty: ast.Module, arguments: list[Any], right: list[Any], most: int) -> list[Any]:
    """What a function returns for the arguments; nothing where it fails, or is not ``right`` more often than that."""
    said_by = function_of(compile(faulty, "<faulty>", "exec"), "g", lines=LINES)
    said = []
    for given, value in zip(arguments, right, strict=True):
        said.append(said_by(given))
        most -= repr(said[-1]) != repr(value)
        if most < 0 or said[-1] is None or (said[-1] == value and repr(said[-1]) != repr(value)):
            return []  # too different, or only in the order of a dictionary
    return said


def _problem(made: Function, second: str, domain: dict[str, Any], rows: list[tuple[Any, Any, Any]]) -> Problem:
    at = next((place for place, (_, one, other) in enumerate(rows) if repr(one) != repr(other)), len(rows))
    tried = Step("same", {"values": [[given, value] for given, value, _ in rows[:at]], "left": len(rows) - at})
    facts = {"first": canonical_source(made.source()).strip(), "second": second.strip(), "domain": domain}
    if at == len(rows):
        middle = rows[at // 2][0]
        return Problem(
            facts, "yes", (tried,), mistakes("yes", difference_imagined=f"no: {middle!r}", difference_not_shown="no")
        )
    given, one, other = rows[at]
    answer = f"no: {given!r}"
    agreed = next(given for given, one, other in rows if repr(one) == repr(other))
    return Problem(
        facts,
        answer,
        (*([tried] if at else []), Step("differ", {"argument": given, "of_f": one, "of_g": other})),
        mistakes(answer, difference_overlooked="yes", argument_on_which_they_agree=f"no: {agreed!r}"),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """Both functions are run for all arguments of the domain, on a machine for a subset of Python."""
    said = final(reply)
    found = _VERDICT.fullmatch(said) if said is not None and len(said) < literals.LONGEST else None
    if found is None:
        return wrong('expected "yes", or "no:" with an argument, as the final answer')
    table = _table(facts["first"], facts["second"], json.dumps(facts["domain"]))
    if found[1].lower() == "yes":
        if found[2]:
            return wrong("expected nothing behind the yes")
        return RIGHT if all(literals.same(one, other) for _, one, other in table) else wrong("there is a difference")
    try:
        value = literals.value(found[2])
    except ValueError as error:
        return wrong(str(error))
    for given, one, other in table:
        if literals.same(given, value):
            return wrong("there both return the same") if literals.same(one, other) else RIGHT
    return wrong("the argument is not in the domain")


@lru_cache(maxsize=16)
def _table(first: str, second: str, told: str) -> list[tuple[Any, Any, Any]]:
    """Every argument of the domain with what both functions return for it."""
    domain = json.loads(told)
    if domain["kind"] == "int":
        arguments = [domain["first"] + place for place in range(domain["last"] - domain["first"] + 1)]
    elif domain["kind"] == "ints":
        arguments = _grown([[]], [[number] for number in domain["numbers"]], domain["longest"])
    else:
        arguments = _grown([""], domain["letters"], domain["longest"])
    calls = "".join(f"\n{name}_values = [{name}(value) for value in {arguments!r}]" for name in "fg")
    ran = run(f"{first}\n{second}{calls}", fuel=10 * FUEL)
    if ran.error:
        raise ValueError(f"expected functions that return something, got {ran.error}")
    return list(zip(arguments, ran.names["f_values"], ran.names["g_values"], strict=True))


def _grown(shorter: list[Any], parts: list[Any], times: int) -> list[Any]:
    """What is there, and all that comes of adding one more part, so many times."""
    if times == 0:
        return shorter
    longest = max(map(len, shorter))
    longer = [one + part for one in shorter if len(one) == longest for part in parts]
    return _grown([*shorter, *longer], parts, times - 1)


def check_step(facts: Facts, step: Step) -> bool:
    """The arguments are those of the domain in their order, up to the first on which the functions differ."""
    claim, table = step.claim, _table(facts["first"], facts["second"], json.dumps(facts["domain"]))
    agreed = [literals.same(one, other) for _, one, other in table]
    at = agreed.index(False) if False in agreed else len(table)
    if step.rule == "differ":
        return literals.same([claim["argument"], claim["of_f"], claim["of_g"]], list(table[at]))
    rows = [[given, value] for given, value, _ in table[:at]]
    return literals.same([list(row) for row in claim["values"]], rows) and claim["left"] == len(table) - at


def canonical(facts: Facts) -> list[Any]:
    return [names.numbered(f"{facts['first']}\n{facts['second']}")[0], facts["domain"]]
