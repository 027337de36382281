"""What people read of synthetic tables: a page of measures between their anchors with plots, and a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from synth import files, report
from synth.tabular import columns
from synth.tabular.evaluation import pairs
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.evaluation.likeness import correlations
from synth.tabular.evaluation.plots import column_plot
from synth.tabular.schema import Schema, Table

FEWER_PAIRS = 6  # of each table, where there are several

Frames = Mapping[str, pd.DataFrame]


def write(path: Path, measures: dict[str, Any], real: Frames, rows: Frames, schema: Schema) -> None:
    """Write the page of measures (:func:`.measures.evaluate`) with plots of real and synthetic rows."""
    most = pairs.MOST if len(schema.tables) == 1 else FEWER_PAIRS
    tables = [
        {"name": name, "measures": measures.get("tables", {name: measures})[name],
         **_drawn(real[name], rows[name], table, most)}
        for name, table in schema.tables.items()
    ]  # fmt: skip
    text = report.page("table.html.j2", name=schema.name, measures=measures, tables=tables)
    files.write_text(path, text)


def _drawn(real: pd.DataFrame, rows: pd.DataFrame, table: Table, most: int) -> dict[str, Any]:
    """What the page draws of one table."""
    known = {} if table.public else table.learnt()
    sides = (("real", real), ("synthetic", rows))
    return {
        "columns": {
            name: column_plot(*(_plain(frame[name], column) for _, frame in sides)) for name, column in known.items()
        },
        "names": [name for name, column in known.items() if is_numeric(column)],
        "correlations": {name: correlations(frame, table).tolist() for name, frame in sides},
        "pairs": pairs.pair_plots(real, rows, table, most=most) if known else [],
    }


def _plain(series: pd.Series[Any], column: Any) -> pd.Series[Any]:
    """Points in time as they are, numbers for what else has an order, text for the rest."""
    if column.kind in ("date", "datetime"):
        return pd.Series(columns.moments(series))
    return pd.Series(columns.encode(series, column)) if is_numeric(column) else series.astype(object)


def summary(found: dict[str, Any]) -> str:
    """The measures in a few lines."""
    lines = [line for name, one in found.get("tables", {"": found}).items() for line in _of_table(name, one)]
    lines += [f"all tables, {side}: {_figures(scores)}" for side, scores in found.get("quality", {}).items()]
    for key in found.get("across", ()):
        lines.append(f"{key['table']} a row of {key['parent']}, off by: {_figures(key['children'])}")
        if "relations" in key:
            lines.append(f"{key['table']} with {key['parent']}, off by: {_figures(key['relations'])}")
    broken = ", ".join(f"{said}: {count:,} rows" for said, count in found["broken"].items())
    return "\n".join([*lines, f"rules broken: {broken or 'none'}"])


def _of_table(name: str, found: dict[str, Any]) -> list[str]:
    """The measures of one table, a line each, under its name where it has one."""
    head = [f"{name}:"] if name else []
    if "none" in found:
        return [*head, found["none"]]
    for side, told in found["likeness"].items():
        scores = _figures({"quality": told["score"], "shapes": told["shapes"], "pairs": told["pairs"]})
        others = _figures({"told apart": told["told apart"]["value"], "rare pairs kept": told["rare pairs kept"]})
        head.append(f"{side:18} {scores}, {others}")
    for score in found["utility"]:
        sides = {side: score[side]["value"] for side in found["likeness"] if side in score}
        head.append(score.get("none") or f"{score['target']} ({score['measure']}): {_figures(sides)}")
    told = found.get("sequences", {})
    if "none" in told:
        head.append(told["none"])
    return head + [
        f"{one['measure']}, off by: {_figures({side: one[side] for side in list(one)[1:]})}"
        for one in told.get("measures", ())
    ]


def _figures(scores: Mapping[str, float | None]) -> str:
    return ", ".join(f"{name} {score:.3f}" for name, score in scores.items() if score is not None)
