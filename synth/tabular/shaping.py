"""Rules kept by construction: an engine learns a table in which they cannot be broken, and rows are put back.

What a formula or a sum gives is computed, not learnt; columns of which one is true, and columns that stand together in
fixed ways, become one category; of columns in order the first is learnt and the distances to the next. Where a rule
cannot be put so (values are missing, or two rules share a column) rows that break it are drawn again, and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import columns, rules
from synth.tabular.schema import NUMERIC, Column, Kind, Table

_BETWEEN = "\x1f"  # of the parts of a joint category: no text of a table holds it
_NOTHING = "\x1e"  # a missing part of it


class Shape(NamedTuple):
    """The table that an engine sees, and which rules of the whole table are kept by putting its rows back."""

    table: Table
    kept: tuple[int, ...]


def shape(
    frame: pd.DataFrame, table: Table, *, blind: bool = False, declared: bool = False
) -> tuple[pd.DataFrame, Shape]:
    """The learnt columns of a table as an engine sees them; ``blind``: as the schema alone says, whatever the data.

    Where distributions are ``declared``, columns that have one stay as they are, and those in order too: rows that
    break a rule between them are drawn again.

    >>> whole = Table.model_validate({
    ...     "columns": {"n": {"kind": "integer"}, "price": {"kind": "integer"}, "paid": {"kind": "integer"}},
    ...     "rules": [{"kind": "formula", "column": "paid", "expression": "n * price"}]})
    >>> seen, found = shape(pd.DataFrame({"n": [2], "price": [3], "paid": [6]}), whole)
    >>> list(seen), unshape(seen, found.kept, whole).to_dict("list")
    (['n', 'price'], {'n': [2], 'price': [3], 'paid': [6]})
    """
    seen = {name: column for name, column in table.columns.items() if name in frame}
    kept: list[int] = []
    for number in _in_order(table.rules):
        rule = table.rules[number]
        if declared and _declared(rule, table):
            continue
        if set(rule.named()) <= set(seen) and _possible(rule, frame, table, blind):
            kept.append(number)
            frame, seen = _DOWN[type(rule)](rule, frame, seen)
    return frame, Shape(Table(columns=seen), tuple(kept))


def unshape(rows: pd.DataFrame, kept: tuple[int, ...], table: Table) -> pd.DataFrame:
    """An engine's rows with all learnt columns of the table, in its order."""
    rows = rows.copy(deep=False)
    for number in reversed(kept):
        rule = table.rules[number]
        rows = _UP[type(rule)](rule, rows, table)
    return rows[[name for name in table.columns if name in rows]]


def _in_order(found: tuple[rules.Rule, ...]) -> list[int]:
    """The rules in the order of putting down: what is computed goes before what it is computed from."""
    computed = [number for number, rule in enumerate(found) if isinstance(rule, (rules.Formula, rules.Sum))]
    order: list[int] = []
    while computed:
        read = {name for number in computed for name in found[number].named() if name != _computed(found[number])}
        free = [number for number in computed if _computed(found[number]) not in read]
        if not free:
            break  # they are computed from each other: such rows are drawn again
        order += free
        computed = [number for number in computed if number not in free]
    kinds = (rules.OneHot, rules.Combinations, rules.Order)
    return order + [number for kind in kinds for number, rule in enumerate(found) if isinstance(rule, kind)]


def _computed(rule: rules.Rule) -> str:
    """The column that a formula or a sum gives: of a sum to a number, its last part."""
    if isinstance(rule, rules.Sum):
        return rule.total if isinstance(rule.total, str) else rule.columns[-1]
    return rule.column if isinstance(rule, rules.Formula) else ""


def _declared(rule: rules.Rule, table: Table) -> bool:
    """Whether a rule is between columns whose distributions are declared."""
    if isinstance(rule, (rules.OneHot, rules.Combinations)):
        return any(table.columns[name].distribution for name in rule.columns)
    return isinstance(rule, rules.Order)


def _possible(rule: rules.Rule, frame: pd.DataFrame, table: Table, blind: bool) -> bool:
    named = rule.named()
    if isinstance(rule, rules.Combinations):
        return bool(rule.allowed) or not blind
    if isinstance(rule, rules.Order) and any(table.columns[name].kind not in NUMERIC for name in named):
        return False
    if blind:
        return not any(table.columns[name].nullable for name in named)
    return not frame[list(named)].isna().any(axis=None)


def _formula_down(rule: rules.Formula, frame: pd.DataFrame, seen: Mapping[str, Column]) -> Any:
    return _without(frame, seen, [rule.column])


def _without(
    frame: pd.DataFrame, seen: Mapping[str, Column], names: list[str]
) -> tuple[pd.DataFrame, dict[str, Column]]:
    return frame.drop(columns=names), {name: column for name, column in seen.items() if name not in names}


def _formula_up(rule: rules.Formula, rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    return _with(rows, table, rule.column, rules.value(rule.expression, rows))


def _with(rows: pd.DataFrame, table: Table, name: str, numbers: columns.Numbers) -> pd.DataFrame:
    column = table.columns[name]
    if column.kind == "datetime":
        numbers = numbers * 86_400
    return rows.assign(**{name: columns.decode(numbers, column).set_axis(rows.index)})


def _sum_down(rule: rules.Sum, frame: pd.DataFrame, seen: Mapping[str, Column]) -> Any:
    return _without(frame, seen, [_computed(rule)])


def _sum_up(rule: rules.Sum, rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    if isinstance(rule.total, str):
        numbers = rules.value(" + ".join(rule.columns), rows)
    else:
        numbers = rules.value(f"{rule.total!r} - ({' + '.join(rule.columns[:-1])})", rows)
    return _with(rows, table, _computed(rule), numbers)


def _joint(names: tuple[str, ...]) -> str:
    return _BETWEEN.join(names)


def _one_hot_down(rule: rules.OneHot, frame: pd.DataFrame, seen: Mapping[str, Column]) -> Any:
    chosen = np.argmax(np.stack([frame[name].to_numpy(np.float64) for name in rule.columns]), axis=0)
    labels = np.array(rule.columns, object)[chosen]
    return _replaced(frame, seen, rule.columns, pd.Series(labels, frame.index), tuple(rule.columns))


def _one_hot_up(rule: rules.OneHot, rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    labels = rows[_joint(rule.columns)]
    for name in rule.columns:
        rows = _with(rows, table, name, np.asarray(labels == name, np.float64))
    return rows.drop(columns=_joint(rule.columns))


def _replaced(
    frame: pd.DataFrame,
    seen: Mapping[str, Column],
    names: tuple[str, ...],
    labels: pd.Series[Any],
    values: tuple[str, ...],
) -> tuple[pd.DataFrame, dict[str, Column]]:
    """The columns replaced by one category, at the place of the first."""
    joint = _joint(names)
    roles = {seen[name].role for name in names}
    role = next(role for role in ("sensitive", "quasi", "plain") if role in roles)
    known = {}
    for name, column in seen.items():
        if name == names[0]:
            known[joint] = Column(kind="category", values=values, role=role)
        if name not in names:
            known[name] = column
    changed = frame.drop(columns=list(names)).assign(**{joint: labels})
    return changed[list(known)], known


def _combinations_down(rule: rules.Combinations, frame: pd.DataFrame, seen: Mapping[str, Column]) -> Any:
    parts = [_labels(frame[name]) for name in rule.columns]
    labels = pd.Series(map(_BETWEEN.join, zip(*parts, strict=True)), frame.index, dtype=object)
    allowed = {_BETWEEN.join(_NOTHING if part is None else part for part in row): None for row in rule.allowed}
    values = tuple(allowed or sorted(set(labels)))
    return _replaced(frame, seen, rule.columns, labels, values)


def _labels(series: pd.Series[Any]) -> list[str]:
    return [_NOTHING if missing else str(value) for value, missing in zip(series, series.isna(), strict=True)]


def _combinations_up(rule: rules.Combinations, rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    joint = _joint(rule.columns)
    labels = list(dict.fromkeys(rows[joint]))
    place = {label: at for at, label in enumerate(labels)}
    places = np.array([place[label] for label in rows[joint]], np.int64)
    parts = [label.split(_BETWEEN) for label in labels]
    for at, name in enumerate(rule.columns):
        told = pd.Series([None if part[at] == _NOTHING else part[at] for part in parts], dtype=object)
        rows = _with(rows, table, name, columns.encode(told, table.columns[name])[places])
    return rows.drop(columns=joint)


def _distances(rule: rules.Order) -> Iterator[tuple[str, str, str]]:
    """The name of each distance, and the columns that it is between."""
    for one, other in zip(rule.columns, rule.columns[1:], strict=False):
        yield f"{one}{_BETWEEN}{other}", one, other


def _order_down(rule: rules.Order, frame: pd.DataFrame, seen: Mapping[str, Column]) -> Any:
    known = dict(seen)
    changed = frame
    for name, one, other in _distances(rule):
        kind: Kind = "integer" if {seen[one].kind, seen[other].kind} <= {"integer", "date"} else "number"
        unit = 1.0 if kind == "integer" or seen[one].kind == "number" else 86_400.0
        distance = (rules.value(other, frame) - rules.value(one, frame)) * unit
        least = 1.0 if rule.strict and kind == "integer" else 0.0
        most = columns.bounds(seen[other])[1] - columns.bounds(seen[one])[0]
        known_most = np.isfinite(most) and seen[one].kind == seen[other].kind and most >= least
        column = Column(kind=kind, low=least, high=most if known_most else None, decimals=seen[other].decimals,
                        role=seen[other].role)  # fmt: skip
        changed = changed.assign(**{name: columns.decode(distance, column).set_axis(frame.index)})
        known = {(name if each == other else each): (column if each == other else held) for each, held in known.items()}
    return changed[list(known)], known


def _order_up(rule: rules.Order, rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    for name, one, other in _distances(rule):
        kinds = {table.columns[one].kind, table.columns[other].kind}
        unit = 86_400.0 if "datetime" in kinds else 1.0
        distance = columns.encode(rows[name], Column(kind="number")) / unit
        rows = _with(rows, table, other, rules.value(one, rows) + distance).drop(columns=name)
    return rows


_DOWN: dict[type[Any], Any] = {
    rules.Formula: _formula_down,
    rules.Sum: _sum_down,
    rules.OneHot: _one_hot_down,
    rules.Combinations: _combinations_down,
    rules.Order: _order_down,
}
_UP: dict[type[Any], Any] = {
    rules.Formula: _formula_up,
    rules.Sum: _sum_up,
    rules.OneHot: _one_hot_up,
    rules.Combinations: _combinations_up,
    rules.Order: _order_up,
}
