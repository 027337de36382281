"""The schema that a table without one gets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from synth.tabular.schema import Column, Schema, single


def detect(frame: pd.DataFrame, name: str) -> Schema:
    """Numbers unbounded, everything else a category of its values."""
    return single(name, {str(column): _detected(frame[column]) for column in frame.columns})


def _detected(series: pd.Series[Any]) -> Column:
    nullable = bool(series.isna().any())
    if pd.api.types.is_bool_dtype(series):
        return Column(kind="boolean", nullable=nullable)
    if pd.api.types.is_integer_dtype(series):
        return Column(kind="integer", nullable=nullable)
    if pd.api.types.is_float_dtype(series):
        return Column(kind="number", nullable=nullable)
    return Column(kind="category", values=tuple(sorted(map(str, series.dropna().unique()))), nullable=nullable)
