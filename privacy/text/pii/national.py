"""More numbers that states give to people, and addresses of wallets: whether a compact text is one.

Beside :mod:`.checksums`, which also draws new ones. Where a rule has check digits, a random number passes in one of ten
to one of a thousand; the caller asks for a cue in the text where that is too often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from privacy.text.pii.checksums import luhn

_VERHOEFF = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4))  # the permutation, once and none
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_WITNESS_CHECKS = (1, 0x2BC830A3)  # Bech32 (BIP 173) and Bech32m (BIP 350)
_CHINESE_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CPF_FIRST, _CPF_SECOND = (10, 9, 8, 7, 6, 5, 4, 3, 2), (11, 10, 9, 8, 7, 6, 5, 4, 3, 2)


def _sum(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def uk_nhs(text: str) -> bool:
    """A number of the National Health Service: ten digits, weighted check modulo 11 (NHS Data Dictionary).

    >>> uk_nhs("9434765919"), uk_nhs("9434765918")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{10}", text) or len(set(text)) == 1:
        return False
    return (11 - _sum(text[:9], range(10, 1, -1)) % 11) % 11 == int(text[9])


def br_cpf(text: str) -> bool:
    """A Brazilian CPF: eleven digits, two check digits modulo 11 (Receita Federal).

    >>> br_cpf("52998224725"), br_cpf("52998224724")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{11}", text) or len(set(text)) == 1:
        return False
    first = _sum(text, _CPF_FIRST) * 10 % 11 % 10
    second = _sum(text, _CPF_SECOND) * 10 % 11 % 10
    return text[9:] == f"{first}{second}"


def nl_bsn(text: str) -> bool:
    """A Dutch burgerservicenummer: nine digits, the test of eleven with -1 as the last weight.

    >>> nl_bsn("111222333"), nl_bsn("111222334")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{9}", text) or text == "000000000":
        return False
    return (_sum(text[:8], range(9, 1, -1)) - int(text[8])) % 11 == 0


def se_personnummer(text: str) -> bool:
    """A Swedish personnummer, or a samordningsnummer (day + 60): a day and a check digit by Luhn (SFS 1991:481).

    >>> se_personnummer("8112189876"), se_personnummer("8112189875")
    (True, False)
    """
    if not re.fullmatch(r"([0-9]{2})?[0-9]{10}", text):
        return False
    short = text[-10:]
    day = int(short[4:6])
    return _is_day(2000 if short[:2] == "00" else 1900 + int(short[:2]), int(short[2:4]), day % 60) and luhn(short)


def jp_my_number(text: str) -> bool:
    """A Japanese individual number: twelve digits, check modulo 11 (Ministerial Ordinance 85 of 2014, article 5).

    >>> jp_my_number("123456789018"), jp_my_number("123456789017")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{12}", text):
        return False
    rest = _sum(text, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return int(text[11]) == (0 if rest <= 1 else 11 - rest)


def cn_id(text: str) -> bool:
    """A Chinese identity number: region, birthday, check sign modulo 11-2 (GB 11643-1999).

    >>> cn_id("11010519491231002X"), cn_id("110105194912310021")
    (True, False)
    """
    if not re.fullmatch(r"[1-8][0-9]{5}(18|19|20)[0-9]{9}[0-9X]", text):
        return False
    born = _is_day(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    return born and "10X98765432"[_sum(text, _CHINESE_WEIGHTS) % 11] == text[17]


def in_aadhaar(text: str) -> bool:
    """An Indian Aadhaar number: twelve digits, check digit by Verhoeff (1969).

    >>> in_aadhaar("234123412346"), in_aadhaar("234123412345")
    (True, False)
    """
    if not re.fullmatch(r"[2-9][0-9]{11}", text):
        return False
    check = 0
    for place, sign in enumerate(reversed(text)):
        value = int(sign)
        for _ in range(place % 8):
            value = _VERHOEFF[1][value]
        check = _dihedral(check, value)
    return check == 0


def _dihedral(one: int, other: int) -> int:
    """The product in the group of the symmetries of a pentagon."""
    if one < 5:
        return (one + other) % 5 if other < 5 else 5 + (one + other) % 5
    return 5 + (one - other) % 5 if other < 5 else (one - other) % 5


def in_pan(text: str) -> bool:
    """An Indian permanent account number of a person: five letters, the fourth ``P``, four digits, a letter."""
    return bool(re.fullmatch(r"[A-Z]{3}P[A-Z][0-9]{4}[A-Z]", text))


def wallet(text: str) -> bool:
    """An address of Bitcoin and its kin (Base58Check; Bech32, BIP 173 and 350), or in the form of Ethereum's.

    >>> wallet("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"), wallet("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3")
    (True, False)
    """
    if text[:2] == "0x":
        return bool(re.fullmatch(r"0x[0-9a-fA-F]{40}", text))
    return _bech32(text) if re.match(r"(?i)(bc|tb|ltc)1", text) else _base58(text)


def _base58(text: str) -> bool:
    if not 25 <= len(text) <= 36 or any(sign not in _BASE58 for sign in text):
        return False
    number = 0
    for sign in text:
        number = number * 58 + _BASE58.index(sign)
    raw = number.to_bytes(32, "big")[-25:]
    return number < 1 << 200 and sha256(sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


def base58check(payload: bytes) -> str:
    """The address of a version byte and twenty bytes."""
    raw = payload + sha256(sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def _bech32(text: str) -> bool:
    human, _, rest = text.lower().rpartition("1")
    if not 14 <= len(rest) <= 80 or any(sign not in _BECH32 for sign in rest):
        return False
    return _polymod(human, [_BECH32.index(sign) for sign in rest]) in _WITNESS_CHECKS


def _polymod(human: str, values: list[int]) -> int:
    check = 1
    for value in [*(ord(sign) >> 5 for sign in human), 0, *(ord(sign) & 31 for sign in human), *values]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check


def bech32(human: str, values: list[int]) -> str:
    """The address of a version and five-bit values, by the check of its version (0: Bech32, else Bech32m)."""
    check = _polymod(human, [*values, 0, 0, 0, 0, 0, 0]) ^ _WITNESS_CHECKS[values[0] > 0]
    return (
        f"{human}1{''.join(_BECH32[value] for value in [*values, *((check >> 5 * (5 - at)) & 31 for at in range(6))])}"
    )
