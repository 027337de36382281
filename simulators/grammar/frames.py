"""Small tables as people keep them, and orders for pandas over them: for makers only."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from simulators.core import Stream

Row = list[Any]
Records = list[dict[str, Any]]


class Theme(NamedTuple):
    """A table: two columns of words, two of whole numbers, and what the words and numbers may be."""

    texts: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: tuple[tuple[str, int], ...]
    together: tuple[str, str]  # a name for the product of the numbers, and its sign


THEMES = (
    Theme(
        (("product", ("cup", "lamp", "plate", "vase", "rug")), ("city", ("Bath", "Ely", "Hull", "York"))),
        (("units", 12), ("price", 40)), ("revenue", "*"),
    ),
    Theme(
        (("player", ("Kim", "Lee", "Max", "Ned", "Sue")), ("team", ("blue", "green", "red"))),
        (("goals", 9), ("assists", 9)), ("points", "+"),
    ),
    Theme(
        (("route", ("A1", "B4", "C2", "D7")), ("day", ("Fri", "Mon", "Sat", "Wed"))),
        (("planned", 60), ("actual", 75)), ("delay", "-"),
    ),
    Theme(
        (("crop", ("barley", "oats", "rye", "wheat")), ("field", ("east", "north", "south", "west"))),
        (("beds", 20), ("yield_per_bed", 30)), ("harvest", "*"),
    ),
)  # fmt: skip


class Order(NamedTuple):
    """One thing to do: its rule and constants, in words, in pandas, what columns it leaves, and how it is done here."""

    rule: str
    constants: tuple[Any, ...]
    says: str
    code: str
    columns: tuple[str, ...]
    run: Callable[[Records], Records]


def rows(rng: Stream, theme: Theme, count: int) -> list[Row]:
    """So many rows of a table."""
    return [
        [*(rng.choice(words) for _, words in theme.texts), *(rng.integer(1, most) for _, most in theme.numbers)]
        for _ in range(count)
    ]


def orders(rng: Stream, theme: Theme, count: int) -> tuple[Order, ...]:
    """So many orders, each over the columns that the ones before leave."""
    names = [name for name, _ in theme.texts], [name for name, _ in theme.numbers]
    texts, numbers = names
    columns, chain = (*texts, *numbers), list[Order]()
    while len(chain) < count:
        there = [text for text in texts if text in columns], [name for name in columns if name not in texts]
        order = _order(rng, theme, columns, *there)
        if not chain or order.rule != chain[-1].rule:
            chain.append(order)
            columns = order.columns
    return tuple(chain)


def _order(rng: Stream, theme: Theme, columns: tuple[str, ...], texts: list[str], numbers: list[str]) -> Order:
    kinds = [
        "keep",
        "sort",
        "first",
        *(["keep_word"] if texts else []),
        *(["running"] if "total" not in columns else []),
    ]
    if theme.together[0] not in columns and {name for name, _ in theme.numbers} <= set(columns):
        kinds += ["derive", "derive"]
    if texts and len(columns) > 2:
        kinds += ["group", "group", "distinct"]
    match rng.choice(kinds):
        case "keep":
            return keep(columns, rng.choice(numbers), rng.choice((">", "<=", ">=", "<")), rng.integer(3, 15))
        case "keep_word":
            name = rng.choice(texts)
            return keep_word(columns, name, rng.choice(dict(theme.texts)[name]))
        case "sort":
            return sort(columns, rng.choice(numbers), falling=rng.chance(1, 2))
        case "first":
            return first(columns, rng.integer(2, 4))
        case "running":
            return running(columns, rng.choice(numbers))
        case "derive":
            return derive(columns, theme)
        case "group":
            return group(rng.choice(texts), rng.choice(numbers), rng.choice(("sum", "max", "min", "count", "mean")))
        case _:
            return distinct(columns, rng.choice(texts))


_COMPARED = {">": "more than", "<=": "at most", ">=": "at least", "<": "less than"}
_GROUPED = {
    "sum": "the sum", "max": "the largest value", "min": "the smallest value", "count": "the number of values",
    "mean": "the mean",
}  # fmt: skip


def keep(columns: tuple[str, ...], name: str, sign: str, bound: int) -> Order:
    """Rows whose number stands so to a bound."""
    says = f"keep the rows in which {name} is {_COMPARED[sign]} {bound}"
    stands = {">": operator.gt, "<=": operator.le, ">=": operator.ge, "<": operator.lt}[sign]
    code = f'frame = frame[frame["{name}"] {sign} {bound}]'
    return Order(
        "keep",
        (name, sign, bound),
        says,
        code,
        columns,
        lambda table: [row for row in table if stands(row[name], bound)],
    )


def keep_word(columns: tuple[str, ...], name: str, word: str) -> Order:
    """Rows without a word."""
    says, code = f"keep the rows in which {name} is not {word}", f'frame = frame[frame["{name}"] != "{word}"]'
    return Order(
        "keep_word", (name, word), says, code, columns, lambda table: [row for row in table if row[name] != word]
    )


def sort(columns: tuple[str, ...], name: str, *, falling: bool) -> Order:
    """Rows by a number."""
    says = f"sort by {name}, the {'largest' if falling else 'smallest'} first, equal ones in the order they had"
    code = f'frame = frame.sort_values("{name}", ascending={not falling}, kind="stable")'
    run: Callable[[Records], Records] = partial(sorted, key=operator.itemgetter(name), reverse=falling)
    return Order("sort", (name, falling), says, code, columns, run)


def first(columns: tuple[str, ...], count: int) -> Order:
    """The first rows."""
    says, code = f"keep the first {count} rows", f"frame = frame.head({count})"
    return Order("first", (count,), says, code, columns, lambda table: table[:count])


def running(columns: tuple[str, ...], name: str) -> Order:
    """A column with the sum so far."""

    def run(table: Records) -> Records:
        sums = accumulate(row[name] for row in table)
        return [{**row, "total": so_far} for row, so_far in zip(table, sums, strict=True)]

    says = f"add a column total with the sum of {name} from the first row to this one"
    code = f'frame = frame.assign(total=frame["{name}"].cumsum())'
    return Order("running", (name,), says, code, (*columns, "total"), run)


_DERIVED: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "*": ("times", operator.mul), "+": ("plus", operator.add), "-": ("minus", operator.sub),
}  # fmt: skip


def derive(columns: tuple[str, ...], theme: Theme, sign: str = "") -> Order:
    """A column made from two others, by the theme's sign or another."""
    (left, _), (right, _) = theme.numbers
    name, usual = theme.together
    sign = sign or usual
    if usual == "-":
        left, right = right, left
    word, done = _DERIVED[sign]
    code = f'frame = frame.assign({name}=frame["{left}"] {sign} frame["{right}"])'
    return Order(
        "derive", (name, left, sign, right), f"add a column {name}: {left} {word} {right}", code, (*columns, name),
        lambda table: [{**row, name: done(row[left], row[right])} for row in table],
    )  # fmt: skip


_AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "sum": sum, "max": max, "min": min, "count": len, "mean": lambda values: sum(values) / len(values),
}  # fmt: skip


def group(by: str, name: str, how: str) -> Order:
    """One row for each word."""
    made = _AGGREGATES[how]

    def run(table: Records) -> Records:
        groups: dict[str, list[Any]] = {}
        for row in table:
            groups.setdefault(row[by], []).append(row[name])
        return [{by: word, name: made(groups[word])} for word in sorted(groups)]

    told = f"{_GROUPED[how]} of {name} in the group"
    says = f"group by {by}: one row for each, in alphabetical order, with the columns {by} and {name} ({told})"
    code = f'frame = frame.groupby("{by}", as_index=False)["{name}"].{how}()'
    return Order("group", (by, name, how), says, code, (by, name), run)


def distinct(columns: tuple[str, ...], name: str) -> Order:
    """The first row for each word."""

    def run(table: Records) -> Records:
        kept: dict[str, dict[str, Any]] = {}
        for row in table:
            kept.setdefault(row[name], row)
        return list(kept.values())

    says, code = f"of rows with the same {name}, keep the first", f'frame = frame.drop_duplicates("{name}")'
    return Order("distinct", (name,), says, code, columns, run)


def source(chain: Sequence[Order]) -> str:
    """The function in pandas."""
    return "\n".join(["def transform(frame):", *(f"    {order.code}" for order in chain), "    return frame"])


def held(
    chain: Sequence[Order], columns: Sequence[str], table: Sequence[Row], *, idle: bool = True
) -> list[list[Row]] | None:
    """The rows after each order; None where one cannot be done, or is ``idle`` and may not be."""
    records, found = [dict(zip(columns, row, strict=True)) for row in table], [list(table)]
    for order in chain:
        try:
            records = order.run(records)
        except KeyError:  # an order left out made a column that this one needs
            return None
        found.append([list(row.values()) for row in records])
        if not idle and (not found[-1] or found[-1] == found[-2]):
            return None
    return found[1:]


def slips(chain: Sequence[Order], theme: Theme) -> Iterator[tuple[str, tuple[Order, ...]]]:
    """The orders with one mistaken or left out, the last of each kind."""
    columns = (*(name for name, _ in theme.texts), *(name for name, _ in theme.numbers))
    for at in reversed(range(len(chain))):
        order, before = chain[at], chain[at - 1].columns if at else columns
        other = _mistaken(order, before, theme)
        if other is not None:
            yield other[0], (*chain[:at], other[1], *chain[at + 1 :])
        yield "order_left_out", (*chain[:at], *chain[at + 1 :])


def _mistaken(order: Order, columns: tuple[str, ...], theme: Theme) -> tuple[str, Order] | None:
    match order.rule, order.constants:
        case "keep", (name, sign, bound):
            return "bound_mistaken", keep(columns, name, {">": ">=", ">=": ">", "<": "<=", "<=": "<"}[sign], bound)
        case "sort", (name, falling):
            return "sorted_the_other_way", sort(columns, name, falling=not falling)
        case "first", (count,):
            return "one_row_too_many", first(columns, count + 1)
        case "derive", (_, _, sign, _):
            return "wrong_operation", derive(columns, theme, {"*": "+", "+": "-", "-": "+"}[sign])
        case "group", (by, name, how):
            return "wrong_aggregate", group(by, name, "count" if how != "count" else "sum")
    return None
