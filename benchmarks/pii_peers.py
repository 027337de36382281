"""One peer of benchmarks/pii.py, run by the interpreter of the environment that it is installed in.

``python pii_peers.py PEER``: PEER is presidio, scrubadub or datafog. Reads sentences as JSON Lines (``text``,
``locale``) and prints, as JSON, the spans of each (start, end, the peer's label) and the seconds of processor time on
one thread, after a warm-up. No peer is given a language model; settings are the defaults, each sentence's language is
given where the peer takes one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Found = list[tuple[int, int, str]]
LEAST = 0.3  # of presidio's scores: its phones have 0.4


def presidio() -> Callable[[str, str], Found]:
    """All predefined recognisers by patterns, of the sentence's language and English; no model of names."""
    import spacy
    from presidio_analyzer import RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts

    blank = spacy.blank("en")
    languages = ("en", "es", "it", "pl", "de", "sv")
    registry = RecognizerRegistry(supported_languages=list(languages))
    registry.load_predefined_recognizers(languages=list(languages))
    known: dict[str, list[Any]] = {language: [] for language in languages}
    for one in registry.recognizers:
        if one.supported_language in known and type(one).__name__ != "SpacyRecognizer":
            known[one.supported_language].append(one)

    def found(text: str, locale: str) -> Found:
        document = blank(text)
        artifacts = NlpArtifacts([], document, [], [], None, "en")  # type: ignore[arg-type]
        spans = []
        for language in dict.fromkeys(("en", locale[:2])):
            for one in known.get(language, []):
                results = one.analyze(text, one.supported_entities, artifacts) or ()
                spans += [(told.start, told.end, told.entity_type) for told in results if told.score >= LEAST]
        return spans

    return found


def scrubadub() -> Callable[[str, str], Found]:
    """Its default detectors, a scrubber a locale."""
    import scrubadub as library

    made: dict[str, Any] = {}

    def found(text: str, locale: str) -> Found:
        scrubber = made.get(locale) or made.setdefault(locale, library.Scrubber(locale=locale))
        return [(one.beg, one.end, one.type) for one in scrubber.iter_filth(text)]

    return found


def datafog() -> Callable[[str, str], Found]:
    """Its engine of regular expressions."""
    from datafog.processing.text_processing.regex_annotator import RegexAnnotator

    annotator = RegexAnnotator()

    def found(text: str, _: str) -> Found:
        _, result = annotator.annotate_with_spans(text)
        return [(one.start, one.end, one.label) for one in result.spans]

    return found


def main() -> None:
    """Annotate what stands on standard input."""
    find = {"presidio": presidio, "scrubadub": scrubadub, "datafog": datafog}[sys.argv[1]]()
    sentences = [json.loads(line) for line in sys.stdin]
    for one in sentences[:20]:
        find(one["text"], one["locale"])
    start = time.process_time()
    found = [find(one["text"], one["locale"]) for one in sentences]
    print("\n" + json.dumps({"found": found, "seconds": time.process_time() - start}))


if __name__ == "__main__":
    main()
