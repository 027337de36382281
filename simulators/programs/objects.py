"""What the attributes of objects are after calls of their methods, where two names may stand for one object."""

from __future__ import annotations

import re
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple

from simulators.checks import literals
from simulators.checks.machine.runs import run
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"objects": 1, "calls": 4, "shared": False},
    {"objects": 1, "calls": 6, "shared": False},
    {"objects": 2, "calls": 6, "shared": False},
    {"objects": 2, "calls": 7, "shared": True},
    {"objects": 3, "calls": 11, "shared": True},
)
TRIES = 200
NAMES = ("a", "b", "c", "d")


class Kind(NamedTuple):
    """A class: its source, how it begins, calls of its methods (%d is a number up to ``most``), its attributes."""

    source: str
    begin: str
    calls: tuple[str, ...]
    shown: tuple[str, ...]
    most: int


ACCOUNT = """class Account:
    def __init__(self, balance):
        self.balance = balance
        self.refused = 0

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        if amount > self.balance:
            self.refused += 1
            return
        self.balance -= amount

    def add_interest(self):
        self.balance += self.balance // 10"""
ROBOT = """class Robot:
    def __init__(self, x):
        self.x = x
        self.y = 0
        self.direction = 0

    def turn(self):
        self.direction = (self.direction + 1) % 4

    def walk(self, steps):
        if self.direction % 2 == 0:
            self.x += steps if self.direction == 0 else -steps
        else:
            self.y += steps if self.direction == 1 else -steps"""
STACK = """class Stack:
    def __init__(self, first):
        self.items = [first]
        self.lost = 0

    def push(self, item):
        self.items.append(item)
        if len(self.items) > 4:
            self.lost += self.items.pop(0)

    def pop(self):
        if self.items:
            return self.items.pop()
        return 0

    def add(self):
        self.push(self.pop() + self.pop())"""
METER = """class Meter:
    def __init__(self, value):
        self.value = value
        self.rounds = 0

    def advance(self, steps):
        self.value += steps
        while self.value >= 12:
            self.value -= 12
            self.rounds += 1

    def back(self):
        if self.value > 0:
            self.value -= 1

    def double(self):
        self.advance(self.value)"""
KINDS = (
    Kind(ACCOUNT, "Account(%d)", ("deposit(%d)", "withdraw(%d)", "add_interest()"), ("balance", "refused"), 60),
    Kind(ROBOT, "Robot(%d)", ("turn()", "walk(%d)"), ("x", "y", "direction"), 9),
    Kind(STACK, "Stack(%d)", ("push(%d)", "pop()", "add()"), ("items", "lost"), 20),
    Kind(METER, "Meter(%d)", ("advance(%d)", "back()", "double()"), ("value", "rounds"), 11),
)


def make(rng: Stream, *, objects: int, calls: int, shared: bool) -> Problem:
    for _ in range(TRIES):
        kind, names = rng.choice(KINDS), list(NAMES[:objects])
        lines = [f"{name} = {kind.begin % rng.integer(1, kind.most)}" for name in names]
        if shared:
            names.append(NAMES[objects])
            lines.append(f"{names[-1]} = {rng.choice(names[:-1])}")
        begun = len(lines)
        while len(lines) < begun + calls:
            call = rng.choice(kind.calls)
            line = f"{rng.choice(names)}.{call % rng.integer(1, kind.most) if '%' in call else call}"
            if line != lines[-1]:
                lines.append(line)
        asked, attribute = rng.choice(names), rng.choice(kind.shown)
        states, ended = _played(kind, lines)
        answer = str(getattr(ended[asked], attribute))
        ways = [str(getattr(_played(kind, way)[1][asked], attribute)) for way in _misread(lines, asked)]
        if len(set(states)) > calls // 2 and ways[0] != answer and (not shared or ways[2] != answer):
            break
    else:
        raise RuntimeError(f"no calls that change much came up in {TRIES} tries")
    return Problem(
        facts={"source": "\n".join([kind.source, "", *lines, f"print({asked}.{attribute})"])},
        answer=answer,
        steps=tuple(
            Step("call", {"number": number, "statement": line, "state": state})
            for number, (line, state) in enumerate(zip(lines[begun:], states, strict=True), begun + 1)
        ),
        mistakes=mistakes(answer, never_changed=ways[0], last_call_forgotten=ways[1], taken_for_a_copy=ways[2]),
    )


def _misread(lines: list[str], asked: str) -> tuple[list[str], ...]:
    """The program without any call, without the last one, and as if no two names stood for one object."""
    begun = [line for line in lines if " = " in line]
    return begun, lines[:-1], [line for line in lines if " = " in line or line.startswith(f"{asked}.")]


def _played(kind: Kind, lines: list[str]) -> tuple[list[str], dict[str, Any]]:
    """The state of the object that is called, after each call, and all objects in the end."""
    names: dict[str, Any] = {}
    states = []
    exec(_compiled(kind.source), names)  # noqa: S102 - one of the classes above
    for line in lines:
        exec(line, names)  # noqa: S102
        if " = " not in line:
            called = names[line.partition(".")[0]]
            states.append(", ".join(f"{attribute} {getattr(called, attribute)}" for attribute in kind.shown))
    return states, names


@lru_cache(maxsize=len(KINDS))
def _compiled(source: str) -> CodeType:
    return compile(source, "<class>", "exec")


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, _printed(facts["source"]))


@lru_cache(maxsize=64)
def _printed(source: str) -> str:
    ran = run(source)
    if ran.error:
        raise ValueError(f"expected a program that ends well, got {ran.error}")
    return ran.printed


def check_step(facts: Facts, step: Step) -> bool:
    """The program is run again with the object's attributes printed after each call."""
    number, statement, state = (step.claim[key] for key in ("number", "statement", "state"))
    return (statement, state) == _states(facts["source"]).get(number)


@lru_cache(maxsize=16)
def _states(source: str) -> dict[int, tuple[str, str]]:
    """For the calls, by their numbers among the lines below the class: the statement and the state that it leaves."""
    head, mark, body = source.partition(f"\n\n{NAMES[0]} = ")
    attributes = dict.fromkeys(re.findall(r"^        self\.(\w+) = ", head.partition("\n\n    def ")[0], re.MULTILINE))
    lines, calls = (mark.strip() + " " + body).splitlines()[:-1], {}
    told = [head]
    for number, line in enumerate(lines, 1):
        told.append(line)
        if " = " not in line:
            calls[number] = line
            told += [f"print({line.partition('.')[0]}.{attribute})" for attribute in attributes]
    shown = iter(_printed("\n".join(told)).splitlines())
    return {
        number: (line, ", ".join(f"{attribute} {next(shown)}" for attribute in attributes))
        for number, line in calls.items()
    }
