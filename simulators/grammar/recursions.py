"""Recursive functions that make sense, with drawn constants, and calls of them."""

from __future__ import annotations

from typing import NamedTuple

from simulators.core import Stream
from simulators.grammar.functions import WORDS


class Recursion(NamedTuple):
    """Definitions, the first of which is called, and the call's arguments; ``branches`` where calls make several."""

    source: str
    arguments: str
    branches: bool


NAMES = ("f", "g", "go", "solve", "work", "compute")


def digits(rng: Stream, name: str) -> Recursion:
    """Something of all digits of a number."""
    last = rng.choice(("n % 10", "n % 10 * N", "(n % 10 + N)", "max(n % 10, N)", "(n % 10) ** 2"))
    last = last.replace("N", str(rng.integer(2, 6)))
    body = f"    if n < 10:\n        return n\n    return {last} + {name}(n // 10)"
    return Recursion(f"def {name}(n):\n{body}", str(rng.digits(rng.integer(3, 9))), False)


def linear(rng: Stream, name: str) -> Recursion:
    """A value from the one before."""
    step, base = rng.integer(1, 3), rng.integer(0, 9)
    form = rng.choice(
        (f"2 * {name}(n - S) + N", f"{name}(n - S) + N * n", f"n * n - {name}(n - S)", f"N * n - {name}(n - S)")
    )
    form = form.replace("S", str(step)).replace("N", str(rng.integer(2, 9)))
    body = f"    if n <= {rng.integer(0, 2)}:\n        return {base}\n    return {form}"
    return Recursion(f"def {name}(n):\n{body}", str(rng.integer(3, 22)), False)


def ways(rng: Stream, name: str) -> Recursion:
    """How many ways there are to climb stairs in steps of two sizes, or a sequence of that kind."""
    one = rng.integer(1, 3)
    other = one + rng.integer(1, 2)
    factor = rng.choice(("", "", "2 * ", "3 * "))
    start, top = rng.integer(1, 9), rng.integer(3, 11)
    below = rng.choice(("n", f"{rng.integer(0, 9)}", f"{start}"))
    more = rng.choice(("", f" + {rng.integer(1, 9)}", f" - {rng.integer(1, 9)}"))
    form = f"{name}(n - {one}) + {factor}{name}(n - {other}){more}"
    body = f"    if n < {other}:\n        return {below}\n    return {form}"
    return Recursion(f"def {name}(n):\n{body}", str(top), True)


def halves(rng: Stream, name: str) -> Recursion:
    """A list, cut into halves."""
    form = rng.choice(("max(A, B)", "A - B", "A + 2 * B", "3 * A - B", "abs(A - B)", "min(A, B)"))
    form = form.replace("A", f"{name}(items[:middle])").replace("B", f"{name}(items[middle:])")
    body = f"    if len(items) == 1:\n        return items[0]\n    middle = len(items) // 2\n    return {form}"
    return Recursion(f"def {name}(items):\n{body}", str([rng.integer(1, 30) for _ in range(rng.integer(2, 16))]), True)


def rebuilt(rng: Stream, name: str) -> Recursion:
    """A list, item by item."""
    k = rng.integer(2, 9)
    item = rng.choice(
        (f"items[0] * {k}", f"items[0] + {k}", "items[0] + len(items)", f"items[0] % {k}", "items[-1] - items[0]")
    )
    form = rng.choice(
        ("{name}(items[1:]) + [{item}]", "[{item}] + {name}(items[1:])", "[{item}] + {name}(items[1:-1])")
    )
    form = form.format(name=name, item=item)
    body = f"    if not items:\n        return []\n    return {form}"
    return Recursion(f"def {name}(items):\n{body}", str([rng.integer(1, 30) for _ in range(rng.integer(2, 9))]), False)


def mutual(rng: Stream, name: str) -> Recursion:
    """Two functions that call each other."""
    one, other, k, m = rng.integer(1, 3), rng.integer(1, 3), rng.integer(2, 3), rng.integer(1, 5)
    first, second = f"{name}_one", f"{name}_two"
    return Recursion(
        f"def {first}(n):\n    if n <= 0:\n        return {rng.integer(0, 5)}\n    return n + {second}(n - {one})\n\n"
        f"def {second}(n):\n    if n <= {rng.integer(0, 1)}:\n        return {rng.integer(0, 5)}\n"
        f"    return {k} * {first}(n - {other}) - {m}",
        str(rng.integer(4, 40)),
        False,
    )


def remainders(rng: Stream, name: str) -> Recursion:
    """Euclid's algorithm, with something added on the way back."""
    form = rng.choice((f"{name}(b, a % b)", f"1 + {name}(b, a % b)", f"a // b + {name}(b, a % b)"))
    base = rng.choice(("a", "0", f"a + {rng.integer(1, 9)}"))
    body = f"    if b == 0:\n        return {base}\n    return {form}"
    return Recursion(f"def {name}(a, b):\n{body}", f"{rng.integer(30, 999)}, {rng.integer(10, 400)}", False)


def turned(rng: Stream, name: str) -> Recursion:
    """A text, letter by letter."""
    form = rng.choice(
        ("N(text[1:]) + text[0]", "text[-1] + N(text[1:-1]) + text[0]", "text[0] + N(text[2:]) + text[1]")
    )
    least = rng.choice((2, 3))
    body = f"    if len(text) < {least}:\n        return text\n    return {form.replace('N', name)}"
    text = "".join(rng.choice(WORDS) for _ in range(rng.integer(1, 3)))
    return Recursion(f"def {name}(text):\n{body}", f'"{text}"', False)


def base(rng: Stream, name: str) -> Recursion:
    """A number in another base."""
    k = rng.integer(2, 8)
    joined = rng.choice((f"{name}(n // {k}) + str(n % {k})", f"str(n % {k}) + {name}(n // {k})"))
    body = f"    if n < {k}:\n        return str(n)\n    return {joined}"
    return Recursion(f"def {name}(n):\n{body}", str(rng.integer(20, 9999)), False)


def collatz(rng: Stream, name: str) -> Recursion:
    """Halved if even."""
    k, cost = rng.choice((1, 3)), rng.integer(1, 4)
    odd = f"{name}(3 * n + 1)" if k == 3 else f"{name}(n - 1)"
    body = (
        f"    if n == 1:\n        return {rng.integer(0, 3)}\n"
        f"    if n % 2 == 0:\n        return {cost} + {name}(n // 2)\n"
        f"    return {rng.integer(1, 4)} + {odd}"
    )
    return Recursion(f"def {name}(n):\n{body}", str(rng.integer(5, 400)), False)


def nested(rng: Stream, name: str) -> Recursion:
    """Lists within lists."""
    k = rng.integer(1, 3)

    def drawn(depth: int) -> object:
        if depth == 0 or rng.chance(1, 3):
            return rng.integer(1, 9)
        return [drawn(depth - 1) for _ in range(rng.integer(2, 3))]

    items = [drawn(3), [drawn(2), rng.integer(1, 9)], drawn(1)]
    deeper = rng.choice((f"depth + {k}", f"depth * {k + 1}"))
    body = (
        "    total = 0\n    for item in items:\n        if isinstance(item, int):\n"
        "            total += item * depth\n        else:\n"
        f"            total += {name}(item, {deeper})\n    return total"
    )
    return Recursion(f"def {name}(items, depth):\n{body}", f"{rng.shuffled(items)}, {rng.integer(1, 3)}", True)


def subsets(rng: Stream, name: str) -> Recursion:
    """How many choices of items add up to a number."""
    items = sorted(rng.sample(range(1, 12), rng.integer(2, 5)), reverse=True)
    body = (
        "    if target == 0:\n        return 1\n    if target < 0 or not items:\n        return 0\n"
        f"    return {name}(items[1:], target - items[0]) + {name}(items[1:], target)"
    )
    target = sum(rng.sample(items, min(2, len(items))))
    return Recursion(f"def {name}(items, target):\n{body}", f"{items}, {target}", True)


def paths(rng: Stream, name: str) -> Recursion:
    """Ways through a grid, each step with a weight."""
    k, edge = rng.integer(1, 4), rng.integer(1, 5)
    factor = "" if k == 1 else f"{k} * "
    form = f"{name}(row - 1, column) + {factor}{name}(row, column - 1){rng.choice(('', f' + {rng.integer(1, 9)}'))}"
    body = f"    if row == 0 or column == 0:\n        return {edge}\n    return {form}"
    return Recursion(f"def {name}(row, column):\n{body}", f"{rng.integer(1, 4)}, {rng.integer(1, 4)}", True)


def towers(rng: Stream, name: str) -> Recursion:
    """The moves of a tower of disks, or what they cost."""
    if rng.chance(1, 2):
        pegs = rng.sample("ABCDKLMPQRSTXYZ", 3)
        body = (
            '    if n == 0:\n        return ""\n'
            f"    return {name}(n - 1, start, spare, end) + start + end + {name}(n - 1, spare, end, start)"
        )
        given = ", ".join(f'"{peg}"' for peg in pegs)
        return Recursion(f"def {name}(n, start, end, spare):\n{body}", f"{rng.integer(1, 3)}, {given}", True)
    k, cost, few = rng.integer(2, 3), rng.integer(1, 9), rng.integer(0, 2)
    body = (
        f"    if n == {few}:\n        return {rng.integer(0, 4)}\n    return {name}(n - 1) + {cost} * n + {name}(n - 1)"
    )
    return Recursion(f"def {name}(n):\n{body}", str(few + rng.integer(1, k + 1)), True)


def halved_or_less(rng: Stream, name: str) -> Recursion:
    """Two calls for odd numbers, one for even ones."""
    few, k, m = rng.integer(3, 6), rng.integer(1, 30), rng.integer(1, 3)
    body = (
        f"    if n < {few}:\n        return n\n    if n % 2 == 0:\n        return {name}(n // 2) + {k}\n"
        f"    return {name}(n - {m}) + {name}(n - {m + 1})"
    )
    return Recursion(f"def {name}(n):\n{body}", str(rng.integer(6, 80)), True)


MAKERS = (
    digits, linear, ways, halves, rebuilt, mutual, remainders, turned, base, collatz, nested, subsets, paths, towers,
    halved_or_less, ways, halves, halved_or_less,
)  # fmt: skip


def recursion(rng: Stream) -> Recursion:
    """One of all of them."""
    return rng.choice(MAKERS)(rng, rng.choice(NAMES))
