"""What kind of column a column is, told from its values, and why."""

from __future__ import annotations

import re
from collections import Counter
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
LONGEST = 40  # digits of a whole number
TOO_LONG = 10_000  # signs of a text that is searched for mail addresses
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
        stored = Guess(Column(kind="category", nullable=nullable), "it is stored as a category")
        return _personal(list({str(value) for value in values}), called, nullable) or stored
    if pd.api.types.is_bool_dtype(values):
        return Guess(Column(kind="boolean", nullable=nullable), "it is stored as true and false")
    if pd.api.types.is_datetime64_any_dtype(values):
        return _of_moments(values, nullable)
    if pd.api.types.is_integer_dtype(values):
        return _of_integers(values.unique().tolist(), called, nullable, unique=values.is_unique)
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


def _of_integers(numbers: Sequence[int], called: str, nullable: bool, *, unique: bool) -> Guess:
    """``numbers`` are the different ones; ``unique`` says that none stands twice."""
    if found := pii.recognise([str(number) for number in numbers], called):
        kind, why = found
        return Guess(Column(kind="text", pii=kind, nullable=nullable), why)
    whole = unique and not nullable and len(numbers) > 1
    least, largest = min(numbers), max(numbers)
    if max(largest, -least) >= reading.EXACT:
        why = "whole numbers beyond 2^53, which are names and no amounts"
        return Guess(Column(kind="id", nullable=nullable, unique=whole), why)
    words = spoken(called)
    if whole and _NUMBERED.fullmatch(words):
        return Guess(Column(kind="id", unique=True), f"all different, and called {called!r}")
    if whole and len(numbers) >= SHARED and largest - least == len(numbers) - 1:
        return Guess(Column(kind="id", unique=True), "all different, without a gap")
    if _ID.fullmatch(words):
        return Guess(Column(kind="id", nullable=nullable), f"whole numbers, called {called!r}")
    return Guess(Column(kind="integer", nullable=nullable), "whole numbers: codes too stay numbers, whatever they mean")


def _of_floats(values: pd.Series[Any], called: str, nullable: bool) -> Guess:
    numbers = values.to_numpy(np.float64)
    if nullable and (numbers == np.floor(numbers)).all():  # pandas stores whole numbers beside gaps as floats
        different = [int(number) for number in np.unique(numbers)]
        return _of_integers(different, called, nullable, unique=len(different) == len(numbers))
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
    types = {_type(kind) for kind in reading.kinds(values)}
    if types == {bool}:
        return Guess(Column(kind="boolean", nullable=nullable), "all are true or false")
    if types <= {date, datetime}:
        return _of_moments(values, nullable)
    if types == {int}:
        different = list({int(value) for value in values})
        return _of_integers(different, called, nullable, unique=len(different) == len(values))
    if types <= {int, float, Decimal}:
        return _of_decimals(values, called, nullable)
    found = _of_texts([str(value) for value in values], called, nullable)
    if len(types) > 1:
        first = next(row for row, value in enumerate(values) if _type(type(value)) is not _type(type(values.iloc[0])))
        return found._replace(
            why=f"{found.why}; mixed types, read as texts (the value at row {values.index[first]} differs)"
        )
    return found


def _type(kind: type) -> type:
    """The sort that a type is of."""
    if issubclass(kind, (bool, np.bool_)):
        return bool
    if issubclass(kind, (datetime, np.datetime64)):
        return datetime
    sorts: tuple[type, ...] = (str, date, Decimal)
    found = next((sort for sort in sorts if issubclass(kind, sort)), None)
    return found or (int if issubclass(kind, Integral) else float if issubclass(kind, Real) else object)


def _of_decimals(values: pd.Series[Any], called: str, nullable: bool) -> Guess:
    texts = list({str(value) for value in values})
    if all(reading.WHOLE.fullmatch(text) for text in texts):
        different = list({int(text) for text in texts})
        return _of_integers(different, called, nullable, unique=len(different) == len(values))
    return Guess(Column(kind="number", decimals=_decimals(texts), nullable=nullable), "numbers, some of them decimal")


def _of_texts(values: Sequence[str], called: str, nullable: bool) -> Guess:
    counts = Counter(values)
    texts = [text for text in counts if text.strip()]
    gaps = nullable or len(texts) < len(counts)
    if not texts:
        return Guess(Column(kind="text", nullable=nullable), "all its texts are blank")
    if {text.strip().lower() for text in texts} <= set(reading.TRUTH):
        return Guess(Column(kind="boolean", nullable=gaps), "all are true or false in words")
    return (
        _days(texts, gaps)
        or _personal(texts, called, gaps)
        or _numbers(texts, called, gaps, unique=len(counts) == len(values))
        or _words(counts, called, nullable)
    )


def _days(texts: Sequence[str], nullable: bool) -> Guess | None:
    form = dates.form_of(texts)
    if not form:
        return None
    kind: Kind = "datetime" if dates.timed(texts, form) else "date"
    other = dates.other_reading(texts, form)
    doubt = f"; {other.name} fits as well: say so if it is meant" if other else ""
    return Guess(Column(kind=kind, nullable=nullable), f"all are written as {form.name}{doubt}")


def _personal(texts: Sequence[str], called: str, nullable: bool) -> Guess | None:
    found = pii.recognise(texts, called)
    return found and Guess(Column(kind="text", pii=found[0], nullable=nullable), found[1])


def _numbers(texts: Sequence[str], called: str, nullable: bool, *, unique: bool) -> Guess | None:
    if any(re.match(r"\s*[+-]?0\d", text) for text in texts):
        return None
    if all(re.fullmatch(r"\s*[+-]?\d+\s*", text) for text in texts):
        if max(map(len, texts)) > LONGEST:
            column = Column(kind="id", nullable=nullable, unique=unique and not nullable)
            return Guess(column, "digits too many to count")
        different = list({int(text) for text in texts})
        return _of_integers(different, called, nullable, unique=unique and len(different) == len(texts))
    pattern = reading.COMMA if all(map(reading.COMMA.fullmatch, texts)) else reading.POINT
    if not all(map(pattern.fullmatch, texts)) or any(reading.number(text) is None for text in texts):
        return None
    return Guess(Column(kind="number", decimals=_decimals(texts), nullable=nullable), "numbers written as texts")


def _words(counts: Counter[str], called: str, nullable: bool) -> Guess:
    """Codes, categories or free text."""
    rows, most = counts.total(), max(counts.values())
    shared = sum(count for count in counts.values() if count >= SHARED) / rows
    inside = sum(bool(_MAIL.search(text) or _DIALLED.search(text)) for text in counts if len(text) < TOO_LONG)
    holds = f"; {inside} of them hold mail addresses or phone numbers" if inside else ""
    if any(_MAIL.search(text) for text in counts if len(text) < TOO_LONG):
        return Guess(Column(kind="text", nullable=nullable), f"texts, never learnt{holds}")
    codes = sum(bool(re.fullmatch(r"(?=.*\d)[^\s]{1,64}", text)) for text in counts) / len(counts)
    named = bool(_ID.fullmatch(spoken(called)))
    numbered = named and codes > 0.9 and len(counts) > FEW  # whom many rows name, as they do in sequences
    if not numbered and (shared >= HALF or (len(counts) <= FEW and most > 1)):
        told = f"{len(counts)} different values in {rows} rows, most of them shared"
        return Guess(Column(kind="category", nullable=nullable), told)
    if codes > 0.9 or named:
        unique = most == 1 and rows > 1
        told = "codes, all different" if unique else f"codes: {len(counts)} different ones in {rows} rows"
        return Guess(Column(kind="id", nullable=nullable, unique=unique and not nullable), told)
    if np.mean([text.count(" ") + 1 for text in counts]) >= WORDS:
        return Guess(Column(kind="text", nullable=nullable), f"free text, never learnt{holds}")
    told = f"{len(counts)} different texts in {rows} rows: too few share one to learn them{holds}"
    return Guess(Column(kind="text", nullable=nullable), told)
