"""Rows from what a person declares alone, without any real data.

Columns are drawn independently, from distributions that the schema declares (:class:`Distribution`): a
number without one is uniform between its bounds, a category has each of its values alike. What rules compute, and
columns that stand in order, come from :mod:`..shaping`, as for every engine; other rules are kept by drawing again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field, TypeAdapter, ValidationError

from privacy.text.pii.gazetteers import DEFAULT, pool
from synth.tabular import columns, pii
from synth.tabular.columns import Numbers
from synth.tabular.models import Fit
from synth.tabular.schema import NUMERIC, Column, SchemaError, Section, Table

NAME = "declared"
BLIND = True  # looks at no data
ROWS = 1_000  # that are drawn where nobody says how many
MOST_TRIES = 200  # draws of values that fall outside of a column's bounds
LARGEST = 2.0**53  # beyond, a float cannot hold every whole number


class Uniform(Section):
    """Every value between two bounds alike; the column's own where none is said."""

    kind: Literal["uniform"] = "uniform"
    low: float | date | datetime | None = None
    high: float | date | datetime | None = None
    missing: float = Field(default=0.0, ge=0, le=1)


class Normal(Section):
    """A normal distribution, cut off at the column's bounds."""

    kind: Literal["normal"]
    mean: float
    deviation: float = Field(gt=0)
    missing: float = Field(default=0.0, ge=0, le=1)


class LogNormal(Section):
    """The exponential of a normal distribution: ``median``, and the ``spread`` of the logarithm."""

    kind: Literal["lognormal"]
    median: float = Field(gt=0)
    spread: float = Field(gt=0)
    missing: float = Field(default=0.0, ge=0, le=1)


class Exponential(Section):
    """Waiting times of that mean."""

    kind: Literal["exponential"]
    mean: float = Field(gt=0)
    missing: float = Field(default=0.0, ge=0, le=1)


class Poisson(Section):
    """Counts of that mean."""

    kind: Literal["poisson"]
    mean: float = Field(ge=0, le=1e15)
    missing: float = Field(default=0.0, ge=0, le=1)


class Weights(Section):
    """Values and how often each stands there; the weights need not add up to one."""

    kind: Literal["weights"]
    weights: dict[str, Annotated[float, Field(ge=0)]] = Field(min_length=1)
    missing: float = Field(default=0.0, ge=0, le=1)


class Provider(Section):
    """Words of one of Faker's providers, such as ``job``: categories that nobody wrote down."""

    kind: Literal["provider"]
    provider: str
    locale: str = DEFAULT
    missing: float = Field(default=0.0, ge=0, le=1)


Distribution = Uniform | Normal | LogNormal | Exponential | Poisson | Weights | Provider
_READ: TypeAdapter[Distribution] = TypeAdapter(Annotated[Distribution, Field(discriminator="kind")])


def fit(
    frame: pd.DataFrame,  # noqa: ARG001  the signature of every engine: this one looks at no data
    table: Table,
    *,
    rng: np.random.Generator,  # noqa: ARG001  and draws nothing yet
    distributions: Mapping[str, Any] | None = None,
) -> Fit:
    """Check what is declared for the learnt columns; the frame may be empty.

    ``distributions`` holds by column the fields of a :class:`Distribution`, instead of those in the schema. Raises
    SchemaError for one that does not
    suit its column, and for a number without bounds and distribution.
    """
    learnt = table.learnt()
    given = {name: column.distribution for name, column in learnt.items() if column.distribution}
    given |= distributions or {}
    if unknown := [name for name in given if name not in learnt]:
        raise SchemaError(f"distributions: no learnt column {unknown[0]!r}; there are: {', '.join(learnt)}")
    read = {name: _read(name, column, given.get(name)) for name, column in learnt.items()}
    for name, column in learnt.items():
        _suits(name, column, read[name])
    return Fit({"distributions": {name: told.model_dump(mode="json") for name, told in read.items()}, "rows": ROWS}, {})


def _read(name: str, column: Column, told: Any) -> Distribution:
    if told is None:
        return Uniform()
    fields = dict(told) if isinstance(told, Mapping) else {"kind": told}
    if column.kind == "boolean" and "weights" in fields:
        fields["weights"] = {str(value).lower(): weight for value, weight in dict(fields["weights"]).items()}
    elif "weights" in fields:
        fields["weights"] = {str(value): weight for value, weight in dict(fields["weights"]).items()}
    try:
        return _READ.validate_python(fields)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"][1:])
        raise SchemaError(f"distributions, column {name}{place and f', {place}'}: {problem['msg']}") from error


def _suits(name: str, column: Column, told: Distribution) -> None:
    """Raise SchemaError for a distribution that cannot give values of the column."""
    place = f"distributions, column {name}"
    if told.missing and not column.nullable:
        raise SchemaError(f"{place}: a share of missing values, but the column is not nullable")
    if column.kind in NUMERIC:
        if isinstance(told, Provider) or (column.kind in ("date", "datetime") and not isinstance(told, Uniform)):
            raise SchemaError(f"{place}: expected another distribution for the kind {column.kind} than {told.kind}")
        if isinstance(told, Uniform):
            low, high = _ends(column, told)
            if not -LARGEST <= low <= high <= LARGEST:
                raise SchemaError(f"{place}: expected low and high, or a distribution; got the bounds {low} and {high}")
    elif not isinstance(told, (Uniform, Weights, Provider)):
        raise SchemaError(f"{place}: expected weights for the kind {column.kind}, got {told.kind}")
    if isinstance(told, Weights):
        _weighed(place, column, told)
    if column.kind == "category" and isinstance(told, Uniform) and not column.values:
        raise SchemaError(f"{place}: expected the values of the category, or weights, or a provider")


def _weighed(place: str, column: Column, told: Weights) -> None:
    if not sum(told.weights.values()):
        raise SchemaError(f"{place}: expected a weight above 0")
    if column.kind == "boolean":
        known: tuple[str, ...] = ("true", "false")
    else:
        known = column.values
    if known and (unknown := [value for value in told.weights if value not in known]):
        raise SchemaError(f"{place}: no value {unknown[0]!r}; there are: {', '.join(known)}")
    if column.kind in NUMERIC:
        for value in told.weights:
            if not columns.holds(column, pd.Series([_float(value, place)])).all():
                raise SchemaError(f"{place}: the column may not hold {value}")


def _float(text: str, place: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise SchemaError(f"{place}: expected numbers with weights, got {text!r}") from error


def _ends(column: Column, told: Uniform) -> tuple[float, float]:
    """The bounds of a uniform column as numbers."""
    low, high = columns.bounds(column)
    own = columns.bounds(column.model_copy(update={"low": told.low, "high": told.high}))
    low, high = max(low, own[0]), min(high, own[1])
    return (low, high) if column.kind == "number" else (np.ceil(low), np.floor(high))


def sample(
    fit: Fit, table: Table, n: int, *, rng: np.random.Generator, given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """``n`` rows of the learnt columns; those of ``given`` stand as they are, since columns are independent here.

    Raises SchemaError where a distribution hardly ever keeps a column's bounds.
    """
    drawn: dict[str, Any] = {}
    for name, column in table.learnt().items():
        if given is not None and name in given:
            drawn[name] = given[name].reset_index(drop=True)
        else:
            told = _READ.validate_python(fit.notes["distributions"][name])
            drawn[name] = _values(name, column, told, n, rng)
    return pd.DataFrame(drawn, index=range(n))


def _values(name: str, column: Column, told: Distribution, n: int, rng: np.random.Generator) -> pd.Series[Any]:
    missing = rng.random(n) < told.missing
    if column.kind in ("category", "boolean"):
        choices, weights = _choices(column, told)
        places = rng.choice(len(choices), n, p=weights)
        found = pd.Series(np.array(choices, dtype=object)[places], dtype=object)
        found[missing] = None
        return found if column.kind == "category" else found.astype("boolean" if column.nullable else "bool")
    numbers = _within(name, column, told, n, rng)
    numbers[missing] = np.nan
    return columns.decode(numbers, column)


def _choices(column: Column, told: Distribution) -> tuple[list[Any], Numbers]:
    if isinstance(told, Provider):
        words: list[Any] = list(column.values) or sorted(set(_words(told)))
        return words, np.full(len(words), 1 / len(words))
    if isinstance(told, Weights):
        weights = np.array(list(told.weights.values()), np.float64)
        values: list[Any] = list(told.weights)
        if column.kind == "boolean":
            values = [value == "true" for value in values]
        return values, weights / weights.sum()
    values = [True, False] if column.kind == "boolean" else list(column.values)
    return values, np.full(len(values), 1 / len(values))


def _words(told: Provider) -> tuple[str, ...]:
    try:
        return pool(told.provider, told.locale)
    except ValueError as error:
        raise SchemaError(str(error)) from error


def _within(name: str, column: Column, told: Distribution, n: int, rng: np.random.Generator) -> Numbers:
    """Numbers within the column's bounds: those outside are drawn again."""
    low, high = columns.bounds(column)
    draw = _DRAWS[type(told)]
    found = np.full(n, np.nan)
    left = np.arange(n)
    for _ in range(MOST_TRIES):
        if not len(left):
            return found
        numbers = _rounded(draw(told, column, len(left), rng), column)
        fits = (numbers >= low) & (numbers <= high)
        found[left[fits]] = numbers[fits]
        left = left[~fits]
    raise SchemaError(f"distributions, column {name}: hardly any draw lies between {low} and {high}")


def _rounded(numbers: Numbers, column: Column) -> Numbers:
    if column.kind != "number":
        return np.round(numbers)
    return numbers if column.decimals is None else np.round(numbers, column.decimals)


def _uniform(told: Uniform, column: Column, n: int, rng: np.random.Generator) -> Numbers:
    low, high = _ends(column, told)
    if column.kind == "number":
        return rng.uniform(low, high, n)
    return rng.integers(int(low), int(high), n, endpoint=True).astype(np.float64)


def _of_weights(told: Weights, _: Column, n: int, rng: np.random.Generator) -> Numbers:
    weights = np.array(list(told.weights.values()), np.float64)
    return rng.choice(np.array([float(value) for value in told.weights]), n, p=weights / weights.sum())


_DRAWS: dict[type[Any], Callable[[Any, Column, int, np.random.Generator], Numbers]] = {
    Uniform: _uniform,
    Normal: lambda told, _, n, rng: rng.normal(told.mean, told.deviation, n),
    LogNormal: lambda told, _, n, rng: told.median * np.exp(rng.normal(0.0, told.spread, n)),
    Exponential: lambda told, _, n, rng: rng.exponential(told.mean, n),
    Poisson: lambda told, _, n, rng: rng.poisson(told.mean, n).astype(np.float64),
    Weights: _of_weights,
}


def rows(
    table: Table,
    n: int,
    *,
    rng: np.random.Generator,
    distributions: Mapping[str, Any] | None = None,
    styles: Mapping[str, pii.Style] | None = None,
    locale: str = "",
) -> pd.DataFrame:
    """A whole table of one go: the declared columns, and fakes for personal data, texts and ids.

    >>> known = Table(columns={"id": Column(kind="id"), "age": Column(kind="integer", low=0, high=9)}, key=("id",))
    >>> rows(known, 2, rng=np.random.default_rng(0)).to_dict("list")
    {'id': [1, 2], 'age': [3, 0]}
    """
    drawn = sample(fit(pd.DataFrame(), table, rng=rng, distributions=distributions), table, n, rng=rng)
    made = pii.fakes(table, drawn, rng=rng, styles=styles, locale=locale).columns
    return pd.DataFrame({name: {**made, **drawn}[name] for name in table.columns if name in made or name in drawn})
