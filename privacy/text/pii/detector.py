"""The detector of personal data and secrets in text: :func:`detect` for one text, :class:`Detector` for many."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from privacy.core import PrivacyError
from privacy.text import disguises
from privacy.text.disguises import View
from privacy.text.pii.contacts import contacts
from privacy.text.pii.cued import cued
from privacy.text.pii.cues import Reading, digit_words, either, lowered
from privacy.text.pii.eastern import eastern_names
from privacy.text.pii.languages import LOCALES, speech
from privacy.text.pii.names import names
from privacy.text.pii.numbers import HOMES, NATIONAL, numbers
from privacy.text.pii.places import places
from privacy.text.pii.spans import Span, settled, windows
from privacy.text.secrets import secrets

KINDS = ("person", "address", "email", "phone", "iban", "card", *NATIONAL, "birthday", "passport", "plate", "ip", "mac",
         "url", "wallet", "gps", "secret")  # fmt: skip
GROUPS = {"national_id": NATIONAL}
WINDOW, OVERLAP = 1 << 16, 1 << 13  # of a long text, in characters; longer than twice the longest span and its cues
HOST = 64  # signs of a mail address that is said aloud, before its sign and to its first point
_NUMBERS = {"phone", "iban", "card", *NATIONAL}
_CUED = {"birthday", "passport", "plate"}
_CONTACTS = {"email", "url", "ip", "mac", "wallet", "gps"}


class Detector:
    """Finds the asked kinds of personal data in the asked locales' languages; prepared once, for many texts.

    Raises PrivacyError for a kind or a locale that cannot be detected.
    """

    def __init__(self, locales: Sequence[str] = LOCALES, kinds: Sequence[str] = KINDS) -> None:
        self.speech = speech(tuple(locales))
        self.kinds = _expanded(kinds)

    def spans(self, text: str) -> list[Span]:
        """What stands where, in order and without overlaps; a long text is read in windows that overlap."""
        if len(text) <= WINDOW:
            return settled(self._found(text))
        found: list[Span] = []
        step, half = WINDOW - OVERLAP, OVERLAP // 2
        for start in windows(len(text), WINDOW, OVERLAP):
            low = start + half if start else 0
            high = start + step + half if start + WINDOW < len(text) else len(text)
            found += [
                span._replace(start=span.start + start, end=span.end + start)
                for span in settled(self._found(text[start : start + WINDOW]))
                if low <= span.start + start < high
            ]
        return found

    def _found(self, text: str, inner: bool = False) -> Iterator[Span]:
        view = disguises.plain(text)
        reading = Reading(view.text, self.speech)
        yield from self._placed(self._of_reading(reading), view)
        for hidden in self._undisguised(reading, view):
            found = self._structured(Reading(hidden.text, self.speech, hidden=True))
            yield from self._placed(found, hidden, longer=True)
        if spaced := disguises.closed(view, disguises.SPACED):
            yield from self._placed(self._structured(Reading(spaced.text, self.speech)), spaced, longer=True)
        if not inner:
            yield from self._placed(self._encoded(view.text), view)

    def _undisguised(self, reading: Reading, view: View) -> Iterator[View]:
        if parted := disguises.closed(view, disguises.PARTED):
            yield parted
        if self.kinds & _NUMBERS:
            words = [(start, end, self._digits[reading.lower[start:end]]) for start, end in reading.places("digits")]
            if spelled := disguises.spelled(view, words):
                yield spelled
        if "email" in self.kinds and (said := disguises.spoken_mails(view, self._said(reading), *self._at_dot)):
            yield said

    def _placed(self, spans: Iterator[Span], view: View, *, longer: bool = False) -> Iterator[Span]:
        """The spans of asked kinds where they stand in the original; ``longer``: those alone that were disguised."""
        for span in spans:
            if span.kind in self.kinds:
                start, end = view.place(span.start, span.end)
                if not longer or end - start > span.end - span.start:
                    yield Span(start, end, span.kind, span.score)

    def _of_reading(self, reading: Reading) -> Iterator[Span]:
        yield from self._structured(reading)
        if "person" in self.kinds:
            yield from names(reading)
            yield from eastern_names(reading)
        if "address" in self.kinds:
            yield from places(reading)
        if self.kinds & _CUED and reading.has_digits:
            yield from cued(reading)

    def _structured(self, reading: Reading) -> Iterator[Span]:
        if self.kinds & _CONTACTS:
            yield from contacts(reading)
        if self.kinds & _NUMBERS and reading.has_digits:
            yield from numbers(reading)
        if "secret" in self.kinds:
            yield from secrets(reading.text)

    def _encoded(self, text: str) -> Iterator[Span]:
        for start, end, inner in disguises.encoded(text):
            for span in settled(self._found(inner, inner=True)):
                if 2 * (span.end - span.start) >= len(inner):
                    yield Span(start, end, span.kind, min(span.score, 0.9))

    def _said(self, reading: Reading) -> Iterator[re.Match[str]]:
        """Mail addresses that are said aloud: looked for only where a word for the point follows one for the sign."""
        text, dots, done = reading.text, reading.ends("dot"), 0
        for start, end in reading.places("at"):
            following = bisect_right(dots, end)
            spoken = following < len(dots) and dots[following] <= end + HOST
            if start < done or not (spoken or text.find(".", end, end + HOST) >= 0):
                continue
            if found := self._mail.search(text, max(done, start - HOST), end + 4 * HOST):
                done = found.end()
                yield found

    @cached_property
    def _digits(self) -> dict[str, str]:
        return {lowered(word): digit for word, digit in digit_words(self.speech).items()}

    @cached_property
    def _at_dot(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """What is said in place of ``@`` and of ``.``, between spaces or in brackets."""
        ats, dots = either({"at", *self.speech.words("at")}), either({"dot", *self.speech.words("dot")})
        both = (rf" ?[\[({{<] ?{said} ?[\])}}>] ?| {said} " for said in (ats, dots))
        at, dot = (re.compile(f"(?:{said})", re.IGNORECASE) for said in both)
        return at, dot

    @cached_property
    def _mail(self) -> re.Pattern[str]:
        at, dot = (pattern.pattern for pattern in self._at_dot)
        part = r"[A-Za-z0-9\u00c0-\u024f_+\-]{1,40}"
        local = rf"{part}(?:(?:{dot}|\.){part}){{0,4}}"
        said = rf"{local}{at}{part}(?:\.{part}){{0,2}}(?:{dot}{part}(?:\.{part}){{0,2}}){{1,4}}"
        bracketed = rf"{local}(?! ?[A-Za-z]){at}{part}(?:(?:{dot}|\.){part}){{1,4}}"
        return re.compile(rf"(?<![\w.+\-@])(?:{said}|{bracketed})", re.IGNORECASE)


def _expanded(kinds: Sequence[str]) -> frozenset[str]:
    unknown = [kind for kind in kinds if kind not in KINDS and kind not in GROUPS]
    if unknown or not kinds:
        raise PrivacyError(
            f"expected kinds of {', '.join((*KINDS, *GROUPS))}; {', '.join(unknown) or 'none'} is not covered"
        )
    return frozenset(one for kind in kinds for one in GROUPS.get(kind, (kind,)))


@lru_cache(maxsize=16)
def _detector(locales: tuple[str, ...], kinds: tuple[str, ...]) -> Detector:
    return Detector(locales, kinds)


def detect(text: str, *, locales: Sequence[str] = LOCALES, kinds: Sequence[str] = KINDS) -> list[Span]:
    """The personal data and secrets in a text, in order and without overlaps.

    >>> detect("Mail joe@example.com, please.", locales=["en_US"])
    [Span(start=5, end=20, kind='email', score=1.0)]
    """
    return _detector(tuple(locales), tuple(kinds)).spans(text)


def covered(locales: Sequence[str], kinds: Sequence[str]) -> dict[str, list[str]]:
    """Which of the asked kinds are found for each locale; national ids for those that their states give out.

    What stands in no list is not looked for. Ids of other states are found where a cue stands before them.
    """
    asked = _expanded(kinds)
    return {
        locale: [kind for kind in KINDS if kind in asked and HOMES.get(kind, locale) == locale]
        for locale in speech(tuple(locales)).locales
    }
