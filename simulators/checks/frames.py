"""What orders over a table mean, on plain lists: the slow reference for programs that use pandas."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from simulators.core import Stream, stream

Row = list[Any]
Table = tuple[list[str], list[Row]]
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
_DERIVED: dict[str, Callable[[Any, Any], Any]] = {"*": operator.mul, "+": operator.add, "-": operator.sub}
HIDDEN = 2  # tables that nobody was shown


def carried_out(rules: Sequence[Sequence[Any]], table: Table) -> Table:
    """The table after all orders, in their order. Raises LookupError for a rule that there is none of.

    >>> carried_out([["first", 1]], (["a"], [[3], [4]]))
    (['a'], [[3]])
    """
    for rule, *constants in rules:
        table = MEANINGS[rule](table, *constants)
    return table


def _keep(table: Table, name: str, sign: str, bound: int) -> Table:
    at = table[0].index(name)
    return table[0], [row for row in table[1] if _COMPARED[sign](row[at], bound)]


def _keep_word(table: Table, name: str, word: str) -> Table:
    at = table[0].index(name)
    return table[0], [row for row in table[1] if row[at] != word]


def _sort(table: Table, name: str, falling: bool) -> Table:
    at, left, out = table[0].index(name), list(table[1]), list[Row]()
    while left:
        best = (max if falling else min)(row[at] for row in left)
        out += [row for row in left if row[at] == best]
        left = [row for row in left if row[at] != best]
    return table[0], out


def _first(table: Table, count: int) -> Table:
    return table[0], table[1][:count]


def _running(table: Table, name: str) -> Table:
    at, so_far, out = table[0].index(name), 0, list[Row]()
    for row in table[1]:
        so_far += row[at]
        out.append([*row, so_far])
    return [*table[0], "total"], out


def _derive(table: Table, name: str, left: str, sign: str, right: str) -> Table:
    one, other = table[0].index(left), table[0].index(right)
    return [*table[0], name], [[*row, _DERIVED[sign](row[one], row[other])] for row in table[1]]


def _group(table: Table, by: str, name: str, how: str) -> Table:
    key, at = table[0].index(by), table[0].index(name)
    out: list[Row] = []
    for word in sorted({row[key] for row in table[1]}):
        values = [row[at] for row in table[1] if row[key] == word]
        mean = Fraction(sum(map(Fraction, values))) / len(values)
        worth = {"sum": sum(values), "max": max(values), "min": min(values), "count": len(values), "mean": float(mean)}
        out.append([word, worth[how]])
    return [by, name], out


def _distinct(table: Table, name: str) -> Table:
    at, seen, out = table[0].index(name), set[Any](), list[Row]()
    for row in table[1]:
        if row[at] not in seen:
            seen.add(row[at])
            out.append(row)
    return table[0], out


MEANINGS: dict[str, Callable[..., Table]] = {
    "keep": _keep, "keep_word": _keep_word, "sort": _sort, "first": _first, "running": _running, "derive": _derive,
    "group": _group, "distinct": _distinct,
}  # fmt: skip


def tables(columns: Sequence[str], rows: Sequence[Row]) -> list[Table]:
    """The table that was shown, and others of its words and of numbers like its own, with ties among them."""
    rng = stream(0, "frames", len(rows))
    return [(list(columns), list(rows)), *((list(columns), _drawn(rng, rows)) for _ in range(HIDDEN))]


def _drawn(rng: Stream, rows: Sequence[Row]) -> list[Row]:
    pools = [sorted({row[at] for row in rows}) for at in range(len(rows[0]))]
    return [[_other(rng, rng.choice(pool)) for pool in pools] for _ in range(14)]


def _other(rng: Stream, value: Any) -> Any:
    """A word or, mostly, a number that came up already; else a new number."""
    return value if isinstance(value, str) or rng.chance(2, 3) else rng.integer(1, 20)


def same(one: Any, other: Any) -> bool:
    """Whether two cells are equal, numbers to nine digits."""
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return numbers and bool(abs(one - other) <= 1e-9 * max(1, abs(one), abs(other)))
