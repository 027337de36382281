"""A text as it is read for personal data: with all its cues, found in one pass for every kind and language.

A cue is a word or a phrase that tells what stands after it ("born on"), or that it is no personal data ("order
number").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

from privacy.text.pii.languages import Speech, speech

KEYS = ("introductions", "phone", "birth", "passport", "plate", "national", "against", "digits", "at", "dot")
NEAR, AGAINST = 48, 32  # signs before a number in which a cue for it, and one against it, are heard
# What is said so in every language: English is what is written where another language's words are not known.
_EVERYWHERE = {"at": ("at",), "dot": ("dot",)}
Cue = tuple[int, int, str]  # start, end, key


def either(words: Iterable[str]) -> str:
    """A pattern of one of the words, the longest first; each sign is looked at once, however many words there are.

    >>> either(["to", "tea", "ten"])
    't(?:e(?:a|n)|o)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        at = tree
        for sign in word:
            at = at.setdefault(sign, {})
        at[""] = {}
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    parts = [re.escape(sign) + _branches(below) for sign, below in sorted(tree.items()) if sign]
    if not parts:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(parts)})?"
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def lowered(text: str) -> str:
    """The text in small letters, sign for sign: what would become two signs stays."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def digit_words(cues: Speech) -> dict[str, str]:
    """The languages' words of digits, and what each says; English ones are always among them."""
    found: dict[str, str] = {}
    for language in (*speech(("en_US",)).each(), *cues.each()):
        found |= {word: str(at) for at, word in enumerate(language.get("digits", ()))}
        found |= dict(pair.rsplit(" ", 1) for pair in language.get("also_digits", ()))
    return found


class _Ears(dict[str, tuple[Cue, ...]]):
    """The cues within each phrase, itself among them, and the patterns that find the phrases."""

    def __init__(self, cues: Speech) -> None:
        keys: dict[str, list[str]] = defaultdict(list)
        for key in KEYS:
            words = digit_words(cues) if key == "digits" else (*cues.words(key), *_EVERYWHERE.get(key, ()))
            for word in dict.fromkeys(map(lowered, words)):
                keys[word].append(key)
        super().__init__((phrase, tuple(_within(phrase, keys))) for phrase in keys)
        joined = [word for word, told in keys.items() if _unspaced(word) and told != ["digits"]]
        spaced = [word for word in keys if word not in joined]
        self.spaced = re.compile(rf"(?<![^\W_])(?:{either(spaced) or '(?!)'})(?![^\W_])")
        self.joined = re.compile(either(joined) or "(?!)")


def _unspaced(word: str) -> bool:
    """Whether a word is of a script without spaces: such cues stand within others."""
    return not word.isascii() and word[0] >= "⺀"


def _within(phrase: str, keys: dict[str, list[str]]) -> Iterable[Cue]:
    """The cues that stand in a phrase: found with it, as one search finds no two that overlap."""
    inside = _unspaced(phrase)
    borders = [
        at for at in range(len(phrase) + 1) if inside or at in (0, len(phrase)) or not phrase[at - 1 : at + 1].isalnum()
    ]
    for start in borders:
        for end in borders:
            for key in keys.get(phrase[start:end], ()):
                yield start, end, key


@lru_cache(maxsize=32)
def _ears(locales: tuple[str, ...]) -> _Ears:
    return _Ears(Speech(locales))


class Reading:
    """A text in the languages that it may be written in; what is dear is found when it is first asked for.

    ``hidden`` tells that it was disguised: a bare number there is rather somebody's.
    """

    def __init__(self, text: str, cues: Speech, *, hidden: bool = False) -> None:
        self.text, self.speech, self.hidden = text, cues, hidden

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is a digit: most kinds need one."""
        return re.search("[0-9]", self.text) is not None

    @cached_property
    def lower(self) -> str:
        """The text in small letters, each at its place."""
        return lowered(self.text)

    @cached_property
    def _heard(self) -> dict[str, tuple[list[int], list[int]]]:
        """For each key the ends of its cues, in order, and where each begins."""
        heard: dict[str, list[tuple[int, int]]] = {key: [] for key in KEYS}
        ears = _ears(self.speech.locales)
        for pattern in (ears.spaced,) if self.text.isascii() else (ears.spaced, ears.joined):
            for found in pattern.finditer(self.lower):
                at = found.start()
                for start, end, key in ears[found[0]]:
                    heard[key].append((at + end, at + start))
        if not self.text.isascii():
            for ends in heard.values():
                ends.sort()
        return {key: ([end for end, _ in ends], [at for _, at in ends]) for key, ends in heard.items()}

    def ends(self, key: str) -> Sequence[int]:
        """Where the cues of a key end, in order."""
        return self._heard[key][0]

    def places(self, key: str) -> Iterable[tuple[int, int]]:
        """Where the cues of a key begin and end, in order."""
        ends, starts = self._heard[key]
        return zip(starts, ends, strict=True)

    def _last(self, key: str, start: int, reach: int) -> int:
        ends, starts = self._heard[key]
        at = bisect_right(ends, start) - 1
        return ends[at] if at >= 0 and starts[at] >= start - reach else -1

    def near(self, key: str, start: int) -> bool:
        """Whether the kind's cue stands before a place, nearer than a cue against it."""
        found = self._last(key, start, NEAR)
        return found >= 0 and found > self._last("against", start, NEAR)

    def against(self, start: int, reach: int = AGAINST) -> bool:
        """Whether what stands before a place tells that its number is no personal one."""
        return self._last("against", start, reach) >= 0
