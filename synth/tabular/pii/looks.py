"""Whether one value looks like a mail address, a phone number, a person's name …: the judgements behind the kinds."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from privacy.text.pii import checksums
from privacy.text.pii.gazetteers import (
    cities,
    city_parts,
    first_names,
    folded,
    last_names,
    street_words,
    titles,
)


def email(value: str) -> bool:
    """A mail address."""
    return bool(re.fullmatch(r"[^@\s,;:]+@[^@\s,;:]+\.[^@\s.,;:\d][^@\s.,;:]+", value))


def url(value: str) -> bool:
    """A web address, with its scheme or ``www``."""
    return bool(re.fullmatch(r"(https?://|ftp://|www\.)[^\s/.]+\.\S+", value, re.IGNORECASE))


def ip_address(value: str) -> bool:
    """An address of the internet protocol, version 4 or 6."""
    try:
        return bool(ipaddress.ip_address(value)) and (value.count(".") == 3 or value.count(":") > 1)
    except ValueError:
        return False


def number(kind: str) -> Callable[[str], bool]:
    """The judge of one of the numbers of :data:`checksums.NUMBERS`."""
    valid = checksums.NUMBERS[kind].valid
    return lambda value: len(value) < 60 and valid(checksums.compact(value))


def dashed_ssn(value: str) -> bool:
    """A US social security number as it is written, with dashes: it has no check digit."""
    return bool(re.fullmatch(r"\d{3}-\d{2}-\d{4}", value)) and checksums.us_ssn(checksums.compact(value))


def ssn(value: str) -> bool:
    """A US number in a column that is called so: also without dashes."""
    return dashed_ssn(value) or (len(value) == 9 and checksums.us_ssn(value))


def phone(value: str) -> bool:
    """Digits as phones are written: a sign of dialling before them, or groups between separators."""
    number = re.sub(r"(?i)\s*(x|ext\.?|#)\s*\d{1,6}$", "", value)
    if not 7 <= sum(sign.isdigit() for sign in number) <= 16 or not re.fullmatch(r"\+?[\d\s().\-/]+", number):
        return False
    if re.match(r"\+|\(\+?\d{1,5}\)|00[1-9]", number):
        return True
    american = r"(1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]?[2-9]\d{2}[\s.-]\d{4}"
    national = r"0\d{1,5}([\s.\-/]+\(?\d{2,8}\)?){1,4}|[1-9]\d{1,2}([\s.]\d{2,3}){3,4}|[1-9]\d{2} \d{3} \d{3}"
    return bool(re.fullmatch(american, number) or re.fullmatch(national, number))


def dialled(value: str) -> bool:
    """What a column that is called phone may hold: also digits alone."""
    return phone(value) or bool(re.fullmatch(r"\+?[\d\s().\-/]{6,20}((x|ext\.?)\s*\d+)?", value))


def _parts(value: str) -> list[str]:
    """The words of a name, folded, without titles; empty where it is no row of capitalised words."""
    words = [word.strip(".") for word in re.split(r"[\s,]+", value.strip()) if word.strip(".")]
    kept = [
        word for word in words if word.casefold() not in titles() and not re.fullmatch(r"([A-Z]\.){1,3}[A-Z]?", word)
    ]
    if not all(re.fullmatch(r"[^\W\d_]+([-'’.][^\W\d_]+)*", word) for word in kept):
        return []
    small = [word for word in kept if word[:1].islower()]
    return [] if len(small) > len(kept) - 2 and len(kept) > 1 else [folded(word) for word in kept]


def name_like(value: str) -> bool:
    """A first name where a name has one, whatever stands beside it: no list holds all last names."""
    parts = _parts(value.title() if value.isupper() else value)
    if not 2 <= len(parts) <= 5:
        return name(value)
    return parts[0] in first_names() or ("," in value and parts[-1] in first_names())


def name(value: str) -> bool:
    """A first name at one end and a last name at the other, or in a long name anywhere after it."""
    parts = _parts(value.title() if value.islower() else value)
    if not 2 <= len(parts) <= 6:
        return _unspaced(value)
    firsts, lasts = first_names(), last_names()
    pieces = [{part, *re.split(r"[-'’]", part)} for part in parts]
    forward = bool(pieces[0] & firsts) and any(piece & lasts for piece in pieces[1:])
    backward = bool(pieces[-1] & firsts) and any(piece & lasts for piece in pieces[:-1])
    middle = bool(pieces[0] & lasts) and any(piece & firsts for piece in pieces[1:])
    return forward or backward or middle


def _unspaced(value: str) -> bool:
    """A name of a script that puts no space between its parts, last name first."""
    word = value.strip()
    if not 2 <= len(word) <= 6 or word.isascii():
        return False
    return any(word[:cut] in last_names() and word[cut:] in first_names() for cut in range(1, len(word)))


def word(value: str, known: frozenset[str]) -> bool:
    """One capitalised name, or two joined by a hyphen, or two words."""
    text = value.strip()
    if not re.fullmatch(r"[^\W\d_]+([-'’ ][^\W\d_]+)*", text) or text[:1].islower() or len(text) < 2:
        return False
    return folded(text) in known or all(part in known for part in folded(text).split("-"))


def user(value: str) -> bool:
    """A first and a last name or a letter and a last name run together, perhaps with digits."""
    word = value.rstrip("0123456789").strip("_.-")
    if not re.fullmatch(r"[a-z][a-z0-9_.\-]{2,30}", value) or not 4 <= len(word) <= 30:
        return False
    letters = re.sub(r"[_.\-]", "", word)
    firsts, lasts = first_names(), last_names()
    cuts = [(letters[:cut], letters[cut:]) for cut in range(1, len(letters) - 2)]
    named = any((one in firsts or len(one) == 1) and other in lasts for one, other in cuts)
    joined = named or any(one in lasts and other in firsts for one, other in cuts)
    return joined or (value != word and letters in firsts)


def street(value: str) -> bool:
    """A number and a word that names of streets begin or end with, or a number before or after a person's name."""
    if re.search(r"[都道府県市区町村].*[0-9]+(丁目|番|号)", value):
        return True
    words = [word.strip(".,-") for word in folded(value).split()]
    if not 2 <= len(words) <= 16 or not any(re.search(r"[^\W\d_]{3}", word) for word in words):
        return False
    if not any(re.match(r"\d{1,5}[a-z]?([-/]|$)", word) for word in words):
        return False
    letters = [word for word in value.split() if word[:1].isalpha()]
    if 3 * sum(not word[:1].islower() for word in letters) < len(letters):
        return False  # a sentence
    known, ends = street_words()
    named = sum(bool(re.search(r"[^\W\d_]{2}", word)) for word in words) > 1
    return any((word in known and named) or (word not in known and word.endswith(ends)) for word in words)


def city(value: str) -> bool:
    """A known city, or a name with what Faker's invented cities begin or end with."""
    text = folded(value)
    if not re.fullmatch(r"[^\W\d_]+([-'’. ()/]+[^\W\d_]+)*\.?\)?", text) or len(text) > 50:
        return False
    if text in cities():
        return not value[:1].islower()
    prefixes, suffixes = city_parts()
    head, _, rest = text.partition(" ")
    if head in prefixes:
        return rest in cities() or _surname(rest) or rest.endswith(suffixes)
    if value[:1].islower():
        return False
    if on := re.fullmatch(r"(\S+)[- ](?:sur|les|lès|en|am|an der|upon|on)[- ](\S+)", text):
        return _surname(on[1]) and _surname(on[2])
    return text.endswith(suffixes) and any(_surname(text.removesuffix(end).strip("- ")) for end in suffixes)


def _surname(word: str) -> bool:
    return word in last_names() or word in first_names()


def postcode(value: str) -> bool:
    """Forms that only postcodes have: the United Kingdom's, Canada's, and those of two groups of digits."""
    british = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0AA"
    return bool(
        re.fullmatch(rf"{british}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{{5}}-\d{{4}}|\d{{2}}-\d{{3}}|\d{{4}} ?[A-Z]{{2}}", value)
    )


def postal(value: str) -> bool:
    """What a column that is called postcode may hold: also digits alone."""
    return postcode(value) or bool(re.fullmatch(r"([A-Z]{1,2}-)?\d{3,6}([ -]\d{2,4})?", value))


def plate(value: str) -> bool:
    """A licence plate: letters and digits in groups."""
    return bool(re.fullmatch(r"(?=.*\d)[^\W_][^\W_ \-・]*([ \-・]+[^\W_]+){0,4}", value)) and 4 <= len(value) <= 14
