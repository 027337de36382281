"""Personal data and secrets in a file's texts: told without their values, masked, dropped or replaced."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from privacy.core import PrivacyError
from privacy.text.pii.actions import ACTIONS, act, told
from privacy.text.pii.detector import KINDS, Detector, covered
from privacy.text.pii.languages import LOCALES
from privacy.text.pii.models import Model
from privacy.text.pii.presidio import Presidio
from privacy.text.pii.pseudonyms import Pseudonyms
from privacy.text.pii.spans import Span, settled
from simulators.core import ProvenderError
from synth.disclosure.documents import Cell, left_out, rewrite

OTHERS = ("presidio", "spacy:FOLDER", "gliner:FOLDER")
Other = Presidio | Model
Tell = Callable[[dict[str, Any]], None]


def scan(
    path: Path,
    *,
    field: str = "",
    locales: Sequence[str] = LOCALES,
    kinds: Sequence[str] = KINDS,
    action: str = "report",
    key: bytes = b"",
    out: Path | None = None,
    others: Sequence[str] = (),
    tell: Tell = lambda _: None,
) -> dict[str, Any]:
    """Find personal data in a file (JSON Lines with ``field``, plain text, CSV, Parquet) and act on it.

    Each document is told as ``{"id", "spans": [{"start", "end", "kind", "score", "hash"}]}``: places are characters of
    the original text, hashes are keyed (by a random key, where none is given), values are never told. Returns counts
    and which kinds were looked for in which locale. ``action`` is ``report``, ``mask``, ``drop`` or ``pseudonymise``;
    all but the first write ``out``. ``others`` are sources beside our own detector: ``presidio`` (its kinds that ours
    lack), or a user's own model of people and addresses, ``spacy:FOLDER`` or ``gliner:FOLDER``. Raises ProvenderError
    for what was asked for and cannot be.
    """
    if action != "report" and out is None:
        raise ProvenderError(f"expected a file for what {action!r} makes (--out), got none")
    if out is not None and out.resolve() == path.resolve():
        raise ProvenderError(f"expected another file than {path} to write to; it would be lost if the run died")
    try:
        sources = [_source(other, locales) for other in others]
        work = _Work(
            _finder(Detector(locales, kinds), sources),
            action,
            key,
            locales[0] if len(locales) < len(LOCALES) else "en_US",
            tell,
        )
        default = "text" if path.suffix.lower() in (".jsonl", ".ndjson") else ""
        rewrite(path, field or default, work.change, out if action != "report" else None)
        work.close()
        lists = covered(locales, kinds)
    except PrivacyError as error:
        raise ProvenderError(str(error)) from error
    done = work.summary(lists, out if action != "report" else None)
    if unread := left_out(path, field):
        done["columns_left_out"] = unread
        done["sentence"] += f" Not looked at: the columns {', '.join(unread)}."
    return _with_others(done, others, sources) if others else done


def _source(name: str, locales: Sequence[str]) -> Other:
    if name == "presidio":
        return Presidio([locale[:2] for locale in locales])
    if ":" not in name:
        raise ProvenderError(f"expected {', '.join(OTHERS)} beside our own detector, got {name!r}")
    return Model(name)


def _finder(detector: Detector, sources: Sequence[Other]) -> Callable[[str], list[Span]]:
    if not sources:
        return detector.spans
    asked = detector.kinds | {kind for one in sources for kind in one.kinds if kind not in KINDS}

    def find(text: str) -> list[Span]:
        others = (span for one in sources for span in one.spans(text) if span.kind in asked)
        return settled([*detector.spans(text), *others])

    return find


def _with_others(done: dict[str, Any], names: Sequence[str], sources: Sequence[Other]) -> dict[str, Any]:
    """The summary with what the other sources looked for, and where they were too slow to say."""
    kinds = {name: list(one.kinds) for name, one in zip(names, sources, strict=True)}
    left_out = [one for source in sources for one in source.left_out]
    told = "; ".join(f"{name} looked for {', '.join(found)}" for name, found in kinds.items())
    slow = f" Too slow, and left out in part: {', '.join(left_out)}." if left_out else ""
    return {**done, "others": kinds, "left_out": left_out, "sentence": f"{done['sentence']} Beside it, {told}.{slow}"}


class _Work:
    """What was found so far; the cells of a document are told together."""

    def __init__(self, find: Callable[[str], list[Span]], action: str, key: bytes, locale: str, tell: Tell) -> None:
        if action not in ACTIONS:
            raise PrivacyError(f"expected an action of {', '.join(ACTIONS)}, got {action!r}")
        self._find, self._action, self._tell = find, action, tell
        self._salt = blake2b(key).digest() if key else secrets.token_bytes(32)
        self._names = Pseudonyms(key, locale) if action == "pseudonymise" else b""
        self._open: dict[str, Any] | None = None
        self._documents = 0
        self._hit = 0
        self._kinds: Counter[str] = Counter()

    def change(self, cell: Cell) -> str | None:
        """Find, tell and act on one text."""
        if self._open is None or not cell.column or self._open["id"] != cell.id:
            self.close()
            self._open = {"id": cell.id, "spans": []}
        spans = self._of(cell)
        for span in spans:
            found = told(cell.text, span, self._salt)
            self._open["spans"].append({**found, "column": cell.column} if cell.column else found)
        self._kinds.update(span.kind for span in spans)
        return act(cell.text, spans, self._action, self._names)

    def _of(self, cell: Cell) -> list[Span]:
        if not cell.column or len(cell.text) > 200:
            return self._find(cell.text)
        # A column's name says as much of a cell as words before it do.
        head = f"{cell.column.replace('_', ' ')}: "
        return list(_shifted(self._find(head + cell.text), len(head)))

    def close(self) -> None:
        """Tell the document that is done."""
        if self._open is not None:
            self._documents += 1
            self._hit += bool(self._open["spans"])
            self._tell(self._open)
        self._open = None

    def summary(self, lists: dict[str, list[str]], out: Path | None) -> dict[str, Any]:
        """Counts, and what was looked for."""
        found = dict(sorted(self._kinds.items()))
        counted = ", ".join(f"{count} {kind}" for kind, count in found.items()) or "nothing"
        return {
            "documents": self._documents,
            "with_findings": self._hit,
            "found": found,
            "covered": lists,
            "not_covered": [locale for locale in LOCALES if locale not in lists],
            "out": str(out) if out else None,
            "sentence": f"{self._documents} documents, {self._hit} with findings: {counted}. Looked for "
            f"{', '.join(sorted({kind for names in lists.values() for kind in names}))} in {', '.join(lists)}; "
            "other languages' names and addresses, and other states' ids, are not covered.",
        }


def _shifted(spans: Sequence[Span], by: int) -> Iterator[Span]:
    for span in spans:
        if span.end > by:
            yield span._replace(start=max(0, span.start - by), end=span.end - by)
