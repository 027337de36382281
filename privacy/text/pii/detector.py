"""The detector of personal data and secrets in text: :func:`detect` for one text, :class:`Detector` for many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from privacy.core import PrivacyError
from privacy.text import disguises
from privacy.text.disguises import View
from privacy.text.pii.contacts import contacts
from privacy.text.pii.cued import cued
from privacy.text.pii.eastern import eastern_names
from privacy.text.pii.languages import LOCALES, speech
from privacy.text.pii.names import names
from privacy.text.pii.numbers import HOMES, NATIONAL, numbers
from privacy.text.pii.places import places
from privacy.text.pii.spans import Span, settled
from privacy.text.secrets import secrets

KINDS = ("person", "address", "email", "phone", "iban", "card", *NATIONAL, "birthday", "passport", "plate", "ip", "mac",
         "url", "wallet", "gps", "secret")  # fmt: skip
GROUPS = {"national_id": NATIONAL}
WINDOW, OVERLAP = 1 << 16, 1 << 13  # of a long text, in characters; longer than twice the longest span and its cues
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
        for start in range(0, len(text) - OVERLAP, step):
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
        yield from self._placed(self._of_view(view.text), view)
        if closed := disguises.closed(view):
            yield from self._placed(self._structured(closed.text), closed)
        if spelled := disguises.spelled(view, self._digits, self._digit):
            yield from self._placed(numbers(spelled.text, self.speech), spelled)
        if said := disguises.spoken_mails(view, *self._spoken):
            yield from self._placed(contacts(said.text, self.speech), said)
        if not inner:
            yield from self._placed(self._encoded(view.text), view)

    def _placed(self, spans: Iterator[Span], view: View) -> Iterator[Span]:
        for span in spans:
            if span.kind in self.kinds:
                start, end = view.place(span.start, span.end)
                yield Span(start, end, span.kind, span.score)

    def _of_view(self, text: str) -> Iterator[Span]:
        yield from self._structured(text)
        if "person" in self.kinds:
            yield from names(text, self.speech)
            yield from eastern_names(text, self.speech)
        if "address" in self.kinds:
            yield from places(text, self.speech)
        if self.kinds & _CUED and re.search("[0-9]", text):
            yield from cued(text, self.speech)

    def _structured(self, text: str) -> Iterator[Span]:
        if self.kinds & _CONTACTS:
            yield from contacts(text, self.speech)
        if self.kinds & _NUMBERS and re.search("[0-9]", text):
            yield from numbers(text, self.speech)
        if "secret" in self.kinds:
            yield from secrets(text)

    def _encoded(self, text: str) -> Iterator[Span]:
        for start, end, inner in disguises.encoded(text):
            for span in settled(self._found(inner, inner=True)):
                if 2 * (span.end - span.start) >= len(inner):
                    yield Span(start, end, span.kind, min(span.score, 0.9))

    @cached_property
    def _digits(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for language in self.speech.each():
            found |= {word: str(at) for at, word in enumerate(language["digits"])}
            found |= dict(pair.rsplit(" ", 1) for pair in language.get("also_digits", ()))
        return found

    @cached_property
    def _digit(self) -> re.Pattern[str]:
        words = "|".join(sorted(map(re.escape, self._digits), key=len, reverse=True))
        firsts = "".join(sorted({sign for word in self._digits for sign in (word[0], word[0].upper())}))
        return re.compile(
            rf"(?<!\w)(?=[{firsts}])(?:{words})(?!\w)(?: (?=[0-9+()\-]|(?:{words})(?!\w)))?", re.IGNORECASE
        )

    @cached_property
    def _spoken(self) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
        ats = "|".join(sorted({"at", *map(re.escape, self.speech.words("at"))}, key=len, reverse=True))
        dots = "|".join(sorted({"dot", *map(re.escape, self.speech.words("dot"))}, key=len, reverse=True))
        at = rf"(?: ?[\[({{<] ?(?:{ats}) ?[\])}}>] ?| (?:{ats}) )"
        dot = rf"(?: ?[\[({{<] ?(?:{dots}) ?[\])}}>] ?| (?:{dots}) )"
        part = r"[A-Za-z0-9\u00c0-\u024f_+\-]{1,40}"
        local = rf"{part}(?:(?:{dot}|\.){part}){{0,4}}"
        said = rf"{local}{at}{part}(?:\.{part}){{0,2}}(?:{dot}{part}(?:\.{part}){{0,2}}){{1,4}}"
        bracketed = rf"{local} ?[\[({{<] ?(?:{ats}) ?[\])}}>] ?{part}(?:(?:{dot}|\.){part}){{1,4}}"
        start = r"(?<![\w.+\-@])"
        flags = re.IGNORECASE
        return re.compile(f"{start}(?:{said}|{bracketed})", flags), re.compile(at, flags), re.compile(dot, flags)


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
