"""What families about programs are made of: functions written anew, holes, loops, menus; and their checkers' tools."""

from __future__ import annotations

import ast
from itertools import permutations

import pytest

from simulators.checks import calls, hidden, holes, names
from simulators.checks.machine.runs import run
from simulators.core import stream
from simulators.grammar import functions, loops, menus, nests
from simulators.grammar.execution import function_of
from simulators.grammar.holes import HOLE, hole
from simulators.grammar.mutations import canonical_source, planted


def test_a_function_written_anew_does_the_same() -> None:
    """The same stages, with other names for the items and in other ways."""
    changed = 0
    for number in range(200):
        rng = stream(8, "anew", number)
        made = functions.function(rng, stages=3)
        other = functions.assembled(rng, made, [functions.rewritten(rng, stage) for stage in made.stages])
        given = functions.argument(rng, made.given)
        assert functions.values(made, given) == functions.values(other, given)
        changed += made.lines != other.lines
    assert changed > 150


def test_stages_that_do_not_fit_are_refused() -> None:
    """A chain must begin with the type that the function is given."""
    rng = stream(8, "unfit", 0)
    made = functions.function(rng, stages=2, given="text")
    with pytest.raises(ValueError, match="takes"):
        functions.assembled(rng, made._replace(given="counts"), made.stages)


def test_a_hole_is_filled_by_what_was_there() -> None:
    """The hole's program with the expression put back is the program."""
    for number in range(200):
        rng = stream(8, "hole", number)
        source = canonical_source(functions.function(rng, stages=2).source())
        left = hole(rng, source)
        if left is not None:
            assert left.source.count(HOLE) == 1 and HOLE in left.source.splitlines()[left.line - 1]
            assert canonical_source(holes.filled(left.source, left.expression)) == source


@pytest.mark.parametrize(
    "expression", ["", "x = 1", "n; n", "n\nn", "9**9**9", "unknown + 1", "n +", "(" * 150, "n" * 300, "import os"]
)
def test_what_is_not_one_expression_is_refused(expression: str) -> None:
    """Statements, unknown names, giants and powers of powers."""
    with pytest.raises(ValueError, match=r"expected|there is no|power"):
        holes.filled("def f(n):\n    return ____", expression)


def test_quotes_that_a_reader_took_off_are_put_back() -> None:
    """An expression between quotes loses them as an answer's dress."""
    assert holes.filled("def f(n):\n    return ____", "a' <= n <= 'z") == "def f(n):\n    return ('a' <= n <= 'z')"


def test_planted_faults_leave_the_tree_as_it_was() -> None:
    """Each is there for its turn only."""
    for number in range(30):
        source = canonical_source(functions.function(stream(8, "planted", number), stages=3).source())
        tree = ast.parse(source)
        found = [ast.unparse(tree) + "\n" for _ in planted(tree)]
        assert source not in found and ast.unparse(tree) + "\n" == source


def test_a_function_that_does_not_end_returns_nothing() -> None:
    """A bound on its lines; sound functions are not watched."""
    assert function_of("def f(n):\n    while True:\n        n += 1\n", "f", lines=50)(1) is None
    assert function_of("def f(n):\n    return n\n", "f", sound=True)(7) == 7


def test_loops_hold_after_their_passes_what_the_machine_says() -> None:
    """The last pass by Python, and the end of the run by the machine."""
    agreed = 0
    for number in range(100):
        made = loops.loop(stream(8, "loop", number), variables=3, passes=5, branches=1)
        try:
            held = loops.passes(made, 5)
        except ValueError:
            continue
        end = run(made.source()).names
        assert held[-1] == {name: end[name] for name in held[-1]}
        agreed += 1
    assert agreed > 20


def test_lines_of_nested_loops_are_reached_as_often_as_the_machine_says() -> None:
    """Conditions hold back, and ranges that hold their ends reach a line as often or oftener."""
    for number in range(100):
        made = nests.nest(stream(8, "nest", number), depth=2, conditions=1, exits=0)
        reached = nests.executed(made)
        seen = [step for step in run(made.source(), watched=True).history if step.line == made.line]
        assert [tuple(step.names[name] for name in made.loops) for step in seen] == reached
        assert len(reached) <= len(nests.executed(made, line=made.tests[0]))


def test_chains_are_all_those_that_fit() -> None:
    """By trying every permutation of the menu."""
    for number in range(40):
        rng = stream(8, "menu", number)
        orders = menus.menu(rng, "ints", size=4, hidden=0)
        given = functions.argument(rng, "ints")
        tried = [
            tuple((place, orders[place].stages[0]) for place in places)
            for places in permutations(range(4), 2)
            if orders[places[0]].stages[0].gives == "ints"
        ]
        wanted = menus.followed(tried[0], given)[-1]
        fitting = [chain for chain in tried if repr(menus.followed(chain, given)[-1]) == repr(wanted)]
        assert sorted(menus.chains(orders, "ints", 2, [(given, wanted)])) == sorted(fitting)


def test_calls_on_the_machine_say_how_they_failed() -> None:
    """An error of the program's own, and a run without an end."""
    with pytest.raises(calls.CallError, match="ZeroDivisionError"):
        calls.called("def f(n):\n    return 1 // n", "f", 0)
    with pytest.raises(calls.UnfinishedError):
        calls.called("def f(n):\n    while True:\n        n += 1", "f", 0)
    with pytest.raises(calls.UnfinishedError):
        calls.called("def f(n):\n    return n", "g", 0)


def test_parts_are_held_to_their_rule() -> None:
    """Lines that do something else, or that are no lines, do not hold."""
    rule = ["add_to_each", [3]]
    assert hidden.part_holds("b = [n + 3 for n in a]", "a", "b", rule, [[1, 2], []])
    assert not hidden.part_holds("b = [n + 4 for n in a]", "a", "b", rule, [[1, 2], []])
    assert not hidden.part_holds("b = 1 // 0", "a", "b", rule, [[1, 2]])
    assert not hidden.part_holds("b = a", "a): pass #", "b", rule, [[1, 2]])


def test_names_are_numbered_whatever_they_are() -> None:
    """Two programs that differ in names alone become one."""
    one, other = "row = [n for n in data if n > 2]", "kept = [item for item in xs if item > 2]"
    assert names.numbered(one)[0] == names.numbered(other)[0]
