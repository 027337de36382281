"""The engine without data: distributions, bounds, words and patterns, and sentences for what cannot be drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import columns, schema
from synth.tabular.engines import declared
from synth.tabular.schema import Column, SchemaError, Table

TEXT = """
name: patients
key: [id]
columns:
  id: {kind: id}
  name: {kind: text, pii: name}
  mail: {kind: text, pii: email, unique: true}
  code: {kind: text, pattern: "[A-Z]{3}-[0-9]{4}", unique: true}
  born: {kind: date, low: 1920-01-01, high: 2020-12-31}
  seen: {kind: datetime, low: 2020-01-01, high: 2020-12-31}
  sex: {kind: category, values: [f, m]}
  job: {kind: category}
  age: {kind: integer, low: 0, high: 110}
  visits: {kind: integer, low: 0}
  cost: {kind: number, low: 0, decimals: 2}
  pressure: {kind: number, low: 60, high: 250, decimals: 0, nullable: true}
  smokes: {kind: boolean}
"""
KNOWN = schema.parse(TEXT, "patients.yaml").only()
TOLD: dict[str, Any] = {
    "sex": {"kind": "weights", "weights": {"f": 3, "m": 1}},
    "job": {"kind": "provider", "provider": "job", "locale": "de_DE"},
    "age": {"kind": "normal", "mean": 50, "deviation": 20},
    "visits": {"kind": "poisson", "mean": 2.5},
    "cost": {"kind": "lognormal", "median": 100, "spread": 0.5},
    "pressure": {"kind": "normal", "mean": 120, "deviation": 15, "missing": 0.2},
    "smokes": {"kind": "weights", "weights": {True: 1, False: 4}},
}


def rows(n: int = 20_000, seed: int = 0) -> pd.DataFrame:
    """Rows of patients whom nobody ever saw."""
    return declared.rows(KNOWN, n, rng=np.random.default_rng(seed), distributions=TOLD, locale="de_DE")


def test_rows_keep_the_schema() -> None:
    """3,000 rows: no column, key or pattern is broken."""
    assert not columns.violations(rows(3_000), KNOWN, "patients")


def test_columns_follow_their_distributions() -> None:
    """Means, shares and medians within five standard errors."""
    found = rows()
    n = len(found)
    assert abs((found["sex"] == "f").mean() - 0.75) < 5 * np.sqrt(0.75 * 0.25 / n)
    assert abs(found["smokes"].mean() - 0.2) < 5 * np.sqrt(0.2 * 0.8 / n)
    assert abs(found["visits"].mean() - 2.5) < 5 * np.sqrt(2.5 / n)
    assert abs(found["cost"].median() - 100) < 5 * 100 * 0.5 * 1.2533 / np.sqrt(n)
    assert abs(found["pressure"].isna().mean() - 0.2) < 5 * np.sqrt(0.2 * 0.8 / n)
    assert found["age"].between(0, 110).all() and abs(found["age"].mean() - 50) < 1
    assert found["born"].min() < pd.Timestamp("1925") and found["born"].max() > pd.Timestamp("2015")
    assert found["job"].nunique() > 30


def test_the_same_seed_gives_the_same_rows() -> None:
    """And another seed others."""
    pd.testing.assert_frame_equal(rows(200), rows(200))
    assert not rows(200).equals(rows(200, seed=1))


def test_given_columns_stay_as_they_are() -> None:
    """The rest is drawn beside them."""
    fit = declared.fit(pd.DataFrame(), KNOWN, rng=np.random.default_rng(0), distributions=TOLD)
    given_rows = pd.DataFrame({"sex": ["m"] * 50, "age": [7] * 50})
    found = declared.sample(fit, KNOWN, 50, rng=np.random.default_rng(0), given=given_rows)
    assert (found["sex"] == "m").all() and (found["age"] == 7).all() and list(found) == list(KNOWN.learnt())


@pytest.mark.parametrize(
    ("column", "told", "said"),
    [
        (Column(kind="integer"), None, "column a: expected low and high, or a distribution"),
        (Column(kind="integer", low=5, high=1), None, "column a: expected low and high"),
        (Column(kind="category"), None, "column a: expected the values of the category, or weights, or a provider"),
        (
            Column(kind="category"),
            {"kind": "normal", "mean": 1, "deviation": 1},
            "expected weights for the kind category",
        ),
        (
            Column(kind="category", values=("x",)),
            {"kind": "weights", "weights": {"y": 1}},
            "no value 'y'; there are: x",
        ),
        (Column(kind="category"), {"kind": "weights", "weights": {"y": 0}}, "expected a weight above 0"),
        (Column(kind="number"), {"kind": "normal", "mean": 1}, "column a, deviation: Field required"),
        (
            Column(kind="number"),
            {"kind": "normal", "mean": 1, "deviation": -1},
            "column a, deviation: Input should be greater",
        ),
        (Column(kind="number"), "cauchy", "column a: Input tag 'cauchy'"),
        (Column(kind="integer"), {"kind": "weights", "weights": {"x": 1}}, "expected numbers with weights, got 'x'"),
        (Column(kind="integer", high=3), {"kind": "weights", "weights": {4: 1}}, "the column may not hold 4"),
        (Column(kind="date", low=date(2020, 1, 1)), {"kind": "poisson", "mean": 4}, "expected another distribution"),
        (Column(kind="number", low=0, high=1), {"kind": "uniform", "missing": 0.1}, "the column is not nullable"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(column: Column, told: Any, said: str) -> None:
    """Before any row is drawn, naming the column."""
    with pytest.raises(SchemaError) as caught:
        declared.fit(
            pd.DataFrame(),
            Table(columns={"a": column}),
            rng=np.random.default_rng(0),
            distributions={"a": told} if told else None,
        )
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_unknown_columns_and_providers_are_refused() -> None:
    """A distribution of no column, a provider that Faker lacks, bounds that are never met."""
    rng = np.random.default_rng(0)
    with pytest.raises(SchemaError, match="no learnt column 'z'"):
        declared.rows(Table(columns={"a": Column(kind="boolean")}), 1, rng=rng, distributions={"z": "uniform"})
    words = Table(columns={"a": Column(kind="category")})
    with pytest.raises(SchemaError, match="Faker has no 'nonsense'"):
        declared.rows(words, 1, rng=rng, distributions={"a": {"kind": "provider", "provider": "nonsense"}})
    far = Table(columns={"a": Column(kind="number", low=1e6)})
    with pytest.raises(SchemaError, match="column a: hardly any draw lies between"):
        declared.rows(far, 9, rng=rng, distributions={"a": {"kind": "normal", "mean": 0, "deviation": 1}})


@settings(max_examples=40, deadline=None)
@given(
    low=st.floats(-1e12, 1e12),
    width=st.floats(0, 1e12),
    kind=st.sampled_from(["integer", "number"]),
    decimals=st.none() | st.integers(0, 6),
)
def test_uniform_numbers_stay_within_any_bounds(low: float, width: float, kind: Any, decimals: int | None) -> None:
    """Rounding to decimals does not step over a bound; where no number lies between, a sentence says so."""
    column = Column(kind=kind, low=low, high=low + width, decimals=decimals if kind == "number" else None)
    table = Table(columns={"a": column})
    try:
        found = declared.rows(table, 20, rng=np.random.default_rng(0))
    except SchemaError:
        return
    assert columns.holds(column, found["a"]).all()
