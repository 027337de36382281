"""Which digits the letters of a sum stand for, where exactly one solution exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice, product, zip_longest
from math import gcd

from simulators.checks import assignments
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Digits of the two numbers that are added, and letters in all; one or two may be given so that the solution is unique.
LEVELS = (
    {"digits": 3, "letters": 5},
    {"digits": 4, "letters": 6},
    {"digits": 5, "letters": 7},
    {"digits": 6, "letters": 8},
    {"digits": 7, "letters": 9},
)
MOST_SOLUTIONS, MOST_GIVEN = 12, 2
TRIES = 1000
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"  # without vowels no word is spelt by chance

BEYOND = 10**20  # more than any sum


def make(rng: Stream, *, digits: int, letters: int) -> Problem:
    for _ in range(TRIES):
        first, second = rng.digits(digits), rng.digits(digits)
        terms = [str(first), str(second), str(first + second)]
        if len({*"".join(terms)}) == letters and first != second:
            used = sorted({*"".join(terms)})
            letter = dict(zip(used, rng.sample(CONSONANTS, letters), strict=True))
            words = ["".join([letter[digit] for digit in term]) for term in terms]
            values = {letter[digit]: digit for digit in sorted(used, key=lambda digit: letter[digit])}
            given = _given(rng, words, values)
            if given is not None:
                break
    else:
        raise ValueError(f"expected sums of {digits} digits with {letters} letters")
    answer = _text(values)
    a, b = rng.sample(list(values), 2)
    other = rng.choice([digit for digit in "123456789" if digit != values[a]])
    return Problem(
        facts={"addends": words[:2], "total": words[2], "known": given},
        answer=answer,
        steps=(*_columns_told(terms, words), Step("assign", {"assignment": answer})),
        mistakes=mistakes(
            answer,
            two_exchanged=_text({**values, a: values[b], b: values[a]}),
            digit_used_twice=_text({**values, a: values[b]}),
            one_wrong=_text({**values, a: other}),
        ),
    )


def _text(values: Mapping[str, str]) -> str:
    return ", ".join([f"{letter}={digit}" for letter, digit in values.items()])


def _given(rng: Stream, words: Sequence[str], truth: Mapping[str, str]) -> dict[str, int] | None:
    """The letters whose digits must be given so that one solution is left, or None if they are too many."""
    found = _balanced(words)
    given: dict[str, int] = {}
    order = rng.shuffled(list(truth))
    while 1 < len(found) < MOST_SOLUTIONS and len(given) < MOST_GIVEN:
        letter = min(order, key=lambda letter: sum(digits[letter] == int(truth[letter]) for digits in found))
        given[letter] = int(truth[letter])
        found = [digits for digits in found if digits[letter] == given[letter]]
    return given if len(found) == 1 else None


def _balanced(words: Sequence[str]) -> list[dict[str, int]]:
    """Solutions of "the sum of weight times digit is 0", up to a bound: the letters of the largest weights one by one,
    as far as the others can still make up for them, and the last two out of a table.
    """
    weights = _weights(words)
    leading = {word[0] for word in words}
    order = sorted(weights, key=lambda letter: -abs(weights[letter]))
    # What the letters from each place on can add at least and at most.
    lows, highs = [0], [0]
    for letter in reversed(order):
        weight = weights[letter]
        ends = (weight * (letter in leading), weight * 9)
        lows.append(lows[-1] + min(ends))
        highs.append(highs[-1] + max(ends))
    begun: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for at, letter in enumerate(order[:-2], 1):
        low, high = -highs[-1 - at], -lows[-1 - at]
        options = [(digit, weights[letter] * digit) for digit in range(letter in leading, 10)]
        begun = [
            (value + added, (*digits, digit))
            for value, digits in begun
            for digit, added in options
            if low <= value + added <= high and digit not in digits
        ]
    last = _pairs(*[(weights[letter], letter in leading) for letter in order[-2:]])
    whole = (
        (*digits, *ends)
        for value, digits in begun
        for ends in last.get(-value, ())
        if ends[0] not in digits and ends[1] not in digits
    )
    return [dict(zip(order, digits, strict=True)) for digits in islice(whole, MOST_SOLUTIONS)]


def _weights(words: Sequence[str]) -> dict[str, int]:
    """What one more of each letter's digit adds to the addends less the total."""
    weights = dict.fromkeys("".join(words), 0)
    for word, side in zip(words, (1, 1, -1), strict=True):
        for place, letter in enumerate(reversed(word)):
            weights[letter] += side * 10**place
    return weights


@lru_cache(maxsize=512)  # the smallest weights are few
def _pairs(one: tuple[int, bool], other: tuple[int, bool]) -> dict[int, list[tuple[int, int]]]:
    """The digits of two letters, by what they add; a letter is its weight and whether it may not be 0."""
    found: dict[int, list[tuple[int, int]]] = {}
    for first, second in product(range(one[1], 10), range(other[1], 10)):
        if first != second:
            found.setdefault(one[0] * first + other[0] * second, []).append((first, second))
    return found


def _columns_told(terms: Sequence[str], words: Sequence[str]) -> list[Step]:
    """The sum, written out column by column from the right."""
    steps, carry = [], 0
    for at in range(1, len(terms[0]) + 1):
        parts = [terms[0][-at], terms[1][-at], *(["1"] if carry else [])]
        value = sum(map(int, parts))
        claim = {
            "column": at,
            "letters": f"{words[0][-at]} + {words[1][-at]} = {words[2][-at]}",
            "digits": f"{' + '.join(parts)} = {value}",
        }
        steps.append(Step("column", claim))
        carry = value // 10
    if carry:
        steps.append(Step("carry", {"letter": words[2][0], "digit": 1}))
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """The digits are put in: different for different letters, none leading with 0, and the sum holds."""
    return assignments.judge(reply, lambda values: _holds(facts, {key.upper(): value for key, value in values.items()}))


def _holds(facts: Facts, values: Mapping[str, str]) -> bool:
    words = [*facts["addends"], facts["total"]]
    if set(values) != set("".join(words)) or not all(
        len(value) == 1 and value.isdecimal() for value in values.values()
    ):
        return False
    *addends, total = (int("".join(values[letter] for letter in word)) for word in words)
    return (
        len(set(values.values())) == len(values)
        and all(values[word[0]] != "0" for word in words)
        and all(values[letter] == str(digit) for letter, digit in facts["known"].items())
        and sum(addends) == total
    )


@lru_cache(maxsize=64)  # every step asks for the same solution
def _columns(words: tuple[str, ...], known: tuple[tuple[str, int], ...]) -> dict[int, tuple[str, str | int]]:
    """By its number from the right the letters and the digits of each column; at 0 the total's first letter and digit.

    Raises ValueError unless there is exactly one solution.
    """
    found = _solutions(words, known)
    if len(found) != 1:
        raise ValueError("expected a sum with exactly one solution")
    digits = found[0]
    columns: dict[int, tuple[str, str | int]] = {0: (words[2][0], digits[words[2][0]])}
    carry = 0
    for at, (one, other, below) in enumerate(zip(*[word[::-1] for word in words], strict=False), 1):
        parts = [digits[one], digits[other]] + [1] * carry
        columns[at] = (f"{one} + {other} = {below}", f"{' + '.join(map(str, parts))} = {sum(parts)}")
        carry = sum(parts) // 10
    return columns


def _solutions(words: tuple[str, ...], known: tuple[tuple[str, int], ...]) -> list[dict[str, int]]:
    """All solutions, letter by letter from the units on: the addends less the total must be 0 in the end, and so at any
    time a multiple of what divides all that the letters left can add.
    """
    left = "".join(letter for column in zip_longest(*[word[::-1] for word in words], fillvalue="") for letter in column)
    order = [*dict(known), *(letter for letter in dict.fromkeys(left) if letter not in dict(known))]
    ones = [int("".join(["01"[other == letter] for other in word])) for letter in order for word in words]
    weights = [one + other - total for one, other, total in zip(ones[::3], ones[1::3], ones[2::3], strict=True)]
    leading = {word[0] for word in words}
    begun: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for at, letter in enumerate(order):
        unit = gcd(*weights[at + 1 :]) or BEYOND
        added: dict[int, list[tuple[int, int]]] = {}
        for digit in [dict(known)[letter]] if letter in dict(known) else range(letter in leading, 10):
            added.setdefault(weights[at] * digit % unit, []).append((digit, weights[at] * digit))
        begun = [
            (value + more, (*digits, digit))
            for value, digits in begun
            for digit, more in added.get(-value % unit, ())
            if digit not in digits
        ]
    return [dict(zip(order, digits, strict=True)) for _, digits in begun]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "assign":
        return check(facts, claim["assignment"]).reward == 1
    columns = _columns((*facts["addends"], facts["total"]), tuple(facts["known"].items()))
    if step.rule == "carry":
        return columns[0] == (claim["letter"], claim["digit"])
    return claim["column"] > 0 and columns.get(claim["column"]) == (claim["letters"], claim["digits"])


def canonical(facts: Facts) -> list[object]:
    """The letters numbered in the order in which they first come, the addends either way round."""
    forms: list[list[object]] = []
    for addends in (facts["addends"], facts["addends"][::-1]):
        names: dict[str, int] = {}
        words = [[names.setdefault(letter, len(names)) for letter in word] for word in (*addends, facts["total"])]
        forms.append([words, sorted([names[letter], digit] for letter, digit in facts["known"].items())])
    return min(forms, key=repr)
