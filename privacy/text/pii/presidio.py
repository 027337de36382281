"""Presidio's recognisers (the package presidio-analyzer, MIT), for kinds that ours lack, where it is installed.

Its mail and web patterns take more than 25 s on a line of 20,000 dots: ours find those kinds, theirs are not asked, and
windows that look like it are skipped. What it cannot see: what stands across two windows of 2,000 signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from privacy.core import PrivacyError
from privacy.text.pii.spans import Span

WINDOW = 2_000  # signs that are handed over at once
LEAST = 0.5  # the score from which on a finding is told, as ours
_STALLS = re.compile(r"[.@\-_+]{40}|(?:[@.]\w?){40}")
_NOT_ASKED = {
    "PERSON", "LOCATION", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "IP_ADDRESS", "URL", "DATE_TIME",
    "CRYPTO", "US_SSN", "UK_NINO", "UK_NHS", "ES_NIF", "ES_NIE", "IT_FISCAL_CODE", "PL_PESEL", "IN_PAN", "IN_AADHAAR",
    "US_PASSPORT", "US_DRIVER_LICENSE", "MAC_ADDRESS", "NRP", "ORGANIZATION", "UUID",
}  # fmt: skip  # found by our own detector, asked of a language model, or no personal data


def recogniser(language: str = "en") -> Callable[[str], Iterator[Span]]:
    """What finds Presidio's other kinds in a text, by its patterns alone.

    Raises PrivacyError where the package is not installed.
    """
    try:
        from presidio_analyzer import RecognizerRegistry
    except ImportError as error:
        raise PrivacyError("presidio is not installed; `pip install presidio-analyzer` brings it") from error
    registry = RecognizerRegistry(supported_languages=[language])
    registry.load_predefined_recognizers(languages=[language])
    asked = [one for one in registry.recognizers if not set(one.supported_entities) & _NOT_ASKED]
    return lambda text: _found(text, asked)


def _found(text: str, recognisers: Sequence[Any]) -> Iterator[Span]:
    for start in range(0, len(text), WINDOW):
        window = text[start : start + WINDOW]
        if _STALLS.search(window):
            continue
        for one in recognisers:
            for result in one.analyze(window, one.supported_entities, None) or ():
                if result.score >= LEAST:
                    yield Span(start + result.start, start + result.end, result.entity_type.lower(), result.score)
