"""Kinds of personal data, and how a column's values tell them.

A column is personal where enough of its different values look like it. A name of a column only lowers what is enough:
``Full Name`` and ``x7`` are found alike, and a column of products that is called ``name`` is not taken for people.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from synth.tabular.pii import checksums
from synth.tabular.pii.gazetteers import (
    cities,
    city_parts,
    first_names,
    folded,
    last_names,
    street_words,
    titles,
)

SEEN = 400  # different values of a column that are looked at, evenly over it
LONGEST = 200  # signs of a value that may be one of these kinds
CHANCE = 1e-3  # that a column of random numbers passes for one with check digits


class Loosely(NamedTuple):
    """A looser judgement: it tells a kind where ``enough`` of the values pass and ``clear`` of them look like it."""

    looks: Callable[[str], bool]
    enough: float
    clear: float


class Kind(NamedTuple):
    """One kind. ``provider`` is Faker's, ``looks`` judges one value, ``enough`` is the share of values that tells it.

    ``called`` matches names of such columns, of which the share ``enough_called`` is enough. ``few`` kinds have so few
    values, shared by so many people, that a fake which some real row also holds tells nothing of that row.
    """

    provider: str
    looks: Callable[[str], bool]
    enough: float
    called: str
    enough_called: float
    few: bool = False
    different: int = 1  # values, at least, where the column's name says nothing
    loosely: Loosely | None = None


def _email(value: str) -> bool:
    return bool(re.fullmatch(r"[^@\s,;:]+@[^@\s,;:]+\.[^@\s.,;:\d][^@\s.,;:]+", value))


def _url(value: str) -> bool:
    return bool(re.fullmatch(r"(https?://|ftp://|www\.)[^\s/.]+\.\S+", value, re.IGNORECASE))


def _ip(value: str) -> bool:
    try:
        return bool(ipaddress.ip_address(value)) and (value.count(".") == 3 or value.count(":") > 1)
    except ValueError:
        return False


def _number(kind: str) -> Callable[[str], bool]:
    valid = checksums.NUMBERS[kind].valid
    return lambda value: len(value) < 60 and valid(checksums.compact(value))


def _ssn(value: str) -> bool:
    return bool(re.fullmatch(r"\d{3}-\d{2}-\d{4}", value)) and checksums.us_ssn(checksums.compact(value))


def _phone(value: str) -> bool:
    """Digits as phones are written: a sign of dialling before them, or groups between separators."""
    number = re.sub(r"(?i)\s*(x|ext\.?|#)\s*\d{1,6}$", "", value)
    if not 7 <= sum(sign.isdigit() for sign in number) <= 16 or not re.fullmatch(r"\+?[\d\s().\-/]+", number):
        return False
    if re.match(r"\+|\(\+?\d{1,5}\)|00[1-9]", number):
        return True
    american = r"(1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]?[2-9]\d{2}[\s.-]\d{4}"
    national = r"0\d{1,5}([\s.\-/]+\(?\d{2,8}\)?){1,4}|[1-9]\d{1,2}([\s.]\d{2,3}){3,4}|[1-9]\d{2} \d{3} \d{3}"
    return bool(re.fullmatch(american, number) or re.fullmatch(national, number))


def _dialled(value: str) -> bool:
    """What a column that is called phone may hold: also digits alone."""
    return _phone(value) or bool(re.fullmatch(r"\+?[\d\s().\-/]{6,20}((x|ext\.?)\s*\d+)?", value))


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


def _name_like(value: str) -> bool:
    """A first name where a name has one, whatever stands beside it: no list holds all last names."""
    parts = _parts(value.title() if value.isupper() else value)
    if not 2 <= len(parts) <= 5:
        return _name(value)
    return parts[0] in first_names() or ("," in value and parts[-1] in first_names())


def _name(value: str) -> bool:
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


def _word(value: str, known: frozenset[str]) -> bool:
    """One capitalised name, or two joined by a hyphen, or two words."""
    text = value.strip()
    if not re.fullmatch(r"[^\W\d_]+([-'’ ][^\W\d_]+)*", text) or text[:1].islower() or len(text) < 2:
        return False
    return folded(text) in known or all(part in known for part in folded(text).split("-"))


def _user(value: str) -> bool:
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


def _street(value: str) -> bool:
    """A number and a word that names of streets begin or end with, or a number before or after a person's name."""
    if re.search(r"[都道府県市区町村].*[0-9]+(丁目|番|号)", value):
        return True
    words = [word.strip(".,-") for word in folded(value).split()]
    if not 2 <= len(words) <= 16 or not any(re.search(r"[^\W\d_]{3}", word) for word in words):
        return False
    if not any(re.match(r"\d{1,5}[a-z]?([-/]|$)", word) for word in words):
        return False
    known, ends = street_words()
    named = sum(bool(re.search(r"[^\W\d_]{2}", word)) for word in words) > 1
    return any((word in known and named) or (word not in known and word.endswith(ends)) for word in words)


def _city(value: str) -> bool:
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


def _postcode(value: str) -> bool:
    """Forms that only postcodes have: the United Kingdom's, Canada's, and those of two groups of digits."""
    british = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0AA"
    return bool(
        re.fullmatch(rf"{british}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{{5}}-\d{{4}}|\d{{2}}-\d{{3}}|\d{{4}} ?[A-Z]{{2}}", value)
    )


def _postal(value: str) -> bool:
    """What a column that is called postcode may hold: also digits alone."""
    return _postcode(value) or bool(re.fullmatch(r"([A-Z]{1,2}-)?\d{3,6}([ -]\d{2,4})?", value))


def _plate(value: str) -> bool:
    return bool(re.fullmatch(r"(?=.*\d)[^\W_][^\W_ \-・]*([ \-・]+[^\W_]+){0,4}", value)) and 4 <= len(value) <= 14


def _alone(looks: Callable[[str], bool], digits: int) -> Callable[[str], bool]:
    """For numbers that stand alone in a column called so: the form without separators is enough."""
    return lambda value: looks(value) or (value.isdigit() and len(value) == digits)


KINDS: Mapping[str, Kind] = {
    "email": Kind("email", _email, 0.5, r"e ?mails?", 0.1),
    "url": Kind("url", _url, 0.8, r"(url|website|homepage|web)", 0.5),
    "ip": Kind("ipv4", _ip, 0.8, r"ip( ?addr(ess)?)?", 0.5),
    "iban": Kind("iban", _number("iban"), 0.8, r"iban|account", 0.5),
    "card": Kind("credit_card_number", _number("card"), 0.85, r"(credit )?card( ?(no|number))?", 0.5),
    "us_ssn": Kind("ssn", _ssn, 0.8, r"ssn|social security.*", 0.5),
    "it_cf": Kind("ssn", _number("it_cf"), 0.8, r"(codice )?fiscale|cf", 0.5),
    "fr_nir": Kind("ssn", _number("fr_nir"), 0.9, r"nir|insee|securite sociale", 0.5),
    "pl_pesel": Kind("ssn", _number("pl_pesel"), 0.9, r"pesel", 0.5),
    "de_tax_id": Kind("ssn", _number("de_tax_id"), 0.9, r"(steuer|tax) ?(id|nr|nummer|number)", 0.5),
    "es_dni": Kind("nif", _number("es_dni"), 0.9, r"dni|nif|nie", 0.5),
    "uk_nino": Kind("ssn", _number("uk_nino"), 0.9, r"nino?|national insurance.*", 0.5),
    "phone": Kind(
        "phone_number",
        _phone,
        0.6,
        r".*(phone|mobile|telefono?|telefon|handy|fax|cell)( ?(no|nr|number))?|tel",
        0.3,
        loosely=Loosely(_dialled, 0.95, 0.3),
    ),
    "postcode": Kind("postcode", _postcode, 0.8, r"(post|postal|zip|plz|cp)( ?(code|leitzahl))?", 0.5, few=True),
    "address": Kind("street_address", _street, 0.5, r".*(address|street|anschrift|strasse|adresse|direccion)", 0.2),
    "name": Kind(
        "name",
        _name,
        0.55,
        r"((full|real|patient|customer|employee|contact|person) )?name|patient|nombre|nom",
        0.25,
        loosely=Loosely(_name_like, 0.75, 0.0),
    ),
    "first_name": Kind(
        "first_name",
        lambda value: _word(value, first_names()),
        0.75,
        r"(first|given|fore|christian) ?name|vorname|prenom|imie",
        0.3,
        few=True,
        different=20,
    ),
    "last_name": Kind(
        "last_name",
        lambda value: _word(value, last_names()),
        0.65,
        r"(last|family|sur|maiden) ?name|nachname|nom|apellidos?|nazwisko|cognome",
        0.3,
        few=True,
        different=20,
    ),
    "city": Kind(
        "city",
        _city,
        0.6,
        r"(home |birth )?(city|town|place|ort|stadt|ville|ciudad|miasto|citta)",
        0.2,
        few=True,
        different=20,
    ),
    "user_name": Kind("user_name", _user, 0.6, r"(user|login|account)( ?name)?|handle|nick(name)?", 0.2, different=6),
    "plate": Kind("license_plate", _plate, 2.0, r".*(plate|kennzeichen|registration)", 0.5),
}
NATIONAL = ("us_ssn", "it_cf", "fr_nir", "pl_pesel", "de_tax_id", "es_dni", "uk_nino")
_CALLED: Mapping[str, Callable[[str], bool]] = {  # what is enough where the column is called so
    "phone": _dialled,
    "postcode": _postal,
    "us_ssn": _alone(_ssn, 9),
    "user_name": lambda value: bool(re.fullmatch(r"[^\s@]{3,30}", value)),
}


def recognise(values: Sequence[str], called: str) -> tuple[str, str] | None:
    """The kind of personal data that a column's values are, and why; None where they are none.

    >>> recognise(["anna.berg@example.org", "j.doe@example.com"], "contact")
    ('email', '100% of its values look like email')
    """
    shown = seen(values)
    if not shown:
        return None
    tokens = spoken(called)
    found: list[tuple[float, str, str]] = []
    for name, kind in KINDS.items():
        share = _share(kind.looks, shown)
        loosely = kind.loosely
        if loosely and share >= loosely.clear and (loose := _share(loosely.looks, shown)) >= loosely.enough:
            share = max(loose, kind.enough)
        if share >= kind.enough and len(shown) >= kind.different and _unlikely(name, shown):
            found.append((share, name, f"{share:.0%} of its values look like {name}"))
        elif re.fullmatch(kind.called, tokens):
            looks = _CALLED.get(name, kind.looks)
            share = _share(looks, shown)
            if share >= kind.enough_called:
                found.append((share, name, f"it is called {called!r}, and {share:.0%} of its values may be {name}"))
    if not found:
        return None
    best = next(
        (each for each in found if each[1] not in ("name", "first_name", "last_name", "city", "user_name")), None
    )
    _, name, why = best or max(found, key=lambda each: each[0])
    return name, why


def _share(looks: Callable[[str], bool], shown: Sequence[str]) -> float:
    return sum(map(looks, shown)) / len(shown)


def _unlikely(name: str, shown: Sequence[str]) -> bool:
    """Whether random digits would hardly pass: a few numbers alone have their check digits by chance."""
    chance = checksums.NUMBERS[name].chance if name in checksums.NUMBERS else 0.0
    return name == "us_ssn" or chance ** len(shown) < CHANCE


def seen(values: Sequence[str]) -> list[str]:
    """Different values of a column, evenly over it, none of them long; their order says nothing."""
    different = sorted({value.strip() for value in values if 0 < len(value) <= LONGEST and value.strip()})
    step = max(1, len(different) // SEEN)
    return different[::step]


def spoken(called: str) -> str:
    """A column's name as words: ``CustomerEmail`` and ``customer_email`` are ``customer email``.

    >>> spoken("FullName"), spoken("full_name"), spoken("EMAIL")
    ('full name', 'full name', 'email')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", called)
    return " ".join(re.split(r"[\W_]+", apart.casefold())).strip()
