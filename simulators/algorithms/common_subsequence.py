"""The length of the longest common subsequence of two words, or one such subsequence."""

from __future__ import annotations

from functools import lru_cache

from simulators.checks import numbers
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"letters": "abc", "length": 5},
    {"letters": "abcd", "length": 6},
    {"letters": "ACGT", "length": 8},
    {"letters": "ACGT", "length": 11},
    {"letters": "ACGT", "length": 15},
)
LONGEST_WORD = 60
TRIES = 200
_DRESS = str.maketrans("", "", " ,-")


def make(rng: Stream, *, letters: str, length: int) -> Problem:
    for _ in range(TRIES):
        first = "".join([rng.choice(letters) for _ in range(length)])
        second = "".join([rng.choice(letters) for _ in range(rng.integer(length - 1, length + 1))])
        rows = _rows(first, second)
        if 2 <= rows[-1][-1] < length - 1:
            break
    else:
        raise RuntimeError(f"no words of {length} letters came up in {TRIES} tries")
    common = _common(rows, first, second)
    substring = max(
        (first[a:b] for a in range(length) for b in range(a + 1, length + 1) if first[a:b] in second), key=len
    )
    greedy = _greedy(first, second)
    facts = {"first": first, "second": second}
    if rng.chance(1, 2):
        answer = str(len(common))
        facts["asked"] = "length"
        shared = sum(min(first.count(letter), second.count(letter)) for letter in letters)
        wrong_replies: dict[str, object] = {"substring_instead": len(substring), "letters_counted": shared}
        wrong_replies |= {"greedy": len(greedy), "shorter_word": min(len(first), len(second))}
    else:
        answer = common
        facts["asked"] = "sequence"
        # Only what is too short, or does not fit, is wrong.
        wrong_replies = {
            "substring_instead": substring if len(substring) < len(common) else answer,
            "greedy": greedy if len(greedy) < len(common) else answer,
            "one_letter_short": common[:-1],
        }
    return Problem(
        facts=facts,
        answer=answer,
        steps=(
            *(Step("row", {"beginning": first[:at], "lengths": row[1:]}) for at, row in enumerate(rows) if at),
            Step("common", {"common": common, "length": len(common)}),
        ),
        mistakes=mistakes(answer, **wrong_replies),
    )


def _rows(first: str, second: str) -> list[list[int]]:
    """For each beginning of the first word and of the second the greatest length, by the usual table."""
    rows = [[0] * (len(second) + 1)]
    for letter in first:
        above, row = rows[-1], [0]
        for at, other in enumerate(second):
            row.append(above[at] + 1 if letter == other else max(row[-1], above[at + 1]))
        rows.append(row)
    return rows


def _common(rows: list[list[int]], first: str, second: str) -> str:
    """One longest common subsequence, read back from the end of the table."""
    i, j = len(first), len(second)
    letters = []
    while rows[i][j]:
        if rows[i][j] == rows[i - 1][j]:
            i -= 1
        elif rows[i][j] == rows[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            letters.append(first[i])
    return "".join(letters[::-1])


def _greedy(first: str, second: str) -> str:
    """What is found by taking each letter of the first word at the next place where the second has it."""
    taken, at = "", 0
    for letter in first:
        place = second.find(letter, at)
        if place >= 0:
            taken, at = taken + letter, place + 1
    return taken


@lru_cache(maxsize=512)
def _lengths(first: str, second: str) -> list[int]:
    """The greatest length with each beginning of the second word: a row of the table as bits (Hyyrö)."""
    if max(len(first), len(second)) > LONGEST_WORD:
        raise ValueError(f"expected words of at most {LONGEST_WORD} letters")
    everywhere = (1 << len(second)) - 1
    places = {letter: sum(1 << at for at, other in enumerate(second) if other == letter) for letter in set(first)}
    open_bits = everywhere  # a 0 where the length grows
    for letter in first:
        met = open_bits & places[letter]
        open_bits = (open_bits + met | open_bits - met) & everywhere
    lengths, length = [], 0
    for at in range(len(second)):
        length += not open_bits >> at & 1
        lengths.append(length)
    return lengths


def _is_common(facts: Facts, text: str) -> bool:
    """Whether the letters stand in this order in both words."""
    for word in (facts["first"], facts["second"]):
        at = 0
        for letter in text:
            at = word.find(letter, at) + 1
            if not at:
                return False
    return True


def check(facts: Facts, reply: str) -> Verdict:
    longest = _lengths(facts["first"], facts["second"])[-1]
    if facts["asked"] == "length":
        return numbers.judge(reply, lambda length: length == longest)
    text = final(reply)
    if text is None or len(text) > 4 * LONGEST_WORD:
        return wrong("expected one sequence of letters as the final answer")
    text = text.translate(_DRESS)
    fits = len(text) == longest and _is_common(facts, text)
    return RIGHT if fits else wrong(f"{text[:60]!r} is no longest common subsequence")


def check_step(facts: Facts, step: Step) -> bool:
    claim, first, second = step.claim, facts["first"], facts["second"]
    if step.rule == "row":
        beginning = claim["beginning"]
        return first.startswith(beginning) and list(claim["lengths"]) == _lengths(beginning, second)
    common = claim["common"]
    return _is_common(facts, common) and len(common) == claim["length"] == _lengths(first, second)[-1]


def canonical(facts: Facts) -> list[str]:
    """Letters in the order in which the words have them first; the words may be told in either order."""
    first, second = facts["first"], facts["second"]
    forms = []
    for pair in ((first, second), (second, first)):
        letters = {letter: chr(97 + at) for at, letter in enumerate(dict.fromkeys("".join(pair)))}
        forms.append([word.translate(str.maketrans(letters)) for word in pair])
    return [*min(forms), facts["asked"]]
