"""The longest part of a row of letters that reads the same in both directions, any one of several."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"length": 12, "letters": 4, "half": 2},
    {"length": 15, "letters": 4, "half": 3},
    {"length": 24, "letters": 4, "half": 4},
    {"length": 38, "letters": 4, "half": 5},
    {"length": 60, "letters": 4, "half": 7},
)
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
LONGEST_WORD = 200
_DRESS = str.maketrans("", "", " ,|'\"")


def make(rng: Stream, *, length: int, letters: int, half: int) -> Problem:
    chosen = rng.sample(ALPHABET, letters)
    word = [rng.choice(chosen) for _ in range(length)]
    # A mirrored part is put in, and another that is spoiled by one letter.
    for spoiled in (True, False):
        size = 2 * half + rng.below(2)
        start = rng.below(length - size + 1)
        for at in range(size // 2):
            word[start + size - 1 - at] = word[start + at]
        if spoiled:
            word[start + rng.below(size)] = rng.choice(chosen)
    text = "".join(word)
    parts = _mirrored(text)
    sizes = [end - start for start, end in parts]
    longest = max(sizes)
    start, end = parts[sizes.index(longest)]
    less, more = parts[sizes.index(max([size for size in sizes if size < longest], default=longest))]
    answer = text[start:end]
    long = [(a, b) for a, b in parts if b - a > 2]
    told = [(a, b) for a, b in long if not any(c <= a and b <= d and b - a < d - c for c, d in long)]
    return Problem(
        facts={"text": text},
        answer=answer,
        steps=(
            *(Step("part", {"first": a + 1, "last": b, "part": text[a:b]}) for a, b in told),
            Step("longest", {"part": answer, "length": len(answer)}),
        ),
        mistakes=mistakes(
            answer,
            one_letter_too_many=text[start : end + 1] if end < length else text[start - 1 : end],
            ends_cut_off=answer[1:-1] or answer,
            shorter_one=text[less:more],
        ),
    )


def _mirrored(text: str) -> list[tuple[int, int]]:
    """Beginning and end of what is mirrored about each letter and each gap, as far as it goes."""
    parts = []
    for middle in range(2 * len(text) - 1):
        start, end = (middle - 1) // 2, middle // 2 + 1
        while start >= 0 and end < len(text) and text[start] == text[end]:
            start, end = start - 1, end + 1
        parts.append((start + 1, end))
    return parts


def check(facts: Facts, reply: str) -> Verdict:
    """Any part that equals its mirror image, if none is longer."""
    said = (final(reply) or "").translate(_DRESS).lower()
    text = facts["text"]
    if not said or said not in text or said != said[::-1]:
        return wrong("this is no part of the letters that reads the same in both directions")
    return RIGHT if len(said) == _longest(text) else wrong("there is a longer part")


@lru_cache(maxsize=64)
def _longest(text: str) -> int:
    """By lengths: a part is mirrored if its ends are alike and what is between them is mirrored."""
    if len(text) > LONGEST_WORD:
        raise ValueError(f"expected at most {LONGEST_WORD} letters")
    shorter, last, longest = set(range(len(text) + 1)), set(range(len(text))), 1
    for length in range(2, len(text) + 1):
        starts = [at - 1 for at in shorter if 0 < at <= len(text) - length + 1]
        now = {at for at in starts if text[at] == text[at + length - 1]}
        if now:
            longest = length
        elif not last:
            break
        shorter, last = last, now
    return longest


def check_step(facts: Facts, step: Step) -> bool:
    claim, text = step.claim, facts["text"]
    part = claim["part"]
    if part != part[::-1]:
        return False
    if step.rule == "longest":
        return part in text and claim["length"] == len(part) == _longest(text)
    start, end = claim["first"] - 1, claim["last"]
    grows = start > 0 and end < len(text) and text[start - 1] == text[end]
    return 0 <= start < end <= len(text) and text[start:end] == part and not grows


def canonical(facts: Facts) -> Any:
    """Letters renamed in the order in which they come, from the end where this gives the lesser word."""
    views = []
    for text in (facts["text"], facts["text"][::-1]):
        names = {letter: ALPHABET[at] for at, letter in enumerate(dict.fromkeys(text))}
        views.append("".join([names[letter] for letter in text]))
    return min(views)
