"""Which of several expressions is the largest, or which round number is nearest to one, decided exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LETTERS = "ABCDEF"
# Digits of the numbers, how many options, one part in how many they differ by, and digits of round numbers.
LEVELS = (
    {"digits": 2, "options": 3, "close": 3, "kept": 1},
    {"digits": 2, "options": 4, "close": 8, "kept": 1},
    {"digits": 3, "options": 4, "close": 20, "kept": 2},
    {"digits": 4, "options": 5, "close": 100, "kept": 2},
    {"digits": 6, "options": 6, "close": 500, "kept": 3},
)


def make(rng: Stream, *, digits: int, options: int, close: int, kept: int) -> Problem:
    if rng.chance(1, 2):
        return _largest(rng, digits, options, close)
    return _nearest(rng, digits, options, kept)


def _largest(rng: Stream, digits: int, count: int, close: int) -> Problem:
    sign = rng.choice("*/r")
    options = [[rng.digits(digits), rng.digits(digits)]]
    goal = _size(sign, *options[0])
    sizes = [goal]
    for _ in range(50 * count):
        x = rng.digits(digits)
        # The number that would make it as large as the first, and then a little more or less.
        y = int({"*": goal / x, "/": x / goal, "r": goal / (x * x)}[sign]) + 1
        y += rng.integer(-(y // close), y // close)
        size = _size(sign, x, y)
        if size not in sizes:
            options.append([x, y])
            sizes.append(size)
        if len(sizes) == count:
            break
    order = rng.shuffled(range(len(sizes)))
    ranked = sorted(order, key=sizes.__getitem__, reverse=True)
    letters = [LETTERS[order.index(at)] for at in ranked]
    answer, *others = letters
    return Problem(
        facts={"kind": "largest", "sign": sign, "target": [], "options": [options[at] for at in order]},
        answer=answer,
        steps=(
            *(Step("beats", _beaten(sign, options[ranked[0]], options[at], answer, letter))
              for at, letter in zip(ranked[1:], others, strict=True)),
            Step("largest", {"choice": answer}),
        ),
        mistakes=mistakes(answer, next_one_taken=others[0], smallest_taken=others[-1]),
    )  # fmt: skip


def _size(sign: str, x: int, y: int) -> Fraction:
    """The value; with a root its square, which is as good for a comparison."""
    return Fraction(x, y) if sign == "/" else Fraction(x * y if sign == "*" else x * x * y)


def _beaten(sign: str, one: list[int], other: list[int], better: str, worse: str) -> dict[str, Any]:
    """The whole numbers that decide between two options: quotients are multiplied crosswise."""
    if sign == "/":
        left, right = one[0] * other[1], other[0] * one[1]
    else:
        left, right = (int(_size(sign, *option)) for option in (one, other))
    return {"better": better, "worse": worse, "left": left, "right": right}


def _nearest(rng: Stream, digits: int, count: int, kept: int) -> Problem:
    sign = rng.choice("*/")
    x, y = rng.digits(digits if sign == "*" else 2 * digits), rng.digits(digits)
    top, bottom = (x * y, 1) if sign == "*" else (x, y)
    unit = 10 ** max(0, len(str(top // bottom)) - kept)
    units, rest = divmod(2 * top + unit * bottom, 2 * unit * bottom)
    # Exactly in the middle of two round numbers, only the upper one is offered.
    near = [at for at in range(units - 4, units + 5) if at > 0 and at != units and (rest or at != units - 1)]
    wrong = [unit * at for at in near] + [10 * unit * units]
    options = rng.shuffled([unit * units, *rng.sample(wrong, count - 1)])
    ranked = sorted(options, key=lambda option: abs(option * bottom - top))
    letters = [LETTERS[options.index(option)] for option in ranked]
    rough = [_one_digit(number) for number in (x, y)]
    about = rough[0] * rough[1] if sign == "*" else Fraction(rough[0], rough[1])
    away = str(Fraction(abs(ranked[0] * bottom - top), bottom))
    return Problem(
        facts={"kind": "nearest", "sign": sign, "target": [x, y], "options": options},
        answer=letters[0],
        steps=(
            Step("rough", {"rough": rough, "about": str(about)}),
            Step("exact", {"value": str(Fraction(top, bottom)), "below": top // bottom}),
            Step("nearest", {"choice": letters[0], "away": away}),
        ),
        mistakes=mistakes(letters[0], next_one_taken=letters[1], farthest_taken=letters[-1]),
    )


def _one_digit(number: int) -> int:
    unit = int(10 ** (len(str(number)) - 1))
    return (2 * number + unit) // (2 * unit) * unit


def check(facts: Facts, reply: str) -> Verdict:
    best = 0
    for at in range(1, len(facts["options"])):
        if _beats(facts, at, best):
            best = at
    return words.judge(reply, LETTERS[best], options=LETTERS[: len(facts["options"])])


def _beats(facts: Facts, at: int, other: int) -> bool:
    """One option against another, in whole numbers."""
    one, two = facts["options"][at], facts["options"][other]
    if facts["kind"] == "nearest":
        # Nearer to a than to b: on the side of a from the middle of both.
        x, y = facts["target"]
        twice, parts = (2 * x * y, 1) if facts["sign"] == "*" else (2 * x, y)
        return (twice < (one + two) * parts) == (one < two) and twice != (one + two) * parts
    (a, b), (c, d) = one, two
    if facts["sign"] == "/":
        return a * d > c * b
    return (a * b > c * d) if facts["sign"] == "*" else (a * a * b > c * c * d)


def _wins(facts: Facts, letter: str) -> bool:
    mine, count = LETTERS.index(letter), len(facts["options"])
    return mine < count and all(_beats(facts, mine, other) for other in range(count) if other != mine)


def check_step(facts: Facts, step: Step) -> bool:
    claim, sign = step.claim, facts["sign"]
    if step.rule == "largest":
        return _wins(facts, claim["choice"])
    if step.rule == "beats":
        (a, b), (c, d) = (facts["options"][LETTERS.index(claim[name])] for name in ("better", "worse"))
        sides = {"*": (a * b, c * d), "/": (a * d, c * b), "r": (a * a * b, c * c * d)}[sign]
        return (claim["left"], claim["right"]) == sides and sides[0] > sides[1]
    x, y = facts["target"]
    value = Fraction(x * y) if sign == "*" else Fraction(x, y)
    if step.rule == "exact":
        return Fraction(claim["value"]) == value and 0 <= value - claim["below"] < 1
    if step.rule == "nearest":
        away = abs(value - facts["options"][LETTERS.index(claim["choice"])])
        return _wins(facts, claim["choice"]) and Fraction(claim["away"]) == away
    p, q = claim["rough"]
    close = all(abs(2 * (number - near)) <= 10 ** (len(str(number)) - 1) for number, near in ((x, p), (y, q)))
    digits = all(str(near).rstrip("0") in {*"123456789"} for near in (p, q))
    return close and digits and Fraction(claim["about"]) == (p * q if sign == "*" else Fraction(p, q))


def canonical(facts: Facts) -> list[Any]:
    options = sorted([list(option) if facts["kind"] == "largest" else [option] for option in facts["options"]])
    if facts["sign"] == "*":
        options = sorted([sorted(option) for option in options])
    target = sorted(facts["target"]) if facts["sign"] == "*" else list(facts["target"])
    return [facts["kind"], facts["sign"], target, options]
