"""Words sorted by stated rules: alphabet, length, last letter, vowels, read backwards, or an alphabet of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
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

Rule = tuple[str, str]  # what is compared, and "up" or "down"


def make(rng: Stream, *, count: int, rules: int, initials: int, own: bool) -> Problem:
    alphabet = "".join(rng.shuffled(ascii_lowercase)) if own else ascii_lowercase
    kinds = rng.sample(RULES, rules)
    if "backwards" in kinds:  # after it, nothing is left to decide
        kinds = ["length" if kind == "last" else kind for kind in kinds if kind != "backwards"] + ["backwards"]
    asked: list[Rule] = [(kind, rng.choice(("up", "down"))) for kind in kinds]
    if "backwards" not in kinds:
        asked.append(("alphabet", "down" if not rules and rng.chance(1, 3) else "up"))
    letters = rng.sample(sorted({word[0] for word in WORDS if word[0] not in "ijkquxyz"}), initials)
    given = rng.sample([word for word in WORDS if word[0] in letters], count)
    order = _sorted(given, asked, alphabet)
    steps = [
        Step("keys", {"kind": kind, "keys": [[word, _key(word, kind)] for word in given]})
        for kind, _ in asked
        if kind not in ("alphabet", "second")
    ]
    done: list[str] = []
    for word in given:
        done = _sorted([*done, word], asked, alphabet)
        steps.append(Step("insert", {"word": word, "row": done}))
    at = rng.below(count - 1)
    answer = ", ".join(order)
    return Problem(
        facts={"words": given, "rules": asked, "alphabet": alphabet if own else ""},
        answer=answer,
        steps=(*steps, Step("order", {"row": order})),
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
        order.sort(key=partial(_rank, kind, str.maketrans(alphabet, ascii_lowercase)), reverse=way == "down")
    return order


def _rank(kind: str, places: Mapping[int, int], word: str) -> Any:
    key = _key(word, kind)
    return key.translate(places) if isinstance(key, str) else key


def _key(word: str, kind: str) -> int | str:
    if kind == "length":
        return len(word)
    if kind == "vowels":
        return sum(map(word.count, VOWELS))
    return {"last": word[-1], "second": word[1], "backwards": word[::-1]}.get(kind, word)


def check(facts: Facts, reply: str) -> Verdict:
    """Each two neighbours are compared, letter by letter where the rule is about letters."""
    given = sorted(facts["words"])
    return words.judge_list(
        reply, lambda items: sorted(map(str.lower, items)) == given and _in_order(facts, list(map(str.lower, items)))
    )


def _in_order(facts: Facts, row: Sequence[str]) -> bool:
    alphabet = facts["alphabet"] or ascii_lowercase
    return all(_may_precede(one, other, facts["rules"], alphabet) for one, other in pairwise(row))


def _may_precede(one: str, other: str, rules: Sequence[Rule], alphabet: str) -> bool:
    for kind, way in rules:
        difference = _difference(one, other, kind, alphabet)
        if difference:
            return (difference < 0) == (way == "up")
    return one == other


def _difference(one: str, other: str, kind: str, alphabet: str) -> int:
    """Below 0 where the rule, upwards, puts the first word before the second; 0 where it does not tell them apart."""
    if kind == "length":
        return len(one) - len(other)
    if kind == "vowels":
        return len([letter for letter in one if letter in VOWELS]) - len(
            [letter for letter in other if letter in VOWELS]
        )
    if kind in ("last", "second"):
        at = 1 if kind == "second" else -1
        one, other = one[at], other[at]
    elif kind == "backwards":
        one, other = "".join(reversed(one)), "".join(reversed(other))
    for letter, opposite in zip(one, other, strict=False):
        if letter != opposite:
            return alphabet.index(letter) - alphabet.index(opposite)
    return len(one) - len(other)


def _vowels(word: str) -> int:
    return len([letter for letter in word if letter in VOWELS])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "keys":
        pairs = claim["keys"]
        return sorted(word for word, _ in pairs) == sorted(facts["words"]) and all(
            _is_key(word, claim["kind"], key) for word, key in pairs
        )
    row = claim["row"]
    if not set(row) <= set(facts["words"]) or not _in_order(facts, row):
        return False
    return claim["word"] in row if step.rule == "insert" else len(row) == len(facts["words"])


def _is_key(word: str, kind: str, key: int | str) -> bool:
    if kind == "vowels":
        return key == _vowels(word)
    if kind == "length":
        return key == len(word)
    return key == ("".join(reversed(word)) if kind == "backwards" else word[-1] if kind == "last" else word)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "words": rng.shuffled(facts["words"])}


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["words"]), [list(rule) for rule in facts["rules"]], facts["alphabet"]]
