"""A natural number, rewritten from one base into another (2 to 16)."""

from __future__ import annotations

import re
from itertools import pairwise

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"bases": (2, 10), "size": 500},
    {"bases": (2, 8, 10, 16), "size": 4_000},
    {"bases": (2, 3, 5, 8, 10, 16), "size": 50_000},
    {"bases": tuple(range(2, 17)), "size": 10**6},
    {"bases": tuple(range(2, 17)), "size": 10**9},
)
SPACES = {1: 2 * 500}

_DIGITS = "0123456789ABCDEF"
_NUMERALS = {
    base: re.compile(f"0*([{_DIGITS[:base]}]{{1,64}})", re.ASCII | re.IGNORECASE) for base in range(2, len(_DIGITS) + 1)
}
_FORMATS = {2: "b", 8: "o", 10: "d", 16: "X"}
_PREFIXES = {2: "0b", 8: "0o", 16: "0x"}


def make(rng: Stream, *, bases: tuple[int, ...], size: int) -> Problem:
    source, target = rng.sample(bases, 2)
    value = rng.integer(size // 25, size)
    given = _written(value, source)
    steps = []
    if source != 10:
        places = range(len(given) - 1, -1, -1)
        parts = [int(digit, 16) * source**place for place, digit in zip(places, given, strict=True) if digit != "0"]
        steps.append(Step("expand", {"parts": parts, "value": value}))
    rest, digits = value, ""
    while rest and target != 10:
        quotient, digit = divmod(rest, target)
        steps.append(Step("divide", {"high": rest, "quotient": quotient, "digit": digit}))
        digits += _DIGITS[digit]
        rest = quotient
    answer = digits[::-1] or str(value)
    if digits:
        steps.append(Step("read", {"digits": answer}))
    return Problem(
        facts={"digits": given, "source": source, "target": target},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            read_from_the_wrong_end=answer[::-1].lstrip("0"),
            last_digit_lost=answer[:-1],
            one_too_many=_written(value + 1, target),
        ),
    )


def _written(value: int, base: int) -> str:
    if base in _FORMATS:
        return format(value, _FORMATS[base])
    digits = ""
    while value:
        value, digit = divmod(value, base)
        digits = _DIGITS[digit] + digits
    return digits


def check(facts: Facts, reply: str) -> Verdict:
    """Reads both numerals as numbers; nothing is converted from base to base."""
    target = facts["target"]
    numeral = _NUMERALS[target]
    match = numeral.fullmatch(reply) or numeral.fullmatch(_undressed(reply, target))
    if match is None:
        return wrong(f"expected one numeral in base {target}")
    right = int(match[1], target) == int(facts["digits"], facts["source"])
    return RIGHT if right else wrong(f"{match[1]} does not fit the facts")


def _undressed(reply: str, base: int) -> str:
    """The reply's numeral without blanks and without what only names its base."""
    text = (final(reply) or "").replace(" ", "")
    text = text.removesuffix(f"_{base}").removesuffix(f"_{{{base}}}")
    return text[2:] if text[:2].lower() == _PREFIXES.get(base) else text


def check_step(facts: Facts, step: Step) -> bool:
    claim, base = step.claim, facts["target"]
    value = int(facts["digits"], facts["source"])
    if step.rule == "expand":
        return claim["value"] == value and claim["parts"] == _place_values(value, facts["source"], len(facts["digits"]))
    if step.rule == "read":
        return int(claim["digits"], base) == value
    high = claim["high"]
    return high == claim["quotient"] * base + claim["digit"] and _is_head(high, value, base)


def _place_values(value: int, base: int, places: int) -> list[int]:
    """By differences: what each digit adds is what the remainder loses when a power of the base less is left of it."""
    tails = [value % base**place for place in range(places, -1, -1)]
    return [more - less for more, less in pairwise(tails) if more > less]


def _is_head(head: int, value: int, base: int) -> bool:
    """Whether dividing the value by the base again and again comes to the head."""
    while value > head:
        value //= base
    return value == head > 0
