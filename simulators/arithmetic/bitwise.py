"""Bitwise operations one after another: and, or, exclusive or, not and shifts, in binary or hexadecimal."""

from __future__ import annotations

import re

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
_NUMERAL = re.compile(r"[0-9a-f]{1,64}", re.ASCII)
_PREFIXES = {2: "0b", 16: "0x"}
# What a bit becomes, by itself and the one under it.
TABLES = {
    "and": {"00": "0", "01": "0", "10": "0", "11": "1"},
    "or": {"00": "0", "01": "1", "10": "1", "11": "1"},
    "xor": {"00": "0", "01": "1", "10": "1", "11": "0"},
}

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
    mixed = [(MIXED_UP.get(done[-1][0], "not"), done[-1][1]), done[-1]]
    others = [_run(first, [*done[:-1], other], bits)[-1] for other in mixed]
    answer = _text(values[-1], base, bits)
    return Problem(
        facts={
            "base": base,
            "bits": bits,
            "first": _text(first, base, bits),
            "operations": [
                [kind, str(by) if kind in ("left", "right") else "" if kind == "not" else _text(by, base, bits)]
                for kind, by in done
            ],
        },
        answer=answer,
        steps=tuple(
            Step("operation", {"number": at, "bits_now": f"{value:0{bits}b}", "now": _text(value, base, bits)})
            for at, value in enumerate(values[1:], 1)
        ),
        mistakes=mistakes(
            answer,
            operations_mixed_up=_text(others[0], base, bits),
            last_operation_forgotten=_text(values[-2], base, bits),
            bits_inverted=_text(values[-1] ^ ((1 << bits) - 1), base, bits),
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


def _text(value: int, base: int, bits: int) -> str:
    return f"{value:0{bits}b}" if base == 2 else f"{value:0{bits // 4}X}"


def check(facts: Facts, reply: str) -> Verdict:
    """Bit by bit, from tables of what two bits become."""
    base = facts["base"]
    said = (final(reply) or "").replace(" ", "").replace("_", "").lower()
    said = said.removesuffix(str(base)) if said.endswith(f"){base}") else said
    said = said.strip("()").removeprefix(_PREFIXES[base])
    if not _NUMERAL.fullmatch(said) or (base == 2 and set(said) - {"0", "1"}):
        return wrong(f"expected one numeral in base {base}")
    right = _history(facts)[-1]
    return RIGHT if _bits(said, base).lstrip("0") == right.lstrip("0") else wrong(f"{said} does not fit the facts")


def _bits(digits: str, base: int) -> str:
    return digits if base == 2 else "".join([f"{int(digit, 16):04b}" for digit in digits])


def _history(facts: Facts) -> list[str]:
    """The bits at first and after each operation."""
    base, bits = facts["base"], facts["bits"]
    now = _bits(facts["first"], base)
    history = [now]
    for kind, by in facts["operations"]:
        if kind == "not":
            now = "".join(["1" if bit == "0" else "0" for bit in now])
        elif kind == "left":
            now = (now + "0" * int(by))[-bits:]
        elif kind == "right":
            now = ("0" * int(by) + now)[:bits]
        else:
            table = TABLES[kind]
            now = "".join([table[one + other] for one, other in zip(now, _bits(by, base), strict=True)])
        history.append(now)
    return history


def check_step(facts: Facts, step: Step) -> bool:
    claim, history = step.claim, _history(facts)
    number, now = claim["number"], claim["now"]
    length = facts["bits"] if facts["base"] == 2 else facts["bits"] // 4
    if not 0 < number < len(history) or len(now) != length:
        return False
    return claim["bits_now"] == history[number] == _bits(now, facts["base"])


def canonical(facts: Facts) -> list[object]:
    return [facts["base"], facts["bits"], facts["first"], [list(pair) for pair in facts["operations"]]]
