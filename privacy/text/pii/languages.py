"""What a language says around personal data: titles before names, words of streets, cues of phones and of births.

One YAML file a language in ``locales/``; a new one is one more file. Single words stand between spaces, phrases between
bars. The words were written by hand for this project; gazetteers of names come from Faker (:mod:`.gazetteers`).

``titles``, ``introductions``, ``roles``: what stands before a name. ``fields``: keys of forms and JSON that hold one.
``partings``: after which a name signs. ``verbs``, ``before``: what stands after and before people, weakly.
``not_names``: capitalised words that are no names, ``ambiguous``: those that are names only beside another;
``brands``: names that are firms. ``streets_before``,
``streets_after``, ``streets_end``: words at the beginning, at the end, and endings of street names; ``number``: whether
the house number stands ``first`` or ``last``; ``postcode``: its pattern; ``city``: where the city stands to it.
``phone``, ``birth``, ``passport``, ``plate``, ``national``: words that tell what a number is; ``against``: words that
tell that it is none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from privacy.core import PrivacyError
from privacy.text.pii import gazetteers

FILES = ("en", "de", "fr", "es", "it", "pl", "pt", "nl", "sv", "ja", "zh")
LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "pl_PL", "pt_BR", "nl_NL", "sv_SE", "ja_JP", "zh_CN")
_PHRASES = ("introductions", "partings", "brands", "birth", "passport", "plate", "also_digits", "streets_first")
_SPACED = ("phone", "national", "against")  # an underscore stands for a space


@lru_cache(maxsize=len(FILES))
def _file(language: str) -> dict[str, Any]:
    text = files("privacy.text.pii").joinpath("locales", f"{language}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return {key: _words(key, str(value)) for key, value in found.items()}


def _words(key: str, value: str) -> Any:
    if key in ("number", "postcode", "city"):
        return value
    phrases = value.split("|") if key in _PHRASES else value.split()
    if key in _SPACED:
        phrases = [phrase.replace("_", " ") for phrase in phrases]
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.strip()))


@dataclass(frozen=True)
class Speech:
    """The cues of some locales together, as sets and compiled patterns."""

    locales: tuple[str, ...]

    def words(self, key: str) -> tuple[str, ...]:
        """All words under a key, in the files' order."""
        return tuple(dict.fromkeys(word for language in self.each() for word in language.get(key, ())))

    def folded(self, key: str) -> frozenset[str]:
        """All words under a key for comparison with folded ones."""
        return frozenset(word.casefold().rstrip(".:") for word in self.words(key))

    def each(self) -> list[dict[str, Any]]:
        """The files of the languages, for what is read language by language."""
        return [_file(name) for name in dict.fromkeys(locale[:2] for locale in self.locales)]

    @cached_property
    def first_names(self) -> frozenset[str]:
        """First names of these locales alone, folded."""
        return frozenset(name for locale in self.locales for name in gazetteers.first_names_of(locale))

    @cached_property
    def last_names(self) -> frozenset[str]:
        """Last names of these locales alone, folded."""
        return frozenset(name for locale in self.locales for name in gazetteers.last_names_of(locale))

    @cached_property
    def not_names(self) -> frozenset[str]:
        """Words that, capitalised, are as a rule no part of a name."""
        return self.folded("not_names") | self.folded("months") | self.folded("streets_after")

    @cached_property
    def common(self) -> frozenset[str]:
        """Common words of the languages, from Faker's texts, that are no names of these locales."""
        names = self.first_names | self.last_names
        return frozenset(word for locale in self.locales for word in gazetteers.common_words(locale)) - names

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        """First names that are as often places or things: no names if they stand alone."""
        return self.folded("ambiguous")

    @cached_property
    def titles(self) -> frozenset[str]:
        """Titles and honorifics, folded, without points."""
        return self.folded("titles")

    @cached_property
    def roles(self) -> frozenset[str]:
        """What people are called by what they do."""
        return self.folded("roles")

    @cached_property
    def verbs(self) -> frozenset[str]:
        """What people do, after their names."""
        return self.folded("verbs")

    @cached_property
    def before(self) -> frozenset[str]:
        """Small words before people, among others."""
        return self.folded("before")

    @cached_property
    def brands(self) -> frozenset[str]:
        """Firms and places that are called like people."""
        return self.folded("brands")

    @cached_property
    def introductions(self) -> frozenset[str]:
        """What ends right before a name."""
        return self.folded("introductions")

    @cached_property
    def partings(self) -> frozenset[str]:
        """What ends a letter, right before a name."""
        return self.folded("partings")

    @cached_property
    def announcing(self) -> frozenset[str]:
        """Words one of which stands right before a name, where anything announces it."""
        phrases = self.introductions | self.partings
        return self.titles | self.roles | {phrase.split()[-1].rstrip(",:.!'") for phrase in phrases}

    @cached_property
    def fields(self) -> frozenset[str]:
        """Keys of a form, of JSON or of a log that hold a name."""
        return self.folded("fields") | self.folded("roles")


@lru_cache(maxsize=32)
def speech(locales: Sequence[str]) -> Speech:
    """The cues of the locales. Raises PrivacyError for one that is not covered."""
    unknown = [locale for locale in locales if locale not in LOCALES]
    if unknown or not locales:
        raise PrivacyError(f"expected locales of {', '.join(LOCALES)}; {', '.join(unknown) or 'none'} is not covered")
    return Speech(tuple(dict.fromkeys(locales)))
