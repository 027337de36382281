"""Stages that take one integer."""

from __future__ import annotations

from simulators.core import Stream
from simulators.grammar.stages import Stage, stage


def digit_sum(rng: Stream) -> Stage:
    """By remainders or by the digits' text."""
    return stage(
        rng, "int", "int", "digits", "add up its decimal digits (without the sign)",
        ("rest = abs(X)", "Y = 0", "while rest > 0:", "    Y += rest % 10", "    rest //= 10"),
        "Y = sum(int(V) for V in str(abs(X)))",
    )  # fmt: skip


def digit_product(rng: Stream) -> Stage:
    """Over the digits that are not zero."""
    return stage(
        rng, "int", "int", "digits", "multiply its decimal digits other than 0",
        ("rest = abs(X)", "Y = 1", "while rest > 0:", "    rest, last = divmod(rest, 10)", "    if last:",
         "        Y *= last"),
        ("Y = 1", "for V in str(abs(X)):", "    if V != '0':", "        Y *= int(V)"),
    )  # fmt: skip


def turned_digits(rng: Stream) -> Stage:
    """The digits in the other order."""
    return stage(
        rng, "int", "int", "turned", "read its decimal digits backwards (without the sign)",
        ("rest = abs(X)", "Y = 0", "while rest:", "    Y = 10 * Y + rest % 10", "    rest //= 10"),
        "Y = int(str(abs(X))[::-1])",
    )  # fmt: skip


def divisor_count(rng: Stream) -> Stage:
    """By trial."""
    return stage(
        rng, "int", "int", "divisors",
        "take its absolute value modulo 500 and count the positive divisors of that (0 has none here)",
        ("Y = 0", "size = abs(X) % 500", "for V in range(1, size + 1):", "    if size % V == 0:", "        Y += 1"),
    )  # fmt: skip


def collatz(rng: Stream) -> Stage:
    """Steps of the 3n + 1 rule, bounded."""
    most = rng.integer(8, 20)
    return stage(
        rng, "int", "int", "steps",
        "starting from its absolute value plus 1, halve even numbers and take 3n + 1 of odd ones until 1 is reached or "
        f"{most} steps are done, and count the steps",
        ("rest = abs(X) + 1", "Y = 0", f"while rest != 1 and Y < {most}:", "    if rest % 2 == 0:",
         "        rest //= 2", "    else:", "        rest = 3 * rest + 1", "    Y += 1"),
        ("rest = abs(X) + 1", "Y = 0", f"while rest != 1 and Y < {most}:",
         "    rest = rest // 2 if rest % 2 == 0 else 3 * rest + 1", "    Y += 1"),
        of=(most,),
    )  # fmt: skip


def linear(rng: Stream) -> Stage:
    """Multiply, add, reduce."""
    a, b, m = rng.integer(2, 9), rng.integer(1, 20), rng.choice((50, 97, 100, 128))
    return stage(
        rng, "int", "int", "mixed", f"multiply it by {a}, add {b} and take the remainder modulo {m}",
        f"Y = ({a} * X + {b}) % {m}",
        (f"Y = X * {a}", f"Y += {b}", f"Y %= {m}"),
        of=(a, b, m),
    )  # fmt: skip


def shared_divisor(rng: Stream) -> Stage:
    """Euclid's algorithm with a constant."""
    k = rng.integer(2, 8) * rng.integer(2, 9)
    return stage(
        rng, "int", "int", "shared", f"find the greatest common divisor of it and {k}",
        (f"Y, rest = abs(X), {k}", "while rest:", "    Y, rest = rest, Y % rest"),
        of=(k,),
    )  # fmt: skip


def one_bits(rng: Stream) -> Stage:
    """Ones in binary."""
    return stage(
        rng, "int", "int", "ones", "count the ones in the binary form of its absolute value",
        ("rest = abs(X)", "Y = 0", "while rest:", "    Y += rest & 1", "    rest >>= 1"),
        "Y = bin(abs(X)).count('1')",
    )  # fmt: skip


def multiples_below(rng: Stream) -> Stage:
    """A sum over a range with a condition of two parts."""
    a = rng.integer(2, 4)
    b = a + rng.integer(1, 4)
    return stage(
        rng, "int", "int", "total",
        f"take its absolute value modulo 60 and add up the numbers from 1 to that which are divisible by {a} or by {b}",
        ("Y = 0", "for V in range(1, abs(X) % 60 + 1):", f"    if V % {a} == 0 or V % {b} == 0:", "        Y += V"),
        f"Y = sum(V for V in range(1, abs(X) % 60 + 1) if not (V % {a} and V % {b}))",
        of=(a, b),
    )  # fmt: skip


def fibonacci(rng: Stream) -> Stage:
    """Two variables that follow each other."""
    m = rng.integer(5, 12)
    return stage(
        rng, "int", "int", "term",
        f"take its remainder modulo {m}, call it k, and find the term number k of 0, 1, 1, 2, 3, 5, … (term 0 is 0)",
        ("Y, following = 0, 1", f"for I in range(X % {m}):", "    Y, following = following, Y + following"),
        of=(m,),
    )  # fmt: skip


def digits(rng: Stream) -> Stage:
    """The digits as a list."""
    return stage(
        rng, "int", "ints", "digits", "list its decimal digits from left to right (without the sign)",
        "Y = [int(V) for V in str(abs(X))]",
        ("Y = []", "for V in str(abs(X)):", "    Y.append(int(V))"),
    )  # fmt: skip


def countdown(rng: Stream) -> Stage:
    """A list that goes down to nothing."""
    k = rng.integer(2, 6)
    return stage(
        rng, "int", "ints", "falling",
        f"list the numbers from its absolute value modulo 40 downwards in steps of {k}, as long as they are positive",
        f"Y = list(range(abs(X) % 40, 0, -{k}))",
        ("Y = []", "rest = abs(X) % 40", "while rest > 0:", "    Y.append(rest)", f"    rest -= {k}"),
        of=(k,),
    )  # fmt: skip


def divisors(rng: Stream) -> Stage:
    """The divisors as a list."""
    return stage(
        rng, "int", "ints", "divisors",
        "list the positive divisors of its absolute value modulo 100 in ascending order",
        "Y = [V for V in range(1, abs(X) % 100 + 1) if abs(X) % 100 % V == 0]",
        ("Y = []", "size = abs(X) % 100", "for V in range(1, size + 1):", "    if size % V == 0:",
         "        Y.append(V)"),
    )  # fmt: skip


MAKERS = (
    digit_sum, digit_product, turned_digits, divisor_count, collatz, linear, shared_divisor, one_bits,
    multiples_below, fibonacci, digits, countdown, divisors,
)  # fmt: skip
