"""Judges functions of stages by values that nobody was shown: what they return is held against what the rules mean.

Facts of such a function hold its ``name``, the type ``given`` of its argument, its ``rules``, and the calls that are
shown: one ``example``, or several ``examples``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from simulators.checks.calls import CallError, called
from simulators.checks.cases import cases
from simulators.checks.literals import same
from simulators.checks.machine.runs import FUEL, run
from simulators.checks.programs import agrees, judge_function
from simulators.checks.stages import Rule, meaning
from simulators.core import Facts, Verdict


def tried(facts: Facts) -> list[Any]:
    """The arguments: those that are shown, and those of :func:`.cases.cases`."""
    shown = [facts["example"]["argument"]] if "example" in facts else [given for given, _ in facts["examples"]]
    return [*shown, *cases(facts["given"], facts["rules"])]


def _expected(facts: Facts) -> Iterator[tuple[Any, Any]]:
    return ((value, meaning(facts["rules"], value)) for value in tried(facts))


def judge(facts: Facts, reply: str) -> Verdict:
    """Judge a reply that should hold the function, in a sandbox."""
    return judge_function(reply, facts["name"], _expected(facts))


def judge_source(facts: Facts, source: str) -> Verdict:
    """Judge the text of a program that should define the function, in a sandbox."""
    return agrees(source, facts["name"], _expected(facts))


def holds(facts: Facts, source: str) -> bool:
    """Whether the program defines the function, by the machine: a slow one, which tries one value in three."""
    few = islice(_expected(facts), None, None, 3)
    try:
        return all(same(called(source, facts["name"], value), right) for value, right in few)
    except CallError:
        return False


def part_holds(code: str, takes: str, gives: str, rule: Rule, values: Sequence[Any]) -> bool:
    """Whether lines that make one variable from another do what the rule means, by the machine.

    >>> part_holds("b = a * 2", "a", "b", ["linear", [2, 0, 100]], [3, 4])
    True
    """
    if not (takes.isidentifier() and gives.isidentifier()):
        return False
    body = "".join(f"    {line}\n" for line in code.split("\n"))
    ran = run(
        f"def part({takes}):\n{body}    return {gives}\nparts = [part(value) for value in values]",
        given={"values": values},
        fuel=FUEL * len(values),
    )
    if ran.error:
        return False
    return same(ran.names["parts"], [meaning([rule], value) for value in values])
