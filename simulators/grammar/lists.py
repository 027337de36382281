"""Stages that take a list of integers."""

from __future__ import annotations

from simulators.core import Stream
from simulators.grammar.stages import Stage, stage


def keep_divisible(rng: Stream) -> Stage:
    """Filter by a remainder."""
    k = rng.integer(2, 5)
    kept, says = rng.choice(((f"V % {k} == 0", "divisible"), (f"V % {k} != 0", "not divisible")))
    return stage(
        rng, "ints", "ints", "kept", f"keep only the numbers that are {says} by {k}",
        ("Y = []", "for V in X:", f"    if {kept}:", "        Y.append(V)"),
        f"Y = [V for V in X if {kept}]",
        of=(k, says),
    )  # fmt: skip


def keep_beyond(rng: Stream) -> Stage:
    """Filter by size."""
    k = rng.integer(5, 30)
    sign, says = rng.choice(((">", "greater"), ("<", "less")))
    return stage(
        rng, "ints", "ints", "kept", f"keep only the numbers that are {says} than {k}",
        ("Y = []", "for V in X:", f"    if V {sign} {k}:", "        Y.append(V)"),
        f"Y = [V for V in X if V {sign} {k}]",
        f"Y = list(filter(lambda V: V {sign} {k}, X))",
        of=(k, sign),
    )  # fmt: skip


def add_to_each(rng: Stream) -> Stage:
    """Move every number by the same amount."""
    k = rng.integer(1, 12)
    return stage(
        rng, "ints", "ints", "moved", f"add {k} to every number",
        ("Y = []", "for V in X:", f"    Y.append(V + {k})"),
        f"Y = [V + {k} for V in X]",
        ("Y = X[:]", "for I in range(len(Y)):", f"    Y[I] += {k}"),
        of=(k,),
    )  # fmt: skip


def multiply_each(rng: Stream) -> Stage:
    """Scale every number."""
    k = rng.integer(2, 5)
    return stage(
        rng, "ints", "ints", "scaled", f"multiply every number by {k}",
        ("Y = []", "for V in X:", f"    Y.append(V * {k})"),
        f"Y = [{k} * V for V in X]",
        f"Y = list(map(lambda V: V * {k}, X))",
        of=(k,),
    )  # fmt: skip


def remainders(rng: Stream) -> Stage:
    """Every number modulo the same."""
    k = rng.integer(3, 11)
    return stage(
        rng, "ints", "ints", "rests", f"replace every number by its remainder modulo {k}",
        ("Y = []", "for V in X:", f"    Y.append(V % {k})"),
        f"Y = [V % {k} for V in X]",
        of=(k,),
    )  # fmt: skip


def squares(rng: Stream) -> Stage:
    """Every number squared."""
    return stage(
        rng, "ints", "ints", "squared", "square every number",
        ("Y = []", "for V in X:", "    Y.append(V * V)"),
        "Y = [V ** 2 for V in X]",
    )  # fmt: skip


def running_sums(rng: Stream) -> Stage:
    """Partial sums."""
    return stage(
        rng, "ints", "ints", "sums", "replace every number by the sum of all numbers up to and including it",
        ("Y = []", "so_far = 0", "for V in X:", "    so_far += V", "    Y.append(so_far)"),
        "Y = [sum(X[:I + 1]) for I in range(len(X))]",
    )  # fmt: skip


def differences(rng: Stream) -> Stage:
    """Neighbours subtracted."""
    return stage(
        rng, "ints", "ints", "steps", "take the differences of neighbours (the later number minus the earlier one)",
        ("Y = []", "for I in range(1, len(X)):", "    Y.append(X[I] - X[I - 1])"),
        "Y = [W - V for V, W in zip(X, X[1:])]",
    )  # fmt: skip


def reverse(rng: Stream) -> Stage:
    """The other way round."""
    return stage(
        rng, "ints", "ints", "backwards", "reverse the order",
        "Y = X[::-1]",
        ("Y = []", "for V in X:", "    Y.insert(0, V)"),
        "Y = list(reversed(X))",
    )  # fmt: skip


def order(rng: Stream) -> Stage:
    """Sorted, by the library or by insertion."""
    down, says = rng.choice(((False, "ascending"), (True, "descending")))
    sign = ">" if down else "<"
    return stage(
        rng, "ints", "ints", "ordered", f"sort the numbers in {says} order",
        f"Y = sorted(X{', reverse=True' if down else ''})",
        ("Y = []", "for V in X:", "    I = 0", f"    while I < len(Y) and not V {sign} Y[I]:", "        I += 1",
         "    Y.insert(I, V)"),
        of=(says,),
    )  # fmt: skip


def unique(rng: Stream) -> Stage:
    """Repeats left out."""
    return stage(
        rng, "ints", "ints", "unique", "keep only the first occurrence of every number",
        ("Y = []", "for V in X:", "    if V not in Y:", "        Y.append(V)"),
        ("seen = set()", "Y = []", "for V in X:", "    if V in seen:", "        continue", "    seen.add(V)",
         "    Y.append(V)"),
        "Y = [V for I, V in enumerate(X) if V not in X[:I]]",
    )  # fmt: skip


def every_kth(rng: Stream) -> Stage:
    """A slice with a step."""
    k = rng.integer(2, 3)
    first = rng.below(k)
    name = {2: "second", 3: "third"}[k]
    says = f"keep every {name} number, beginning with the {('first', 'second', 'third')[first]}"
    return stage(
        rng, "ints", "ints", "picked", says,
        f"Y = X[{first}::{k}]",
        ("Y = []", "for I, V in enumerate(X):", f"    if I % {k} == {first}:", "        Y.append(V)"),
        of=(k, first),
    )  # fmt: skip


def rotate(rng: Stream) -> Stage:
    """The front moved to the end."""
    k = rng.integer(1, 3)
    count = "the first number" if k == 1 else f"the first {k} numbers"
    return stage(
        rng, "ints", "ints", "turned", f"move {count} to the end",
        f"Y = X[{k}:] + X[:{k}]",
        ("Y = X[:]", f"for I in range({k}):", "    if Y:", "        Y.append(Y.pop(0))")
        if k == 1
        else f"Y = X[{k}:] + X[:{k}]",
        of=(k,),
    )  # fmt: skip


def clip(rng: Stream) -> Stage:
    """No number outside an interval."""
    low = rng.integer(0, 10)
    high = low + rng.integer(8, 30)
    return stage(
        rng, "ints", "ints", "clipped", f"replace numbers below {low} by {low} and numbers above {high} by {high}",
        f"Y = [min(max(V, {low}), {high}) for V in X]",
        ("Y = []", "for V in X:", f"    if V < {low}:", f"        Y.append({low})", f"    elif V > {high}:",
         f"        Y.append({high})", "    else:", "        Y.append(V)"),
        of=(low, high),
    )  # fmt: skip


def larger_neighbours(rng: Stream) -> Stage:
    """Of each pair of neighbours the larger one."""
    best, says = rng.choice((("max", "larger"), ("min", "smaller")))
    return stage(
        rng, "ints", "ints", "highs" if best == "max" else "lows",
        f"take, for each number but the last, the {says} of it and the next one",
        f"Y = [{best}(V, W) for V, W in zip(X, X[1:])]",
        ("Y = []", "for I in range(len(X) - 1):", f"    Y.append({best}(X[I], X[I + 1]))"),
        of=(best,),
    )  # fmt: skip


def total(rng: Stream) -> Stage:
    """The sum."""
    return stage(
        rng, "ints", "int", "total", "add up all numbers",
        "Y = sum(X)",
        ("Y = 0", "for V in X:", "    Y += V"),
    )  # fmt: skip


def alternating(rng: Stream) -> Stage:
    """Added and subtracted in turn."""
    return stage(
        rng, "ints", "int", "balance", "add the first number, subtract the second, add the third, and so on",
        ("Y = 0", "sign = 1", "for V in X:", "    Y += sign * V", "    sign = -sign"),
        "Y = sum(X[::2]) - sum(X[1::2])",
    )  # fmt: skip


def count_beyond(rng: Stream) -> Stage:
    """How many are large."""
    k = rng.integer(5, 30)
    return stage(
        rng, "ints", "int", "count", f"count the numbers that are at least {k}",
        ("Y = 0", "for V in X:", f"    if V >= {k}:", "        Y += 1"),
        f"Y = sum(1 for V in X if V >= {k})",
        f"Y = len([V for V in X if V >= {k}])",
        of=(k,),
    )  # fmt: skip


def spread(rng: Stream) -> Stage:
    """Largest minus smallest."""
    return stage(
        rng, "ints", "int", "spread",
        "take the difference between the largest and the smallest number (0 if there is none)",
        "Y = max(X, default=0) - min(X, default=0)",
        ("Y = 0", "for V in X:", "    for W in X:", "        if V - W > Y:", "            Y = V - W"),
    )  # fmt: skip


def rises(rng: Stream) -> Stage:
    """How often a number is followed by a larger one."""
    return stage(
        rng, "ints", "int", "rises", "count how often a number is followed directly by a larger one",
        ("Y = 0", "for I in range(1, len(X)):", "    if X[I] > X[I - 1]:", "        Y += 1"),
        "Y = sum(1 for V, W in zip(X, X[1:]) if W > V)",
    )  # fmt: skip


def product(rng: Stream) -> Stage:
    """The product, kept small."""
    m = rng.choice((97, 101, 1000, 1009))
    return stage(
        rng, "ints", "int", "product",
        f"starting from 1, multiply by every number in turn and take the remainder modulo {m} each time",
        ("Y = 1", "for V in X:", f"    Y = Y * V % {m}"),
        of=(m,),
    )  # fmt: skip


def first_beyond(rng: Stream) -> Stage:
    """Where a large number stands first."""
    k = rng.integer(10, 40)
    return stage(
        rng, "ints", "int", "place", f"find the index of the first number greater than {k} (-1 if there is none)",
        ("Y = -1", "for I, V in enumerate(X):", f"    if V > {k}:", "        Y = I", "        break"),
        f"Y = next((I for I, V in enumerate(X) if V > {k}), -1)",
        of=(k,),
    )  # fmt: skip


def longest_rise(rng: Stream) -> Stage:
    """The longest stretch that goes up."""
    return stage(
        rng, "ints", "int", "longest",
        "find the length of the longest stretch in which each number is larger than the one before it",
        ("Y = 0", "length = 0", "for I, V in enumerate(X):", "    if I > 0 and V > X[I - 1]:", "        length += 1",
         "    else:", "        length = 1", "    Y = max(Y, length)"),
    )  # fmt: skip


def pairs_with_sum(rng: Stream) -> Stage:
    """Two loops, one inside the other."""
    k = rng.integer(2, 6)
    return stage(
        rng, "ints", "int", "pairs", f"count the pairs of numbers (at different places) whose sum is divisible by {k}",
        ("Y = 0", "for I in range(len(X)):", "    for V in X[I + 1:]:", f"        if (X[I] + V) % {k} == 0:",
         "            Y += 1"),
        ("Y = 0", "for I, V in enumerate(X):", f"    Y += sum(1 for W in X[:I] if (V + W) % {k} == 0)"),
        of=(k,),
    )  # fmt: skip


MAKERS = (
    keep_divisible, keep_beyond, add_to_each, multiply_each, remainders, squares, running_sums, differences, reverse,
    order, unique, every_kth, rotate, clip, larger_neighbours, total, alternating, count_beyond, spread, rises,
    product, first_beyond, longest_rise, pairs_with_sum,
)  # fmt: skip
