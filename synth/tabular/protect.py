"""What must not leave the building is taken out before an engine sees the data.

A value that fewer than ``k`` people share tells of somebody: rare categories are joined or redrawn, and numbers and
dates beyond what ``k`` people reach are moved to a rounded bound inside (top and bottom coding: Hundepool et al.,
Statistical Disclosure Control, 2012, chapter 3). Every change is told, never the value itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulators.core import ProvenderError
from synth.tabular import columns, rules
from synth.tabular.extremes import People, bound, count, released
from synth.tabular.schema import Column, Table

K = 10
OTHER = "other"
MOSTLY = 0.9  # of the rows hold a number that k people share: the numbers are codes or counts, and no measures
Rows = NDArray[np.bool_]


class ProtectError(ProvenderError):
    """A table that cannot be protected; the text says what it lacks."""


class Withheld(NamedTuple):
    """One thing that does not leave the building: in which column, what, in how many rows, and why."""

    column: str
    what: str
    rows: int
    why: str


class Protected(NamedTuple):
    """A frame that engines may see, the schema of what it holds now, and what was withheld."""

    frame: pd.DataFrame
    table: Table
    withheld: tuple[Withheld, ...]


def protect(
    frame: pd.DataFrame,
    table: Table,
    *,
    rng: np.random.Generator,
    k: int = K,
    person: str = "",
    name: str = "the table",
) -> Protected:
    """The learnt columns of a frame without what fewer than ``k`` people share; others stay as they are.

    ``person`` names the column that tells whose a row is; without it each row is a person's. Categories without
    declared values get those that enough share, numbers without declared bounds the released ones, rules of
    combinations the combinations that enough show. Raises ProtectError, which calls the table by its ``name``, for
    fewer than ``k`` people.
    """
    people = _people(frame, person)
    crowd = count(people, np.ones(len(frame), np.bool_))
    if k < 1:
        raise ProtectError(f"expected k of at least 1, got {k}")
    if crowd < k:
        raise ProtectError(f"expected at least {k} people in {name}, got {crowd}: too few to hide among")
    withheld = list(_never_learnt(frame, table))
    known = dict(table.columns)
    frame = frame.copy()
    whole = _whole_rows(frame, table)
    held: list[rules.Rule] = []
    for rule in table.rules:
        if isinstance(rule, rules.Combinations) and set(rule.columns) <= set(frame.columns):
            frame, told, found = _combined(frame, rule, people, k, rng)
            withheld += found
            held.append(told)
        else:
            held.append(rule)
    computed = {rule.column: rule.expression for rule in _judged(frame, table) if isinstance(rule, rules.Formula)}
    for each, column in table.learnt().items():
        if each in frame and each not in computed:
            frame[each], known[each], found = _protected(frame[each], column, each, people, k, rng)
            withheld += found
    protected = table.model_copy(update={"columns": known, "rules": tuple(held)})
    frame, found = _mended(_computed(frame, protected, computed, whole), protected, whole, rng)
    return Protected(frame, protected, (*withheld, *found))


def _computed(frame: pd.DataFrame, table: Table, computed: Mapping[str, str], whole: Rows) -> pd.DataFrame:
    """What formulas give is computed anew from the protected columns, in the rows that kept the rules before."""
    for name, expression in computed.items():
        column = table.columns[name]
        unit = 86_400.0 if column.kind == "datetime" else 1.0
        values = columns.decode(rules.value(expression, frame) * unit, column.model_copy(update={"nullable": True}))
        told = values.set_axis(frame.index)
        frame = frame.assign(**{name: frame[name].mask(whole & told.notna().to_numpy(bool), told)})
    return frame


def _people(frame: pd.DataFrame, person: str) -> People:
    """Whose each row is, as numbers; rows that name nobody are each somebody's."""
    if not person:
        return None
    if person not in frame:
        raise ProtectError(f"expected a column {person!r} that tells whose a row is, got {', '.join(frame.columns)}")
    codes = pd.factorize(frame[person])[0].astype(np.int64)
    return np.where(codes < 0, len(frame) + np.arange(len(frame)), codes)


def _never_learnt(frame: pd.DataFrame, table: Table) -> Iterator[Withheld]:
    learnt = table.learnt()
    for name, column in table.columns.items():
        if name in frame and name not in learnt:
            why = f"personal data ({column.pii})" if column.pii else f"{column.kind}s and keys are never learnt"
            yield Withheld(name, "the whole column", len(frame), why)


def _protected(
    series: pd.Series[Any], column: Column, name: str, people: People, k: int, rng: np.random.Generator
) -> tuple[pd.Series[Any], Column, list[Withheld]]:
    if column.kind in ("category", "boolean"):
        return _pooled(series, column, name, people, k, rng)
    series, found = _gaps(series, name, people, k, rng)
    if series.isna().all():
        return series, column, found
    series, column, more = _inside(series, column, name, people, k)
    return series, column, found + more


def _shared(codes: NDArray[np.int64], people: People) -> NDArray[np.int64]:
    """How many people hold each code."""
    if people is None:
        return np.bincount(codes)
    crowd = people.max() + 1
    return np.bincount(pd.unique(codes * crowd + people) // crowd)


def _pooled(
    series: pd.Series[Any], column: Column, name: str, people: People, k: int, rng: np.random.Generator
) -> tuple[pd.Series[Any], Column, list[Withheld]]:
    """Categories, an empty value being one of them, of which each is held by enough people."""
    texts = series.astype(object).where(series.notna(), None)
    codes, values = _coded(texts)
    counts = np.zeros(len(values) + 1, np.int64)
    shared = _shared(codes, people)
    counts[: len(shared)] = shared
    rare = (counts < k)[codes]
    found: list[Withheld] = []
    if rare.any():
        instead, how = _instead(values, column, codes, rare, enough=count(people, rare) >= k)
        texts = texts.copy()
        texts[rare] = pd.Series(instead, dtype=object).to_numpy()[rng.integers(len(instead), size=int(rare.sum()))]
        what = f"{int((counts[np.unique(codes)] < k).sum())} values that fewer than {k} people share: {how}"
        found.append(Withheld(name, what, int(rare.sum()), f"held by fewer than {k} people"))
    if column.kind == "category" and not column.values:
        left = {str(value) for value in set(texts) if value is not None}
        column = column.model_copy(update={"values": tuple(sorted(left))})
    return _as_before(texts, series), column, found


def _coded(texts: pd.Series[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """Each row's place among the sorted values; an empty one stands behind them."""
    values = sorted({value for value in set(texts) if value is not None}, key=str)
    # A dict, and none of pandas' tables, which read texts up to a NUL.
    places = {value: place for place, value in enumerate(values)} | {None: len(values)}
    return np.fromiter(map(places.__getitem__, texts), np.int64, len(texts)), values


def _instead(
    values: Sequence[Any], column: Column, codes: NDArray[np.int64], rare: Rows, *, enough: bool
) -> tuple[Sequence[Any], str]:
    """What rare values are replaced by: a joint value, where ``enough`` people have one, or draws from the others."""
    declared = next((value for value in column.values if value.casefold() == OTHER), None)
    if column.kind == "category" and (declared or (enough and not column.values)):
        return [declared or OTHER], f"joined as {declared or OTHER!r}"
    if not rare.all():
        return [values[code] if code < len(values) else None for code in codes[~rare]], "redrawn from the others"
    if column.values:
        return list(column.values), "redrawn from the declared values"
    return [None] if column.nullable else [OTHER], "left out"


def _as_before(texts: pd.Series[Any], series: pd.Series[Any]) -> pd.Series[Any]:
    """The values in the type that the column had; a category's own type held the names of rare values."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        return texts
    return texts.astype(series.dtype) if texts.notna().all() or not pd.api.types.is_bool_dtype(series) else texts


def _gaps(
    series: pd.Series[Any], name: str, people: People, k: int, rng: np.random.Generator
) -> tuple[pd.Series[Any], list[Withheld]]:
    """Empty values that few have are filled with draws from the others; values that few have are emptied."""
    missing = series.isna().to_numpy(bool)
    empty, filled = (count(people, rows) for rows in (missing, ~missing))
    if 0 < filled < k:
        what = f"all values: fewer than {k} people have one"
        return series.where(missing), [Withheld(name, what, int((~missing).sum()), f"held by fewer than {k} people")]
    if 0 < empty < k:
        drawn = rng.choice(np.flatnonzero(~missing), int(missing.sum()))
        series = series.copy()
        series[missing] = series.to_numpy()[drawn]
        what = "that the value is missing: filled with draws from the others"
        return series, [Withheld(name, what, int(missing.sum()), f"missing for fewer than {k} people")]
    return series, []


def _inside(
    series: pd.Series[Any], column: Column, name: str, people: People, k: int
) -> tuple[pd.Series[Any], Column, list[Withheld]]:
    """Numbers or dates within bounds that enough people reach, and at values that enough share where most do."""
    numbers = columns.encode(series, column)
    there = ~np.isnan(numbers)
    whose = None if people is None else people[there]
    low, high = released(numbers[there], whose, k, column)
    moved = numbers.copy()
    moved[there] = _nearest(np.clip(numbers[there], low, high), whose, k)
    below, above = there & (numbers < low), there & (numbers > high)
    between = there & ~below & ~above & (moved != numbers)
    told = (
        ("the lowest values: moved inside to a rounded bound", below, f"not {k} people reach them"),
        ("the highest values: moved inside to a rounded bound", above, f"not {k} people reach them"),
        ("rare numbers among shared ones: moved to the nearest of those", between, f"held by fewer than {k} people"),
    )
    found = [Withheld(name, what, int(rows.sum()), why) for what, rows, why in told if rows.any()]
    if found:
        values = columns.decode(moved, column.model_copy(update={"nullable": not there.all()}))
        series = series.mask(below | above | between, values.set_axis(series.index).astype(series.dtype))
    ends = (("low", low), ("high", high))
    changed = {end: bound(value, column) for end, value in ends if getattr(column, end) is None}
    return series, column.model_copy(update=changed), found


def _nearest(numbers: columns.Numbers, people: People, k: int) -> columns.Numbers:
    """Codes and counts, of which most rows hold one that k people share: any other becomes the nearest shared one."""
    values, codes = np.unique(numbers, return_inverse=True)
    shared = _shared(codes, people) >= k
    if shared[codes].mean() < MOSTLY:
        return numbers  # a measure: no single value of it says much
    kept = values[shared]
    behind = np.searchsorted(kept, values).clip(1, max(len(kept) - 1, 1))
    one, other = kept[behind - 1], kept[behind.clip(max=len(kept) - 1)]
    return np.asarray(np.where(values - one <= other - values, one, other)[codes])


def _combined(
    frame: pd.DataFrame, rule: rules.Combinations, people: People, k: int, rng: np.random.Generator
) -> tuple[pd.DataFrame, rules.Combinations, list[Withheld]]:
    """Rows with a combination that enough people show; others take the whole of another row's."""
    parts = [frame[name].astype(object).where(frame[name].notna(), None) for name in rule.columns]
    codes, shown = pd.factorize(pd.Series(list(zip(*parts, strict=True))))
    rare = (_shared(codes.astype(np.int64), people) < k)[codes]
    place = " + ".join(rule.columns)
    if rare.all():
        raise ProtectError(f"no combination of {place} is shared by {k} people: leave one of the columns out")
    found = []
    if rare.any():
        donors = rng.choice(np.flatnonzero(~rare), int(rare.sum()))
        frame = _given(frame, np.flatnonzero(rare), donors, rule.columns)
        what = f"{len(np.unique(codes[rare]))} combinations: replaced by those of other rows"
        found.append(Withheld(place, what, int(rare.sum()), f"shown by fewer than {k} people"))
    if not rule.allowed:
        texts = {tuple(None if part is None else str(part) for part in shown[code]) for code in np.unique(codes[~rare])}
        rule = rule.model_copy(update={"allowed": tuple(sorted(texts, key=str))})
    return frame, rule, found


def _given(
    frame: pd.DataFrame, rows: NDArray[np.int64], donors: NDArray[np.int64], names: Sequence[str]
) -> pd.DataFrame:
    """The frame with some rows' columns taken from other rows."""
    source = np.arange(len(frame))
    source[rows] = donors
    return frame.assign(**{name: frame[name].take(source).set_axis(frame.index) for name in names})


def _judged(frame: pd.DataFrame, table: Table) -> list[rules.Rule]:
    """The rules that a frame can be asked about."""
    return [rule for rule in table.rules if set(rule.named()) <= set(frame.columns)]


def _whole_rows(frame: pd.DataFrame, table: Table) -> Rows:
    """Which rows keep all rules."""
    found = np.ones(len(frame), np.bool_)
    for rule in _judged(frame, table):
        found &= ~rules.broken(rule, frame)
    return found


def _mended(
    frame: pd.DataFrame, table: Table, before: Rows, rng: np.random.Generator
) -> tuple[pd.DataFrame, list[Withheld]]:
    """Rows that kept the rules before and break one now take all columns of the rules from a row that keeps them."""
    now = _whole_rows(frame, table)
    broken = before & ~now
    if not broken.any():
        return frame, []
    if not now.any():
        raise ProtectError(
            "no row keeps the rules once rare values are withheld: declare bounds and values, or lower k"
        )
    names = list(dict.fromkeys(name for rule in _judged(frame, table) for name in rule.named()))
    donors = rng.choice(np.flatnonzero(now), int(broken.sum()))
    frame = _given(frame, np.flatnonzero(broken), donors, names)
    what = "the row's values: taken from other rows, to keep the rules"
    return frame, [Withheld(" + ".join(names), what, int(broken.sum()), "a value moved inside broke a rule")]
