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
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from privacy.text.pii import gazetteers
from privacy.text.pii.languages import Speech
from privacy.text.pii.spans import Span

PHRASE = 5  # words of the longest introduction
REACH = 40  # signs before a name in which an introduction is looked for
LEAST = 0.5
_ALPHABETS = range(min(sys.maxunicode, 0x530))  # Latin, Greek, Cyrillic
_UPPER = "".join(re.escape(chr(code)) for code in _ALPHABETS if unicodedata.category(chr(code)) == "Lu")
_PARTICLES = "de|da|do|dos|das|di|del|della|dell|dello|der|den|des|du|la|le|las|los|van|von|vom|zu|zum|zur|ter|ten|te|ap|ab|bin|ibn|ben|al|el|af|av|y|e|d|l|in|'t|’t|lo|san|santa|mac"
_WORD = rf"(?:(?:d|l|dell|all|o|n)['’])?[{_UPPER}](?:[^\W\d_]|['’\-](?=[^\W\d_])(?![sS](?!\w))){{0,40}}"
_RUN = re.compile(
    rf"(?<![\w'’@/.\-])(?:{_WORD})\.?(?:(?:, | |(?<=\.))(?:(?:{_PARTICLES})['’ ] ?){{0,3}}{_WORD}\.?){{0,7}}"
)
_TOKEN = re.compile(rf"(?<![^\W\d_])(?:(?:{_PARTICLES})['’ ] ?){{0,3}}({_WORD})(\.?)(,?)")
_PARTICLE_WORDS = frozenset(_PARTICLES.replace("’t", "t").split("|")) - {
    "e",
    "y",
    "in",
    "zu",
    "zum",
    "zur",
    "des",
    "das",
} | {"thi"}
_KEY = re.compile(r"([^\W\d](?:[\w \-]{0,30}[^\W\d])?)[\"']?[ \t]{0,2}[:=|＝][ \t]{0,2}[\"'<\[]?$")
_LEADING = re.compile(rf"(?<![^\W\d_])(?:(?:{_PARTICLES})['’ ] ?){{1,3}}$")
_SMALL_NAME = re.compile(r"[^\W\d_]{2,20} [^\W\d_]{2,20}(?!\w)")


class Word(NamedTuple):
    """A capitalised word of a row, with the particles before it."""

    start: int
    end: int
    text: str
    point: bool
    comma: bool

    @property
    def initial(self) -> bool:
        """Whether it is one letter with a point."""
        return len(self.text) == 1 and self.point


class Row(NamedTuple):
    """Words that may be one name, and what the words around say: ``cue`` is a title, a role or none."""

    words: list[Word]
    cue: str
    joined: bool  # a capitalised word that is no name follows at once, as in "Grace Period"


def names(text: str, speech: Speech) -> Iterator[Span]:
    """The people whom a text names, in scripts with capital letters."""
    for run in _RUN.finditer(text):
        words = [
            Word(run.start() + one.start(), run.start() + one.end(1), one[1], bool(one[2]), bool(one[3]))
            for one in _TOKEN.finditer(run[0])
        ]
        rows = list(_rows(words, _titled(text, run.start(), speech), speech))
        for row in rows:
            if span := _person(text, row, speech):
                yield span
        for row, following in pairwise(rows):
            if span := _last_name_first(text, row, following, speech):
                yield span
    yield from _in_small_letters(text, speech)


def _last_name_first(text: str, row: Row, following: Row, speech: Speech) -> Span | None:
    """``Berg, Anna``: a last name alone before a comma, and a first name right after it."""
    last, first = row.words[-1], following.words[0]
    short = len(following.words) == 1 or following.words[1].initial
    if len(row.words) > 1 or not last.comma or not short or first.start > last.end + 2:
        return None
    known = first.text.casefold() in gazetteers.first_names()
    surname = last.text.casefold() in gazetteers.last_names()
    score = 0.85 if known and surname else 0.7 if known or surname else 0.6
    if _cued(text, last.start, speech) or (known and surname and first.text.casefold() in speech.first_names):
        return Span(_start(last, text), following.words[-1].end, "person", score)
    return None


def _titled(text: str, start: int, speech: Speech) -> str:
    """``title`` where one in small letters stands before a place, particles between: *mevrouw van de* Berg."""
    if particles := _LEADING.search(text, max(0, start - 14), start):
        start = particles.start()
    return "title" if _cued(text, start, speech) == "title" else ""


def _rows(words: list[Word], titled: str, speech: Speech) -> Iterator[Row]:
    """The rows of words that may be one name."""
    row: list[Word] = []
    cue = titled
    for at, word in enumerate(words):
        title = _title(word, row, speech)
        if title or _no_name(word, words[at + 1 : at + 2], row, cue, speech):
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


def _title(word: Word, row: list[Word], speech: Speech) -> str:
    """Whether a word is a title or says what somebody does."""
    folded = word.text.casefold()
    if len(folded) > 4 and folded in speech.first_names and not word.point:
        return ""
    if folded in speech.titles:
        return "title"
    return "role" if folded in speech.roles and not row else ""


def _no_name(word: Word, following: list[Word], row: list[Word], cue: str, speech: Speech) -> bool:
    """Whether a word parts names: unless what stands beside it says that it is one here, as in ``Lydia Brown``."""
    folded = word.text.casefold().replace("’", "'")
    if word.initial or (folded in _PARTICLE_WORDS and (row or (cue and following))):
        return False
    if row and word.end - len(word.text) > word.start:
        return False  # a particle joins it: dell'Acqua, van der Klein
    named = bool(row) and row[0].text.casefold() in gazetteers.first_names()
    if folded in speech.not_names:
        begins = folded in speech.first_names and bool(following) and following[0].text.casefold() in speech.last_names
        titled = cue == "title" and not row and folded in gazetteers.last_names()
        sure = named and row[0].text.casefold() in speech.first_names - speech.ambiguous
        after = titled or folded in (gazetteers.last_names() if sure else speech.last_names if named else ())
        return not (begins or after)
    return folded in speech.common and not named and not cue


def _person(text: str, row: Row, speech: Speech) -> Span | None:
    """The row as a person, where enough speaks for it."""
    words = row.words[:5]
    while len(words) > 1 and words[-1].initial:
        words = words[:-1]
    start, cue = _start(words[0], text), row.cue or _cued(text, words[0].start, speech)
    if particles := _LEADING.search(text, max(0, start - 14), start):
        announced = _cued(text, particles.start(), speech)
        cue, start = (announced, particles.start()) if announced else (cue, start)
    folded = [word.text.casefold() for word in words]
    if " ".join(folded) in speech.brands or " ".join(folded[:2]) in speech.brands:
        return None
    score = _score(text, row._replace(words=words, cue=cue), folded, speech)
    return Span(start, words[-1].end, "person", score) if score >= LEAST else None


def _start(word: Word, text: str) -> int:
    """Where a name begins: a particle before its first word is the sentence's, but for ``von`` and the like."""
    inner = text[word.start : word.end]
    kept = re.match(r"(?:van|von|d['’]|dell['’]|al |el |ter|ten|o['’])", inner)
    return word.start if kept else word.end - len(word.text)


def _cued(text: str, start: int, speech: Speech) -> str:
    """What announces a name before a place: a title, a role, something else, or nothing."""
    before = text[max(0, start - REACH) : start].casefold()
    words = before.split()[-PHRASE:]
    if not words:
        return ""
    last = words[-1].rstrip(".")
    if before.endswith(" ") and (last in speech.titles or last in speech.roles):
        return "title" if last in speech.titles else "role"
    if key := _KEY.search(before):
        return "introduction" if key[1] in speech.fields or key[1].split()[-1] in speech.fields else ""
    phrases = {" ".join(words[at:]).rstrip(" ,:.!'") for at in range(len(words))}
    if not phrases.isdisjoint(speech.introductions):
        return "introduction"
    signed = "\n" in before[-3:] or words[-1].endswith(",")
    return "introduction" if signed and not phrases.isdisjoint(speech.partings) else ""


def _known(word: str, known: frozenset[str]) -> bool:
    return word in known or ("-" in word and all(part in known for part in word.split("-")))


def _score(text: str, row: Row, folded: list[str], speech: Speech) -> float:
    words = row.words
    firsts, lasts = gazetteers.first_names(), gazetteers.last_names()
    first = _known(folded[0], firsts)
    last = any(_known(word, lasts) for word in folded[1:])
    if len(words) == 1:
        return _alone(text, row, folded[0], speech)
    if all(word.text.isupper() and len(word.text) > 1 for word in words):
        if (first and last) or row.cue:
            return 0.8
        return 0.55 if folded[0] in speech.first_names else _acting(text, words, speech)
    if row.cue:
        return 0.9 if first or last else 0.75
    if words[0].initial:
        return 0.8 if last else 0.6
    if first and last:
        return 0.9
    if folded[0] in speech.first_names:
        return 0.75
    place = " ".join(folded) in gazetteers.cities() or folded[-1] in gazetteers.cities()
    if first or last:
        return 0.4 if place else 0.62
    return 0.0 if place else _acting(text, words, speech)


def _alone(text: str, row: Row, folded: str, speech: Speech) -> float:
    """One word: after a cue, or a first name of the locale within a sentence."""
    word = row.words[0]
    if word.initial or len(folded) < 2 or (word.text.isupper() and not row.cue):
        return 0.0
    known = folded in speech.first_names
    if row.cue == "title" and not row.joined:
        return 0.8
    if row.cue == "role":
        return 0.6 if known or folded in gazetteers.last_names() else 0.0
    if row.cue and not row.joined:
        return 0.7 if known or folded not in gazetteers.cities() else 0.4
    sure = known and folded not in gazetteers.cities() and folded not in speech.ambiguous
    if not sure and not row.joined and folded in gazetteers.first_names() and folded not in speech.common:
        # A first name of elsewhere, after a word that stands before people; in German, nouns do too.
        sure = _after_small(text, word.start, speech) and "de_DE" not in speech.locales
        sure = sure and folded not in gazetteers.cities() | speech.ambiguous
    return 0.55 if sure and len(folded) > 2 and not row.joined and not _begins(text, word.start) else 0.0


def _after_small(text: str, start: int, speech: Speech) -> bool:
    """Whether a word that may stand before people stands before a place."""
    before = re.search(r"([^\W\d_]+) $", text[max(0, start - 20) : start])
    return before is not None and before[1].casefold() in speech.before | speech.verbs


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = text[max(0, start - 3) : start].rstrip(" \"'“„«(")
    return not before or before[-1] in ".!?:\n•-–"


def _acting(text: str, row: list[Word], speech: Speech) -> float:
    """Words that no list knows: people where they do what people do."""
    if len(row) > 3 or any(len(word.text) < 3 and not word.initial for word in row):
        return 0.0
    after = re.match(r"[ ,]{1,2}([^\W\d_]+)", text[row[-1].end : row[-1].end + 24])
    verb = bool(after) and after is not None and after[1] in speech.verbs
    small = _after_small(text, row[0].start, speech)
    begins = _begins(text, row[0].start)
    return 0.62 if verb and small else 0.58 if verb and not begins else 0.52 if small or verb else 0.0


def _in_small_letters(text: str, speech: Speech) -> Iterator[Span]:
    """``my name is anna berg``: two known names in small letters, right after an introduction."""
    firsts, lasts = gazetteers.first_names(), gazetteers.last_names()
    for cue in speech.cue("introductions").finditer(text):
        found = _SMALL_NAME.match(text, cue.end() + 1)
        if found and found[0].islower():
            first, last = found[0].split(" ")
            if first in firsts and last in lasts and not {first, last} & speech.not_names:
                yield Span(found.start(), found.end(), "person", 0.6)
