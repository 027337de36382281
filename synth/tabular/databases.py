"""Tables of databases, by SQLAlchemy: read with their keys, and written. The extra ``sql`` brings it.

URLs are SQLAlchemy's: ``sqlite:///shop.db``, ``postgresql+psycopg://user@host/base``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulators.core import ProvenderError
from synth.tabular.schema import Parent

if TYPE_CHECKING:
    from sqlalchemy import Engine

CHUNK = 50_000  # rows that are written at a time


class DatabaseError(ProvenderError):
    """A database that cannot be reached, read or written; the text names it without its password."""


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    try:
        import sqlalchemy
    except ImportError as error:
        raise DatabaseError(
            "databases need SQLAlchemy, which is not installed: pip install 'provender[sql]'"
        ) from error
    shown = url
    try:
        parsed = sqlalchemy.make_url(url)
        shown = parsed.render_as_string(hide_password=True)
        engine = sqlalchemy.create_engine(parsed)
        try:
            yield engine
        finally:
            engine.dispose()
    except ImportError as error:
        raise DatabaseError(f"{shown}: its driver is not installed: {error}") from error
    except sqlalchemy.exc.SQLAlchemyError as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
        raise DatabaseError(f"{shown}: {said}") from error


def read(url: str, most: int, seed: int) -> dict[str, pd.DataFrame]:
    """All tables of a database that have rows; of a single one with more than ``most`` so many, drawn by the seed."""
    import sqlalchemy

    with _engine(url) as engine, engine.connect() as connection:
        found = {}
        names = sorted(sqlalchemy.inspect(engine).get_table_names())
        most = most if len(names) == 1 else sys.maxsize
        for name in names:
            table = sqlalchemy.Table(name, sqlalchemy.MetaData(), autoload_with=engine)
            ordered = sqlalchemy.select(table).order_by(*(table.primary_key.columns or table.columns))
            parts = pd.read_sql(ordered, connection, chunksize=CHUNK)
            frame = _at_most(parts, most, np.random.default_rng([seed, 0x5A]))
            if len(frame):
                found[name] = frame
        if not found:
            raise DatabaseError(f"{engine.url.render_as_string(hide_password=True)}: no table with rows")
        return found


def _at_most(parts: Iterator[pd.DataFrame], most: int, rng: np.random.Generator) -> pd.DataFrame:
    """So many rows of all, each with the same chance: those with the smallest of numbers drawn for all."""
    kept, marks = pd.DataFrame(), np.zeros(0)
    for part in parts:
        kept, marks = pd.concat([kept, part], ignore_index=True), np.concatenate([marks, rng.random(len(part))])
        if len(kept) > most:
            chosen = np.sort(np.argsort(marks, kind="stable")[:most])
            kept, marks = kept.iloc[chosen].reset_index(drop=True), marks[chosen]
    return kept


def keys(url: str) -> dict[str, tuple[tuple[str, ...], tuple[Parent, ...]]]:
    """The declared key and foreign keys of each table of a database."""
    import sqlalchemy

    with _engine(url) as engine:
        inspector = sqlalchemy.inspect(engine)
        return {
            name: (
                tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
                tuple(
                    Parent(table=one["referred_table"], columns=tuple(one["constrained_columns"]))
                    for one in inspector.get_foreign_keys(name)
                ),
            )
            for name in inspector.get_table_names()
        }


def write(tables: Mapping[str, Iterator[pd.DataFrame]], url: str) -> None:
    """Write tables in the order given, a batch at a time, all or none.

    Raises DatabaseError where one of them is there already.
    """
    import sqlalchemy

    with _engine(url) as engine, engine.begin() as connection:
        there = set(sqlalchemy.inspect(connection).get_table_names()) & set(tables)
        if there:
            shown = engine.url.render_as_string(hide_password=True)
            raise DatabaseError(f"{shown}: there is a table {min(there)!r} already; it is left as it is")
        for name, batches in tables.items():
            for rows in batches:
                rows.to_sql(name, connection, index=False, if_exists="append", chunksize=CHUNK)
