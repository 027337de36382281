"""What kind of column a column is, told from its values, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import dates, pii, reading
from synth.tabular.pii.kinds import spoken
from synth.tabular.schema import Column, Kind

SHARED = 10  # rows that hold a value, for it to count as a category's
HALF = 0.5  # of the rows hold such values, in a category
FEW = 10  # different values that are a category in any case, if some repeat
WORDS = 4  # in the mean text of a free text
DECIMALS = 6  # more of them are those of a measure or of a computation
_ID = re.compile(r"(.* )?(id|ids|identifier|uuid|guid)")
_NUMBERED = re.compile(r"(.* )?(id|identifier|uuid|guid|no|nr|number|num|key|ref|reference|code)")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_DIALLED = re.compile(r"\+?\d[\d\s().\-/]{6,}\d")


class Guess(NamedTuple):
    """A column as it seems to be, and the reason in a sentence without any value of it."""

    column: Column
    why: str


def guess(series: pd.Series[Any], called: str) -> Guess:
    """What a column is. The frame was :func:`reading.checked`."""
    values = series.dropna()
    nullable = len(values) < len(series)
    if values.empty:
        return Guess(Column(kind="text", nullable=True), "it holds no value")
    if isinstance(series.dtype, pd.CategoricalDtype):
        return Guess(Column(kind="category", nullable=nullable), "it is stored as a category")
    if pd.api.types.is_bool_dtype(values):
        return Guess(Column(kind="boolean", nullable=nullable), "it is stored as true and false")
    if pd.api.types.is_datetime64_any_dtype(values):
        return _of_moments(values, nullable)
    if pd.api.types.is_integer_dtype(values):
        return _of_integers(values, called, nullable)
    if pd.api.types.is_float_dtype(values):
        return _of_floats(values, called, nullable)
    return _of_objects(values, called, nullable)


def _of_moments(values: pd.Series[Any], nullable: bool) -> Guess:
    points = reading.series_moments(values)
    whole = bool((points == points.astype("datetime64[D]")).all())
    why = "all are days without a time" if whole else "days with times, kept to the second"
    if getattr(getattr(values, "dt", None), "tz", None):
        why += ", in UTC"
    return Guess(Column(kind="date" if whole else "datetime", nullable=nullable), why)


def _of_integers(values: pd.Series[Any], called: str, nullable: bool) -> Guess:
    numbers = [int(value) for value in values]
    if found := pii.recognise([str(number) for number in numbers], called):
        kind, why = found
        return Guess(Column(kind="text", pii=kind, nullable=nullable), why)
    if max(map(abs, numbers)) >= reading.EXACT:
        return Guess(
            Column(kind="id", nullable=nullable, unique=len(set(numbers)) == len(numbers)),
            "whole numbers beyond 2^53, which are names and no amounts",
        )
    unique = len(set(numbers)) == len(numbers) > 1
    words = spoken(called)
    if unique and not nullable and _NUMBERED.fullmatch(words):
        return Guess(Column(kind="id", unique=True), f"all different, and called {called!r}")
    if unique and not nullable and len(numbers) >= SHARED and max(numbers) - min(numbers) == len(numbers) - 1:
        return Guess(Column(kind="id", unique=True), "all different, without a gap")
    if _ID.fullmatch(words):
        return Guess(Column(kind="id", nullable=nullable), f"whole numbers, called {called!r}")
    return Guess(Column(kind="integer", nullable=nullable), "whole numbers: codes too stay numbers, whatever they mean")


def _of_floats(values: pd.Series[Any], called: str, nullable: bool) -> Guess:
    numbers = values.to_numpy(np.float64)
    if nullable and (numbers == np.floor(numbers)).all():  # pandas stores whole numbers beside gaps as floats
        return _of_integers(pd.Series(numbers.astype(object)), called, nullable)
    places = _decimals([repr(float(number)) for number in np.unique(numbers)])
    told = "numbers" if places is None else f"numbers of at most {places} decimals"
    return Guess(Column(kind="number", decimals=places, nullable=nullable), told)


def _decimals(texts: Sequence[str]) -> int | None:
    """The most decimals of numbers in words; None where they are many, or the numbers very large or small."""
    if any("e" in text.lower() for text in texts):
        return None
    parts = [re.split(r"[.,]", text.strip()) for text in texts]
    places = max(len(part[-1].rstrip("0")) if len(part) > 1 else 0 for part in parts)
    return places if places <= DECIMALS else None


def _of_objects(values: pd.Series[Any], called: str, nullable: bool) -> Guess:
    types = {_type(value) for value in values}
    if types == {bool}:
        return Guess(Column(kind="boolean", nullable=nullable), "all are true or false")
    if types <= {date, datetime}:
        return _of_moments(values, nullable)
    if types == {int}:
        return _of_integers(values, called, nullable)
    if types <= {int, float, Decimal}:
        return _of_decimals(values, called, nullable)
    found = _of_texts([str(value) for value in values], called, nullable)
    if len(types) > 1:
        first = next(row for row, value in enumerate(values) if _type(value) is not _type(values.iloc[0]))
        return found._replace(
            why=f"{found.why}; mixed types, read as texts (the value at row {values.index[first]} differs)"
        )
    return found


def _type(value: Any) -> type:
    if isinstance(value, (bool, np.bool_)):
        return bool
    if isinstance(value, (datetime, np.datetime64)):
        return datetime
    kinds: tuple[type, ...] = (str, date, Decimal)
    found = next((kind for kind in kinds if isinstance(value, kind)), None)
    return found or (int if isinstance(value, Integral) else float if isinstance(value, Real) else object)


def _of_decimals(values: pd.Series[Any], called: str, nullable: bool) -> Guess:
    texts = [str(value) for value in values]
    if all(reading.WHOLE.fullmatch(text) for text in texts):
        return _of_integers(pd.Series([int(text) for text in texts], dtype=object), called, nullable)
    return Guess(Column(kind="number", decimals=_decimals(texts), nullable=nullable), "numbers, some of them decimal")


def _of_texts(values: Sequence[str], called: str, nullable: bool) -> Guess:
    texts = [value for value in values if value.strip()]
    gaps = nullable or len(texts) < len(values)
    if not texts:
        return Guess(Column(kind="text", nullable=nullable), "all its texts are blank")
    if {text.strip().lower() for text in texts} <= set(reading.TRUTH):
        return Guess(Column(kind="boolean", nullable=gaps), "all are true or false in words")
    return (
        _days(texts, gaps)
        or _personal(texts, called, gaps)
        or _numbers(texts, called, gaps)
        or _words(list(values), called, nullable)
    )


def _days(texts: Sequence[str], nullable: bool) -> Guess | None:
    different = list(dict.fromkeys(texts))
    form = dates.form_of(different)
    if not form:
        return None
    kind: Kind = "datetime" if dates.timed(different, form) else "date"
    other = dates.other_reading(different, form)
    doubt = f"; {other.name} fits as well: say so if it is meant" if other else ""
    return Guess(Column(kind=kind, nullable=nullable), f"all are written as {form.name}{doubt}")


def _personal(texts: Sequence[str], called: str, nullable: bool) -> Guess | None:
    found = pii.recognise(texts, called)
    return found and Guess(Column(kind="text", pii=found[0], nullable=nullable), found[1])


def _numbers(texts: Sequence[str], called: str, nullable: bool) -> Guess | None:
    zeros = any(re.match(r"\s*[+-]?0\d", text) for text in texts)
    if not zeros and all(re.fullmatch(r"\s*[+-]?\d{1,40}\s*", text) for text in texts):
        return _of_integers(pd.Series([int(text) for text in texts], dtype=object), called, nullable)
    pattern = reading.COMMA if all(map(reading.COMMA.fullmatch, texts)) else reading.POINT
    if zeros or not all(map(pattern.fullmatch, texts)) or any(np.isinf(float(text)) for text in texts if "e" in text):
        return None
    return Guess(Column(kind="number", decimals=_decimals(texts), nullable=nullable), "numbers written as texts")


def _words(values: Sequence[str], called: str, nullable: bool) -> Guess:
    """Codes, categories or free text."""
    counts = pd.Series(values).value_counts().to_numpy()
    shared = counts[counts >= SHARED].sum() / len(values)
    if shared >= HALF or (len(counts) <= FEW and counts.max() > 1 and len(counts) < len(values)):
        told = f"{len(counts)} different values in {len(values)} rows, most of them shared by many"
        return Guess(Column(kind="category", nullable=nullable), told)
    codes = sum(bool(re.fullmatch(r"(?=.*\d)[^\s]{1,64}", value)) for value in values) / len(values)
    if codes > 0.9 or _ID.fullmatch(spoken(called)):
        unique = len(counts) == len(values) > 1
        told = "codes, all different" if unique else f"codes: {len(counts)} different ones in {len(values)} rows"
        return Guess(Column(kind="id", nullable=nullable, unique=unique and not nullable), told)
    inside = sum(bool(_MAIL.search(value) or _DIALLED.search(value)) for value in values if len(value) < 10_000)
    holds = f"; {inside} of them hold mail addresses or phone numbers" if inside else ""
    if np.mean([value.count(" ") + 1 for value in values]) >= WORDS:
        return Guess(Column(kind="text", nullable=nullable), f"free text, never learnt{holds}")
    told = f"{len(counts)} different texts in {len(values)} rows: too few share one to learn them{holds}"
    return Guess(Column(kind="text", nullable=nullable), told)
