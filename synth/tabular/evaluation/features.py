"""Tables as matrices of numbers, for measures that learn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.schema import Column, Schema, Table

MOST_LEVELS = 254  # of a category that a histogram tree can tell apart; further ones are one


def matrix(frame: pd.DataFrame, table: Table, without: str = "") -> NDArray[np.float64]:
    """The learnt columns of a frame, but one: a row a row, categories by their places, NaN where values are missing."""
    known = [(name, column) for name, column in table.learnt().items() if name != without]
    numbers = [columns.encode(frame[name], column) for name, column in known]
    levelled = [
        np.minimum(found, MOST_LEVELS) if column.kind == "category" else found
        for found, (_, column) in zip(numbers, known, strict=True)
    ]
    return np.column_stack(levelled) if levelled else np.zeros((len(frame), 0))


def categorical(table: Table, without: str = "") -> list[bool]:
    """Which columns of that matrix are categories."""
    return [column.kind == "category" for name, column in table.learnt().items() if name != without]


def valued(schema: Schema, *data: Mapping[str, pd.DataFrame]) -> Schema:
    """The schema with values for categories that declare none: all those of these frames."""
    tables = {}
    for name, table in schema.tables.items():
        known = dict(table.columns)
        for each, column in known.items():
            if column.kind == "category" and not column.values and not column.pii:
                values = {str(value) for frames in data for value in frames[name][each].dropna().unique()}
                known[each] = column.model_copy(update={"values": tuple(sorted(values))})
        tables[name] = table.model_copy(update={"columns": known})
    return schema.model_copy(update={"tables": tables})


def is_numeric(column: Column) -> bool:
    """Whether a column's order and distances mean something."""
    return column.kind in ("integer", "number", "date", "datetime")


def shuffled(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The frame with each column shuffled by itself: the same shapes, no relations."""
    return pd.DataFrame({name: frame[name].to_numpy()[rng.permutation(len(frame))] for name in frame.columns}).astype(
        frame.dtypes.to_dict()
    )
