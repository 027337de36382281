"""Fakes in place of personal data: the same for the same person, of the same kind and form, and nobody else's.

Names are replaced word by word, so that ``Anna Berg`` and ``Frau Berg`` stay one person; numbers keep their form and
their check digits. What a fake is follows from the key alone (keyed BLAKE2b, RFC 7693), unless another value has it
already: then, and only then, from the order in which values came, so one :class:`Pseudonyms` must serve a whole set.
What it cannot keep: that a first name is a woman's, an initial's name, ages, who lives near whom.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b

from privacy.core import PrivacyError
from privacy.text import disguises
from privacy.text.pii import checksums, national
from privacy.text.pii.gazetteers import first_names, pool
from privacy.text.pii.lots import Lot
from privacy.text.pii.numbers import VALID

LEAST_KEY = 16  # bytes
MOST_TRIES = 100_000  # draws until check digits fit: a random Chinese number passes in one of 15,000
_HOSTS = ("example.com", "example.org", "example.net")  # RFC 2606: nobody's
_BECH32_VALUES = 32
_CHECKED: dict[str, Callable[[str], bool]] = VALID | {"iban": checksums.iban, "card": checksums.card}


class Pseudonyms:
    """What each value became. Raises PrivacyError for a key of fewer than 16 bytes."""

    def __init__(self, key: bytes, locale: str = "en_US") -> None:
        if len(key) < LEAST_KEY:
            raise PrivacyError(f"expected a key of at least {LEAST_KEY} bytes, got {len(key)}")
        self._key, self._locale = blake2b(key).digest(), locale
        self._known: dict[tuple[str, str], str] = {}
        self._given: dict[tuple[str, str], str] = {}

    def fake(self, kind: str, text: str) -> str:
        """What stands for a value of the kind in every text."""
        value = disguises.plain(text).text
        if kind == "person":
            return re.sub(r"[^\W\d_]+", self._word, value)
        return self._unique(kind, canonical(value), lambda lot: _drawn(kind, value, lot, self._locale))

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        if word.islower() and word.isascii() and len(word) < 4:
            return word  # van, de la
        if len(word) == 1:
            return Lot(self._key, "initial", word).choice("ABCDEFGHIJKLMNOPRSTW".replace(word, ""))
        folded = word.casefold()
        made = self._unique("word", folded, lambda lot: _name(folded, lot, self._locale))
        return made.upper() if word.isupper() else made.lower() if word.islower() else made

    def _unique(self, kind: str, value: str, draw: Callable[[Lot], str]) -> str:
        if (kind, value) not in self._known:
            for attempt in range(MOST_TRIES):
                made = draw(Lot(self._key, kind, value, str(attempt)))
                if canonical(made) != value and self._given.setdefault((kind, canonical(made)), value) == value:
                    self._known[kind, value] = made
                    break
            else:
                raise PrivacyError(f"expected fewer different values of the kind {kind!r}: no fake of its form is left")
        return self._known[kind, value]


def canonical(text: str) -> str:
    """A value for comparison: its letters and digits."""
    return "".join(filter(str.isalnum, text.casefold())) or text


def _name(folded: str, lot: Lot, locale: str) -> str:
    names = pool("first_name" if folded in first_names() else "last_name", locale)
    # Two in one, every second time: the names of a corpus would use up a pool of some hundred.
    return f"{lot.choice(names)}{lot.choice(names).lower() if lot.below(2) else ''}"


def _drawn(kind: str, value: str, lot: Lot, locale: str) -> str:
    if kind == "email":
        return f"{lot.choice(pool('user_name', locale))}{lot.below(1_000_000)}@{lot.choice(_HOSTS)}"
    if kind == "url":
        return f"https://{lot.choice(_HOSTS)}/users/{lot.below(1 << 48):012x}"
    if kind == "ip":
        parts = ":".join(f"{lot.below(1 << 16):x}" for _ in range(6))
        return f"2001:db8:{parts}" if ":" in value else f"10.{lot.below(256)}.{lot.below(256)}.{1 + lot.below(254)}"
    if kind == "mac":
        return re.sub("[0-9A-Fa-f]{2}", lambda _: f"{lot.below(256):02x}", value)
    if kind == "address":
        return _shaped(lot.choice(pool("address", locale)).replace("\n", ", "), lot)
    if kind == "wallet":
        return _wallet(value, lot)
    if kind == "birthday":
        return _day(value, lot)
    return _number(kind, value, lot)


def _number(kind: str, value: str, lot: Lot) -> str:
    """A value of the same form whose check digits are right, where the kind has some."""
    valid = _CHECKED.get(kind)
    kept = 2 if kind == "iban" else 1 if kind in ("card", "phone") else 0
    for _ in range(MOST_TRIES):
        made = _shaped(value, lot, kept)
        if valid is None or valid(checksums.compact(made)) or not valid(checksums.compact(value)):
            return made
    raise PrivacyError(f"expected a value of the kind {kind!r} whose form has fakes, found none in {MOST_TRIES} draws")


def _shaped(value: str, lot: Lot, kept: int = 0) -> str:
    """Digits for digits and letters for letters; the first ``kept`` of them stay."""
    made = []
    for sign in value:
        if not sign.isascii() or not sign.isalnum() or kept > 0:
            made.append(sign)
            kept -= sign.isalnum()
        elif sign.isdigit():
            made.append(str(lot.below(10)))
        else:
            drawn = lot.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            made.append(drawn if sign.isupper() else drawn.lower())
    return "".join(made)


def _day(value: str, lot: Lot) -> str:
    """Another day in the same form: numbers up to 12 stay so, others up to 31 too, and years stay years."""

    def other(found: re.Match[str]) -> str:
        number, width = int(found[0]), len(found[0])
        if width == 8:
            return f"{1930 + lot.below(75)}{1 + lot.below(12):02}{1 + lot.below(28):02}"
        if width == 4:
            return str(1930 + lot.below(75))
        return str(1 + lot.below(12 if number <= 12 else 28)).zfill(width)

    return re.sub("[0-9]+", other, value)


def _wallet(value: str, lot: Lot) -> str:
    if value.startswith("0x"):
        return f"0x{lot.below(1 << 160):040x}"
    if re.match("(?i)(bc|tb|ltc)1", value):
        human = value.lower().rpartition("1")[0]
        return national.bech32(human, [0, *(lot.below(_BECH32_VALUES) for _ in range(31)), 16 * lot.below(2)])
    version = {"3": b"\x05", "L": b"\x30", "M": b"\x32", "D": b"\x1e"}.get(value[0], b"\0")
    return national.base58check(version + lot.below(1 << 160).to_bytes(20, "big"))
