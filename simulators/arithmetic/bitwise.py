"""Bitwise operations one after another: and, or, exclusive or, not and shifts, in binary or hexadecimal."""

from __future__ import annotations

import re
from functools import lru_cache

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"base": 2, "bits": 8, "count": 1, "kinds": ("and", "or", "xor")},
    {"base": 2, "bits": 10, "count": 2, "kinds": ("and", "or", "xor", "left", "right")},
    {"base": 2, "bits": 12, "count": 3, "kinds": ("and", "or", "xor", "left", "right", "not")},
    {"base": 16, "bits": 16, "count": 3, "kinds": ("and", "or", "xor", "left", "right")},
    {"base": 16, "bits": 32, "count": 5, "kinds": ("and", "or", "xor", "left", "right", "not")},
)
TRIES = 200
MIXED_UP = {"and": "or", "or": "xor", "xor": "or", "left": "right", "right": "left"}
_NUMERALS = {2: re.compile(r"[01]{1,64}"), 16: re.compile(r"[0-9a-fA-F]{1,64}")}
_PREFIXES = {2: "0b", 16: "0x"}
# What becomes of the sum of two bits.
TABLES = {
    "and": str.maketrans("012", "001"),
    "or": str.maketrans("012", "011"),
    "xor": str.maketrans("012", "010"),
}
INVERTED = str.maketrans("01", "10")

Operation = tuple[str, int]  # what is done, and with which number: 0 for not


def make(rng: Stream, *, base: int, bits: int, count: int, kinds: tuple[str, ...]) -> Problem:
    for _ in range(TRIES):
        first, done = rng.below(1 << bits), list[Operation]()
        while len(done) < count:
            kind = rng.choice([kind for kind in kinds if not done or kind != done[-1][0]])
            shift = kind in ("left", "right")
            done.append((kind, rng.integer(1, bits // 3) if shift else rng.below(1 << bits) if kind != "not" else 0))
        values = _run(first, done, bits)
        if len(set(values)) > count and values[-1]:
            break
    else:
        raise ValueError("expected operations that change something")
    before, last, (kind, by) = values[-2], values[-1], done[-1]
    mixed_up = _run(before, [(MIXED_UP.get(kind, "not"), by)], bits)[-1]
    binary, form = f"0{bits}b", _form(base, bits)
    answer = format(last, form)
    return Problem(
        facts={
            "base": base,
            "bits": bits,
            "first": format(first, form),
            "operations": [
                [kind, str(by) if kind in ("left", "right") else "" if kind == "not" else format(by, form)]
                for kind, by in done
            ],
        },
        answer=answer,
        steps=tuple(
            [
                Step("operation", {"number": at, "bits_now": format(value, binary), "now": format(value, form)})
                for at, value in enumerate(values[1:], 1)
            ]
        ),
        mistakes=mistakes(
            answer,
            operations_mixed_up=format(mixed_up, form),
            last_operation_forgotten=format(before, form),
            bits_inverted=format(last ^ ((1 << bits) - 1), form),
        ),
    )


def _run(first: int, done: list[Operation], bits: int) -> list[int]:
    values, mask = [first], (1 << bits) - 1
    for kind, by in done:
        now = values[-1]
        if kind == "and":
            now &= by
        elif kind == "or":
            now |= by
        elif kind == "xor":
            now ^= by
        elif kind == "not":
            now ^= mask
        else:
            now = now << by & mask if kind == "left" else now >> by
        values.append(now)
    return values


def _form(base: int, bits: int) -> str:
    """How numbers are formatted: with all their digits."""
    return f"0{bits}b" if base == 2 else f"0{bits // 4}X"


def check(facts: Facts, reply: str) -> Verdict:
    """Bit by bit, from tables of what the sum of two bits becomes."""
    base = facts["base"]
    said = (final(reply) or "").replace(" ", "").replace("_", "").lower()
    said = said.removesuffix(str(base)) if said.endswith(f"){base}") else said
    said = said.strip("()").removeprefix(_PREFIXES[base])
    if not _NUMERALS[base].fullmatch(said):
        return wrong(f"expected one numeral in base {base}")
    right = int(said, base) == int(_history(facts)[-1], 2)
    return RIGHT if right else wrong(f"{said} does not fit the facts")


def _history(facts: Facts) -> list[str]:
    """The bits at first and after each operation."""
    return _followed(facts["base"], facts["bits"], facts["first"], tuple(map(tuple, facts["operations"])))


@lru_cache(maxsize=16)  # a reply, each mistake and each step ask for the same bits
def _followed(base: int, bits: int, first: str, operations: tuple[tuple[str, str], ...]) -> list[str]:
    now = _bits(first, base, bits)
    history = [now]
    for kind, by in operations:
        if kind == "not":
            now = now.translate(INVERTED)
        elif kind == "left":
            now = (now + "0" * int(by))[-bits:]
        elif kind == "right":
            now = ("0" * int(by) + now)[:bits]
        else:
            # Read as decimals, rows of bits are added without a carry.
            sums = str(int(now) + int(_bits(by, base, bits)))
            now = sums.zfill(bits).translate(TABLES[kind])
        history.append(now)
    return history


def _bits(digits: str, base: int, bits: int) -> str:
    return f"{int(digits, base):0{bits}b}"


def check_step(facts: Facts, step: Step) -> bool:
    base, bits, claim, history = facts["base"], facts["bits"], step.claim, _history(facts)
    number, now = claim["number"], claim["now"]
    if not 0 < number < len(history) or len(now) != len(facts["first"]) or not _NUMERALS[base].fullmatch(now):
        return False
    return claim["bits_now"] == history[number] == _bits(now, base, bits)


def canonical(facts: Facts) -> list[object]:
    return [facts["base"], facts["bits"], facts["first"], [list(pair) for pair in facts["operations"]]]
