"""What is done with personal data that was found: told without its value, masked, dropped with its text, replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

from privacy.core import PrivacyError
from privacy.text import disguises
from privacy.text.pii.pseudonyms import Pseudonyms, canonical
from privacy.text.pii.spans import Span

ACTIONS = ("report", "mask", "drop", "pseudonymise")


def act(text: str, spans: Sequence[Span], action: str, key: bytes | Pseudonyms = b"") -> str | None:
    """The text after the action; None where it is dropped. ``key`` is for pseudonyms: pass one for a whole set.

    Raises PrivacyError for an action that does not exist, or a key too short.

    >>> act("Mail joe@example.com!", [Span(5, 20, "email", 1.0)], "mask")
    'Mail [EMAIL]!'
    """
    if action not in ACTIONS:
        raise PrivacyError(f"expected an action of {', '.join(ACTIONS)}, got {action!r}")
    if action == "report" or not spans:
        return text
    if action == "drop":
        return None
    if action == "mask":
        return _replaced(text, spans, lambda span: f"[{span.kind.upper()}]")
    names = key if isinstance(key, Pseudonyms) else Pseudonyms(key)

    def fake(span: Span) -> str:
        # A key that was found is to be revoked, not imitated.
        return "[SECRET]" if span.kind == "secret" else names.fake(span.kind, text[span.start : span.end])

    return _replaced(text, spans, fake)


def _replaced(text: str, spans: Sequence[Span], new: Callable[[Span], str]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], new(span)]
        at = span.end
    return "".join([*parts, text[at:]])


def told(text: str, span: Span, key: bytes) -> dict[str, Any]:
    """A finding without its value: its place, kind and score, and a keyed hash by which the same value is known again.

    The hash is of the value's letters and digits without disguises (BLAKE2b, 64 bits); who lacks the key cannot try
    values against it.
    """
    value = canonical(disguises.plain(text[span.start : span.end]).text)
    digest = blake2b(f"{span.kind}\x1f{value}".encode("utf-8", "surrogatepass"), key=key, digest_size=8)
    return {**span._asdict(), "score": round(span.score, 2), "hash": digest.hexdigest()}
