"""What queries ask for, in English: columns, conditions and orders as phrases that a template puts together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulators.grammar.queries import Condition, Order
from simulators.grammar.schemas import Column, Schema
from simulators.text import listing

_NUMBERS = {
    "=": "is",
    "<>": "is not",
    ">=": "is at least",
    "<=": "is at most",
    ">": "is greater than",
    "<": "is less than",
}
_YEARS = {
    "=": "is {}",
    "<>": "is not {}",
    ">=": "is {} or later",
    "<=": "is {} or earlier",
    ">": "is after {}",
    "<": "is before {}",
}
_DATES = {"=": "is", "<>": "is not", ">=": "is on or after", "<=": "is on or before", ">": "is after", "<": "is before"}
_ENDS = {"number": ("lowest", "highest"), "date": ("earliest", "latest"), "key": ("lowest", "highest")}
MEASURES = {"sum": "the total {0}", "avg": "the average {0}", "min": "the {1} {0}", "max": "the {2} {0}"}


def an(noun: str) -> str:
    """A noun with its article.

    >>> an("author"), an("book")
    ('an author', 'a book')
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def label(made: Schema, path: str, base: str) -> str:
    """What a column is called where the sentence is about rows of ``base``.

    The column of another table bears the name of its row: "author's country".
    """
    table, column = made.table(path.partition(".")[0]), made.column(path)
    return column.label if table.name == base or column.draw == "key" else f"{table.one}'s {column.label}"


def columns(made: Schema, paths: Iterable[str], base: str) -> str:
    """Columns in a row: "the title and the author's name"."""
    return listing([f"the {label(made, path, base)}" for path in paths])


def whose(made: Schema, told: Condition, base: str) -> str:
    """A condition as a clause: "whose year is at least 1990 and whose author's country is Peru"."""
    kind, *parts = told
    if kind == "or":
        return " or ".join(whose(made, part, base) for part in parts)
    if kind == "and":
        either = [part for part in parts if part[0] == "or"]
        plain = [whose(made, part, base) for part in parts if part[0] != "or"]
        held = [
            f"for which at least one of these holds: {'; '.join(_is(made, one, base) for one in part[1:])}"
            for part in either
        ]
        return " and ".join([*plain, *held])
    return f"whose {_is(made, told, base).removeprefix('the ')}"


def _is(made: Schema, told: Condition, base: str) -> str:
    """A single condition as a clause: "the year is at least 1990"."""
    kind, *parts = told
    column = made.column(parts[0])
    subject = f"the {label(made, parts[0], base)}"
    if kind in ("null", "known"):
        return f"{subject} is {'not known (NULL)' if kind == 'null' else 'known (not NULL)'}"
    if kind == "between":
        return f"{subject} is between {parts[1]} and {parts[2]} (both included)"
    if kind == "in":
        return f"{subject} is either {listing(parts[1], 'or')}"
    return f"{subject} {_compared(column, kind, parts[1]['value'])}"


def _compared(column: Column, sign: str, value: object) -> str:
    """A comparison with a value: "is at least 3", "is 1990 or later", "is before 2024-05-31"."""
    if column.year:
        return _YEARS[sign].format(value)
    return f"{(_DATES if column.draw == 'date' else _NUMBERS)[sign]} {value}"


def ends(column: Column) -> tuple[str, str]:
    """What the least and the greatest value of a column are called."""
    return _ENDS.get("date" if column.year else column.draw, ("first in the alphabet", "last in the alphabet"))


def way(column: Column, direction: str) -> str:
    """How an order goes: "highest first"."""
    if column.type == "text" and column.draw != "date":
        return "from A to Z" if direction == "asc" else "from Z to A"
    return f"{ends(column)[direction == 'desc']} first"


def order(made: Schema, by: Order, base: str, names: dict[str, str] | None = None) -> str:
    """An order: "by price, highest first, and where that is equal by book_id, lowest first"."""
    parts = []
    for path, direction in by:
        if names and path in names:
            parts.append(f"by {names[path]}, {'highest' if direction == 'desc' else 'lowest'} first")
        else:
            parts.append(f"by the {label(made, path, base)}, {way(made.column(path), direction)}")
    return "; where that is equal, ".join(parts)


def measure(made: Schema, function: str, path: str, base: str) -> str:
    """An aggregate: "the average price"."""
    many = made.table(base).name
    if function == "count":
        return f"the number of {many}" if not path else f"the number of {many} whose {label(made, path, base)} is known"
    if function == "count_distinct":
        table, column = made.table(path.partition(".")[0]), made.column(path)
        among = many if table.name == base else f"{table.name} of the {many}"
        return f"the number of different {_many(column.label)} among the {among}"
    low, high = ends(made.column(path))
    return MEASURES[function].format(label(made, path, base), low, high)


def _many(noun: str) -> str:
    """What text stands for, more than once.

    >>> _many("city"), _many("title")
    ('cities', 'titles')
    """
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def compares(made: Schema, make: Iterable[tuple[str, str, str]], name: str, sign: str, value: object) -> str:
    """The comparison of an aggregate, which may be a date or a year, with a value."""
    paths = {one: (function, path) for one, function, path in make}
    function, path = paths[name]
    if function in ("min", "max"):
        return _compared(made.column(path), sign, value)
    return f"{_NUMBERS[sign]} {value}"


def request(**parts: Any) -> dict[str, str]:
    """The phrases of a question under their names; what is left out is empty. ``asks`` is all of it in a row."""
    told = dict.fromkeys(("what", "of", "whose", "each", "order", "only"), "")
    told |= {name: str(part) for name, part in parts.items()}
    if "asks" not in told:
        wish = " ".join(f"{told['what']} of every {told['of']} {told['whose']}".split())
        sort = f"Sort the rows {told['order']}." if told["order"] else ""
        told["asks"] = " ".join(f"{wish}. {told['only']} {sort}".split())
    return told
