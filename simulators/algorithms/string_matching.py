"""The failure table of a pattern, or all places where it occurs in a text (Knuth, Morris and Pratt)."""

from __future__ import annotations

from itertools import pairwise

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"letters": "abc", "pattern": 11, "text": 20},
    {"letters": "abc", "pattern": 13, "text": 25},
    {"letters": "abc", "pattern": 15, "text": 31},
    {"letters": "abc", "pattern": 18, "text": 40},
    {"letters": "abc", "pattern": 23, "text": 50},
)
LONGEST_TEXT = 200
TRIES = 500


def make(rng: Stream, *, letters: str, pattern: int, text: int) -> Problem:
    for _ in range(TRIES):
        word = _repetitive(rng, letters, pattern)
        table = _failures(word)
        if rng.chance(1, 3):
            # A table that falls back at least once, and has risen before.
            if max(table) > 1 and sum(b <= a > 0 for a, b in pairwise(table)) > pattern // 8:
                return _table_problem(word, table)
            continue
        short = word[: 2 + pattern // 6]
        longer = _text(rng, letters, short, text)
        matched = _matched(short, longer)
        if 2 <= matched.count(len(short)) <= 6:
            return _places_problem(short, longer, matched)
    raise RuntimeError(f"no pattern of {pattern} letters came up in {TRIES} tries")


def _repetitive(rng: Stream, letters: str, length: int) -> str:
    """A word that often begins anew what it began with."""
    word, at = "".join([rng.choice(letters) for _ in range(2)]), 0
    while len(word) < length:
        at = at if rng.chance(3, 4) else rng.below(2)
        word += word[at] if rng.chance(2, 3) else rng.choice(letters)
        at += 1
    return word


def _text(rng: Stream, letters: str, pattern: str, length: int) -> str:
    """A text of pieces of the pattern and other letters."""
    text = ""
    while len(text) < length:
        text += pattern[rng.below(3) : rng.integer(3, len(pattern))] if rng.chance(3, 4) else rng.choice(letters)
    return text[:length]


def _failures(pattern: str) -> list[int]:
    """For each beginning the length of its longest end that is a shorter beginning, each from those before."""
    table = [0]
    for letter in pattern[1:]:
        border = table[-1]
        while border and pattern[border] != letter:
            border = table[border - 1]
        table.append(border + (pattern[border] == letter))
    return table


def _matched(pattern: str, text: str) -> list[int]:
    """How many letters of the pattern are matched after each letter of the text."""
    table = _failures(pattern)
    matched, state = [], 0
    for letter in text:
        while state and (state == len(pattern) or pattern[state] != letter):
            state = table[state - 1]
        state += pattern[state] == letter
        matched.append(state)
    return matched


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _table_problem(word: str, table: list[int]) -> Problem:
    answer = _listed(table)
    previous = [0, *table[:-1]]
    # Who forgets that the border may be shorter starts again from 0.
    restarted = [0]
    for at, letter in enumerate(word[1:], 1):
        restarted.append(restarted[-1] + 1 if word[restarted[-1]] == letter and restarted[-1] < at else 0)
    return Problem(
        facts={"asked": "table", "pattern": word, "text": ""},
        answer=answer,
        steps=tuple(
            Step("border", {"beginning": word[: at + 1], "border": word[:length], "length": length})
            for at, length in enumerate(table)
        ),
        mistakes=mistakes(
            answer,
            shifted_by_one=_listed(previous),
            started_again=_listed(restarted),
            whole_counted=_listed(list(range(1, len(word) + 1))),
        ),
    )


def _places_problem(pattern: str, text: str, matched: list[int]) -> Problem:
    size = len(pattern)
    places = [at - size + 2 for at, length in enumerate(matched) if length == size]
    apart: list[int] = []
    for place in places:
        if not apart or place >= apart[-1] + size:
            apart.append(place)
    answer = _listed(places)
    return Problem(
        facts={"asked": "places", "pattern": pattern, "text": text},
        answer=answer,
        steps=(
            *(
                Step("read", {"read": text[: at + 1], "matched": pattern[:length]})
                for at, length in enumerate(matched)
                if length > 1
            ),
            Step("places", {"places": places}),
        ),
        mistakes=mistakes(
            answer,
            overlaps_missed=_listed(apart),
            counted_from_0=_listed([place - 1 for place in places]),
            ends_instead=_listed([place + size - 1 for place in places]),
        ),
    )


def _border(word: str) -> str:
    """The longest end of the word that it also begins with, other than itself."""
    if len(word) > LONGEST_TEXT:
        raise ValueError(f"expected at most {LONGEST_TEXT} letters")
    return next(word[at:] for at in range(1, len(word) + 1) if word.startswith(word[at:]))


def _right(facts: Facts) -> list[int]:
    pattern, text = facts["pattern"], facts["text"]
    if facts["asked"] == "table":
        return [len(_border(pattern[:length])) for length in range(1, len(pattern) + 1)]
    return [at + 1 for at in range(len(text)) if text.startswith(pattern, at)]


def check(facts: Facts, reply: str) -> Verdict:
    right = _right(facts)
    return lists.judge(reply, lambda given: given == right)


def check_step(facts: Facts, step: Step) -> bool:
    claim, pattern, text = step.claim, facts["pattern"], facts["text"]
    if step.rule == "places":
        return list(claim["places"]) == _right(facts)
    if step.rule == "border":
        beginning, border = claim["beginning"], claim["border"]
        return pattern.startswith(beginning) and border == _border(beginning) and claim["length"] == len(border)
    read = claim["read"]
    longest = next(pattern[:length] for length in range(len(pattern), -1, -1) if read.endswith(pattern[:length]))
    return text.startswith(read) and claim["matched"] == longest


def canonical(facts: Facts) -> list[str]:
    """Letters in the order in which they come first."""
    pattern, text = facts["pattern"], facts["text"]
    letters = str.maketrans({letter: str(at) for at, letter in enumerate(dict.fromkeys(pattern + text))})
    return [facts["asked"], pattern.translate(letters), text.translate(letters)]
