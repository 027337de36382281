"""Texts as they were meant: without zero-width signs, look-alike letters, full-width forms, spacing and spelling.

Every view keeps for each of its characters the place in the original text, so that what is found there is told where
it really stands. What it cannot see: pictures of text, encryption, ROT13, leetspeak, words of languages not asked for.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Letters that look alike (Unicode Technical Standard 39, confusables), Cyrillic and Greek to Latin.
HOMOGLYPHS = str.maketrans(
    "авекмнорстухіјѕԁһԛԝѵАВЕКМНОРСТУХІЈЅԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρυ",
    "abekmhopctyxijsdhqwvABEKMHOPCTYXIJSGQWABEZHIKMNOPTYXaovpu",
)
MOST_MARKS = 8  # combining marks of a letter that are composed with it
_ODD = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_LIKE = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_CLUSTER = re.compile(f"[^\u0300-\u036f][\u0300-\u036f]{{1,{MOST_MARKS}}}|(?s:.)")
_WORD = re.compile(r"\S{1,200}")
_SPACED = re.compile(r"(?<!\S)(?:\S ){5,600}\S(?!\S)")
_DOTTED = re.compile(r"(?<![^\s\"'(:=,])(?:[^\s.]\.){8,300}[^\s.](?![^\s,;)\"'])")
_KANJI = re.compile("[〇零一二三四五六七八九]{7,20}")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_BASE64 = re.compile(r"(?<![\w+/=\-])[A-Za-z0-9+/_\-]{8,4096}={0,2}(?![\w+/=\-])")


@dataclass(frozen=True, slots=True)
class View:
    """A text and, for each character, where it begins and ends in the original; None where nothing was changed."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of what stands here from start to end (which is after it)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> View:
        """The view with places replaced, in order; what is put in stands where all of the replaced stood."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in edits:
            self._copy(at, start, parts, starts, ends)
            first, last = self.place(start, end)
            parts.append(new)
            starts.extend([first] * len(new))
            ends.extend([last] * len(new))
            at = end
        self._copy(at, len(self.text), parts, starts, ends)
        return View("".join(parts), starts, ends)

    def _copy(self, start: int, end: int, parts: list[str], starts: list[int], ends: list[int]) -> None:
        parts.append(self.text[start:end])
        starts.extend(range(start, end) if self.starts is None else self.starts[start:end])
        ends.extend(range(start + 1, end + 1) if self.ends is None else self.ends[start:end])


def plain(text: str) -> View:
    """The text in NFKC form, without signs of no width, and with Latin letters in words that mix them with look-alikes.

    >>> plain("ｍａｉｌ: j\\u200boe").text
    'mail: joe'
    """
    view = View(text)
    if text.isascii():
        return view
    if _ODD.search(text) or not unicodedata.is_normalized("NFKC", text):
        view = view.edited(_compatible(text))
    return view.edited(_unlike(view.text)) if _LIKE.search(view.text) else view


def _compatible(text: str) -> Iterator[tuple[int, int, str]]:
    for cluster in _CLUSTER.finditer(text):
        old = cluster[0]
        if old.isascii():
            continue
        new = unicodedata.normalize("NFKC", _ODD.sub("", old))
        if new != old:
            yield cluster.start(), cluster.end(), new


def _unlike(text: str) -> Iterator[tuple[int, int, str]]:
    for word in _WORD.finditer(text):
        if _LIKE.search(word[0]) and re.search("[A-Za-z@]", word[0]):
            new = word[0].translate(HOMOGLYPHS)
            yield from (
                (word.start() + at, word.start() + at + 1, sign)
                for at, (old, sign) in enumerate(zip(word[0], new, strict=True))
                if old != sign
            )


def closed(view: View) -> View | None:
    """The view with ``j o e @ x . d e`` and ``j.o.e.@.x.d.e`` written together; None where nothing is spaced so."""
    edits = [
        (run.start() + at, run.start() + at + 1, "")
        for pattern in (_SPACED, _DOTTED)
        for run in pattern.finditer(view.text)
        for at in range(1, len(run[0]), 2)
    ]
    return view.edited(sorted(edits)) if edits else None


def spelled(view: View, digits: Mapping[str, str], pattern: re.Pattern[str]) -> View | None:
    """The view with digits in place of their words; None where fewer than six digits are spelled.

    ``pattern`` finds the words of ``digits``, each with the space that follows it before another digit.
    """
    edits = [(found.start(), found.end(), digits[found[0].strip().casefold()]) for found in pattern.finditer(view.text)]
    for run in _KANJI.finditer(view.text):
        edits += [(at, at + 1, view.text[at].translate(_KANJI_DIGITS)) for at in range(run.start(), run.end())]
    return view.edited(sorted(edits)) if len(edits) >= 6 else None


def spoken_mails(view: View, pattern: re.Pattern[str], at: re.Pattern[str], dot: re.Pattern[str]) -> View | None:
    """The view with ``joe (at) x dot de`` as mail addresses; None where ``pattern`` finds none."""
    edits = []
    for found in pattern.finditer(view.text):
        mail = dot.sub(".", at.sub("@", found[0], count=1))
        edits.append((found.start(), found.end(), mail))
    return view.edited(edits) if edits else None


def encoded(text: str) -> Iterator[tuple[int, int, str]]:
    """What stands in Base64 (RFC 4648), with its place: only readable UTF-8 text of six characters and more.

    >>> list(encoded("see am9obkB4LmRl ok"))
    [(4, 16, 'john@x.de')]
    """
    for found in _BASE64.finditer(text):
        token = found[0].rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            inner = base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if len(inner) >= 6 and inner.isprintable():
            yield found.start(), found.end(), inner
