"""What the orders of a specification mean, read from their words: for the references of programs, which load this file.

One pattern a sentence, and what it does to a value; numpy and pandas where a loop would be a copy of what is judged.
"""

import re
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

VOWELS = set("aeiou")


def _ints(values: Any) -> list[int]:
    return [int(value) for value in values]


def _array(values: list[int]) -> Any:
    return np.array(values, dtype=object)


def _runs(text: str) -> str:
    series = pd.Series(list(text), dtype=object)
    if series.empty:
        return ""
    groups = (series != series.shift()).cumsum()
    return "".join(f"{group.iloc[0]}{len(group)}" for _, group in series.groupby(groups))


def _rise(values: list[int]) -> int:
    best = 0
    for start in range(len(values)):
        for end in range(start + 1, len(values) + 1):
            if all(np.diff(values[start:end]) > 0):
                best = max(best, end - start)
    return best


def _collatz(number: int, most: int) -> int:
    if most == 0 or number == 1:
        return 0
    return 1 + _collatz(number // 2 if number % 2 == 0 else 3 * number + 1, most - 1)


def _fib(k: int) -> int:
    powers = np.linalg.matrix_power(np.array([[1, 1], [1, 0]], dtype=object), k)
    return int(powers[0][1])


def _shift(text: str, by: int) -> str:
    return "".join(chr(97 + (ord(c) - 97 + by) % 26) if "a" <= c <= "z" else c for c in text)


def _product(values: list[int], modulus: int) -> int:
    left = 1
    for value in values:
        left = left * value % modulus
    return left


ORDERS = (
    (r"keep only the numbers that are divisible by (\d+)", lambda v, k: [n for n in v if not n % int(k)]),
    (r"keep only the numbers that are not divisible by (\d+)", lambda v, k: [n for n in v if n % int(k)]),
    (
        r"keep only the numbers that are greater than (\d+)",
        lambda v, k: _ints(_array(v)[_array(v) > int(k)]) if v else [],
    ),
    (r"keep only the numbers that are less than (\d+)", lambda v, k: _ints(_array(v)[_array(v) < int(k)]) if v else []),
    (r"add (\d+) to every number", lambda v, k: _ints(_array(v) + int(k))),
    (r"multiply every number by (\d+)", lambda v, k: _ints(_array(v) * int(k))),
    (r"replace every number by its remainder modulo (\d+)", lambda v, k: _ints(_array(v) % int(k))),
    (r"square every number", lambda v: _ints(_array(v) * _array(v))),
    (r"replace every number by the sum of all .*", lambda v: _ints(np.cumsum(_array(v))) if v else []),
    (r"take the differences of neighbours .*", lambda v: _ints(np.diff(_array(v))) if v else []),
    (r"reverse the order", lambda v: list(reversed(v))),
    (r"sort the numbers in ascending order", sorted),
    (r"sort the numbers in descending order", lambda v: sorted(v, key=lambda n: -n)),
    (r"keep only the first occurrence of every number", lambda v: [n for at, n in enumerate(v) if v.index(n) == at]),
    (r"keep every second number, beginning with the first", lambda v: v[::2]),
    (r"keep every second number, beginning with the second", lambda v: v[1::2]),
    (r"keep every third number, beginning with the first", lambda v: v[::3]),
    (r"keep every third number, beginning with the second", lambda v: v[1::3]),
    (r"keep every third number, beginning with the third", lambda v: v[2::3]),
    (r"move the first number to the end", lambda v: v[1:] + v[:1]),
    (r"move the first (\d+) numbers to the end", lambda v, k: v[int(k) :] + v[: int(k)]),
    (
        r"replace numbers below (\d+) by \1 and numbers above (\d+) by \2",
        lambda v, a, b: _ints(np.clip(_array(v), int(a), int(b))) if v else [],
    ),
    (
        r"take, for each number but the last, the larger of it and the next one",
        lambda v: [max(v[at : at + 2]) for at in range(len(v) - 1)],
    ),
    (
        r"take, for each number but the last, the smaller of it and the next one",
        lambda v: [min(v[at : at + 2]) for at in range(len(v) - 1)],
    ),
    (r"add up all numbers", lambda v: int(np.sum(_array(v))) if v else 0),
    (r"add the first number, subtract the second.*", lambda v: int(sum(n * (-1) ** at for at, n in enumerate(v)))),
    (r"count the numbers that are at least (\d+)", lambda v, k: int(np.sum(_array(v) >= int(k))) if v else 0),
    (r"take the difference between the largest .*", lambda v: int(np.ptp(v)) if v else 0),
    (r"count how often a number is followed .*", lambda v: int(np.sum(np.diff(v) > 0)) if v else 0),
    (r"starting from 1, multiply by every number .* modulo (\d+) each time", lambda v, m: _product(v, int(m))),
    (
        r"find the index of the first number greater than (\d+) .*",
        lambda v, k: next(iter(np.flatnonzero(np.array(v) > int(k)).tolist()), -1),
    ),
    (r"find the length of the longest stretch .*", _rise),
    (
        r"count the pairs of numbers .* divisible by (\d+)",
        lambda v, k: int(np.sum(np.triu(np.add.outer(v, v) % int(k) == 0, 1))) if v else 0,
    ),
    (r"add up its decimal digits .*", lambda n: sum(ord(digit) - 48 for digit in str(abs(n)))),
    (
        r"multiply its decimal digits other than 0",
        lambda n: int(np.prod([int(d) for d in str(abs(n)) if d > "0"], dtype=object)),
    ),
    (r"read its decimal digits backwards .*", lambda n: int("".join(reversed(str(abs(n)))))),
    (
        r"take its absolute value modulo 500 and count .*",
        lambda n: sum(abs(n) % 500 % d == 0 for d in range(1, abs(n) % 500 + 1)),
    ),
    (r"starting from its absolute value plus 1, .* or (\d+) steps .*", lambda n, most: _collatz(abs(n) + 1, int(most))),
    (
        r"multiply it by (\d+), add (\d+) and take the remainder modulo (\d+)",
        lambda n, a, b, m: (int(a) * n + int(b)) % int(m),
    ),
    (r"find the greatest common divisor of it and (\d+)", lambda n, k: int(np.gcd(n, int(k)))),
    (r"count the ones in the binary form .*", lambda n: f"{abs(n):b}".count("1")),
    (
        r"take its absolute value modulo 60 and add up .* divisible by (\d+) or by (\d+)",
        lambda n, a, b: sum(k for k in range(abs(n) % 60 + 1) if k % int(a) == 0 or k % int(b) == 0),
    ),
    (r"take its remainder modulo (\d+), call it k, .*", lambda n, m: _fib(n % int(m))),
    (r"list its decimal digits .*", lambda n: [int(d) for d in str(abs(n))]),
    (
        r"list the numbers from its absolute value modulo 40 downwards in steps of (\d+), .*",
        lambda n, k: [m for m in range(abs(n) % 40, -99, -int(k)) if m > 0],
    ),
    (r"list the positive divisors .*", lambda n: [d for d in range(1, abs(n) % 100 + 1) if abs(n) % 100 % d == 0]),
    (r"reverse it", lambda t: t[::-1]),
    (r"remove all vowels .*", lambda t: re.sub("[aeiou]", "", t)),
    (r"write every vowel .* as a capital letter", lambda t: re.sub("[aeiou]", lambda m: m[0].upper(), t)),
    (r"replace every lowercase letter a to z by the one (\d+) places later .*", lambda t, k: _shift(t, int(k))),
    (r"write the characters at even indices .*", lambda t: re.sub("(.)(.?)", lambda m: m[1].upper() + m[2], t)),
    (r"replace every '(.)' by '(.)'", lambda t, a, b: re.sub(a, b, t)),
    (r"replace every stretch of equal characters .*", _runs),
    (r"sort its characters .*", lambda t: "".join(sorted(t, key=ord))),
    (r"write every consonant .* twice", lambda t: re.sub("([b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z])", r"\1\1", t)),
    (r"count its lowercase vowels .*", lambda t: len(re.findall("[aeiou]", t))),
    (r"add up the places of its letters .*", lambda t: sum(ord(c) - 96 for c in re.findall("[a-z]", t.lower()))),
    (r"count its different characters", lambda t: int(pd.Series(list(t), dtype=object).nunique())),
    (r"split it into words at blanks", lambda t: re.findall("[^ ]+", t)),
    (r"count how often each letter occurs .*", lambda t: dict(Counter(re.findall("[a-zA-Z]", t)))),
    (r"keep only the words with more than (\d+) characters", lambda w, k: [one for one in w if len(one) > int(k)]),
    (r"reverse every word", lambda w: [one[::-1] for one in w]),
    (r"sort the words by length, .*", lambda w: sorted(w, key=lambda one: (len(one), one))),
    (
        r"write the first letter of every word as a capital .*",
        lambda w: [one[:1].upper() + one[1:].lower() for one in w],
    ),
    (r"join the words with '(.)'", lambda w, sign: sign.join(w)),
    (r"put the first letters of all words together", lambda w: "".join(one[:1] for one in w)),
    (r"replace every word by its length", lambda w: [len(one) for one in w]),
    (r"count the words by their first letters .*", lambda w: dict(Counter(one[0] for one in w if one))),
    (r"list the keys whose count is at least 2.*", lambda c: [key for key, count in c.items() if count > 1]),
    (
        r"list the keys by falling count, .*",
        lambda c: [key for key, _ in sorted(c.items(), key=lambda pair: (-pair[1], pair[0]))],
    ),
    (r"take the largest count .*", lambda c: max([0, *c.values()])),
    (r"list the counts in the order .*", lambda c: list(c.values())),
)


def meaning(orders: list[str], value: Any) -> Any:
    """What comes out when the orders are followed. Raises ValueError for a sentence that no pattern knows."""
    for order in orders:
        for pattern, follow in ORDERS:
            if found := re.fullmatch(pattern, order):
                value = follow(value, *found.groups())
                break
        else:
            raise ValueError(f"no pattern for {order!r}")
    return value
