"""An expression with a given value, in which each of some given numbers is used exactly once."""

from __future__ import annotations

from simulators.checks import expressions
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
SHARED = {
    "expressions.postfix": "the maker tries whether a mistake happens to be right; the answer is made another way",
    "expressions.reckon": "as postfix",
}
LEVELS = (
    {"count": 3, "size": 25},
    {"count": 4, "size": 13},
    {"count": 4, "size": 50},
    {"count": 5, "size": 50},
    {"count": 6, "size": 100},
)
LARGEST = 1000  # the target, and every value on the way to it
RANK = {"+": 1, "-": 1, "*": 2, "/": 2}

_TURNED = str.maketrans("+-*/", "-+/*")

# A part of the expression being built: its value, its text, and the rank of its outermost sign (3: a number).
Part = tuple[int, str, int]


def make(rng: Stream, *, count: int, size: int) -> Problem:
    numbers = [rng.integer(1, size) for _ in range(count)]
    parts: list[Part] = [(number, str(number), 3) for number in numbers]
    steps = []
    while len(parts) > 1:
        left = parts.pop(rng.below(len(parts)))
        right = parts.pop(rng.below(len(parts)))
        sign, value = _combined(rng, left[0], right[0])
        steps.append(Step("combine", {"left": left[0], "sign": sign, "right": right[0], "value": value}))
        parts.append(
            (value, f"{_inside(left, sign, behind=False)} {sign} {_inside(right, sign, behind=True)}", RANK[sign])
        )
    target, expression, _ = parts[0]
    given = rng.shuffled(numbers)
    turned = expression.translate(_TURNED)
    return Problem(
        facts={"numbers": given, "target": target},
        answer=expression,
        steps=(*steps, Step("write", {"expression": expression})),
        mistakes=mistakes(
            expression,
            one_number_unused=" + ".join(map(str, given[:-1])),
            number_not_given=f"{target + 1} - 1",
            signs_confused=turned if expressions.evaluate(turned) != target else expression,
        ),
    )


def _combined(rng: Stream, left: int, right: int) -> tuple[str, int]:
    """A sign between the two, with its value: whole, not negative and not too large; a sum always is one."""
    options = []
    if left + right <= LARGEST:
        options.append(("+", left + right))
    if left > right:
        options.append(("-", left - right))
    if left > 1 and right > 1 and left * right <= LARGEST:
        options += [("*", left * right)] * 2
    if left and right > 1 and left % right == 0:
        options.append(("/", left // right))
    return rng.choice(options) if options else ("+", left + right)


def _inside(part: Part, sign: str, *, behind: bool) -> str:
    """The part as an operand, in brackets where it would fall apart without them."""
    _, text, rank = part
    apart = rank < RANK[sign] or (behind and sign in "-/" and rank == RANK[sign])
    return f"({text})" if apart else text


def check(facts: Facts, reply: str) -> Verdict:
    """Reads the expression as a stack machine does: any that uses the numbers and has the value is right."""
    text = (final(reply) or "").replace("×", "*").replace("·", "*").replace("÷", "/").replace("\u2212", "-")
    text, equals, value = text.partition("=")
    pieces = expressions.postfix(text)
    if pieces is None or (equals and value.strip() != str(facts["target"])):
        return wrong("expected one expression of numbers, + - * / and brackets")
    used = sorted(piece for piece in pieces if isinstance(piece, int))
    if used != sorted(facts["numbers"]):
        return wrong(
            f"expected each of {', '.join(map(str, facts['numbers']))} once, got {', '.join(map(str, used[:12]))}"
        )
    if expressions.reckon(pieces) != facts["target"]:
        return wrong(f"the expression does not have the value {facts['target']}")
    return RIGHT


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "write":
        return check(facts, claim["expression"]).reward == 1
    value = expressions.apply(claim["sign"], claim["left"], claim["right"]) if claim["sign"] in RANK else None
    return value == claim["value"]


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["numbers"]), facts["target"]]
