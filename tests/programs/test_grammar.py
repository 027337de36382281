"""Random functions: three ways to run them agree, and they are what they are meant to be."""

from __future__ import annotations

import ast
import json
import keyword
from typing import Any

import pytest

from simulators.checks.machine.runs import run
from simulators.checks.stages import MEANINGS, meaning
from simulators.core import stream
from simulators.grammar import functions
from simulators.grammar.stages import TYPES

EDGES: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, -1, -37, 10**6),
    "ints": ([], [0], [5, 5], [-3, 2, -3]),
    "text": ("", " ", "a", "Zz é!", "  two  blanks "),
    "words": ([], [""], ["a"], ["bb", "a", "bb"]),
}


def functions_of(stages: int, count: int) -> list[functions.Function]:
    return [functions.function(stream(5, f"grammar/{stages}", at), stages=stages) for at in range(count)]


def agrees(made: functions.Function, value: Any) -> None:
    """Python, the machine and the meaning of the stages come to the same value, of the type that is promised."""
    names: dict[str, Any] = {}
    exec(made.source(), names)  # noqa: S102 - made by rules
    by_python = names[made.name](value)
    rules = json.loads(json.dumps([[stage.rule, stage.constants] for stage in made.stages]))
    by_machine = run(f"{made.source()}\nresult = {made.name}({value!r})").names["result"]
    assert by_python == by_machine == meaning(rules, value), (made.source(), value)
    assert type(by_python).__name__ == TYPES[made.result].partition("[")[0]


@pytest.mark.parametrize("stages", range(1, 6))
def test_three_ways_agree(stages: int) -> None:
    """On drawn values and at the edges of their type."""
    for number, made in enumerate(functions_of(stages, 150)):
        agrees(made, functions.argument(stream(6, "argument", number), made.given))
        for value in EDGES[made.given]:
            agrees(made, value)


def test_every_stage_comes_up_and_has_a_meaning() -> None:
    """No rule is only in one of the two lists."""
    drawn = {stage.rule for stages in (2, 3, 4) for made in functions_of(stages, 1500) for stage in made.stages}
    assert drawn == {maker.__name__ for maker in functions.MAKERS} == set(MEANINGS)


def test_every_way_to_write_a_stage_means_the_same() -> None:
    """The same constants, each way in turn."""
    for maker in functions.MAKERS:
        ways: dict[tuple[Any, ...], set[tuple[str, ...]]] = {}
        for at in range(300):
            stage = maker(stream(7, maker.__name__, at))
            ways.setdefault(stage.constants, set()).add(stage.lines)
        for constants, lines in list(ways.items())[:6]:
            for way in lines:
                for value in (*EDGES.get(stage.takes, ({}, {"a": 2, "b": 1, "c": 2})),):
                    source = "\n".join(way).replace("W", "other")
                    x = run(f"X = {value!r}\n{source}").names["Y"]
                    assert x == MEANINGS[maker.__name__](value, *constants), (way, value)


def test_names_are_names_and_are_used_once() -> None:
    """No keyword, no name of the library, and no variable that hides the parameter."""
    for made in functions_of(4, 300):
        tree = ast.parse(made.source())
        assigned = [
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        assert made.parameter not in assigned
        assert not any(keyword.iskeyword(name) or hasattr(__builtins__, name) for name in assigned)


def test_a_specification_says_everything() -> None:
    """One line of words for each stage; two stages that are told alike are alike, constants and all."""
    told: dict[tuple[str, str], tuple[Any, ...]] = {}
    for made in functions_of(3, 2000):
        said = functions.specification(made)
        assert len(said) == 3
        for text, stage in zip(said, made.stages, strict=True):
            assert text[0].islower() and "\n" not in text
            assert told.setdefault((stage.rule, text), stage.constants) == stage.constants
