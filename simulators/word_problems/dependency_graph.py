"""One quantity out of many that are told in terms of one another, in any order and with some that do not matter."""

from __future__ import annotations

from itertools import product
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import CONTAINERS, THINGS

VERSION = 1
# How many steps the answer takes, how many quantities do not matter, and the largest number that may occur.
LEVELS = (
    {"depth": 2, "needless": 0, "size": 200},
    {"depth": 3, "needless": 1, "size": 300},
    {"depth": 5, "needless": 2, "size": 500},
    {"depth": 8, "needless": 4, "size": 800},
    {"depth": 13, "needless": 8, "size": 1500},
)
QUANTITIES = tuple(f"{many} in each {holder}" for (_, many), holder in product(THINGS, CONTAINERS) if many != "boxes")

# Name, how it is told, a number, the names that it is told in terms of.
Statement = tuple[str, str, int, tuple[str, ...]]


def make(rng: Stream, *, depth: int, needless: int, size: int) -> Problem:
    names = rng.sample(QUANTITIES, 2 * depth + 2 + 2 * needless)
    value: dict[str, int] = {}
    needed: list[Statement] = []
    others: list[Statement] = []

    def told(statements: list[Statement], statement: Statement) -> str:
        name, kind, number, refs = statement
        value[name] = _result(kind, number, [value[ref] for ref in refs])
        statements.append(statement)
        return name

    def leaf(statements: list[Statement]) -> str:
        return told(statements, (names.pop(), "is", rng.integer(2, 20), ()))

    last = leaf(needed)
    for _ in range(depth):
        other = leaf(needed) if rng.chance(1, 2) else rng.choice(needed)[0]
        before, last = last, told(needed, _statement(rng, names.pop(), last, other, value, size))
    for _ in range(needless):
        first = rng.choice(needed)[0] if rng.chance(2, 3) else leaf(others)
        told(others, _statement(rng, names.pop(), first, rng.choice(needed)[0], value, size))
    matters = {last}  # a leaf that the next statement happened not to take does not
    for name, _, _, refs in reversed(needed):
        if name in matters:
            matters.update(refs)
    name, kind, number, refs = needed[-1]
    operands = [value[ref] for ref in refs]
    return Problem(
        facts={"statements": rng.shuffled(needed + others), "asked": last},
        answer=str(value[last]),
        steps=(
            *(
                Step(kind, {"name": name, "number": number, "operands": [value[r] for r in refs], "value": value[name]})
                for name, kind, number, refs in needed
                if name in matters
            ),
            Step("found", {"value": value[last]}),
        ),
        mistakes=mistakes(
            str(value[last]),
            last_relation_turned_over=_turned_over(kind, number, operands),
            last_step_forgotten=value[before],
            number_only=number or operands[-1],
            first_number_kept=value[needed[0][0]],
        ),
    )


def _statement(rng: Stream, name: str, first: str, second: str, value: dict[str, int], size: int) -> Statement:
    """A relation to the first name, and perhaps the second, that gives a positive number of fair size."""
    a, b = value[first], value[second]
    kind = rng.choice(("more", "fewer", "times", "sum", "difference"))
    if kind == "times" and 2 * a <= size:
        return name, kind, rng.integer(2, min(6, size // a)), (first,)
    if kind == "sum" and first != second and a + b <= size:
        return name, kind, 0, (first, second)
    if kind == "difference" and abs(a - b) > 1:
        return name, kind, 0, (first, second) if a > b else (second, first)
    if kind != "more" and a > 4:
        return name, "fewer", rng.integer(2, a - 2), (first,)
    return name, "more", rng.integer(2, 20), (first,)


def _result(kind: str, number: int, operands: list[int]) -> int:
    if kind == "is":
        return number
    if kind in ("more", "fewer"):
        return operands[0] + (number if kind == "more" else -number)
    if kind == "times":
        return number * operands[0]
    return operands[0] + (operands[1] if kind == "sum" else -operands[1])


def _turned_over(kind: str, number: int, operands: list[int]) -> int:
    if kind == "times":
        return operands[0] + number
    return _result({"more": "fewer", "fewer": "more", "sum": "difference"}.get(kind, "sum"), number, operands)


def _values(facts: Facts, asked: list[str]) -> list[int]:
    """The quantities asked for, each by putting in for names what they are told to be until only numbers are left."""
    by_name = {name: (kind, number, refs) for name, kind, number, refs in facts["statements"]}
    found = []
    for start in asked:
        form, constant = {start: 1}, 0
        for _ in by_name:
            following: dict[str, int] = {}
            for name, weight in form.items():
                kind, number, refs = by_name[name]
                if kind == "times":
                    following[refs[0]] = following.get(refs[0], 0) + weight * number
                    continue
                constant += -weight * number if kind == "fewer" else weight * number
                signs = (1, -1) if kind == "difference" else (1, 1)
                for ref, sign in zip(refs, signs, strict=False):
                    following[ref] = following.get(ref, 0) + sign * weight
            form = following
            if not form:
                break
        else:
            raise ValueError("the statements go round in a circle")
        found.append(constant)
    return found


def check(facts: Facts, reply: str) -> Verdict:
    truth = _values(facts, [facts["asked"]])[0]
    return numbers.judge(reply, lambda value: value == truth, units=facts["asked"].split(" in ")[:1])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "found":
        return [claim["value"]] == _values(facts, [facts["asked"]])
    for name, kind, number, refs in facts["statements"]:
        if name == claim["name"]:
            told = [step.rule, claim["number"]] == [kind, number]
            return told and [*claim["operands"], claim["value"]] == _values(facts, [*refs, name])
    return False


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "statements": rng.shuffled(facts["statements"])}


def canonical(facts: Facts) -> list[Any]:
    """The quantities that matter, numbered in the order in which one asks for them."""
    by_name = {name: (kind, number, refs) for name, kind, number, refs in facts["statements"]}
    order = [facts["asked"]]
    for name in order:
        order += [ref for ref in by_name[name][2] if ref not in order]
    place = {name: number for number, name in enumerate(order)}
    return [[kind, number, [place[ref] for ref in refs]] for kind, number, refs in map(by_name.__getitem__, order)]
