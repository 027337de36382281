"""Tables that anyone may know (places, products, codes): kept as they are, and released as they are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from synth.tabular.reading import typed
from synth.tabular.schema import Table


def stored(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """A frame as JSON, column by column."""
    return {str(name): [_plain(value) for value in frame[name]] for name in frame.columns}


def restored(told: dict[str, list[Any]], table: Table, name: str) -> pd.DataFrame:
    """The frame again, in the table's types."""
    return typed(pd.DataFrame({each: pd.Series(values, dtype=object) for each, values in told.items()}), table, name)


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
