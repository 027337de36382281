"""Presidio's recognisers (the package presidio-analyzer, MIT), for kinds that ours lack, where it is installed.

Its default patterns take more than 25 s on a line of 20,000 dots, so each window is given a time and skipped after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from privacy.core import PrivacyError
from privacy.text.pii.spans import Span

WINDOW = 2_000  # signs that are handed over at once
_STALLS = re.compile(r"[.@\-_+]{40}|(?:[@.]\w?){40}")  # what its mail and web patterns do not come back from
_OURS = {
    "PERSON", "LOCATION", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "IP_ADDRESS", "URL", "DATE_TIME", "CRYPTO", "US_SSN",
    "UK_NINO", "UK_NHS", "ES_NIF", "ES_NIE", "IT_FISCAL_CODE", "PL_PESEL", "IN_PAN", "IN_AADHAAR", "US_PASSPORT", "NRP",
    "MAC_ADDRESS",
}  # fmt: skip


def recogniser(language: str = "en") -> Callable[[str], Iterator[Span]]:
    """What finds Presidio's other kinds in a text, by its patterns alone.

    Raises PrivacyError where the package is not installed.
    """
    try:
        from presidio_analyzer import RecognizerRegistry
        from presidio_analyzer.nlp_engine import NlpArtifacts
    except ImportError as error:
        raise PrivacyError("presidio is not installed; `pip install presidio-analyzer` brings it") from error
    registry = RecognizerRegistry(supported_languages=[language])
    registry.load_predefined_recognizers(languages=[language])
    known = [
        one for one in registry.recognizers if not set(one.supported_entities) & _OURS and hasattr(one, "patterns")
    ]
    return lambda text: _found(text, known, NlpArtifacts)


def _found(text: str, recognisers: list[Any], _: Any) -> Iterator[Span]:
    for start in range(0, len(text), WINDOW):
        window = text[start : start + WINDOW]
        if _STALLS.search(window):
            continue
        for one in recognisers:
            for result in one.analyze(text=window, entities=one.supported_entities, nlp_artifacts=None) or ():
                if result.score >= 0.5:
                    yield Span(start + result.start, start + result.end, result.entity_type.lower(), result.score)
