"""Numbers of persons, cards and accounts: whether one is valid, and valid ones drawn anew.

Each is judged without its separators, in capitals. Where a number has check digits, a random one passes in one of ten
to one of a hundred; where it has none (US, UK), the rules of what is ever issued stand in their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from privacy.text.pii.lots import Lot

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CF_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)  # of the digits 0-9 and the letters A-J, in odd places
_CF_ODD_LETTERS = (*_CF_ODD, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_CF_MONTHS = "ABCDEHLMPRST"
_NINO_FIRST, _NINO_SECOND = "ABCEGHJKLMNOPRSTWXYZ", "ABCEGHJKLMNPRSTWXYZ"
_NINO_NEVER = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


class Number(NamedTuple):
    """One kind of number: whether a compact text is one, and a new one. ``chance``: how often random digits pass."""

    valid: Callable[[str], bool]
    make: Callable[[Lot], str]
    chance: float


def compact(text: str) -> str:
    """A number without separators, in capitals.

    >>> compact("de44 5001-0517.54")
    'DE445001051754'
    """
    return re.sub(r"[\s.\-/]", "", text).upper()


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B).

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def card(text: str) -> bool:
    """A payment card: 12 to 19 digits, an issuer of banking (ISO/IEC 7812: 2 to 6, or JCB), a check digit."""
    return bool(re.fullmatch(r"[2-6][0-9]{11,18}|1800[0-9]{11}", text)) and luhn(text)


def with_luhn(digits: str) -> str:
    """The digits with the last one replaced by the check digit."""
    return next(f"{digits[:-1]}{last}" for last in range(10) if luhn(f"{digits[:-1]}{last}"))


def _card(lot: Lot) -> str:
    return with_luhn(f"4{lot.digits(15)}")


def iban(text: str) -> bool:
    """An international bank account number: ISO 13616, check digits by ISO 7064 mod 97-10.

    >>> iban("DE89370400440532013000"), iban("DE89370400440532013001")
    (True, False)
    """
    return bool(re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text)) and _mod_97(text[4:] + text[:4]) == 1


def with_iban_check(text: str) -> str:
    """The account number with its third and fourth place replaced by the check digits."""
    check = 98 - _mod_97(f"{text[4:]}{text[:2]}00")
    return f"{text[:2]}{check:02}{text[4:]}"


def _mod_97(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def _iban(lot: Lot) -> str:
    return with_iban_check(f"DE00{lot.digits(18)}")


def us_ssn(text: str) -> bool:
    """A US social security number: area, group and serial that are issued (SSA, since 2011 at random)."""
    return bool(re.fullmatch(r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}", text))


def _us_ssn(lot: Lot) -> str:
    area = 1 + lot.below(898)
    return f"{area + (area >= 666):03}{1 + lot.below(99):02}{1 + lot.below(9999):04}"


def de_tax_id(text: str) -> bool:
    """A German tax number: of ten digits one stands twice or thrice; check digit by ISO 7064 mod 11,10.

    >>> de_tax_id("86095742719"), de_tax_id("86095742718")
    (True, False)
    """
    if not re.fullmatch(r"[1-9][0-9]{10}", text):
        return False
    counts = sorted(text[:10].count(digit) for digit in set(text[:10]))
    return counts[-1] in (2, 3) and counts[:-1] == [1] * (len(counts) - 1) and _mod_11_10(text[:10]) == text[10]


def _mod_11_10(digits: str) -> str:
    product = 10
    for digit in digits:
        product = 2 * ((int(digit) + product) % 10 or 10) % 11
    return str((11 - product) % 10)


def _de_tax_id(lot: Lot) -> str:
    left = list("0123456789")
    drawn = [left.pop(lot.below(len(left))) for _ in range(9)]
    drawn.insert(lot.below(10), lot.choice(drawn))
    if drawn[0] == "0":
        place = next(place for place, digit in enumerate(drawn) if digit != "0")
        drawn[0], drawn[place] = drawn[place], drawn[0]
    digits = "".join(drawn)
    return digits + _mod_11_10(digits)


def pl_pesel(text: str) -> bool:
    """A Polish PESEL: a birthday whose month tells the century, and the weighted check digit.

    >>> pl_pesel("44051401359"), pl_pesel("44051401358")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{11}", text):
        return False
    century, month = divmod(int(text[2:4]), 20)
    year = (1900, 2000, 2100, 2200, 1800)[century] + int(text[:2])
    return _is_day(year, month, int(text[4:6])) and _pesel_check(text[:10]) == text[10]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _pesel_check(digits: str) -> str:
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, (1, 3, 7, 9) * 3, strict=False))
    return str(-weighted % 10)


def _pl_pesel(lot: Lot) -> str:
    digits = f"{lot.below(100):02}{1 + lot.below(12):02}{1 + lot.below(28):02}{lot.digits(4)}"
    return digits + _pesel_check(digits)


def es_dni(text: str) -> bool:
    """A Spanish DNI or a foreigner's NIE: the letter is the number modulo 23 (Real Decreto 1553/2005, article 11).

    >>> es_dni("12345678Z"), es_dni("X1234567L"), es_dni("12345678A")
    (True, True, False)
    """
    if not re.fullmatch(r"[0-9XYZ][0-9]{7}[A-Z]", text):
        return False
    number = int(text[0].translate(str.maketrans("XYZ", "012")) + text[1:8])
    return _DNI_LETTERS[number % 23] == text[8]


def _es_dni(lot: Lot) -> str:
    number = 10_000_000 + lot.below(80_000_000)
    return f"{number}{_DNI_LETTERS[number % 23]}"


def fr_nir(text: str) -> bool:
    """A French NIR: sex, year and month of birth, place, and 97 less the number modulo 97 (INSEE)."""
    if not re.fullmatch(r"[1-478][0-9]{2}(0[1-9]|1[0-2]|[2-9][0-9])([0-9]{2}|2[AB])[0-9]{6}[0-9]{2}", text):
        return False
    return _nir_key(text[:13]) == text[13:]


def _nir_key(text: str) -> str:
    return f"{97 - int(text.replace('2A', '19').replace('2B', '18')) % 97:02}"


def _fr_nir(lot: Lot) -> str:
    born = f"{1 + lot.below(2)}{lot.below(100):02}{1 + lot.below(12):02}"
    digits = f"{born}{1 + lot.below(95):02}{1 + lot.below(900):03}{1 + lot.below(999):03}"
    return digits + _nir_key(digits)


def uk_nino(text: str) -> bool:
    """A UK national insurance number: letters that HMRC gives (manual NIM39110), or the ``ZZ`` of made-up ones."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{6}[A-Z]", text):
        return False
    issued = text[0] in _NINO_FIRST and text[1] in _NINO_SECOND and text[:2] not in _NINO_NEVER and text[8] in "ABCD"
    return issued or text[:2] == "ZZ"


def _uk_nino(lot: Lot) -> str:
    while True:
        prefix = lot.choice(_NINO_FIRST) + lot.choice(_NINO_SECOND)
        if prefix not in _NINO_NEVER:
            return f"{prefix}{lot.digits(6)}{lot.choice('ABCD')}"


def it_cf(text: str) -> bool:
    """An Italian codice fiscale, with its control letter (decreto ministeriale 23 December 1976).

    >>> it_cf("RSSMRA85T10A562S"), it_cf("RSSMRA85T10A562T")
    (True, False)
    """
    form = r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
    return bool(re.fullmatch(form, text)) and _cf_letter(text[:15]) == text[15]


def _cf_letter(text: str) -> str:
    total = 0
    for place, sign in enumerate(text):
        value = int(sign) if sign.isdigit() else ord(sign) - ord("A")
        total += value if place % 2 else _CF_ODD_LETTERS[value]
    return chr(ord("A") + total % 26)


def _it_cf(lot: Lot) -> str:
    name = "".join(lot.choice("BCDFGLMNPRSTVZ") for _ in range(6))
    day = 1 + lot.below(28) + 40 * lot.below(2)
    place = f"{lot.choice('ABCDEFGHIL')}{1 + lot.below(999):03}"
    text = f"{name}{lot.digits(2)}{lot.choice(_CF_MONTHS)}{day:02}{place}"
    return text + _cf_letter(text)


NUMBERS = {
    "iban": Number(iban, _iban, 0.01),
    "card": Number(card, _card, 0.05),
    "us_ssn": Number(us_ssn, _us_ssn, 0.9),
    "de_tax_id": Number(de_tax_id, _de_tax_id, 0.01),
    "pl_pesel": Number(pl_pesel, _pl_pesel, 0.03),
    "es_dni": Number(es_dni, _es_dni, 0.04),
    "fr_nir": Number(fr_nir, _fr_nir, 0.01),
    "uk_nino": Number(uk_nino, _uk_nino, 0.1),
    "it_cf": Number(it_cf, _it_cf, 0.04),
}
