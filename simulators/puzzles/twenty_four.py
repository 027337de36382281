"""An expression that makes 24 of four numbers, or the finding that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from simulators.checks import expressions
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
SHARED = {
    "expressions.postfix": "the maker tries whether a mistake happens to be right; the answer is made another way",
    "expressions.reckon": "as postfix",
}
LEVELS = ({"largest": 9}, {"largest": 13}, {"largest": 18}, {"largest": 30}, {"largest": 45})
SPACES = {1: 495, 2: 1820, 3: 5985}  # so many ways there are to draw four numbers, their order aside
TARGET = 24
TRIES = 60
IMPOSSIBLE = "impossible"
RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_TURNED = str.maketrans("+-*/", "-+/*")

# A number, or a sign between two ways.
Way = int | tuple[str, "Way", "Way"]
Needed = tuple[str, bool, int, int]


def make(rng: Stream, *, largest: int) -> Problem:
    possible = rng.chance(4, 5)
    numbers, solution = [0] * 4, None
    for _ in range(TRIES):
        numbers = [rng.integer(1, largest) for _ in range(4)]
        solution = _solution(tuple(sorted(numbers)))
        if (solution is not None) == possible:
            break
    facts = {"numbers": numbers}
    if solution is None:
        sign = " + " if max(numbers) > TARGET // 4 else " * "
        return Problem(
            facts=facts,
            answer=IMPOSSIBLE,
            steps=(*_no_way(numbers), Step("none", {"reply": IMPOSSIBLE})),
            mistakes=mistakes(IMPOSSIBLE, near_miss=sign.join(map(str, numbers)), one_number_unused=_unused(numbers)),
        )
    expression, equations, turned = solution
    return Problem(
        facts=facts,
        answer=expression,
        steps=(
            *[Step("combine", {"equation": equation}) for equation in equations],
            Step("write", {"expression": expression}),
        ),
        mistakes=mistakes(expression, gave_up=IMPOSSIBLE, one_number_unused=_unused(numbers), signs_confused=turned),
    )


def _unused(numbers: Sequence[int]) -> str:
    """Three of the numbers, and 24 made of them if that can be done."""
    for some in combinations(numbers, 3):
        solution = _solution(tuple(sorted(some)))
        if solution is not None:
            return solution[0]
    return " + ".join(map(str, numbers[:3]))


@lru_cache(maxsize=4096)  # small numbers come again and again
def _solution(numbers: tuple[int, ...]) -> tuple[str, list[str], str] | None:
    """An expression that makes 24 of the numbers, with the equations on the way, and the same with other signs, where
    that does not make 24 too; None where there is none.
    """
    way = _way(numbers, TARGET, 1)
    if way is None:
        return None
    equations: list[str] = []
    expression, _, _ = _told(way, equations)
    turned = expression.translate(_TURNED)
    return expression, equations, turned if expressions.evaluate(turned) != TARGET else expression


def _way(numbers: Sequence[int], top: int, bottom: int) -> Way | None:
    """How the numbers make top / bottom; values below 0 are never needed on the way to one that is not."""
    if len(numbers) == 2:
        return _pair(numbers[0], numbers[1], top, bottom)
    for i, number in enumerate(numbers):
        rest = [*numbers[:i], *numbers[i + 1 :]]
        for sign, first, rest_top, rest_bottom in _needed(number, 1, top, bottom):
            way = _way(rest, rest_top, rest_bottom)
            if way is not None:
                return (sign, number, way) if first else (sign, way, number)
    if len(numbers) == 4:
        for i in (1, 2, 3):
            a, b = numbers[0], numbers[i]
            rest = [*numbers[1:i], *numbers[i + 1 :]]
            high, low = max(a, b), min(a, b)
            pairs = (("+", a, b, a + b, 1), ("-", high, low, high - low, 1), ("*", a, b, a * b, 1))
            for inner, left, right, value, under in (*pairs, ("/", a, b, a, b), ("/", b, a, b, a)):
                for sign, first, rest_top, rest_bottom in _needed(value, under, top, bottom):
                    way = _way(rest, rest_top, rest_bottom)
                    if way is not None:
                        pair = (inner, left, right)
                        return (sign, pair, way) if first else (sign, way, pair)
    return None


def _pair(a: int, b: int, top: int, bottom: int) -> Way | None:
    if bottom == 1:
        if a + b == top:
            return ("+", a, b)
        if a - b == top:
            return ("-", a, b)
        if b - a == top:
            return ("-", b, a)
        if a * b == top:
            return ("*", a, b)
    elif top % bottom == 0:
        return _pair(a, b, top // bottom, 1)
    if a * bottom == top * b:
        return ("/", a, b)
    return ("/", b, a) if b * bottom == top * a else None


def _needed(top: int, bottom: int, goal: int, under: int) -> list[Needed]:
    """What the rest must make so that it and top / bottom make goal / under; whether the known part comes first."""
    known, wanted, both = top * under, goal * bottom, bottom * under
    needed = [("-", False, wanted + known, both)]
    needed.append(("-", True, known - wanted, both) if known > wanted else ("+", True, wanted - known, both))
    if known:
        needed += [("*", True, wanted, known), ("/", False, goal * top, both)]
        if wanted:
            needed.append(("/", True, known, wanted))
    return needed


def _told(way: Way, equations: list[str]) -> tuple[str, int, Fraction]:
    """The text of a way, the rank of its outermost sign (3: a number) and its value; equations are added in order."""
    if isinstance(way, int):
        return str(way), 3, Fraction(way)
    sign, first, second = way
    (left, left_rank, a), (right, right_rank, b) = _told(first, equations), _told(second, equations)
    rank = RANK[sign]
    value = a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b
    equations.append(f"{_operand(a)} {sign} {_operand(b)} = {value}")
    left = f"({left})" if left_rank < rank else left
    right = f"({right})" if right_rank < rank or (sign in "-/" and right_rank == rank) else right
    return f"{left} {sign} {right}", rank, value


def _operand(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"({value})"


def _no_way(numbers: list[int]) -> list[Step]:
    """Each number as the last one to come in, and each way to pair the numbers off."""
    steps = []
    for number in dict.fromkeys(numbers):
        rest = numbers.copy()
        rest.remove(number)
        last = (
            abs(TARGET - number),
            TARGET + number,
            TARGET * number,
            Fraction(TARGET, number),
            Fraction(number, TARGET),
        )
        steps.append(Step("alone", {"number": number, "rest": rest, "needed": list(dict.fromkeys(map(str, last)))}))
    a, *others = numbers
    for i, b in enumerate(others):
        c, d = others[:i] + others[i + 1 :]
        claim = {"pair": [a, b], "makes": _pair_values(a, b), "other": [c, d], "other_makes": _pair_values(c, d)}
        if all(claim != step.claim for step in steps):
            steps.append(Step("pairs", claim))
    return steps


def _pair_values(a: int, b: int) -> list[str]:
    return list(dict.fromkeys(map(str, (a + b, abs(a - b), a * b, Fraction(a, b), Fraction(b, a)))))


def check(facts: Facts, reply: str) -> Verdict:
    """Any expression of the four numbers with the value 24; "impossible" only where trying everything finds none."""
    text = final(reply) or ""
    if text.lower() == IMPOSSIBLE:
        possible = _can_make(tuple(sorted(facts["numbers"])), TARGET)
        return wrong(f"{TARGET} can be made") if possible else RIGHT
    text, equals, value = (
        text.replace("×", "*").replace("·", "*").replace("÷", "/").replace("\u2212", "-").partition("=")
    )
    pieces = expressions.postfix(text)
    if pieces is None or (equals and value.strip() != str(TARGET)):
        return wrong(f"expected one expression of numbers, + - * / and brackets, or {IMPOSSIBLE!r}")
    if sorted(piece for piece in pieces if isinstance(piece, int)) != sorted(facts["numbers"]):
        return wrong(f"expected each of {', '.join(map(str, facts['numbers']))} once")
    return RIGHT if expressions.reckon(pieces) == TARGET else wrong(f"the expression does not have the value {TARGET}")


@lru_cache(maxsize=4096)
def _can_make(numbers: tuple[int, ...], top: int, bottom: int = 1) -> bool:
    return _reduces(tuple((number, 1) for number in numbers), Fraction(top, bottom))


def _reduces(parts: tuple[tuple[int, int], ...], goal: Fraction) -> bool:
    """Whether putting any two parts (fractions) together again and again can end in the goal."""
    if len(parts) == 2:
        top, bottom = goal.as_integer_ratio()
        return any(a * bottom == top * b for a, b in _together(*parts[0], *parts[1]))
    for i, j in combinations(range(len(parts)), 2):
        rest = parts[:i] + parts[i + 1 : j] + parts[j + 1 :]
        if any(_reduces((*rest, value), goal) for value in _together(*parts[i], *parts[j])):
            return True
    return False


def _together(a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """What a / b and c / d make, signs aside."""
    values = [(a * d + c * b, b * d), (abs(a * d - c * b), b * d), (a * c, b * d)]
    return values + ([(a * d, b * c)] if c else []) + ([(b * c, a * d)] if a else [])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule in ("write", "none"):
        return check(facts, claim["expression" if step.rule == "write" else "reply"]).reward == 1
    if step.rule == "combine":
        left, _, right = claim["equation"].partition(" = ")
        value = expressions.reckon(expressions.postfix(left) or [])
        return value is not None and str(value) == right
    goal = Fraction(TARGET)
    if step.rule == "alone":
        number, rest = claim["number"], tuple(sorted(claim["rest"]))
        values = _together(number, 1, TARGET, 1)
        return (
            sorted([number, *claim["rest"]]) == sorted(facts["numbers"])
            and set(claim["needed"]) == {str(Fraction(*value)) for value in values}
            and not any(_can_make(rest, *value) for value in values)
        )
    one, other = (_together(pair[0], 1, pair[1], 1) for pair in (claim["pair"], claim["other"]))
    return (
        sorted([*claim["pair"], *claim["other"]]) == sorted(facts["numbers"])
        and set(claim["makes"]) == {str(Fraction(*value)) for value in one}
        and set(claim["other_makes"]) == {str(Fraction(*value)) for value in other}
        and not any(_reduces((a, b), goal) for a in one for b in other)
    )


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {"numbers": rng.shuffled(facts["numbers"])}


def canonical(facts: Facts) -> list[int]:
    return sorted(facts["numbers"])
