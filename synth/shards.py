"""Writes what a run keeps as Parquet shards, from the parts that its units stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from synth import files, store
from synth.selection import Mask
from synth.units import Unit

ROWS = 10_000  # a shard
WINDOW = 100_000  # records shuffled together: a run's memory does not grow with its size

Written = Iterator[tuple[str, int]]


def write_records(folder: Path, units: Sequence[Unit], kept: Mapping[str, Mask]) -> Written:
    """Write the kept records as ``data/<split>-00000.parquet …``; yields each path with its rows.

    Within a window rows stand in the order of their ids, which are hashes: an even shuffle.
    """
    waiting: dict[str, list[pa.Table]] = {}
    numbers: dict[str, int] = {}
    for unit in units:
        records = store.unit_table(folder, unit.name, "records")
        if records is None or unit.name not in kept:
            continue
        chosen = records.filter(pa.array(kept[unit.name]))
        for split in chosen.column("split").unique().to_pylist():
            waiting.setdefault(split, []).append(chosen.filter(pa.compute.equal(chosen.column("split"), split)))
            if sum(map(len, waiting[split])) >= WINDOW:
                yield from _flush(folder, split, waiting.pop(split), numbers)
    for split, tables in sorted(waiting.items()):
        yield from _flush(folder, split, tables, numbers)


def _flush(folder: Path, split: str, tables: list[pa.Table], numbers: dict[str, int]) -> Written:
    window = pa.concat_tables(tables).sort_by("id")
    for start in range(0, len(window), ROWS):
        # A copy of its own: Arrow would write the whole window's buffers for a slice's nested columns.
        shard = window.slice(start, ROWS).combine_chunks()
        path = f"data/{split}-{numbers.setdefault(split, 0):05d}.parquet"
        numbers[split] += 1
        files.write_parquet(folder / path, shard)
        yield path, len(shard)


def write_tables(folder: Path, units: Sequence[Unit]) -> Written:
    """Write the units' own tables, those of one name together in the order of the plan.

    A unit's table is never cut: the rows of a game, say, stand in one file.
    """
    by_name: dict[str, list[list[pa.Table]]] = {}
    for unit in units:
        for name, table in store.unit_tables(folder, unit.name).items():
            groups = by_name.setdefault(name, [[]])
            if sum(map(len, groups[-1])) >= ROWS:
                groups.append([])
            groups[-1].append(table)
    for name, groups in sorted(by_name.items()):
        for number, tables in enumerate(groups):
            path = f"{name}.parquet" if len(groups) == 1 else f"{name}-{number:05d}.parquet"
            shard = pa.concat_tables(tables)
            files.write_parquet(folder / path, shard)
            yield path, len(shard)
