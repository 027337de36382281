"""Which digits the letters of a sum stand for, where exactly one solution exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

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

Column = tuple[int, int, int]
NO_LETTER = -1


def make(rng: Stream, *, digits: int, letters: int) -> Problem:
    for _ in range(TRIES):
        first, second = rng.digits(digits), rng.digits(digits)
        terms = [str(first), str(second), str(first + second)]
        used = sorted({*"".join(terms)})
        if len(used) == letters and first != second:
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
    """Solutions of "the sum of weight times digit is 0", the letters of the largest weights first, up to a bound."""
    weights = dict.fromkeys("".join(words), 0)
    for word, side in zip(words, (1, 1, -1), strict=True):
        for place, letter in enumerate(reversed(word)):
            weights[letter] += side * 10**place
    leading = {word[0] for word in words}
    order = sorted(weights, key=lambda letter: -abs(weights[letter]))
    # What the letters from each place on can add at least and at most.
    lows, highs = [0], [0]
    for letter in reversed(order):
        ends = (weights[letter] * (letter in leading), weights[letter] * 9)
        lows.append(lows[-1] + min(ends))
        highs.append(highs[-1] + max(ends))
    found: list[dict[str, int]] = []
    pending: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while pending and len(found) < MOST_SOLUTIONS:
        value, digits = pending.pop()
        if len(digits) == len(order):
            found.append(dict(zip(order, digits, strict=True)))
            continue
        letter, left = order[len(digits)], len(order) - len(digits) - 1
        weight, low, high = weights[letter], -highs[left], -lows[left]
        pending += [
            (value + weight * digit, (*digits, digit))
            for digit in range(letter in leading, 10)
            if low <= value + weight * digit <= high and digit not in digits
        ]
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


def _digits(facts: Facts) -> dict[str, int]:
    """The digits of the letters. Raises ValueError unless there is exactly one solution."""
    found = _solutions((*facts["addends"], facts["total"]), tuple(sorted(facts["known"].items())))
    if len(found) != 1:
        raise ValueError("expected a sum with exactly one solution")
    return found[0]


@lru_cache(maxsize=64)  # every step asks for the same solution
def _solutions(words: tuple[str, ...], known: tuple[tuple[str, int], ...]) -> list[dict[str, int]]:
    letters = sorted({letter for word in words for letter in word})
    *addends, total = ([*(letters.index(letter) for letter in reversed(word)), NO_LETTER] for word in words)
    digits = [dict(known).get(letter, -1) for letter in letters]
    found: list[list[int]] = []
    leading = {letters.index(word[0]) for word in words}
    columns = [(addends[0][at], addends[1][at], total[at]) for at in range(len(words[-1]))]
    _by_columns(columns, leading, digits, 0, found)
    return [dict(zip(letters, each, strict=True)) for each in found]


def _by_columns(
    columns: Sequence[Column], leading: set[int], digits: list[int], carry: int, found: list[list[int]]
) -> None:
    """Up to two solutions, column by column from the right; -1 is a digit not yet known."""
    if not columns:
        found += [digits] * (not carry)
        return
    (first, second, total), rest = columns[0], columns[1:]
    for a in _options(first, digits, leading):
        with_first = _with(digits, first, a)
        for b in _options(second, with_first, leading):
            with_both = _with(with_first, second, b)
            carried, digit = divmod(a + b + carry, 10)
            known = with_both[total]
            if known == digit or (known < 0 and digit not in with_both and (digit or total not in leading)):
                _by_columns(rest, leading, _with(with_both, total, digit), carried, found)
                if len(found) > 1:
                    return


def _options(letter: int, digits: list[int], leading: set[int]) -> Sequence[int]:
    if letter < 0:
        return (0,)
    if digits[letter] >= 0:
        return (digits[letter],)
    return [digit for digit in range(letter in leading, 10) if digit not in digits]


def _with(digits: list[int], letter: int, digit: int) -> list[int]:
    return digits if letter < 0 or digits[letter] == digit else [*digits[:letter], digit, *digits[letter + 1 :]]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "assign":
        return check(facts, claim["assignment"]).reward == 1
    digits = _digits(facts)
    if step.rule == "carry":
        return claim["letter"] == facts["total"][0] and claim["digit"] == digits[claim["letter"]]
    at = claim["column"]
    tail = [
        sum(digits[letter] * 10**place for place, letter in enumerate(word[::-1][: at - 1]))
        for word in facts["addends"]
    ]
    letters = [word[-at] for word in facts["addends"]]
    parts = [digits[letter] for letter in letters] + [1] * (sum(tail) >= 10 ** (at - 1))
    return (
        at >= 1
        and claim["letters"] == f"{letters[0]} + {letters[1]} = {facts['total'][-at]}"
        and claim["digits"] == f"{' + '.join(map(str, parts))} = {sum(parts)}"
    )


def canonical(facts: Facts) -> list[object]:
    """The letters numbered in the order in which they first come, the addends either way round."""
    forms: list[list[object]] = []
    for addends in (facts["addends"], facts["addends"][::-1]):
        names: dict[str, int] = {}
        words = [[names.setdefault(letter, len(names)) for letter in word] for word in (*addends, facts["total"])]
        forms.append([words, sorted([names[letter], digit] for letter, digit in facts["known"].items())])
    return min(forms, key=repr)
