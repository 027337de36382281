"""Names of people, streets and cities in Faker's locales: what values are told by, and what fakes are made of."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any

_SHORT_ENDS = ("weg", "gata", "gate", "laan", "ring", "gang", "vej", "str")
POOL = 2_000  # values of a provider's that fakes are mixed from
DEFAULT = "en_US"
# Where a language is spoken in many countries, the data name the language and rarely the country.
LOCALES = (
    "en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "pl_PL", "en_GB", "pt_BR", "nl_NL", "sv_SE", "da_DK", "no_NO", "fi_FI",
    "cs_CZ", "hu_HU", "ro_RO", "tr_TR", "el_GR", "ru_RU", "uk_UA", "ja_JP", "zh_CN", "ko_KR", "en_IN", "hi_IN", "ar_SA",
)  # fmt: skip


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names of all of Faker's locales, folded."""
    return frozenset(_words("person", r"first(_romanized)?_names?(_\w+)?"))


@lru_cache(maxsize=1)
def last_names() -> frozenset[str]:
    """Last names of all of Faker's locales, folded."""
    return frozenset(_words("person", r"(\w+_)?last(_romanized)?_names?(_\w+)?"))


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """What stands before and after names, such as Dr. and Jr., folded and without points."""
    found = {word.rstrip(".") for word in _words("person", r"(prefixes|suffixes)(_\w+)?")}
    return frozenset({part for word in found for part in word.split()})


@lru_cache(maxsize=1)
def cities() -> frozenset[str]:
    """Cities of Faker's locales, and the large ones of the world (GeoNames, by Faker), folded."""
    from faker.providers import date_time, geo  # their data are loaded only for tables

    large = {folded(place[2]) for place in geo.Provider.land_coords}
    for country in date_time.Provider.countries:
        large |= {
            folded(country.capital),
            *(folded(zone.split("/")[-1].replace("_", " ")) for zone in country.timezones),
        }
    capitals = set(_words("address", r"states", r".*\.es_ES"))  # of provinces, which are called after them
    return frozenset(large | capitals | set(_words("address", r"cit(ies|y_names?)|towns|municipalities")))


@lru_cache(maxsize=1)
def city_parts() -> tuple[frozenset[str], tuple[str, ...]]:
    """What invented cities begin and end with, such as ``new`` and ``ville``, folded."""
    ends = {word.lstrip("-") for word in _words("address", r"city_suffixes")}
    return frozenset(_words("address", r"city_prefix(es)?")), tuple(sorted(word for word in ends if len(word) > 2))


@lru_cache(maxsize=1)
def street_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """What names of streets hold, such as ``street`` and ``rue``, and what one word of theirs may end with, folded."""
    found = _words("address", r"street_(suffixes|prefixes|suffix|prefix)(_\w+)?")
    parts = {word.split()[0].strip(".-,") for word in found}
    known = frozenset(part for part in parts if len(part) > 1)
    return known, tuple(sorted(word for word in known if len(word) > 4 or word in _SHORT_ENDS))


@lru_cache(maxsize=64)
def names_of(locale: str) -> frozenset[str]:
    """First and last names of one locale, and its cities, folded."""
    own = rf"faker\.providers\.\w+\.{locale}"
    found = set(_words("person", r"(first|last|unisex_last|male_last)_names?(_\w+)?", own))
    return frozenset(found | set(_words("address", r"cit(ies|y_names?)", own)))


def folded(text: str) -> str:
    """A word for comparison: without case and spaces around.

    >>> folded(" Straße ")
    'strasse'
    """
    return text.strip().casefold()


def _words(provider: str, fields: str, modules: str = "") -> Iterator[str]:
    """The folded words in the providers' fields whose names match."""
    wanted = re.compile(fields)
    for module in _modules(provider):
        if modules and not re.fullmatch(modules, module.__name__):
            continue
        for field, value in vars(module.Provider).items():
            if wanted.fullmatch(field):
                yield from (folded(word) for word in _texts(value) if word.strip())


def _modules(provider: str) -> Iterator[ModuleType]:
    package = importlib.import_module(f"faker.providers.{provider}")
    yield package
    for found in pkgutil.iter_modules(package.__path__):
        if found.ispkg:
            yield importlib.import_module(f"{package.__name__}.{found.name}")


def _texts(value: Any) -> Iterator[str]:
    """The texts in a provider's field: lists, tuples and weighted words, one in another."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)


@lru_cache(maxsize=256)
def pool(provider: str, locale: str) -> tuple[str, ...]:
    """Different values of one of Faker's providers, always the same ones.

    Raises ValueError where Faker knows no such provider or locale.
    """
    from faker import Faker  # heavy

    try:
        faker = Faker(locale or DEFAULT)
        faker.seed_instance(0)
        maker = getattr(faker, provider)
        return tuple(dict.fromkeys(str(maker()) for _ in range(POOL)))
    except (AttributeError, TypeError) as error:
        raise ValueError(f"Faker has no {provider!r} for the locale {locale!r}") from error


@lru_cache(maxsize=64)
def first_names_of(locale: str) -> frozenset[str]:
    """First names of one locale, folded."""
    return frozenset(_words("person", r"first_names?(_\w+)?", rf"faker\.providers\.person\.{locale}"))


@lru_cache(maxsize=64)
def common_words(locale: str) -> frozenset[str]:
    """Common words of one locale's texts, folded; none where Faker has none but Latin ones."""
    package = f"faker.providers.lorem.{locale}"
    try:
        module = importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        return frozenset()
    return frozenset(folded(word) for word in module.Provider.word_list)


@lru_cache(maxsize=64)
def last_names_of(locale: str) -> frozenset[str]:
    """Last names of one locale, folded."""
    return frozenset(_words("person", r"(\w+_)?last_names?(_\w+)?", rf"faker\.providers\.person\.{locale}"))


@lru_cache(maxsize=64)
def street_ends_of(locale: str) -> frozenset[str]:
    """What names of streets end with in one locale, such as ``street``, folded."""
    return frozenset(_words("address", r"street_suffixes(_\w+)?", rf"faker\.providers\.address\.{locale}"))
