"""A user's own language model as one more source of people and addresses: ``spacy:FOLDER`` or ``gliner:FOLDER``.

Only folders on this machine are read; nothing is downloaded. A model is a guess, whose errors are its own: where ours
has found something surer at the same place, that stays. What it cannot see: what its training did not hold; places
alone (cities, countries) are not asked for, as they are nobody's address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from privacy.core import PrivacyError
from privacy.text.pii.spans import Span, windows

WINDOW, OVERLAP = 1_200, 200  # signs: some 200 words, within what GLiNER reads at once
SCORE = 0.6  # of what a model finds that tells no score
LEAST = 0.5
# How the schemes of common corpora call people and addresses (OntoNotes, CoNLL 2003, the NKJP of Polish).
KINDS = {
    "person": "person", "per": "person", "pers": "person", "persname": "person",
    "address": "address", "street": "address", "street_address": "address", "location_address": "address",
}  # fmt: skip
Entity = tuple[int, int, str, float]  # start, end, label, score
Reader = Callable[[str], Iterable[Entity]]


class Model:
    """What finds people and addresses by a user's model. Raises PrivacyError where it cannot be loaded."""

    left_out: tuple[str, ...] = ()
    kinds = ("address", "person")

    def __init__(self, name: str) -> None:
        source, _, folder = name.partition(":")
        if source not in _SOURCES or not folder:
            raise PrivacyError(f"expected a model as {' or '.join(f'{one}:FOLDER' for one in _SOURCES)}, got {name!r}")
        if not Path(folder).is_dir():
            raise PrivacyError(f"expected the folder of a {source} model, found none at {folder!r}")
        self._read = _SOURCES[source](folder)

    def spans(self, text: str) -> Iterator[Span]:
        """The people and addresses that the model finds."""
        for at in windows(len(text), WINDOW, OVERLAP):
            for start, end, label, score in self._read(text[at : at + WINDOW]):
                kind = KINDS.get(label.lower())
                if kind and score >= LEAST and start < end:
                    yield Span(at + start, at + end, kind, score)


def _spacy(folder: str) -> Reader:
    try:
        import spacy
    except ImportError as error:
        raise PrivacyError("spaCy is not installed; `pip install spacy` brings it") from error
    try:
        pipeline = spacy.load(folder)
    except (OSError, ValueError) as error:
        raise PrivacyError(f"expected a spaCy pipeline in {folder!r}, which cannot be loaded: {error}") from error
    return lambda text: ((one.start_char, one.end_char, one.label_, SCORE) for one in pipeline(text).ents)


def _gliner(folder: str) -> Reader:
    try:
        from gliner import GLiNER
    except ImportError as error:
        raise PrivacyError("GLiNER is not installed; `pip install gliner` brings it") from error
    try:
        model = GLiNER.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise PrivacyError(f"expected a GLiNER model in {folder!r}, which cannot be loaded: {error}") from error

    def read(text: str) -> Iterator[Entity]:
        for one in model.predict_entities(text, list(Model.kinds), threshold=LEAST):
            yield one["start"], one["end"], one["label"], float(one["score"])

    return read


_SOURCES: dict[str, Callable[[str], Reader]] = {"spacy": _spacy, "gliner": _gliner}
