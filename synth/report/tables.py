"""The page that people read of a synthetic table: measures between their anchors, and plots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from synth import files, report
from synth.tabular import columns
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.evaluation.likeness import correlations
from synth.tabular.evaluation.plots import column_plot
from synth.tabular.schema import Schema


def write(path: Path, measures: dict[str, Any], real: pd.DataFrame, rows: pd.DataFrame, schema: Schema) -> None:
    """Write the page of measures (:func:`.measures.evaluate`) with plots of real and synthetic rows."""
    table = schema.only()
    known = table.learnt()
    plotted = {
        name: column_plot(*(_plain(frame[name], column) for frame in (real, rows))) for name, column in known.items()
    }
    matrices = {name: correlations(frame, table).tolist() for name, frame in (("real", real), ("synthetic", rows))}
    text = report.page(
        "table.html.j2",
        name=schema.name,
        measures=measures,
        columns=plotted,
        names=[name for name, column in known.items() if is_numeric(column)],
        correlations=matrices,
    )
    files.write_text(path, text)


def _plain(series: pd.Series[Any], column: Any) -> pd.Series[Any]:
    """Numbers for what has an order, text for the rest."""
    return pd.Series(columns.encode(series, column)) if is_numeric(column) else series.astype(object)
