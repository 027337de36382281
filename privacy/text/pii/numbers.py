"""Numbers of people in text: cards, accounts, national ids, phones, birthdays, passports and plates.

Digits are found once, as runs with separators between them; each row of groups in a run is then judged by its length,
its check digits and what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from privacy.text.pii import checksums, national
from privacy.text.pii.cues import Reading
from privacy.text.pii.languages import Speech
from privacy.text.pii.phones import phone
from privacy.text.pii.spans import Span

FREE, UNLESS, ASKED = "free", "unless", "asked"  # told always; unless a cue stands against it; only after a cue for it
LONG = 48  # digits of a run beyond which only whole groups and four groups of four are judged: a list of numbers
_RUN = re.compile(r"(?:[+(]{1,2} ?)?[0-9](?:[ .\-/()+·]{0,3}[0-9])*")
_SINGLY = re.compile(r"[0-9](?:[ .\-]{1,3}[0-9])+")
_CARD_CUE = re.compile(r"(?i)card|karte|carte|tarjeta|carta|kart|cartão|kaart|kort|カード|卡|visa|amex|pan\b|cc\b")
_GROUP = re.compile(r"[0-9]+")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][ .]?[A-Za-z][ .]?[0-9][ .]?[0-9](?:[ .\-]?[A-Za-z0-9]){11,30}")
_LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21, "CR": 22, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
    "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31,
    "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip  # SWIFT, IBAN Registry
_CARDS = re.compile(
    r"4([0-9]{12}|[0-9]{15}|[0-9]{18})|(5[1-5]|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12,14}"
    r"|3[47][0-9]{13}|(6011|65[0-9]{2}|64[4-9][0-9])[0-9]{12}|35(2[89]|[3-8][0-9])[0-9]{12}|3(0[0-5]|[68][0-9])[0-9]{11}|62[0-9]{14}"
)  # the issuers' ranges and lengths (ISO/IEC 7812, registers of the schemes)


class Id(NamedTuple):
    """One kind of number of letters and digits: its form with separators, its judge, and whether a cue is needed."""

    kind: str
    form: re.Pattern[str]
    valid: Callable[[str], bool]
    cue: str


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])", re.IGNORECASE)


_S = r"[ .\-]?"
IDS = (
    Id(
        "uk_nino",
        _form(rf"[A-CEGHJ-PR-TW-Z]{_S}[A-CEGHJ-NPR-TW-Z](?:{_S}[0-9]){{6}}{_S}[A-D]"),
        checksums.uk_nino,
        UNLESS,
    ),
    Id("es_dni", _form(rf"[0-9XYZ](?:{_S}[0-9]){{7}}{_S}[A-Z]"), checksums.es_dni, UNLESS),
    Id("it_cf", _form(rf"[A-Z](?:{_S}[A-Z]){{5}}(?:{_S}[0-9A-Z]){{10}}"), checksums.it_cf, FREE),
    Id("in_pan", _form(r"[A-Z]{3}P[A-Z][0-9]{4}[A-Z]"), national.in_pan, FREE),
    Id("fr_nir", _form(rf"[12](?:{_S}[0-9]){{4}}{_S}2{_S}[AB](?:{_S}[0-9]){{8}}"), checksums.fr_nir, FREE),
    Id("cn_id", _form(rf"[1-8](?:{_S}[0-9]){{16}}{_S}X"), national.cn_id, FREE),
)


class Digits(NamedTuple):
    """One kind of number of digits alone: its lengths, its judge, whether a cue is needed, and how it is written.

    Where ``proof`` is set, the written form needs no cue.
    """

    kind: str
    lengths: tuple[int, ...]
    valid: Callable[[str], bool]
    cue: str
    written: re.Pattern[str] | None = None
    proof: bool = False


def _card(text: str) -> bool:
    return bool(_CARDS.fullmatch(text)) and checksums.luhn(text)


_FOURS = re.compile(r"\d{4}([ .\-])\d{4}\1\d{4}(\1\d{1,7})?|\d{4}([ .\-])\d{6}\3\d{4,5}")
_NIR = re.compile(r"\d[ .]\d\d[ .]\d\d[ .]\d\d[ .]\d{3}[ .]\d{3}([ ./\-]{1,3}\d\d)")
DIGITS = (
    Digits("card", (13, 14, 15, 16, 17, 19), _card, UNLESS, _FOURS),
    Digits("fr_nir", (15,), checksums.fr_nir, FREE, _NIR),
    Digits("cn_id", (18,), national.cn_id, FREE, re.compile(r"\d{6}[ \-]\d{8}[ \-]\d{4}")),
    Digits("de_tax_id", (11,), checksums.de_tax_id, UNLESS, re.compile(r"\d\d[ /.]\d{3}[ /.]\d{3}[ /.]\d{3}")),
    Digits("pl_pesel", (11,), checksums.pl_pesel, UNLESS, re.compile(r"\d{6}[ \-]\d{5}")),
    Digits("br_cpf", (11,), national.br_cpf, UNLESS, re.compile(r"\d{3}[. ]\d{3}[. ]\d{3}[\-/. ]\d\d"), proof=True),
    Digits(
        "se_personnummer", (10, 12), national.se_personnummer, ASKED, re.compile(r"(\d{2})?\d{6}[\-+]\d{4}"), proof=True
    ),
    Digits("us_ssn", (9,), checksums.us_ssn, ASKED, re.compile(r"\d{3}([\- .])\d\d\1\d{4}"), proof=True),
    Digits("uk_nhs", (10,), national.uk_nhs, ASKED, re.compile(r"\d{3}[ \-]\d{3}[ \-]\d{4}"), proof=True),
    Digits("nl_bsn", (9,), national.nl_bsn, ASKED, re.compile(r"\d{4}[. ]\d\d[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3}")),
    Digits("in_aadhaar", (12,), national.in_aadhaar, ASKED, re.compile(r"\d{4}[ \-]\d{4}[ \-]\d{4}")),
    Digits("jp_my_number", (12,), national.jp_my_number, ASKED, re.compile(r"\d{4}[ \-]\d{4}[ \-]\d{4}")),
)
# Where a number is at home: elsewhere a cue is asked for, unless it proves itself.
HOMES = {
    "us_ssn": "en_US", "uk_nino": "en_GB", "uk_nhs": "en_GB", "de_tax_id": "de_DE", "fr_nir": "fr_FR", "es_dni": "es_ES",
    "it_cf": "it_IT", "pl_pesel": "pl_PL", "br_cpf": "pt_BR", "nl_bsn": "nl_NL", "se_personnummer": "sv_SE",
    "jp_my_number": "ja_JP", "cn_id": "zh_CN",
}  # fmt: skip
BY_LENGTH = {n: [kind for kind in DIGITS if n in kind.lengths] for n in range(9, 20)}
NATIONAL = tuple(dict.fromkeys([kind.kind for kind in DIGITS if kind.kind != "card"] + [one.kind for one in IDS]))
VALID = {kind.kind: kind.valid for kind in DIGITS} | {one.kind: one.valid for one in IDS if one.kind != "fr_nir"}


def numbers(reading: Reading) -> Iterator[Span]:
    """Accounts, national ids, cards, phones, each whole."""
    text = reading.text
    runs = [(run.start(), run.end()) for run in _RUN.finditer(text)]
    if any(end - start >= 4 for start, end in runs):  # no account is without so many digits in a row
        for found in _IBAN.finditer(text):
            if span := _account(text, found):
                yield span
    for one in IDS:
        for found in one.form.finditer(text):
            proven = one.valid(checksums.compact(found[0]))
            if proven and (one.cue == FREE or _at_home_or_asked(reading, found.start(), one.kind)):
                yield Span(found.start(), found.end(), one.kind, 0.95)
    for start, end in runs:
        if end - start >= 7:
            yield from _of_run(reading, start, end)


def _at_home_or_asked(reading: Reading, start: int, kind: str) -> bool:
    asked = at_home(kind, reading.speech) or reading.near("national", start)
    return asked and not reading.against(start)


def _account(text: str, found: re.Match[str]) -> Span | None:
    """An IBAN at the beginning of a match, of its country's length."""
    places = [place for place in range(found.start(), found.end()) if text[place].isalnum()]
    letters = "".join(text[place] for place in places).upper()
    length = _LENGTHS.get(letters[:2], 0)
    if not length or len(letters) < length or not checksums.iban(letters[:length]):
        return None
    if text[found.start()].islower() and " " in found[0][:length]:
        return None  # words of a sentence pass in one of 97
    end = places[length - 1] + 1
    return None if text[end : end + 1].isalnum() and len(letters) == length else Span(found.start(), end, "iban", 1.0)


def _of_run(reading: Reading, start: int, end: int) -> Iterator[Span]:
    text = reading.text
    if text[start - 1 : start].isalpha() and text[start - 1 : start].isascii():
        start = _after_group(text, start, end)
    if text[end : end + 1].isascii() and text[end : end + 1].isalpha() and text[end] not in "x#":
        end = _before_group(text, start, end)
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text, start, end)]
    total = sum(last - first for first, last in groups)
    if total < 7:
        return
    for first, last in _rows(groups, total):
        yield from _of_row(reading, groups[first][0], groups[last][1])
    if total <= LONG:
        yield from phone(reading, start, end, groups)
    else:
        for first, last in groups:
            if 9 <= last - first <= 12:
                yield from phone(reading, first, last, [(first, last)])


def _after_group(text: str, start: int, end: int) -> int:
    """Digits that a letter stands before are a code's; the run begins after them."""
    group = _GROUP.search(text, start, end)
    following = _GROUP.search(text, group.end(), end) if group else None
    return following.start() if following else end


def _before_group(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isdigit():
        end -= 1
    return end


def _rows(groups: list[tuple[int, int]], total: int) -> Iterator[tuple[int, int]]:
    """Which rows of groups may be one number, the longest first."""
    if total > LONG:
        sizes = [last - first for first, last in groups]
        for at in range(len(groups)):
            if 9 <= sizes[at] <= 19:
                yield at, at
            elif sizes[at : at + 4] == [4, 4, 4, 4]:
                yield at, at + 3
        return
    for first in range(len(groups)):
        size = 0
        for last in range(first, len(groups)):
            size += groups[last][1] - groups[last][0]
            if size > 19:
                break
            if size >= 9:
                yield first, last


def _of_row(reading: Reading, start: int, end: int) -> Iterator[Span]:
    row = reading.text[start:end]
    digits = "".join(filter(str.isdigit, row))
    singly = bool(_SINGLY.fullmatch(row))
    for kind in BY_LENGTH[len(digits)]:
        written = kind.written is not None and bool(kind.written.fullmatch(row))
        if (written or singly or row.isdigit()) and kind.valid(digits):
            score = _judged(reading, start, kind, written=written)
            if score:
                yield Span(start, end, kind.kind, score)


def _judged(reading: Reading, start: int, kind: Digits, *, written: bool) -> float:
    """How sure a valid number is, by what stands before it; 0 where that is not enough."""
    text = reading.text
    if kind.kind == "card":
        return 0.0 if reading.against(start) and not _CARD_CUE.search(text, max(0, start - 24), start) else 0.95
    if kind.cue == FREE:
        return 1.0
    if text[start - 1 : start] == "+":
        return 0.0
    if reading.near("national", start):
        return 0.95
    if (kind.cue == ASKED or not at_home(kind.kind, reading.speech)) and not (kind.proof and written):
        return 0.0
    return 0.0 if reading.against(start) or reading.near("phone", start) else 0.9


def at_home(kind: str, speech: Speech) -> bool:
    """Whether the kind of number is given out where the text was written."""
    return HOMES.get(kind, speech.locales[0]) in speech.locales
