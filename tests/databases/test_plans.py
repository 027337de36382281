"""The evaluator of plans against both engines, and the differences that replies may have."""

from __future__ import annotations

import pytest

from simulators import core
from simulators.checks import programs
from simulators.checks.sql import engines, replies
from simulators.checks.sql.rows import drawn
from simulators.examples import examples, find_fault

QUERIES = ("select_rows", "join_rows", "aggregate", "top_rows", "combine", "fix_query", "write_view", "change_rows")
COLUMNS = [["good_id", "integer", ["key", 1], False], ["price", "integer", ["number", 1, 9, 1], True]]
TABLES = [{"name": "goods", "rows": [2, 2], "columns": COLUMNS}]


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_answers_are_right_in_both_engines_and_mistakes_wrong(name: str, level: int) -> None:
    """What the evaluator expects is what SQLite and DuckDB give, in all three databases."""
    with programs.trusting():
        for example in examples(f"databases.{name}", level=level, seed=99, indices=range(15)):
            problem = example.problem
            assert find_fault(example.family, problem.facts, problem.answer, problem.steps, problem.mistakes) == ""


@pytest.mark.parametrize(
    ("said", "expected", "ordered", "fault"),
    [
        ([(1, "a")], [(1.0, "a")], True, ""),
        ([(True,)], [(1,)], True, ""),
        ([(0.1 + 0.2,)], [(0.3,)], False, ""),
        ([(0.3001,)], [(0.3,)], False, "other rows"),
        ([(None,), (1,)], [(1,), (None,)], False, ""),
        ([(None,), (1,)], [(1,), (None,)], True, "the rows are in another order"),
        ([("1",)], [(1,)], False, "other rows"),
        ([("a",)], [("A",)], False, "other rows"),
        ([(1,), (1,)], [(1,)], False, "2 rows instead of 1"),
        ([(1, 2)], [(1,)], False, "2 columns instead of 1"),
        ([(2, 1)], [(1, 2)], False, "other rows"),
        ([(float("nan"),)], [(1.0,)], False, "other rows"),
        ([(float("inf"),)], [(1.0,)], False, "other rows"),
        ([(10**400,)], [(1.5,)], False, "other rows"),
        ("rows", [(1,)], False, "no rows"),
        ([], [], False, ""),
    ],
)
def test_rows_are_compared_as_a_teacher_would(said: object, expected: list[object], ordered: bool, fault: str) -> None:
    """Numbers by value, averages within a tolerance, NULL as NULL, text to the letter."""
    assert replies.differ(said, expected, ordered) == fault  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sql", "right"),
    [
        ("SELECT AVG(price) FROM goods", True),
        ("SELECT SUM(price) * 1.0 / COUNT(price) FROM goods", True),
        ("SELECT CAST(SUM(price) AS REAL) / COUNT(price) FROM goods", True),
        ("SELECT SUM(price) / COUNT(price) FROM goods", False),  # SQLite divides integers, and the question names it
    ],
)
def test_what_the_engines_do_differently(sql: str, right: bool) -> None:
    """An average is right however it is written, as long as it is one in both engines."""
    plan = {"op": "group", "from": {"op": "scan", "table": "goods"}, "by": [], "make": [["mean", "avg", "goods.price"]]}
    project = {"op": "project", "from": plan, "columns": ["mean"]}
    seeds = [seed for seed in range(200) if _uneven(seed)][:3]
    facts = {"tables": TABLES, "pools": {}, "near": {}, "seeds": seeds, "plan": project, "ordered": False}
    with programs.trusting():
        assert replies.judge(facts, sql, drawn).reward == float(right)
    engines.forget()


def _uneven(seed: int) -> bool:
    prices = [row[1] for row in drawn({"tables": TABLES, "pools": {}, "near": {}, "seeds": [seed]})[0]["goods"]]
    return None not in prices and sum(prices) % 2 == 1


@pytest.mark.parametrize("name", [name for name in core.names() if name.startswith("databases.")])
def test_prompts_are_short(name: str) -> None:
    """No question is longer than 6,000 characters."""
    for level in (1, 3, 5):
        for example in examples(name, level=level, seed=4, indices=range(20)):
            assert len(example.prompt) < 6_000
