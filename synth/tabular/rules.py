"""Rules that rows keep: what they say, and which rows of a frame break them.

A name with a point, ``patients.birth``, means the parent's column in rows that are joined with their parents. Where a
value that a rule compares is missing, the rule says nothing. :mod:`.audit` asks the same of DuckDB, in SQL.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

Mask = NDArray[np.bool_]
FUNCTIONS = {"abs": 1, "floor": 1, "round": 2, "min": 2, "max": 2, "days": 2, "years": 2}  # and how many arguments
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, (bool, int)) else value


Value = Annotated[str, BeforeValidator(_text)]  # of a column, as text: True, 1, north


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Order(_Rule):
    """Each column holds at most what the next one holds: numbers, or dates."""

    kind: Literal["order"]
    columns: tuple[str, ...] = Field(min_length=2)
    strict: bool = Field(default=False, description="less, and never the same")

    def named(self) -> tuple[str, ...]:
        """The columns that the rule speaks of."""
        return self.columns


class Combinations(_Rule):
    """The columns' values stand together in one of these ways; by default, in one that enough real rows show."""

    kind: Literal["combinations"]
    columns: tuple[str, ...] = Field(min_length=2)
    allowed: tuple[tuple[Value | None, ...], ...] = ()

    def named(self) -> tuple[str, ...]:
        """The columns that the rule speaks of."""
        return self.columns


class Formula(_Rule):
    """A column is a function of others: numbers, columns, ``+ - * /``, brackets and the functions of ``FUNCTIONS``."""

    kind: Literal["formula"]
    column: str
    expression: str = Field(max_length=500)
    tolerance: float = Field(default=0.0, ge=0)

    @field_validator("expression")
    @classmethod
    def _can_be_read(cls, value: str) -> str:
        list(names(parsed(value)))
        return value

    def named(self) -> tuple[str, ...]:
        """The columns that the rule speaks of."""
        return (self.column, *dict.fromkeys(names(parsed(self.expression))))


class OneHot(_Rule):
    """Just one of the columns is true (or 1)."""

    kind: Literal["one_hot"]
    columns: tuple[str, ...] = Field(min_length=2)

    def named(self) -> tuple[str, ...]:
        """The columns that the rule speaks of."""
        return self.columns


class Sum(_Rule):
    """The columns add up to a number, or to another column."""

    kind: Literal["sum"]
    columns: tuple[str, ...] = Field(min_length=2)
    total: float | str
    tolerance: float = Field(default=1e-9, ge=0)

    def named(self) -> tuple[str, ...]:
        """The columns that the rule speaks of."""
        return (*self.columns, *((self.total,) if isinstance(self.total, str) else ()))


class Required(_Rule):
    """A column is filled where another holds one of these values; ``otherwise`` it may be empty, or must be."""

    kind: Literal["required"]
    column: str
    when: str
    values: tuple[Value, ...] = Field(min_length=1)
    otherwise: Literal["any", "empty"] = "any"

    def named(self) -> tuple[str, ...]:
        """The columns that the rule speaks of."""
        return (self.column, self.when)


Rule = Order | Combinations | Formula | OneHot | Sum | Required


def parsed(expression: str) -> ast.expr:
    """The tree of a formula's expression. Raises ValueError for what is not in the small language."""
    try:
        return ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"expected an expression such as price * count, got {expression[:60]!r}") from error


def names(node: ast.expr) -> Iterator[str]:
    """The columns that an expression names. Raises ValueError for what is not in the small language."""
    match node:
        case ast.Constant(value=int() | float()):
            return
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=ast.Name(id=table), attr=name):
            yield f"{table}.{name}"
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            yield from names(inner)
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), left=left, right=right):
            yield from names(left)
            yield from names(right)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if FUNCTIONS.get(name) == len(arguments):
            for argument in arguments:
                yield from names(argument)
        case _:
            there = ", ".join(FUNCTIONS)
            raise ValueError(f"expected numbers, columns, + - * / and {there}; got {ast.unparse(node)[:60]!r}")


def broken(rule: Rule, frame: pd.DataFrame) -> Mask:
    """Which rows of a frame break a rule; ``combinations`` without ``allowed`` break nothing."""
    return _BROKEN[type(rule)](rule, frame)


def _numbers(series: pd.Series[Any]) -> NDArray[np.float64]:
    """A column as numbers: dates as days since 1970, missing values as NaN."""
    if pd.api.types.is_datetime64_any_dtype(series):
        seconds = series.to_numpy("datetime64[s]")
        return np.where(np.isnat(seconds), np.nan, seconds.astype(np.int64) / 86_400)
    return np.asarray(pd.to_numeric(series, errors="coerce").to_numpy(np.float64, na_value=np.nan))


def _order(rule: Order, frame: pd.DataFrame) -> Mask:
    found = np.zeros(len(frame), bool)
    values = [_numbers(frame[name]) for name in rule.columns]
    for one, other in pairwise(values):
        found |= one >= other if rule.strict else one > other
    return found


def _combinations(rule: Combinations, frame: pd.DataFrame) -> Mask:
    if not rule.allowed:
        return np.zeros(len(frame), bool)
    there = set(rule.allowed)
    rows = zip(*(_texts(frame[name]) for name in rule.columns), strict=True)
    return np.fromiter((row not in there for row in rows), bool, len(frame))


def _texts(series: pd.Series[Any]) -> list[str | None]:
    return [None if missing else str(value) for value, missing in zip(series, series.isna(), strict=True)]


def _formula(rule: Formula, frame: pd.DataFrame) -> Mask:
    wanted, got = value(rule.expression, frame), _numbers(frame[rule.column])
    return np.abs(wanted - got) > rule.tolerance + 1e-9 * np.abs(wanted)


def value(expression: str, frame: pd.DataFrame) -> NDArray[np.float64]:
    """What an expression is worth in each row; NaN where something that it names is missing.

    >>> value("round(a * 2.5, 0)", pd.DataFrame({"a": [1, 3]})).tolist()
    [3.0, 8.0]
    """
    columns = {name: _numbers(frame[name]) for name in names(parsed(expression))}
    with np.errstate(all="ignore"):
        found = _worth(parsed(expression), columns)
    return np.broadcast_to(np.asarray(found, np.float64), len(frame))


def _worth(node: ast.expr, columns: Mapping[str, NDArray[np.float64]]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return columns[name]
        case ast.Attribute(value=ast.Name(id=table), attr=name):
            return columns[f"{table}.{name}"]
        case ast.UnaryOp(operand=inner):
            return -_worth(inner, columns)
        case ast.BinOp(op=operation, left=left, right=right):
            return _OPERATORS[type(operation)](_worth(left, columns), _worth(right, columns))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _CALLS[name](*(_worth(argument, columns) for argument in arguments))
    raise ValueError(f"expected an expression of the small language, got {ast.unparse(node)!r}")


def _rounded(number: Any, places: Any) -> Any:
    """Halves away from zero, as SQL rounds."""
    scale = 10.0**places
    return np.copysign(np.floor(np.abs(number) * scale + 0.5 + 1e-9), number) / scale


def _years(first: Any, last: Any) -> Any:
    """Whole years from one day to another: a birthday on the day itself counts."""
    parts = [_year_and_day(days) for days in (first, last)]
    (year, day), (other_year, other_day) = parts
    return other_year - year - (other_day < day)


def _year_and_day(days: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A day's year, and its month and day as one number that grows within the year."""
    there = np.isfinite(days)
    dates = np.where(there, days, 0).astype("int64").astype("datetime64[D]")
    years = dates.astype("datetime64[Y]")
    months = dates.astype("datetime64[M]")
    within = (months - years.astype("datetime64[M]")).astype(np.float64) * 100
    within += (dates - months.astype("datetime64[D]")).astype(np.float64)
    return np.where(there, years.astype(np.int64) + 1970, np.nan), np.where(there, within, np.nan)


_CALLS: dict[str, Callable[..., Any]] = {
    "abs": np.abs,
    "floor": np.floor,
    "round": _rounded,
    "min": np.minimum,
    "max": np.maximum,
    "days": lambda first, last: np.floor(last) - np.floor(first),
    "years": _years,
}


def _one_hot(rule: OneHot, frame: pd.DataFrame) -> Mask:
    rows = np.stack([_numbers(frame[name]) for name in rule.columns])
    return np.asarray(((rows == 1).sum(axis=0) != 1) | ((rows == 0).sum(axis=0) != len(rows) - 1))


def _sum(rule: Sum, frame: pd.DataFrame) -> Mask:
    total = _numbers(frame[rule.total]) if isinstance(rule.total, str) else rule.total
    added = np.sum([_numbers(frame[name]) for name in rule.columns], axis=0)
    return np.asarray(np.abs(added - total) > rule.tolerance)


def _required(rule: Required, frame: pd.DataFrame) -> Mask:
    wanted = frame[rule.when].astype(str).isin(rule.values).to_numpy(bool) & frame[rule.when].notna().to_numpy(bool)
    empty = frame[rule.column].isna().to_numpy(bool)
    return np.asarray((wanted & empty) | (~wanted & ~empty & (rule.otherwise == "empty")))


_BROKEN: dict[type[Any], Callable[[Any, pd.DataFrame], Mask]] = {
    Order: _order,
    Combinations: _combinations,
    Formula: _formula,
    OneHot: _one_hot,
    Sum: _sum,
    Required: _required,
}
