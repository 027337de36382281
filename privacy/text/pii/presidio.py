"""Presidio's recognisers (the package presidio-analyzer, MIT), for kinds that ours lack, where it is installed.

Its patterns are those of many authors, and some take more than 25 s on a line of 20,000 dots. They are read in windows,
each pattern under a limit of time; a recogniser that meets the limit thrice is asked no more and is named. No language
model is asked. What it cannot see: what is longer than two windows share, and what stands where the limit was met.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence

from privacy.core import PrivacyError
from privacy.text.pii.spans import Span, windows

WINDOW, OVERLAP = 2_000, 200  # signs that are handed over at once, and that two windows share
LEAST = 0.5  # the score from which on a finding is told, as ours
LIMIT = 0.5  # seconds that a pattern may take for a window
MOST_STALLS = 3
_NOT_ASKED = {
    "PERSON", "LOCATION", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "IP_ADDRESS", "URL", "DATE_TIME",
    "CRYPTO", "US_SSN", "UK_NINO", "UK_NHS", "ES_NIF", "ES_NIE", "IT_FISCAL_CODE", "PL_PESEL", "IN_PAN", "IN_AADHAAR",
    "US_PASSPORT", "US_DRIVER_LICENSE", "MAC_ADDRESS", "NRP", "ORGANIZATION", "UUID", "DE_TAX_ID", "SE_PERSONNUMMER",
}  # fmt: skip  # found by our own detector, asked of a language model, or no personal data


class Presidio:
    """What finds Presidio's other kinds, by its patterns alone. Raises PrivacyError where it is not installed."""

    def __init__(self, languages: Sequence[str] = ("en",)) -> None:
        try:
            from presidio_analyzer import RecognizerRegistry, pattern_recognizer
        except ImportError as error:
            raise PrivacyError("presidio is not installed; `pip install presidio-analyzer` brings it") from error
        asked = list(dict.fromkeys(("en", *languages)))
        registry = RecognizerRegistry(supported_languages=asked)
        registry.load_predefined_recognizers(languages=asked)
        pattern_recognizer.REGEX_TIMEOUT_SECONDS = LIMIT  # which it reads before each search
        lacking = [one for one in registry.recognizers if not set(one.supported_entities) & _NOT_ASKED]
        self._recognisers = list({one.name: one for one in lacking}.values())  # one a language, of the same patterns
        self._stalls: Counter[str] = Counter()

    @property
    def kinds(self) -> list[str]:
        """The kinds that it adds."""
        return sorted({kind.lower() for one in self._recognisers for kind in one.supported_entities})

    @property
    def left_out(self) -> list[str]:
        """Which recognisers met the limit of time, and in how many windows: what they would have found is not known."""
        return [f"{name} ({count} windows)" for name, count in sorted(self._stalls.items()) if count]

    def spans(self, text: str) -> Iterator[Span]:
        """What its recognisers find in a text."""
        for start in windows(len(text), WINDOW, OVERLAP):
            window = text[start : start + WINDOW]
            for one in self._recognisers:
                if self._stalls[one.name] >= MOST_STALLS:
                    continue
                begun = time.monotonic()
                results = one.analyze(window, one.supported_entities, None) or ()
                self._stalls[one.name] += time.monotonic() - begun >= LIMIT
                for result in results:
                    if result.score >= LEAST:
                        yield Span(start + result.start, start + result.end, result.entity_type.lower(), result.score)
