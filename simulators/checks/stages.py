"""What the stages of programs mean: for each rule the value that it gives, by another way than a program would.

The slow reference of checkers: a value goes in, a value comes out, and no text of a program is read.

>>> meaning([["keep_divisible", [3, "divisible"]], ["total", []]], [3, 4, 6])
9
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import accumulate, combinations, groupby, pairwise, takewhile
from math import gcd, prod
from typing import Any

Rule = Sequence[Any]  # its name and its constants


def meaning(rules: Sequence[Rule], value: Any) -> Any:
    """What a function of these stages returns. Raises LookupError for a rule that there is none of."""
    for name, constants in rules:
        value = MEANINGS[name](value, *constants)
    return value


def _clipped(number: int, low: int, high: int) -> int:
    return sorted((low, number, high))[1]


def _longest_rise(row: list[int]) -> int:
    starts = [0, *(at for at, (one, other) in enumerate(pairwise(row), 1) if other <= one), len(row)]
    return max((after - before for before, after in pairwise(starts)), default=0)


def _collatz(number: int, most: int) -> int:
    path = accumulate(range(most), lambda at, _: at // 2 if at % 2 == 0 else 3 * at + 1, initial=abs(number) + 1)
    return min(most, sum(1 for _ in takewhile(lambda at: at != 1, path)))


def _fibonacci(number: int, modulus: int) -> int:
    return reduce(lambda pair, _: (pair[1], sum(pair)), range(number % modulus), (0, 1))[0]


def _turned(number: int) -> int:
    return sum(int(digit) * 10**place for place, digit in enumerate(str(abs(number))))


def _shifted(text: str, by: int) -> str:
    small = "abcdefghijklmnopqrstuvwxyz"
    return text.translate(str.maketrans(small, small[by:] + small[:by]))


def _divisors(number: int) -> list[int]:
    return [one for one in range(1, number + 1) if gcd(one, number) == one]


def _vowels(text: str) -> int:
    found = Counter(text)
    return sum(found[vowel] for vowel in "aeiou")


def _doubled(text: str) -> str:
    return "".join(char + char if char.isalpha() and char not in "aeiouAEIOU" else char for char in text)


def _in_twos(text: str) -> list[tuple[str, str]]:
    return [(text[at], text[at + 1 : at + 2]) for at in range(0, len(text), 2)]


def _first(row: list[int], bound: int) -> int:
    return min((at for at, number in enumerate(row) if number > bound), default=-1)


def _every(row: list[int], step: int, first: int) -> list[int]:
    return [row[at] for at in range(first, len(row), step)]


MEANINGS: dict[str, Callable[..., Any]] = {
    "keep_divisible": lambda row, k, kind: [n for n in row if (gcd(n, k) == k) is (kind == "divisible")],
    "keep_beyond": lambda row, k, sign: [n for n in row if (n - k if sign == ">" else k - n) > 0],
    "add_to_each": lambda row, k: [n - -k for n in row],
    "multiply_each": lambda row, k: [sum([n] * k) for n in row],
    "remainders": lambda row, k: [n - n // k * k for n in row],
    "squares": lambda row: [pow(abs(n), 2) for n in row],
    "running_sums": lambda row: list(accumulate(row)),
    "differences": lambda row: [other - one for one, other in pairwise(row)],
    "reverse": lambda row: [row[-at] for at in range(1, len(row) + 1)],
    "order": lambda row, way: sorted(row)[:: 1 if way == "ascending" else -1],
    "unique": lambda row: list(dict.fromkeys(row)),
    "every_kth": _every,
    "rotate": lambda row, k: [*row[k:], *row[:k]] if k < len(row) else row[:],
    "clip": lambda row, low, high: [_clipped(n, low, high) for n in row],
    "larger_neighbours": lambda row, best: [sorted(pair)[-1 if best == "max" else 0] for pair in pairwise(row)],
    "total": lambda row: reduce(lambda one, other: one + other, row, 0),
    "alternating": lambda row: sum(-n if at % 2 else n for at, n in enumerate(row)),
    "count_beyond": lambda row, k: len(row) - sum(n < k for n in row),
    "spread": lambda row: max((abs(one - other) for one, other in combinations(row, 2)), default=0),
    "rises": lambda row: [one < other for one, other in pairwise(row)].count(True),
    "product": lambda row, m: prod(row) % m if row else 1,
    "first_beyond": _first,
    "longest_rise": _longest_rise,
    "pairs_with_sum": lambda row, k: sum((one + other) % k == 0 for one, other in combinations(row, 2)),
    "digit_sum": lambda n: sum(map(int, str(abs(n)))),
    "digit_product": lambda n: prod(int(digit) for digit in str(abs(n)) if digit != "0"),
    "turned_digits": _turned,
    "divisor_count": lambda n: len(_divisors(abs(n) % 500)),
    "collatz": _collatz,
    "linear": lambda n, a, b, m: (a * n + b) % m,
    "shared_divisor": gcd,
    "one_bits": lambda n: abs(n).bit_count(),
    "multiples_below": lambda n, a, b: sum({*range(0, abs(n) % 60 + 1, a), *range(0, abs(n) % 60 + 1, b)}),
    "fibonacci": _fibonacci,
    "digits": lambda n: list(map(int, str(abs(n)))),
    "countdown": lambda n, k: [m for m in range(abs(n) % 40, 0, -1) if (abs(n) % 40 - m) % k == 0],
    "divisors": lambda n: _divisors(abs(n) % 100),
    "backwards": lambda text: "".join(reversed(text)),
    "without_vowels": lambda text: text.translate(dict.fromkeys(map(ord, "aeiou"))),
    "loud_vowels": lambda text: text.translate(str.maketrans("aeiou", "AEIOU")),
    "shifted": _shifted,
    "every_other_loud": lambda text: "".join(one.upper() + other for one, other in _in_twos(text)),
    "replaced": lambda text, old, new: new.join(text.split(old)),
    "run_lengths": lambda text: "".join(f"{char}{len(list(same))}" for char, same in groupby(text)),
    "sorted_letters": lambda text: "".join(sorted(text)),
    "doubled": _doubled,
    "vowel_count": _vowels,
    "alphabet_sum": lambda text: sum("abcdefghijklmnopqrstuvwxyz".find(char) + 1 for char in text.lower()),
    "different_letters": lambda text: len(Counter(text)),
    "split_words": lambda text: [word for word in text.split(" ") if word],
    "letter_counts": lambda text: dict(Counter(char for char in text if char.isalpha())),
    "longer_words": lambda words, k: [word for word in words if word[k:]],
    "turned_words": lambda words: ["".join(reversed(word)) for word in words],
    "ordered_words": lambda words: sorted(sorted(words), key=len),
    "titled": lambda words: [word.capitalize() for word in words],
    "joined": lambda words, sign: sign.join(words),
    "initials": lambda words: "".join(word[:1] for word in words),
    "lengths": lambda words: [sum(1 for _ in word) for word in words],
    "by_first_letter": lambda words: dict(Counter(word[0] for word in words if word)),
    "frequent": lambda counts: [key for key in counts if counts[key] != 1],
    "ranked": lambda counts: [key for _, key in sorted((-count, key) for key, count in counts.items())],
    "highest": lambda counts: next(iter(sorted(counts.values(), reverse=True)), 0),
    "count_values": lambda counts: [count for _, count in counts.items()],
}
