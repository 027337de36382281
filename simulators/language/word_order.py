"""Words sorted by stated rules: alphabet, length, last letter, vowels, read backwards, or an alphabet of one's own."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby, pairwise
from operator import itemgetter
from string import ascii_lowercase
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import WORDS

VERSION = 1
# How many rules come before plain alphabetical order, which decides at last; from how few initials the words come.
LEVELS = (
    {"count": 5, "rules": 0, "initials": 2, "own": False},
    {"count": 6, "rules": 1, "initials": 4, "own": False},
    {"count": 8, "rules": 2, "initials": 5, "own": False},
    {"count": 10, "rules": 1, "initials": 3, "own": True},
    {"count": 14, "rules": 2, "initials": 5, "own": True},
)
RULES = ("length", "last", "vowels", "backwards", "second")
VOWELS = "aeiou"
BY_INITIAL = {letter: tuple(words) for letter, words in groupby(sorted(WORDS), key=itemgetter(0))}
INITIALS = tuple(letter for letter in BY_INITIAL if letter not in "ijkquxyz")
# What the maker sorts by; the checker looks at the words itself.
KEYS: Mapping[str, Callable[[str], int | str]] = {
    "length": len,
    "last": itemgetter(-1),
    "second": itemgetter(1),
    "vowels": {word: sum(map(word.count, VOWELS)) for word in WORDS}.__getitem__,
    "backwards": {word: word[::-1] for word in WORDS}.__getitem__,
    "alphabet": str,
}

Rule = tuple[str, str]  # what is compared, and "up" or "down"


def make(rng: Stream, *, count: int, rules: int, initials: int, own: bool) -> Problem:
    alphabet = "".join(rng.shuffled(ascii_lowercase)) if own else ""
    kinds = rng.sample(RULES, rules)
    if "backwards" in kinds:  # after it, nothing is left to decide
        kinds = ["length" if kind == "last" else kind for kind in kinds if kind != "backwards"] + ["backwards"]
    asked: list[Rule] = [(kind, rng.choice(("up", "down"))) for kind in kinds]
    if "backwards" not in kinds:
        asked.append(("alphabet", "down" if not rules and rng.chance(1, 3) else "up"))
    letters = sorted(rng.sample(INITIALS, initials))
    given = rng.sample(list(chain.from_iterable(map(BY_INITIAL.__getitem__, letters))), count)
    order = _sorted(given, asked, alphabet)
    at = rng.below(count - 1)
    answer = ", ".join(order)
    return Problem(
        facts={"words": given, "rules": asked, "alphabet": alphabet},
        answer=answer,
        steps=_steps(given, asked, order),
        mistakes=mistakes(
            answer,
            first_rule_only=", ".join(_sorted(given, asked[:1], alphabet)),
            plainly_alphabetical=", ".join(sorted(given)),
            wrong_way_round=", ".join(order[::-1]),
            two_neighbours_exchanged=", ".join([*order[:at], order[at + 1], order[at], *order[at + 2 :]]),
        ),
    )


def _sorted(given: Sequence[str], rules: Sequence[Rule], alphabet: str) -> list[str]:
    """By the last rule first: each sort keeps the order of what it holds for alike."""
    order = list(given)
    for kind, way in reversed(rules):
        key = KEYS[kind]
        if alphabet and kind not in ("length", "vowels"):
            key = _translated(key, str.maketrans(alphabet, ascii_lowercase))
        order.sort(key=key, reverse=way == "down")
    return order


def _translated(key: Callable[[str], Any], places: Mapping[int, int]) -> Callable[[str], str]:
    return lambda word: key(word).translate(places)


def _steps(given: Sequence[str], rules: Sequence[Rule], order: Sequence[str]) -> tuple[Step, ...]:
    """What the rules look at, then each word put among those before it."""
    steps = [
        Step("keys", {"kind": kind, "keys": list(zip(given, map(KEYS[kind], given), strict=True))})
        for kind, _ in rules
        if kind not in ("alphabet", "second")
    ]
    place = order.index
    row: list[str] = []
    for word in given:
        row = row.copy()
        insort(row, word, key=place)
        steps.append(Step("insert", {"word": word, "row": row}))
    return (*steps, Step("order", {"row": row}))


def check(facts: Facts, reply: str) -> Verdict:
    """Each two neighbours are compared, letter by letter where the letters have an order of their own."""

    def holds(items: list[str]) -> bool:
        row = list(map(str.lower, items))
        return sorted(row) == sorted(facts["words"]) and _in_order(facts, row)

    return words.judge_list(reply, holds)


def _in_order(facts: Facts, row: Sequence[str]) -> bool:
    """Whether for each two neighbours the first rule that tells them apart puts them so."""
    rules, alphabet = facts["rules"], facts["alphabet"]
    for one, other in pairwise(row):
        for kind, way in rules:
            left, right = _compared(one, kind, alphabet), _compared(other, kind, alphabet)
            if left != right:
                if (left < right) != (way == "up"):
                    return False
                break
        else:
            if one != other:
                return False
    return True


@lru_cache(maxsize=2048)
def _compared(word: str, kind: str, alphabet: str) -> Any:
    """What a rule compares of a word; the places of its letters where these have an order of their own."""
    seen = _looked_at(word, kind)
    return [alphabet.index(letter) for letter in seen] if alphabet and isinstance(seen, str) else seen


def _looked_at(word: str, kind: str) -> int | str:
    """What a rule looks at in a word."""
    if kind == "alphabet":
        return word
    if kind == "length":
        return len(word)
    if kind == "vowels":
        return len([letter for letter in word if letter in VOWELS])
    return "".join(reversed(word)) if kind == "backwards" else word[{"second": 1, "last": -1}[kind]]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "keys":
        pairs, kind = claim["keys"], claim["kind"]
        return sorted([word for word, _ in pairs]) == sorted(facts["words"]) and all(
            key == _looked_at(word, kind) for word, key in pairs
        )
    row = claim["row"]
    if not set(row) <= set(facts["words"]) or not _in_order(facts, row):
        return False
    return claim["word"] in row if step.rule == "insert" else len(row) == len(facts["words"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "words": rng.shuffled(facts["words"])}


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["words"]), [list(rule) for rule in facts["rules"]], facts["alphabet"]]
