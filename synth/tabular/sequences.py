"""Sequences in one table: the entities become a table of their own, with what is the same in all of their rows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from synth.tabular.schema import Parent, Schema, Table

ENTITIES = "\x1eentities of "


def unfold(frames: Mapping[str, pd.DataFrame], schema: Schema) -> tuple[dict[str, pd.DataFrame], Schema]:
    """The frames and the schema with a table of entities before each table of sequences.

    A column that never changes within an entity (a patient's sex) moves there.
    """
    found, tables = dict(frames), dict(schema.tables)
    for name, table in schema.tables.items():
        if not table.entity or table.parents:
            continue
        keys = list(table.entity)
        alike = frames[name].groupby(keys, sort=False, dropna=False).nunique(dropna=False).max() <= 1
        steady = [column for column in table.learnt() if column != table.order and alike.get(column, False)]
        moved = {rule for rule in table.rules if set(rule.named()) & set(steady)}
        steady = [] if moved else steady  # a rule between steady and changing columns is kept row by row
        known = {column: table.columns[column] for column in (*keys, *steady)}
        found[ENTITIES + name] = frames[name].drop_duplicates(keys)[[*keys, *steady]].reset_index(drop=True)
        found[name] = frames[name].drop(columns=steady)
        tables[ENTITIES + name] = Table(columns=known, key=tuple(keys))
        left = {column: held for column, held in table.columns.items() if column not in steady}
        fields = {"columns": left, "parents": (Parent(table=ENTITIES + name, columns=tuple(keys)),), "entity": ()}
        tables[name] = Table.model_validate({**table.model_dump(), "rules": table.rules, **fields})
    return found, Schema(name=schema.name, tables=tables, source=schema.source, licence=schema.licence)


def fold(frames: Mapping[str, pd.DataFrame], schema: Schema) -> dict[str, pd.DataFrame]:
    """The tables of the schema again, each row with its entity's columns."""
    found = {}
    for name, table in schema.tables.items():
        rows = frames[name]
        if ENTITIES + name in frames:
            rows = rows.merge(frames[ENTITIES + name], on=list(table.entity), how="left")
        found[name] = rows[[column for column in table.columns if column in rows]]
    return found
