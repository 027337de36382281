"""A number as a perfect power with the largest exponent, or the finding that it is none."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from simulators.checks import lists, primes, words
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"base": 5_000, "exponent": 2},
    {"base": 5_000, "exponent": 3},
    {"base": 6_000, "exponent": 4},
    {"base": 8_000, "exponent": 5},
    {"base": 9_999, "exponent": 6},
)
LARGEST = 10**40
_WITNESSES = 12


def make(rng: Stream, *, base: int, exponent: int) -> Problem:
    number = rng.integer(12, base) ** rng.integer(2, exponent)
    if rng.chance(1, 2):
        number += rng.nonzero(-60, 60)
    root, power, steps = _reduced(number)
    if power == 1:
        answer = "no"
        steps.append(Step("none", {"limit": number.bit_length()}))
    else:
        answer = f"{root}, {power}"
        steps.append(Step("write", {"base": root, "exponent": power}))
    square, cube = _root(number, 2), _root(number, 3)
    return Problem(
        facts={"number": number},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            nearly_a_square=f"{square}, 2",
            nearly_a_cube=f"{cube + 1}, 3",
            one_as_exponent=f"{number}, 1",
            missed="no",
        ),
    )


def _reduced(number: int) -> tuple[int, int, list[Step]]:
    """Takes roots with prime exponents as long as they come out: what is left, the exponent, and each trial."""
    steps, power, exponent = [], 1, 2
    while number >> exponent:
        root = _root(number, exponent)
        if root**exponent == number:
            steps.append(Step("root", {"number": number, "root": root, "exponent": exponent}))
            number, power = root, power * exponent
            continue
        claim = {"number": number, "root": root, "above": root + 1, "exponent": exponent}
        steps.append(Step("between", claim))
        exponent = _NEXT[exponent]
    return number, power, steps


_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)
_NEXT = dict(pairwise(_PRIMES))


def _root(number: int, exponent: int) -> int:
    """The root rounded down: the floating one, put right."""
    root = round(number ** (1 / exponent))
    while root**exponent > number:
        root -= 1
    while (root + 1) ** exponent <= number:
        root += 1
    return root


def check(facts: Facts, reply: str) -> Verdict:
    number = facts["number"]
    pair = lists.read((final(reply) or "").replace("^", ", "))
    if pair is not None:
        fits = len(pair) == 2 and all(isinstance(value, int) for value in pair) and _is_power(number, *map(int, pair))
        return RIGHT if fits else wrong(f"{reply[:60]!r} is not the number with its largest exponent")
    if _is_perfect(number):
        return wrong("expected a base and an exponent: it is a perfect power")
    return words.judge(reply, "no", options=("no",))


def _is_power(number: int, base: int, exponent: int) -> bool:
    """The exponent is the largest if the base is no perfect power itself."""
    small = base > 1 and 1 < exponent < 200 and (base.bit_length() - 1) * exponent < number.bit_length()
    return small and base**exponent == number and not _is_perfect(base)


@lru_cache(maxsize=4096)  # a reply, each mistake and the last step ask the same
def _is_perfect(number: int) -> bool:
    if number > LARGEST:
        raise ValueError(f"expected a number up to {LARGEST}, got {number}")
    return any(_has_root(number, exponent) for exponent in primes.below(number.bit_length()))


def _has_root(number: int, exponent: int) -> bool:
    """Residues refute most powers: modulo q, an exponent p that divides q - 1 leaves few of them."""
    for modulus in _moduli(exponent):
        if pow(number, (modulus - 1) // exponent, modulus) > 1:
            return False
    low, high = 1, 1 << (number.bit_length() // exponent + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if middle**exponent >= number else (middle + 1, high)
    return low**exponent == number


@lru_cache(maxsize=64)
def _moduli(exponent: int) -> tuple[int, ...]:
    found = [q for q in range(exponent + 1, 400 * exponent, exponent) if primes.is_prime(q)]
    return tuple(found[:_WITNESSES])


def check_step(facts: Facts, step: Step) -> bool:
    claim, number = step.claim, facts["number"]
    if step.rule == "none":
        return not _is_perfect(number) and claim["limit"] == number.bit_length()
    if step.rule == "write":
        return _is_power(number, claim["base"], claim["exponent"])
    now, root, exponent = claim["number"], claim["root"], claim["exponent"]
    if exponent not in _PRIMES or root < 1 or not _leads_to(now, number):
        return False
    if step.rule == "root":
        return root**exponent == now
    return claim["above"] == root + 1 and root**exponent < now < (root + 1) ** exponent


def _leads_to(root: int, number: int) -> bool:
    """Whether the number is some power of the root, by dividing."""
    while root > 1 and number % root == 0:
        number //= root
    return number == 1
