"""Two engines follow the same programs: CPython with probes, and the machine. They must note the same."""

from __future__ import annotations

import pytest

from simulators.checks.following import follow, line_holds
from simulators.core import Step
from simulators.examples import examples
from simulators.grammar.following import attempted, changes, followed

FAMILIES = ("aliasing", "dictionaries", "exceptions", "formatting", "recursion", "scopes", "slices", "sorting")


@pytest.mark.parametrize("family", FAMILIES)
def test_both_engines_note_the_same(family: str) -> None:
    """What is printed, after which statements which variables hold what, what is caught where, and every call."""
    for level in (1, 3, 5):
        for example in examples(f"programs.{family}", level=level, seed=41, indices=range(20)):
            source = example.problem.facts["source"]
            one, other = followed(source), follow(source)
            assert one.printed == other.printed
            assert [(line, error, handler) for line, error, handler, _ in one.caught] == other.caught
            assert [tuple(call) for call in one.calls] == [call for call in other.calls if call[0][0] != "<"]
            assert [(seen.line, seen.time) for seen in one.seen] == [seen[:2] for seen in other.seen]
            for mine, theirs in zip(one.seen, other.seen, strict=True):
                assert {name: theirs[2][name] for name in mine.names} == mine.names


def test_an_error_is_told_with_its_line_and_its_handler() -> None:
    source = "def f(n):\n    return 1 // n\n\ntry:\n    x = f(0)\nexcept ArithmeticError:\n    x = 2\nprint(x)"
    assert follow(source).caught == [(2, "ZeroDivisionError", 6)]
    assert followed(source).caught[0][:3] == (2, "ZeroDivisionError", 6)


def test_calls_are_counted_with_those_that_they_make() -> None:
    source = "def f(n):\n    if n < 2:\n        return 1\n    return f(n - 1) + f(n - 2)\n\nprint(f(3))"
    assert follow(source).calls[-1] == ("f(3)", "3", 5)
    assert tuple(followed(source).calls[-1]) == ("f(3)", "3", 5)


def test_lines_hold_only_as_they_are() -> None:
    source = "a = [1]\nb = a\nb.append(2)\nprint(a)"
    steps = list(changes(source, followed(source).seen))
    assert [step.claim["names"] for step in steps] == [["a"], ["b"], ["a", "b"]]
    assert all(line_holds(source, step) for step in steps)
    for key, value in (
        ("place", 9),
        ("line", 2),
        ("time", 2),
        ("statement", "b"),
        ("names", []),
        ("values", ["1", "2"]),
    ):
        assert not line_holds(source, Step("line", {**steps[-1].claim, key: value}))


@pytest.mark.parametrize("source", ["print(1 // 0)", "return 3", "while True:\n    pass", "import os", "x = ("])
def test_programs_that_do_not_end_well_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"machine|ends well"):
        follow(source)


def test_a_program_that_fails_prints_nothing() -> None:
    assert attempted("print(1)\nprint([][1])") == ""
