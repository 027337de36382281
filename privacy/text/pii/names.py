"""Names of people in running text, without a language model: gazetteers, capital letters and what stands around.

A row of capitalised words is parted at words that are no names; what is left is a person if a cue stands before it
(a title, an introduction, a key of a form, the end of a letter), if the gazetteers know it, or, weakest, if it does
what people do. What it cannot see: names in small letters without a cue, names of one unknown word, names that are words
(``Grace Period`` is told apart only by a list), nicknames, scripts other than those of the locales.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from privacy.text.pii import gazetteers
from privacy.text.pii.cues import Reading
from privacy.text.pii.languages import Speech
from privacy.text.pii.spans import Span

PHRASE = 5  # words of the longest introduction
REACH = 40  # signs before a name in which an introduction is looked for
LEAST = 0.5
REMEMBERED = 1 << 16  # words whose look-ups are kept: texts are made of few words
_ALPHABETS = range(min(sys.maxunicode, 0x530))  # Latin, Greek, Cyrillic
_UPPER = "".join(re.escape(chr(code)) for code in _ALPHABETS if unicodedata.category(chr(code)) == "Lu")
_PARTICLES = "de|da|do|dos|das|di|del|della|dell|dello|der|den|des|du|la|le|las|los|van|von|vom|zu|zum|zur|ter|ten|te|ap|ab|bin|ibn|ben|al|el|af|av|y|e|d|l|in|'t|’t|lo|san|santa|mac"
_WORD = rf"(?:(?:d|l|dell|all|o|n)['’])?[{_UPPER}](?:[^\W\d_]|['’\-](?=[^\W\d_])(?![sS](?!\w))){{0,40}}"
_RUN = re.compile(
    rf"(?<![\w'’@/.\-])(?:{_WORD})\.?(?:(?:, | |(?<=\.))(?:(?:{_PARTICLES})['’ ] ?){{0,3}}{_WORD}\.?){{0,7}}"
)
_TOKEN = re.compile(rf"(?<![^\W\d_])(?:(?:{_PARTICLES})['’ ] ?){{0,3}}({_WORD})(\.?)(,?)")
_NO_PARTICLES = frozenset({"e", "y", "in", "zu", "zum", "zur", "des", "das"})  # capitalised, they begin a sentence
_PARTICLE_WORDS = frozenset(_PARTICLES.replace("’t", "t").split("|")) - _NO_PARTICLES | {"thi"}
_SMALL_PARTICLES = frozenset(_PARTICLES.split("|"))
_KEY = re.compile(r"([^\W\d](?:[\w \-]{0,30}[^\W\d])?)[\"']?[ \t]{0,2}[:=|＝][ \t]{0,2}[\"'<\[]?$")
_KEY_ENDS = frozenset(":=|＝\"'<[")
_LEADING = re.compile(rf"(?<![^\W\d_])(?:(?:{_PARTICLES})['’ ] ?){{1,3}}$")
_KEPT = re.compile(r"van|von|d['’]|dell['’]|al |el |ter|ten|o['’]")
_BEFORE = re.compile(r"([^\W\d_]+) $")
_AFTER = re.compile(r"[ ,]{1,2}([^\W\d_]+)")
_SMALL_NAME = re.compile(r"[^\W\d_]{2,20} [^\W\d_]{2,20}(?!\w)")


class Known(NamedTuple):
    """What the lists say of a word, once for all its places; ``own``: in a list of the locales that were asked for."""

    folded: str
    title: bool
    role: bool
    particle: bool
    no_name: bool
    common: bool
    ambiguous: bool
    city: bool
    first: bool
    last: bool
    own_first: bool
    own_last: bool


def _looked_up(speech: Speech, word: str) -> Known:
    folded = word.casefold().replace("’", "'")
    return Known(
        folded,
        folded in speech.titles,
        folded in speech.roles,
        folded in _PARTICLE_WORDS,
        folded in speech.not_names,
        folded in speech.common,
        folded in speech.ambiguous,
        folded in gazetteers.cities(),
        _in(folded, gazetteers.first_names()),
        _in(folded, gazetteers.last_names()),
        folded in speech.first_names,
        folded in speech.last_names,
    )


def _in(word: str, known: frozenset[str]) -> bool:
    return word in known or ("-" in word and all(part in known for part in word.split("-")))


@lru_cache(maxsize=32)
def _lexicon(speech: Speech) -> Callable[[str], Known]:
    return lru_cache(maxsize=REMEMBERED)(partial(_looked_up, speech))


class Word(NamedTuple):
    """A capitalised word of a row, with the particles before it."""

    start: int
    end: int
    text: str
    point: bool
    comma: bool
    known: Known

    @property
    def initial(self) -> bool:
        """Whether it is one letter with a point."""
        return len(self.text) == 1 and self.point


class Row(NamedTuple):
    """Words that may be one name, and what the words around say: ``cue`` is a title, a role or none."""

    words: list[Word]
    cue: str
    joined: bool  # a capitalised word that is no name follows at once, as in "Grace Period"


def names(reading: Reading) -> Iterator[Span]:
    """The people whom a text names, in scripts with capital letters."""
    text, speech = reading.text, reading.speech
    look = _lexicon(speech)
    for run in _RUN.finditer(text):
        words = [
            Word(one.start(), one.end(1), one[1], bool(one[2]), bool(one[3]), look(one[1]))
            for one in _TOKEN.finditer(text, run.start(), run.end())
        ]
        rows = list(_rows(words, _titled(text, run.start(), speech)))
        for row in rows:
            if span := _person(text, row, speech):
                yield span
        for row, following in pairwise(rows):
            if span := _last_name_first(text, row, following, speech):
                yield span
    yield from _in_small_letters(reading)


def _last_name_first(text: str, row: Row, following: Row, speech: Speech) -> Span | None:
    """``Berg, Anna``: a last name alone before a comma, and a first name right after it."""
    last, first = row.words[-1], following.words[0]
    short = len(following.words) == 1 or following.words[1].initial
    if len(row.words) > 1 or not last.comma or not short or first.start > last.end + 2:
        return None
    both = first.known.first and last.known.last
    score = 0.85 if both else 0.7 if first.known.first or last.known.last else 0.6
    if (both and first.known.own_first) or _cued(text, last.start, speech):
        return Span(_start(last, text), following.words[-1].end, "person", score)
    return None


def _titled(text: str, start: int, speech: Speech) -> str:
    """``title`` where one in small letters stands before a place, particles between: *mevrouw van de* Berg."""
    return "title" if _cued(text, _led(text, start), speech) == "title" else ""


def _led(text: str, start: int) -> int:
    """Where the particles in small letters before a name begin; the name's own beginning, where there are none."""
    before = text[max(0, start - 14) : start]
    last = before.rstrip(" '’").split()[-1:]
    if not last or last[0].lstrip("('\"“„«[") not in _SMALL_PARTICLES:
        return start
    found = _LEADING.search(before)
    return start - len(before) + found.start() if found else start


def _rows(words: list[Word], titled: str) -> Iterator[Row]:
    """The rows of words that may be one name."""
    row: list[Word] = []
    cue = titled
    for at, word in enumerate(words):
        title = _title(word, row)
        if title or _no_name(word, words, at, row, cue):
            if row:
                yield Row(row, cue, not title)
            row, cue = [], title
            continue
        row.append(word)
        if word.comma or (word.point and len(word.text) > 2):
            yield Row(row, cue, False)
            row, cue = [], ""
    if row:
        yield Row(row, cue, False)


def _title(word: Word, row: list[Word]) -> str:
    """Whether a word is a title or says what somebody does."""
    known = word.known
    if len(known.folded) > 4 and known.own_first and not word.point:
        return ""
    if known.title:
        return "title"
    return "role" if known.role and not row else ""


def _no_name(word: Word, words: list[Word], at: int, row: list[Word], cue: str) -> bool:
    """Whether a word parts names: unless what stands beside it says that it is one here, as in ``Lydia Brown``."""
    known = word.known
    following = words[at + 1] if at + 1 < len(words) else None
    if word.initial or (known.particle and (row or (cue and following))):
        return False
    if row and word.end - len(word.text) > word.start:
        return False  # a particle joins it: dell'Acqua, van der Klein
    named = bool(row) and row[0].known.first
    if known.no_name:
        begins = known.own_first and following is not None and following.known.own_last
        titled = cue == "title" and not row and known.last
        sure = named and row[0].known.own_first and not row[0].known.ambiguous
        return not (begins or titled or (known.last if sure else named and known.own_last))
    return known.common and not named and not cue


def _person(text: str, row: Row, speech: Speech) -> Span | None:
    """The row as a person, where enough speaks for it."""
    words = row.words[:5]
    while len(words) > 1 and words[-1].initial:
        words = words[:-1]
    start = _start(words[0], text)
    cue = row.cue or _cued(text, words[0].start, speech)
    led = _led(text, start)
    if led < start and (announced := _cued(text, led, speech)):
        cue, start = announced, led
    known = words[0].known
    if len(words) == 1 and not (cue or known.first or known.own_first):
        return None  # most capitalised words
    if _brand(words, speech):
        return None
    score = _score(text, Row(words, cue, row.joined), speech)
    return Span(start, words[-1].end, "person", score) if score >= LEAST else None


def _brand(words: list[Word], speech: Speech) -> bool:
    """Whether the words, or the first two of them, are a firm that is called like people."""
    folded = [word.known.folded for word in words]
    return " ".join(folded[:2]) in speech.brands or " ".join(folded) in speech.brands


def _start(word: Word, text: str) -> int:
    """Where a name begins: a particle before its first word is the sentence's, but for ``von`` and the like."""
    inner = word.end - len(word.text)
    return word.start if inner == word.start or _KEPT.match(text, word.start, word.end) else inner


def _cued(text: str, start: int, speech: Speech) -> str:
    """What announces a name before a place: a title, a role, something else, or nothing."""
    before = text[max(0, start - REACH) : start].casefold()
    words = before.split()[-PHRASE:]
    if not words or (words[-1].rstrip(",:.!'") not in speech.announcing and words[-1][-1] not in _KEY_ENDS):
        return ""
    last = words[-1].rstrip(".")
    if before.endswith(" ") and (last in speech.titles or last in speech.roles):
        return "title" if last in speech.titles else "role"
    if words[-1][-1] in _KEY_ENDS and (key := _KEY.search(before)):
        return "introduction" if key[1] in speech.fields or key[1].split()[-1] in speech.fields else ""
    phrases = {" ".join(words[at:]).rstrip(" ,:.!'") for at in range(len(words))}
    if not phrases.isdisjoint(speech.introductions):
        return "introduction"
    signed = "\n" in before[-3:] or words[-1].endswith(",")
    return "introduction" if signed and not phrases.isdisjoint(speech.partings) else ""


def _score(text: str, row: Row, speech: Speech) -> float:
    words = row.words
    if len(words) == 1:
        return _alone(text, row, speech)
    known = words[0].known
    first, last = known.first, any(word.known.last for word in words[1:])
    if all(word.text.isupper() and len(word.text) > 1 for word in words):
        if (first and last) or row.cue:
            return 0.8
        return 0.55 if known.own_first else _acting(text, words, speech)
    if row.cue:
        return 0.9 if first or last else 0.75
    if words[0].initial:
        return 0.8 if last else 0.6
    if first and last:
        return 0.9
    if known.own_first:
        return 0.75
    place = words[-1].known.city or " ".join(word.known.folded for word in words) in gazetteers.cities()
    if first or last:
        return 0.4 if place else 0.62
    return 0.0 if place else _acting(text, words, speech)


def _alone(text: str, row: Row, speech: Speech) -> float:
    """One word: after a cue, or a first name of the locale within a sentence."""
    word, known = row.words[0], row.words[0].known
    if word.initial or len(known.folded) < 2 or (word.text.isupper() and not row.cue):
        return 0.0
    if row.cue == "title" and not row.joined:
        return 0.8
    if row.cue == "role":
        return 0.6 if known.own_first or known.last else 0.0
    if row.cue and not row.joined:
        return 0.7 if known.own_first or not known.city else 0.4
    if row.joined or known.city or known.ambiguous or len(known.folded) < 3:
        return 0.0
    # A first name of elsewhere, after a word that stands before people; in German, nouns do too.
    sure = known.own_first or (
        known.first and not known.common and "de_DE" not in speech.locales and _after_small(text, word.start, speech)
    )
    return 0.55 if sure and not _begins(text, word.start) else 0.0


def _after_small(text: str, start: int, speech: Speech) -> bool:
    """Whether a word that may stand before people stands before a place."""
    before = _BEFORE.search(text, max(0, start - 20), start)
    word = before[1].casefold() if before else ""
    return word in speech.before or word in speech.verbs


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = text[max(0, start - 3) : start].rstrip(" \"'“„«(")
    return not before or before[-1] in ".!?:\n•-–"


def _acting(text: str, row: list[Word], speech: Speech) -> float:
    """Words that no list knows: people where they do what people do."""
    if len(row) > 3 or any(len(word.text) < 3 and not word.initial for word in row):
        return 0.0
    after = _AFTER.match(text, row[-1].end, row[-1].end + 24)
    verb = after is not None and after[1] in speech.verbs
    small = _after_small(text, row[0].start, speech)
    begins = _begins(text, row[0].start)
    return 0.62 if verb and small else 0.58 if verb and not begins else 0.52 if small or verb else 0.0


def _in_small_letters(reading: Reading) -> Iterator[Span]:
    """``my name is anna berg``: two known names in small letters, right after an introduction."""
    firsts, lasts = gazetteers.first_names(), gazetteers.last_names()
    for cue in reading.ends("introductions"):
        found = _SMALL_NAME.match(reading.text, cue + 1)
        if found and found[0].islower():
            first, last = found[0].split(" ")
            if first in firsts and last in lasts and not {first, last} & reading.speech.not_names:
                yield Span(found.start(), found.end(), "person", 0.6)
