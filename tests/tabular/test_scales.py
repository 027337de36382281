"""Columns as SDV learns them: what is drawn on a stretched scale keeps the bounds, and what was learnt comes back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import columns
from synth.tabular.schema import Column, Table
from synth.tabular.sdv import scales

COLUMNS = {
    "year": Column(kind="integer", low=1900, high=2020, nullable=True),
    "weight": Column(kind="number", low=0.5, high=300.25, decimals=2),
    "share": Column(kind="number", low=0, high=1),
    "gap": Column(kind="integer", low=0),
    "one": Column(kind="integer", low=7, high=7),
    "flag": Column(kind="boolean", nullable=True),
    "word": Column(kind="category", values=("a", "b"), nullable=True),
}
TABLE = Table(columns=COLUMNS)
FRAME = pd.DataFrame(
    {
        "year": pd.array([1900, 2020, None], dtype="Int64"),
        "weight": [0.5, 300.25, 70.11],
        "share": [0.01, 0.5, 0.99],
        "gap": [0, 1, 4000],
        "one": [7, 7, 7],
        "flag": pd.array([True, False, None], dtype="boolean"),
        "word": ["b", None, "a"],
    }
)


@pytest.mark.parametrize("scale", [scales.AS_THEY_ARE, scales.PARTS, scales.STRETCHED])
def test_what_was_learnt_comes_back(scale: scales.Scale) -> None:
    """The bounds themselves, missing values and all; no text of the data is among what SDV sees."""
    seen = scales.outward(FRAME, TABLE, scale)
    assert list(seen) == [f"c{number}" for number in range(len(COLUMNS))]
    assert all(dtype.kind in "if" for dtype in seen.dtypes)
    back = scales.inward(seen, TABLE, scale)
    pd.testing.assert_frame_equal(back.astype(object), FRAME.astype(object), check_exact=False, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-30, 30), min_size=4, max_size=4))
def test_a_stretched_number_keeps_its_bounds(drawn: list[float]) -> None:
    """Whatever a normal distribution gives."""
    numbers = pd.DataFrame({f"c{number}": [value] for number, value in enumerate(drawn)})
    names = ("year", "weight", "share", "gap")
    table = Table(columns={name: COLUMNS[name] for name in names})
    back = scales.inward(numbers, table, scales.STRETCHED)
    for name in names:
        assert columns.holds(COLUMNS[name], back[name]).all(), (name, back[name], np.asarray(numbers))
