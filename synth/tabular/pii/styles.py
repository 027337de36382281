"""What may be known of a personal column so that its fakes look like it: forms that many values share, never a value.

A style is JSON and is saved with a model. Forms are regular expressions in which only what at least ``k`` different
values have in common stands literally, such as the country's prefix of phone numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.text.pii import checksums
from privacy.text.pii.gazetteers import DEFAULT, LOCALES, folded, names_of
from synth.tabular.schema import Column, Table

K = 10  # different values that must share a form before it is told
MOST_FORMS = 12
ENOUGH = 20_000  # values, to tell what forms they have and whose names they are
LONGEST = 64  # signs of a value that has a form
EXACT = 0.9  # of the values have forms that k others share; otherwise letters and digits are taken for each other
PLACES = 4  # of a filter for each value: a quarter of what it never saw passes for real
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_FORMED = (
    "phone",
    "postcode",
    "plate",
    "iban",
    "card",
    "us_ssn",
    "uk_nino",
    "es_dni",
    "fr_nir",
    "de_tax_id",
    "pl_pesel",
)
_NAMED = ("name", "first_name", "last_name", "city")


class Style(NamedTuple):
    """How a column's values look. ``forms`` are patterns with their shares; ``whole``: they are stored as integers.

    ``missing`` is the share of empty values; ``unique``: no value stands twice; ``order`` of a name's parts is ``last,
    first`` or empty (the locale's); ``provider`` is one of Faker's, for texts; ``locale`` is the language's.
    """

    forms: tuple[tuple[str, float], ...] = ()
    missing: float = 0.0
    unique: bool = False
    whole: bool = False
    order: str = ""
    provider: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Seen:
    """A filter that knows every real value and holds none: a Bloom filter of one hash (Bloom, CACM 13:7, 1970).

    It never says no of a real value. Of others it says yes for about a fifth, so that a yes proves little of a name.
    """

    bits: NDArray[np.bool_]
    salt: NDArray[np.uint8]

    def __contains__(self, value: object) -> bool:
        return bool(self.bits[self._place(str(value))])

    def _place(self, value: str) -> int:
        return _place(value, self.salt.tobytes(), len(self.bits))


def _place(value: str, salt: bytes, places: int) -> int:
    digest = blake2b(folded(value).encode("utf-8", "surrogatepass"), key=salt, digest_size=8).digest()
    return int.from_bytes(digest, "big") % places


def seen(values: Iterable[Any], *, rng: np.random.Generator) -> Seen:
    """The filter of these values.

    >>> "Anna Berg" in seen(["Anna Berg"], rng=np.random.default_rng(0))
    True
    """
    texts = {str(value) for value in values if not pd.isna(value)}
    salt, bits = rng.bytes(16), np.zeros(PLACES * max(len(texts), 16), np.bool_)
    for text in texts:
        bits[_place(text, salt, len(bits))] = True
    return Seen(bits, np.frombuffer(salt, np.uint8))


def styles(frame: pd.DataFrame, table: Table, *, k: int = K, locale: str = "") -> dict[str, Style]:
    """The style of each column that is never learnt; ``locale`` is Faker's, guessed from names where it is empty."""
    hidden = {name: column for name, column in table.columns.items() if name not in table.learnt() and name in frame}
    texts = {name: _texts(frame[name]) for name in hidden}
    language = locale or guessed(
        value for name, column in hidden.items() if column.pii in _NAMED for value in texts[name]
    )
    return {name: _style(frame[name], column, texts[name], k, language) for name, column in hidden.items()}


def _texts(series: pd.Series[Any]) -> list[str]:
    return [str(value) for value in series.dropna()]


def _style(series: pd.Series[Any], column: Column, texts: Sequence[str], k: int, locale: str) -> Style:
    empty = len(series) - len(texts)
    missing = 0.0 if empty < k else 1.0 if len(texts) < k else round(empty / len(series), 2)
    commas = sum("," in text for text in texts)
    return Style(
        forms=forms(texts, k) if column.pii in _FORMED or (column.kind == "id" and not column.pii) else (),
        missing=missing if column.nullable else 0.0,
        unique=column.unique or (_alone(column) and len(texts) >= k and len(set(texts)) == len(texts)),
        whole=pd.api.types.is_integer_dtype(series),
        provider=_provider(column.pii, texts),
        order="last, first" if column.pii == "name" and commas > len(texts) / 2 else "",
        locale=locale,
    )


def _provider(kind: str, texts: Sequence[str]) -> str:
    """Another provider of Faker's than the kind's, where most values are of its sort."""
    other, mark = {"ip": ("ipv6", ":"), "address": ("address", "\n")}.get(kind, ("", "\n"))
    return other if sum(mark in text for text in texts) > len(texts) / 2 else ""


def _alone(column: Column) -> bool:
    """Whether values that are all different in the data are so by their kind: people may share names and streets."""
    return column.kind == "id" or column.pii in ("email", "user_name", *checksums.NUMBERS)


def guessed(names: Iterable[str]) -> str:
    """The locale of Faker's that knows most of these names' words; the first of ``LOCALES`` where none knows any.

    >>> guessed(["Jürgen Müller", "Ingeborg Schäfer"])
    'de_DE'
    """
    words = Counter(word for name in islice(names, ENOUGH) for word in folded(name).replace(",", " ").split())
    if not words:
        return DEFAULT
    common = [word for word, _ in words.most_common(500)]
    return max(LOCALES, key=lambda locale: sum(word in names_of(locale) for word in common))


def forms(values: Sequence[str], k: int) -> tuple[tuple[str, float], ...]:
    """The forms that at least k different values share, with the share of each among them; of many a part is looked at.

    >>> forms([f"ORD-{n}" for n in range(100, 150)], 10)
    (('ORD\\\\-1[0-9][0-9]', 1.0),)
    """
    different = [value for value in dict.fromkeys(values) if 0 < len(value) <= LONGEST]
    different = different[:: -(-len(different) // ENOUGH) or 1]
    if len(different) >= k and all(map(_UUID.fullmatch, different)):
        return ((UUID, 1.0),)
    found = _grouped(different, _mask, k)
    if sum(map(len, found)) < EXACT * len(different):
        found = _grouped(different, _skeleton, k)
    known = sum(map(len, found))
    return tuple((_pattern(group), round(len(group) / known, 4)) for group in found)


def _grouped(values: Sequence[str], key: Any, k: int) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return sorted((group for group in groups.values() if len(group) >= k), key=len, reverse=True)[:MOST_FORMS]


def _mask(value: str) -> str:
    """Each sign's class: digits, capitals, small letters; others are themselves."""
    return "".join(_class(sign) for sign in value)


def _skeleton(value: str) -> str:
    return "".join("x" if sign.isalnum() else sign for sign in value)


def _class(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return "0-9" if sign.isdigit() else "A-Z" if sign.isupper() else "a-z"
    return sign


def _pattern(group: Sequence[str]) -> str:
    """What the values of one length have in common in each place, as a regular expression."""
    parts = []
    for signs in map(set, zip(*group, strict=True)):
        classes = sorted({_class(sign) for sign in signs})
        if len(signs) == 1:
            parts.append(re.escape(next(iter(signs))))
        elif classes == ["0-9"] and "0" not in signs:
            parts.append("[1-9]")
        else:
            parts.append(f"[{''.join(_inside(each) for each in classes)}]")
    return "".join(parts)


def _inside(part: str) -> str:
    return part if len(part) == 3 else re.escape(part)


def stored(found: Mapping[str, Style]) -> dict[str, dict[str, Any]]:
    """Styles as JSON."""
    return {name: style._asdict() for name, style in found.items()}


def restored(notes: Mapping[str, Mapping[str, Any]]) -> dict[str, Style]:
    """Styles from what :func:`stored` gave."""
    return {
        name: Style(**{**style, "forms": tuple((str(form), float(share)) for form, share in style["forms"])})
        for name, style in notes.items()
    }


def filters(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], *, rng: np.random.Generator
) -> dict[str, Seen]:
    """What no fake of a data set may be, as ``fakes`` wants it: by kind of personal data, by column for the others."""
    values: dict[str, set[str]] = {}
    for name, frame in frames.items():
        for each, column in tables[name].columns.items():
            if each in frame and (column.pii or column.kind in ("id", "text")):
                values.setdefault(column.pii or each, set()).update(_texts(frame[each]))
    return {name: seen(found, rng=rng) for name, found in values.items()}
