"""Kinds of personal data, and how a column's values tell them.

A column is personal where enough of its different values look like it. A name of a column only lowers what is enough:
``Full Name`` and ``x7`` are found alike, and a column of products that is called ``name`` is not taken for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from privacy.text.pii import checksums
from privacy.text.pii.gazetteers import first_names, last_names
from synth.tabular.pii import looks

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


KINDS: Mapping[str, Kind] = {
    "email": Kind("email", looks.email, 0.5, r"e ?mails?", 0.1),
    "url": Kind("url", looks.url, 0.8, r"(url|website|homepage|web)", 0.5),
    "ip": Kind("ipv4", looks.ip_address, 0.8, r"ip( ?addr(ess)?)?", 0.5),
    "iban": Kind("iban", looks.number("iban"), 0.8, r"iban|account", 0.5),
    "card": Kind("credit_card_number", looks.number("card"), 0.85, r"(credit )?card( ?(no|number))?", 0.5),
    "us_ssn": Kind("ssn", looks.dashed_ssn, 0.8, r"ssn|social security.*", 0.5),
    "it_cf": Kind("ssn", looks.number("it_cf"), 0.8, r"(codice )?fiscale|cf", 0.5),
    "fr_nir": Kind("ssn", looks.number("fr_nir"), 0.9, r"nir|insee|securite sociale", 0.5),
    "pl_pesel": Kind("ssn", looks.number("pl_pesel"), 0.9, r"pesel", 0.5),
    "de_tax_id": Kind("ssn", looks.number("de_tax_id"), 0.9, r"(steuer|tax) ?(id|nr|nummer|number)", 0.5),
    "es_dni": Kind("nif", looks.number("es_dni"), 0.9, r"dni|nif|nie", 0.5),
    "uk_nino": Kind("ssn", looks.number("uk_nino"), 0.9, r"nino?|national insurance.*", 0.5),
    "phone": Kind(
        "phone_number",
        looks.phone,
        0.6,
        r".*(phone|mobile|telefono?|telefon|handy|fax|cell)( ?(no|nr|number))?|tel",
        0.3,
        loosely=Loosely(looks.dialled, 0.95, 0.3),
    ),
    "postcode": Kind("postcode", looks.postcode, 0.8, r"(post|postal|zip|plz|cp)( ?(code|leitzahl))?", 0.5, few=True),
    "address": Kind("street_address", looks.street, 0.5, r".*(address|street|anschrift|strasse|adresse)", 0.2),
    "name": Kind(
        "name",
        looks.name,
        0.55,
        r"((full|real|patient|customer|employee|contact|person) )?name|patient|nombre|nom",
        0.25,
        loosely=Loosely(looks.name_like, 0.75, 0.0),
    ),
    "first_name": Kind(
        "first_name",
        lambda value: looks.word(value, first_names()),
        0.75,
        r"(first|given|fore|christian) ?name|vorname|prenom|imie",
        0.3,
        few=True,
        different=20,
    ),
    "last_name": Kind(
        "last_name",
        lambda value: looks.word(value, last_names()),
        0.65,
        r"(last|family|sur|maiden) ?name|nachname|nom|apellidos?|nazwisko|cognome",
        0.3,
        few=True,
        different=20,
    ),
    "city": Kind(
        "city",
        looks.city,
        0.6,
        r"(home |birth )?(city|town|place|ort|stadt|ville|ciudad|miasto|citta)",
        0.2,
        few=True,
        different=20,
    ),
    "user_name": Kind("user_name", looks.user, 0.6, r"(user|login|account)( ?name)?|nick(name)?", 0.2, different=6),
    "plate": Kind("license_plate", looks.plate, 2.0, r".*(plate|kennzeichen|registration)", 0.5),
}
_CALLED: Mapping[str, Callable[[str], bool]] = {  # what is enough where the column is called so
    "phone": looks.dialled,
    "postcode": looks.postal,
    "us_ssn": looks.ssn,
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
            share = _share(_CALLED.get(name, kind.looks), shown)
            if share >= kind.enough_called:
                found.append((share, name, f"it is called {called!r}, and {share:.0%} of its values may be {name}"))
    if not found:
        return None
    best = next(
        (each for each in found if each[1] not in ("name", "first_name", "last_name", "city", "user_name")), None
    )
    _, name, why = best or max(found, key=lambda each: each[0])
    return name, why


def _share(judge: Callable[[str], bool], shown: Sequence[str]) -> float:
    return sum(map(judge, shown)) / len(shown)


def _unlikely(name: str, shown: Sequence[str]) -> bool:
    """Whether random digits would hardly pass: a few numbers alone have their check digits by chance."""
    chance = checksums.NUMBERS[name].chance if name in checksums.NUMBERS else 0.0
    return name == "us_ssn" or chance ** len(shown) < CHANCE


def seen(values: Sequence[str]) -> list[str]:
    """Different values of a column, evenly over it, none of them long."""
    different = list(dict.fromkeys(values))
    shown = (value.strip() for value in different[:: max(1, len(different) // SEEN)] if len(value) <= LONGEST)
    return [value for value in shown if value]


def spoken(called: str) -> str:
    """A column's name as words: ``CustomerEmail`` and ``customer_email`` are ``customer email``.

    >>> spoken("FullName"), spoken("full_name"), spoken("EMAIL")
    ('full name', 'full name', 'email')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", called)
    return " ".join(re.split(r"[\W_]+", apart.casefold())).strip()
