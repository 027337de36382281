"""Columns of people who do not exist, in place of those that are never learnt.

A row's fakes are drawn from its person's key and a secret: the same person is the same in every row and table, and
the name, the mail address and the user name of a row belong together. Mail and web addresses are of the reserved
names of RFC 2606, IP addresses of private networks (RFC 1918, RFC 3849): nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from privacy.text.pii import checksums
from privacy.text.pii.gazetteers import DEFAULT, pool
from privacy.text.pii.lots import Lot
from simulators.core import ProvenderError
from synth.tabular.pii import patterns
from synth.tabular.pii.kinds import KINDS
from synth.tabular.pii.people import MOST_TRIES, OF_PEOPLE, RESERVED, Maker, People, of_person
from synth.tabular.pii.styles import Style
from synth.tabular.schema import Column, Table

FEW_TRIES = 50  # after which an id grows longer: its form has too few
MOST_NUMBERS = 10_000_000  # real ids that fresh ones step over

Real = Mapping[str, Container[str]]
Given = dict[str, set[str]]  # unique fakes by column


class FakeError(ProvenderError):
    """A column for which not enough different fakes can be drawn; the text names it."""


class Fakes(NamedTuple):
    """Columns of fakes by name, and what must be told of them."""

    columns: dict[str, pd.Series[Any]]
    notes: tuple[str, ...]


def fakes(
    table: Table,
    rows: pd.DataFrame,
    *,
    rng: np.random.Generator,
    styles: Mapping[str, Style] | None = None,
    real: Real | None = None,
    locale: str = "",
    person: str = "",
    secret: bytes = b"",
    start: int = 0,
    given: Given | None = None,
) -> Fakes:
    """Fakes for the columns that ``rows`` lack and engines never see: personal data, texts, ids that name no parent.

    ``real`` says by kind of personal data (by column, for others) what no fake may be. ``person`` is a column of
    ``rows`` that tells whose a row is; with the same ``secret`` a person is the same in several tables. ``start`` is
    the number of rows that were drawn before, for ids that count, and ``given`` what they were given: unique fakes
    are none of it. Raises FakeError where too few fakes differ.
    """
    own = secret if secret and person else rng.bytes(32)
    styles, real, given = styles or {}, real or {}, {} if given is None else given
    wanted = dict(_wanted(table, rows))
    if person and person not in rows and person not in wanted:
        raise FakeError(f"expected a column {person!r} that tells whose a row is, got {', '.join(map(str, rows))}")
    keys = _keys(rows.get(person), len(rows), start)
    people: dict[str, People] = {}
    found: dict[str, pd.Series[Any]] = {}
    kinds = {""}
    for name in sorted(wanted, key=lambda name: name != person):  # whose a row is comes first
        column = wanted[name]
        style = _filled(styles.get(name, Style()), column, locale, unique=table.key == (name,))
        # A second name in a row is another person's.
        whose = [f"{key}\x1f{name}" for key in keys] if column.pii in kinds else keys
        kinds.add(column.pii)
        names = people.setdefault(style.locale, People(own, style.locale, _real_names(table, real)))
        used = given.setdefault(name, set()) if style.unique else set[str]()
        found[name] = _column(name, column, style, whose, names, _taken(name, column, real), start, used)
        if name == person:
            keys = _keys(found[name], len(rows), start)
    notes = tuple(_told(name, column) for name, column in wanted.items() if _few(column))
    return Fakes({name: found[name] for name in wanted}, notes)


def _told(name: str, column: Column) -> str:
    return f"{name}: so few {column.pii} exist that a fake may equal a real one by coincidence"


def _few(column: Column) -> bool:
    return column.pii in KINDS and KINDS[column.pii].few


def _taken(name: str, column: Column, real: Real) -> Container[str]:
    """What no fake of the column may be."""
    return () if _few(column) else _Either(real.get(name, ()), real.get(column.pii or name, ()))


def _real_names(table: Table, real: Real) -> Container[str]:
    called = [name for name, column in table.columns.items() if column.pii == "name"]
    return _Either(*(real.get(name, ()) for name in ("name", *called)))


def _filled(style: Style, column: Column, locale: str, *, unique: bool) -> Style:
    return style._replace(
        locale=locale or style.locale or DEFAULT,
        unique=style.unique or column.unique or unique,
        missing=style.missing if column.nullable else 0.0,
    )


class _Either:
    """What one or the other holds."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, value: object) -> bool:
        return any(value in part for part in self._parts)


def _wanted(table: Table, rows: pd.DataFrame) -> Iterator[tuple[str, Column]]:
    elsewhere = {name for parent in table.parents for name in parent.columns} | {*table.entity, *rows.columns}
    learnt = table.learnt()
    for name, column in table.columns.items():
        if name not in elsewhere and name not in learnt and (column.pii or column.kind in ("id", "text", "integer")):
            yield name, column


def _keys(whose: pd.Series[Any] | None, n: int, start: int) -> list[str]:
    """Whose each row is; where nobody is named, a row's number."""
    numbers = [f"row {number}" for number in range(start, start + n)]
    if whose is None:
        return numbers
    missing = whose.isna()
    return [row if nobody else str(key) for row, key, nobody in zip(numbers, whose, missing, strict=True)]


def _column(
    name: str, column: Column, style: Style, keys: Sequence[str], names: People, taken: Container[str], start: int,
    given: set[str],
) -> pd.Series[Any]:  # fmt: skip
    if not column.pii and not column.pattern and column.kind != "text" and (style.whole or not style.forms):
        return pd.Series(_counted(name, len(keys), start, taken), dtype=np.int64)
    maker = _maker(column, style, names)
    made: dict[str, str | None] = {}
    for key in keys:
        if key in made:
            continue
        lot = Lot(names.secret, "column", column.pii or name, key)
        empty = lot.below(10_000) < round(style.missing * 10_000)
        made[key] = None if empty else _drawn(name, maker, lot, key, style.unique, given, taken)
    if style.whole and all(value is None or value.isdigit() for value in made.values()):
        return pd.Series([None if (value := made[key]) is None else int(value) for key in keys], dtype="Int64")
    return pd.Series([made[key] for key in keys], dtype=object)


def _counted(name: str, n: int, start: int, taken: Container[str]) -> list[int]:
    """Whole numbers from 1 on, without the real ones; ``start`` of them were given out before."""
    free = (number for number in range(1, n + start + MOST_NUMBERS) if str(number) not in taken)
    found = list(islice(free, start, start + n))
    if len(found) < n:
        raise FakeError(f"column {name}: expected {n} numbers that are not real, found only {len(found)}")
    return found


def _drawn(name: str, maker: Maker, lot: Lot, key: str, unique: bool, given: set[str], taken: Container[str]) -> str:
    for attempt in range(MOST_TRIES):
        value = maker(lot, key, attempt)
        if value not in taken and not (unique and value in given):
            given.add(value)
            return value
    raise FakeError(f"column {name}: expected more different fakes that are not real, found only {len(given)}")


def _maker(column: Column, style: Style, names: People) -> Maker:
    """How one value of the column is drawn."""
    if column.pattern:
        return lambda lot, _key, _attempt: patterns.draw(column.pattern, lot)
    if column.pii in OF_PEOPLE:
        return of_person(column.pii, style, names)
    if column.pii in checksums.NUMBERS:
        return lambda lot, _key, _attempt: _number(column.pii, style, lot)
    if style.forms:
        return lambda lot, _key, attempt: _formed(style, lot) + (lot.digits(4) if attempt > FEW_TRIES else "")
    if column.pii in _OTHERS:
        return lambda lot, _key, _attempt: _OTHERS[style.provider or column.pii](lot)
    values = pool(style.provider or (KINDS[column.pii].provider if column.pii in KINDS else "sentence"), style.locale)
    if column.pii in ("", "city"):
        return lambda lot, _key, _attempt: lot.choice(values)
    if style.provider == "address":
        return lambda lot, _key, _attempt: _redrawn(lot.choice(values), lot)
    return lambda lot, _key, _attempt: _redrawn(lot.choice(values), lot).replace("\n", ", ")


def _formed(style: Style, lot: Lot) -> str:
    """A text in one of the column's forms, as often as each stands there."""
    place = lot.below(10_000) / 10_000 * sum(share for _, share in style.forms)
    for form, share in style.forms:
        place -= share
        if place < 0:
            return patterns.draw(form, lot)
    return patterns.draw(style.forms[-1][0], lot)


def _number(kind: str, style: Style, lot: Lot) -> str:
    """A valid number of that kind, in one of the column's forms."""
    dress = _formed(style, lot) if style.forms else ""
    bare = checksums.compact(dress)
    if kind == "card" and bare.isdigit():
        bare = checksums.with_luhn(bare)
    elif kind == "iban" and bare[:2].isalpha():
        bare = checksums.with_iban_check(bare)
    if not checksums.NUMBERS[kind].valid(bare):
        bare = checksums.NUMBERS[kind].make(lot)
        if not dress and kind == "us_ssn":
            dress = "000-00-0000"
    return _dressed(bare, dress)


def _dressed(bare: str, dress: str) -> str:
    """A number with the separators of another text of as many signs."""
    if len(checksums.compact(dress)) != len(bare):
        return bare
    signs = iter(bare)
    told = "".join(next(signs) if sign.isalnum() else sign for sign in dress)
    return told.lower() if dress.islower() else told


def _redrawn(text: str, lot: Lot) -> str:
    """The text with other digits: none stands first in a number as zero that was not there."""
    signs = []
    for place, sign in enumerate(text):
        if not sign.isdecimal():
            signs.append(sign)
        elif sign != "0" and not text[place - 1 : place].isdigit():
            signs.append(str(1 + lot.below(9)))
        else:
            signs.append(str(lot.below(10)))
    return "".join(signs)


_OTHERS: dict[str, Callable[[Lot], str]] = {
    "ipv6": lambda lot: f"2001:db8:{lot.below(65_536):x}:{lot.below(65_536):x}::{1 + lot.below(65_535):x}",
    "url": lambda lot: f"https://www.{lot.choice(RESERVED)}/{lot.digits(8)}",
    "ip": lambda lot: f"10.{lot.below(256)}.{lot.below(256)}.{1 + lot.below(254)}",
}
