"""Texts as they were meant: without zero-width signs, look-alike letters, full-width forms, spacing and spelling.

Every view keeps for each of its characters the place in the original text, so that what is found there is told where
it really stands. What it cannot see: pictures of text, encryption, ROT13, leetspeak, words of languages not asked for.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Letters that look alike (Unicode Technical Standard 39, confusables), Cyrillic and Greek to Latin.
HOMOGLYPHS = str.maketrans(
    "авекмнорстухіјѕԁһԛԝѵАВЕКМНОРСТУХІЈЅԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρυ",
    "abekmhopctyxijsdhqwvABEKMHOPCTYXIJSGQWABEZHIKMNOPTYXaovpu",
)
MOST_MARKS = 8  # combining marks of a letter that are composed with it
_WIDTHLESS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_ODD = re.compile(f"[{_WIDTHLESS}]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LATIN = re.compile("[A-Za-z@]")
_LIKE = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_CLUSTER = re.compile(f"[^\u0300-\u036f][\u0300-\u036f]{{1,{MOST_MARKS}}}|[{_WIDTHLESS}]+|[^\\x00-\\x7f]")
_WORD = re.compile(r"\S{1,200}")
# Seven signs and more with the same between all of them, and no letter or digit at either end: whatever ends a sentence
# may follow, and signs of scripts without spaces. Nothing is given back (possessive): no run is looked at twice.
_SIGN = r"A-Za-z0-9\u00c0-\u024f"
_APART = rf"(?<![{_SIGN}])\S({{between}})(?!\1)\S(?![{_SIGN}])(?:\1(?!\1)\S(?![{_SIGN}])){{{{5,600}}}}+"
SPACED = re.compile(_APART.format(between=" {1,2}"))
PARTED = re.compile(_APART.format(between=r"[.\-_|·•*~/]| [.\-_|·•*~/] "))
_BETWEEN = re.compile(r"[ ,.\-–/]{1,3}")  # spelled digits
_KANJI = re.compile("[〇零一二三四五六七八九]{7,20}")
_DIGITS = frozenset("0123456789+()-")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
# Words in small letters, capitalised or not, are passed over: Base64 of a text has capitals and digits among them.
_BASE64 = re.compile(r"(?<![\w+/=\-])(?=.[a-z]{0,20}[A-Z0-9])[A-Za-z0-9+/_\-]{8,4096}={0,2}(?![\w+/=\-])")


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
        made = _Copy(self)
        at = 0
        for start, end, new in edits:
            made.keep(range(at, start))
            made.put(new, *self.place(start, end))
            at = end
        made.keep(range(at, len(self.text)))
        return made.view()

    def instead(self, text: str) -> View:
        """The view with another sign for each, at the same place."""
        return View(text, self.starts, self.ends)

    def thinned(self, runs: Iterable[range]) -> View:
        """The view in which of each run, from its first place to its last, only the places of its range stay."""
        made = _Copy(self)
        at = 0
        for run in runs:
            made.keep(range(at, run.start))
            made.keep(run)
            at = run[-1] + 1
        made.keep(range(at, len(self.text)))
        return made.view()


class _Copy:
    """A view in the making."""

    def __init__(self, source: View) -> None:
        self._source = source
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def keep(self, places: range) -> None:
        """Copy what stands there."""
        source, cut = self._source, slice(places.start, places.stop, places.step)
        self._parts.append(source.text[cut])
        self._starts.extend(places if source.starts is None else source.starts[cut])
        self._ends.extend(
            range(places.start + 1, places.stop + 1, places.step) if source.ends is None else source.ends[cut]
        )

    def put(self, new: str, start: int, end: int) -> None:
        """Write signs that stand for a place of the original."""
        self._parts.append(new)
        self._starts.extend([start] * len(new))
        self._ends.extend([end] * len(new))

    def view(self) -> View:
        """What was made."""
        return View("".join(self._parts), self._starts, self._ends)


def plain(text: str) -> View:
    """The text in NFKC form, without signs of no width, and with Latin letters in words that mix them with look-alikes.

    >>> plain("ｍａｉｌ: j\\u200boe").text
    'mail: joe'
    """
    if text.isascii():
        return View(text)
    text = text.translate(_FULL_WIDTH)
    view = View(text)
    if _ODD.search(text) or not unicodedata.is_normalized("NFKC", text):
        view = view.edited(_compatible(text))
    return view.instead(_WORD.sub(_unlike, view.text)) if _LIKE.search(view.text) else view


def _compatible(text: str) -> Iterator[tuple[int, int, str]]:
    for cluster in _CLUSTER.finditer(text):
        old = cluster[0]
        new = "" if _ODD.match(old) else unicodedata.normalize("NFKC", _ODD.sub("", old))
        if new != old:
            yield cluster.start(), cluster.end(), new


def _unlike(word: re.Match[str]) -> str:
    return word[0].translate(HOMOGLYPHS) if _LIKE.search(word[0]) and _LATIN.search(word[0]) else word[0]


def fills_line(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the line."""
    return text[max(0, start - 1) : start] in ("", "\n") and text[end : end + 1] in ("", "\n")


def closed(view: View, apart: re.Pattern[str]) -> View | None:
    """The view with ``j o e @ x . d e`` or ``j.o.e.@.x.d.e`` written together; None where nothing is written apart so.

    ``apart`` is SPACED or PARTED. Digits that fill a line are left: they are a row of a puzzle or a matrix.
    """
    runs = [
        range(run.start(), run.end(), len(run[1]) + 1)
        for run in apart.finditer(view.text)
        if not (fills_line(view.text, run.start(), run.end()) and run[0].replace(run[1], "").isdigit())
    ]
    return view.thinned(runs) if runs else None


def spelled(view: View, words: Sequence[tuple[int, int, str]]) -> View | None:
    """The view with digits in place of their words; None where fewer than four words stand right before a digit.

    ``words`` are the places of words and what each says, in order. What separates one from another digit goes too.
    """
    text = _KANJI.sub(lambda run: run[0].translate(_KANJI_DIGITS), view.text)
    edits, links = [], 0
    for at, (start, end, digit) in enumerate(words):
        following = words[at + 1][0] if at + 1 < len(words) else len(text)
        if following - end > 3 or not _BETWEEN.fullmatch(text, end, following):
            following = end + (text[end : end + 1] == " " and text[end + 1 : end + 2] in _DIGITS)
        edits.append((start, following, digit))
        links += following > end
    if links >= 4:
        return view.instead(text).edited(edits)
    return view.instead(text) if text != view.text else None


def spoken_mails(view: View, mails: Iterable[re.Match[str]], at: re.Pattern[str], dot: re.Pattern[str]) -> View | None:
    """The view with ``joe (at) x dot de`` as mail addresses; None where there are none."""
    edits = [(found.start(), found.end(), dot.sub(".", at.sub("@", found[0], count=1))) for found in mails]
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
