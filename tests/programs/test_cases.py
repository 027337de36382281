"""The values that judge functions: whether they notice a line that was changed."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from simulators.checks.cases import cases
from simulators.checks.literals import same
from simulators.checks.stages import meaning
from simulators.core import stream
from simulators.grammar.execution import function_of
from simulators.grammar.functions import function
from simulators.grammar.mutations import canonical_source, mutant, places

FUNCTIONS = 60


def many(rng: Random, kind: str) -> list[Any]:
    """Three hundred values drawn in another way than the cases are."""
    if kind == "int":
        return [rng.randint(-most, most) for most in (50, 300, 5000) for _ in range(100)]
    if kind == "ints":
        return [
            [rng.randint(low, high) for _ in range(rng.randint(0, 14))]
            for low, high in ((0, 12), (0, 60), (-30, 130))
            for _ in range(100)
        ]
    letters = "aabcdeeefghiijklmnoopqrstuvwxyz"
    words = [
        ["".join(rng.choice(letters) for _ in range(rng.randint(1, 10))) for _ in range(rng.randint(0, 9))]
        for _ in range(300)
    ]
    return words if kind == "words" else [" ".join(row) for row in words]


def found(count: int) -> tuple[int, int]:
    """How many faulty functions there are among all with one changed place, and how many the cases find."""
    faulty = noticed = 0
    for number in range(FUNCTIONS):
        made = function(stream(99, "cases", number), stages=1 + number % 5)
        rules = [[stage.rule, list(stage.constants)] for stage in made.stages]
        source = canonical_source(made.source())
        wide, narrow = (
            [(value, meaning(rules, value)) for value in values]
            for values in (many(Random(number), made.given), cases(made.given, rules, count))
        )
        for place in range(places(source)):
            changed = function_of(mutant(source, place).source, made.name, lines=30_000)
            if all(same(changed(deepcopy(value)), right) for value, right in wide):
                continue  # another way to write the same
            faulty += 1
            noticed += not all(same(changed(deepcopy(value)), right) for value, right in narrow)
    return faulty, noticed


def test_a_changed_line_is_noticed() -> None:
    """At least 99 in 100 of the functions that go wrong for one of 300 other values go wrong for one of the cases."""
    faulty, noticed = found(96)
    assert faulty > 400
    assert noticed >= 0.99 * faulty


def test_a_dozen_cases_would_not_do() -> None:
    """The measure can fail: twelve values leave one faulty function in fifty unnoticed."""
    faulty, noticed = found(12)
    assert noticed < 0.98 * faulty
