"""Which digits the letters of a sum stand for, where exactly one solution exists."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product, zip_longest
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

DIGITS = range(10)
TAKEN, SUM = 10, 50  # bits of a solution that say which digits are taken, and that stand before the sum so far
ALL_TAKEN = (1 << TAKEN) - 1

BEYOND = 10**20  # more than any sum


def make(rng: Stream, *, digits: int, letters: int) -> Problem:
    least = 10 ** (digits - 1)
    for _ in range(TRIES):
        first, second = least + rng.below(9 * least), least + rng.below(9 * least)
        used = {*f"{first}{second}{first + second}"}
        if len(used) == letters and first != second:
            letter = dict(zip(sorted(used), rng.sample(CONSONANTS, letters), strict=True))
            terms = (str(first), str(second), str(first + second))
            words = [term.translate(str.maketrans(letter)) for term in terms]
            values = dict(sorted(zip(letter.values(), letter, strict=True)))
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
    places, found = _balanced(words)
    given: dict[str, int] = {}
    order = rng.shuffled(list(truth))
    while 1 < len(found) < MOST_SOLUTIONS and len(given) < MOST_GIVEN:
        kept = {
            letter: [chosen for chosen in found if chosen >> places[letter] & 15 == int(truth[letter])]
            for letter in order
        }
        letter = min(order, key=lambda letter: len(kept[letter]))
        given[letter] = int(truth[letter])
        found = kept[letter]
    return given if len(found) == 1 else None


def _balanced(words: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    """Solutions of "the sum of weight times digit is 0", up to a bound: the letters of the largest weights one by one,
    as far as the others can still make up for them, and the last two out of a table.

    A solution is one integer: a bit for each digit that is taken, behind these four bits for each letter, from its
    place on, and behind them, as long as letters are left, the sum so far: letters are added with a single addition.
    """
    weights = _weights(words)
    leading = {word[0] for word in words}
    order = sorted(weights, key=lambda letter: abs(weights[letter]))
    places = {letter: TAKEN + 4 * at for at, letter in enumerate(order)}
    last = _pairs(*[(weights[letter], letter in leading) for letter in order[:2]])
    low = high = 0  # what the letters before each one can take away at least and at most
    lighter = {True: 0, False: 0}  # the sums of their weights above 0 and below
    bounds = []
    for letter in order:
        bounds.append(((low << SUM) - 1, (high + 1 << SUM) - 1))
        weight = weights[letter]
        # The heavier letter has the best digit, and all lighter ones move on to the next.
        gained, lost = 9 * weight - lighter[weight > 0], lighter[weight > 0]
        low, high = (low - gained, high - lost) if weight > 0 else (low - lost, high - gained)
        lighter[weight > 0] += weight
    begun = [0]  # sorted, so that those which fit lie side by side
    for letter, (below, top) in zip(order[:1:-1], bounds[:1:-1], strict=True):
        weight, place = weights[letter] << SUM, places[letter]
        begun = sorted(
            [
                chosen + option
                for digit in DIGITS[letter in leading :]
                for added in [weight * digit]
                for option in [added + (digit << place) + (1 << digit)]
                for chosen in begun[bisect(begun, below - added) : bisect(begun, top - added)]
                if not chosen >> digit & 1
            ]
        )
    whole = [chosen | ends for chosen in begun for ends in last.get(chosen >> SUM, ()) if not chosen & ends & ALL_TAKEN]
    return places, whole[:MOST_SOLUTIONS]


def _weights(words: Sequence[str]) -> dict[str, int]:
    """What one more of each letter's digit adds to the addends less the total."""
    weights = dict.fromkeys("".join(words), 0)
    for word, side in zip(words, (1, 1, -1), strict=True):
        for place, letter in enumerate(reversed(word)):
            weights[letter] += side * 10**place
    return weights


@lru_cache(maxsize=512)  # the smallest weights are few
def _pairs(one: tuple[int, bool], other: tuple[int, bool]) -> dict[int, list[int]]:
    """The digits of the last two letters, as in a solution, by what they take away.

    A letter is its weight and whether it may not be 0.
    """
    found: dict[int, list[int]] = {}
    for first, second in product(range(one[1], 10), range(other[1], 10)):
        if first != second:
            digits = 1 << first | 1 << second | (first | second << 4) << TAKEN
            found.setdefault(-one[0] * first - other[0] * second, []).append(digits)
    return found


def _columns_told(terms: Sequence[str], words: Sequence[str]) -> list[Step]:
    """The sum, written out column by column from the right."""
    steps, carry = [], 0
    columns = zip(*[term[::-1] for term in (*terms[:2], *words)], strict=False)
    for at, (one, other, first, second, below) in enumerate(columns, 1):
        value = int(one) + int(other) + carry
        claim = {
            "column": at,
            "letters": f"{first} + {second} = {below}",
            "digits": f"{one} + {other} + 1 = {value}" if carry else f"{one} + {other} = {value}",
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
