"""Judges a program by values that nobody was shown: what it returns is held against the meaning of its stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from simulators.checks import literals
from simulators.checks.machine.runs import FUEL, run
from simulators.checks.programs import judge_function
from simulators.checks.stages import Rule, meaning
from simulators.core import Verdict


def judge(reply: str, name: str, rules: Sequence[Rule], values: Iterable[Any]) -> Verdict:
    """Judge a program in a sandbox: its function must return for each value what the rules mean."""
    return judge_function(reply, name, ((value, meaning(rules, value)) for value in values))


def part_holds(code: str, takes: str, gives: str, rule: Rule, values: Sequence[Any]) -> bool:
    """Whether lines that make one variable from another do what the rule means, by the machine.

    >>> part_holds("b = a * 2", "a", "b", ["linear", [2, 0, 100]], [3, 4])
    True
    """
    if not (takes.isidentifier() and gives.isidentifier()):
        return False
    body = "".join(f"    {line}\n" for line in code.split("\n"))
    source = f"def part({takes}):\n{body}    return {gives}\nparts = [part(value) for value in {list(values)!r}]"
    ran = run(source, fuel=FUEL * len(values))
    if ran.error:
        return False
    return literals.same(ran.names["parts"], [meaning([rule], value) for value in values])
