"""By DuckDB: the words of each order become SQL, and its rows are held against the program's, run here with pandas."""

import random
import re
from typing import Any

import duckdb
import pandas as pd

_KEEP = re.compile(r"keep the rows in which (\w+) is (more than|at most|at least|less than) (\d+)")
_WORD = re.compile(r"keep the rows in which (\w+) is not (\w+)")
_SORT = re.compile(r"sort by (\w+), the (largest|smallest) first, equal ones in the order they had")
_FIRST = re.compile(r"keep the first (\d+) rows")
_RUNNING = re.compile(r"add a column total with the sum of (\w+) from the first row to this one")
_DERIVE = re.compile(r"add a column (\w+): (\w+) (times|plus|minus) (\w+)")
_GROUP = re.compile(
    r"group by (\w+): one row for each, in alphabetical order, with the columns \w+ and (\w+) "
    r"\((the sum of|the largest value of|the smallest value of|the number of values of|the mean of) \w+ in the group\)"
)
_DISTINCT = re.compile(r"of rows with the same (\w+), keep the first")
_SIGNS = {
    "more than": ">",
    "at most": "<=",
    "at least": ">=",
    "less than": "<",
    "times": "*",
    "plus": "+",
    "minus": "-",
}
_HOW = {
    "the sum of": "sum",
    "the largest value of": "max",
    "the smallest value of": "min",
    "the number of values of": "count",
    "the mean of": "avg",
}


def query(says: str, table: str) -> str:
    """One order as SQL; every table has a column ``place`` that keeps its order."""
    if found := _KEEP.fullmatch(says):
        return f"FROM {table} WHERE {found[1]} {_SIGNS[found[2]]} {found[3]}"
    if found := _WORD.fullmatch(says):
        return f"FROM {table} WHERE {found[1]} <> '{found[2]}'"
    if found := _SORT.fullmatch(says):
        way = "DESC" if found[2] == "largest" else "ASC"
        return f"FROM {table} SELECT * REPLACE (row_number() OVER (ORDER BY {found[1]} {way}, place) AS place)"
    if found := _FIRST.fullmatch(says):
        return f"FROM {table} ORDER BY place LIMIT {found[1]}"
    if found := _RUNNING.fullmatch(says):
        return f"FROM {table} SELECT *, sum({found[1]}) OVER (ORDER BY place) AS total"
    if found := _DERIVE.fullmatch(says):
        return f"FROM {table} SELECT *, {found[2]} {_SIGNS[found[3]]} {found[4]} AS {found[1]}"
    if found := _GROUP.fullmatch(says):
        by, name = found[1], found[2]
        columns = f"row_number() OVER (ORDER BY {by}) AS place, {by}, {_HOW[found[3]]}({name}) AS {name}"
        return f"FROM {table} SELECT {columns} GROUP BY {by}"
    found = _DISTINCT.fullmatch(says)
    assert found, says
    return f"FROM {table} QUALIFY row_number() OVER (PARTITION BY {found[1]} ORDER BY place) = 1"


def by_sql(says: list[str], columns: list[str], rows: list[list[Any]]) -> pd.DataFrame:
    step_0 = pd.DataFrame(rows, columns=columns)
    step_0.insert(0, "place", range(len(rows)))
    with duckdb.connect() as base:
        base.register("step_0", step_0)
        for number, order in enumerate(says):
            base.execute(f"CREATE TABLE step_{number + 1} AS {query(order, f'step_{number}')}")
        return base.execute(f"FROM step_{len(says)} SELECT * EXCLUDE (place) ORDER BY place").df()


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    try:
        exec(answer.removeprefix("```python\n").removesuffix("```"), names)  # noqa: S102 - made by rules
    except SyntaxError:
        return False
    draw = random.Random(3)
    pools = list(zip(*facts["rows"], strict=True))
    for table in (facts["rows"], [[draw.choice(pool) for pool in pools] for _ in range(10)]):
        expected = by_sql(facts["says"], facts["columns"], table)
        try:
            got = names["transform"](pd.DataFrame(table, columns=facts["columns"]))
        except (KeyError, AttributeError, TypeError, NameError, ValueError):
            return False
        if list(got.columns) != list(expected.columns) or len(got) != len(expected):
            return False
        for one, other in zip(got.to_numpy().tolist(), expected.to_numpy().tolist(), strict=True):
            if any(a != b if isinstance(a, str) else abs(a - b) > 1e-9 for a, b in zip(one, other, strict=True)):
                return False
    return True
