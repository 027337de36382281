"""The next term of a sequence that follows one of several stated rules; all those that fit it agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"kinds": ("steady", "scaled"), "size": 60, "terms": 5},
    {"kinds": ("scaled", "quadratic"), "size": 30, "terms": 6},
    {"kinds": ("quadratic", "pairwise"), "size": 40, "terms": 6},
    {"kinds": ("pairwise", "woven"), "size": 40, "terms": 8},
    {"kinds": ("recurrent", "woven"), "size": 60, "terms": 8},
)
FACTORS, OTHERS = (-3, -2, 2, 3), (-2, -1, 1, 2)
FEWEST = 5  # terms; with fewer, too many rules fit
TRIES = 80


def make(rng: Stream, *, kinds: tuple[str, ...], size: int, terms: int) -> Problem:
    for _ in range(TRIES):
        kind = rng.choice(kinds)
        drawn = _continued(kind, _start(rng, kind, size), terms + 1)
        shown, following = drawn[:-1], drawn[-1]
        if len(set(drawn)) >= terms and set(_guesses(shown)) == {following}:
            break
    else:
        raise RuntimeError(f"no sequence with one continuation came up in {TRIES} tries")
    answer = str(following)
    last = shown[-1] - shown[-2]
    return Problem(
        facts={"terms": shown},
        answer=answer,
        steps=(
            Step(kind, {"differences": [b - a for a, b in pairwise(shown)]}),
            Step("next", {"following": following}),
        ),
        mistakes=mistakes(
            answer,
            last_difference_repeated=shown[-1] + last,
            first_difference_repeated=shown[-1] + shown[1] - shown[0],
            last_two_added=shown[-1] + shown[-2],
            one_too_many=following + 1,
        ),
    )


def _start(rng: Stream, kind: str, size: int) -> list[int]:
    """The numbers that settle a sequence of that kind."""
    a, b, c = rng.integer(-size, size), rng.nonzero(-size, size), rng.nonzero(-9, 9)
    return {
        "steady": [a, b],
        "scaled": [a, rng.choice(FACTORS), c],
        "quadratic": [a, b, c],
        "pairwise": [a, b, c],
        "recurrent": [a, b, rng.choice(FACTORS), rng.choice(OTHERS)],
        "woven": [a, b, rng.integer(-size, size), c],
    }[kind]


def _continued(kind: str, start: list[int], count: int) -> list[int]:
    if kind == "woven":
        a, b, c, d = start
        return [c + d * (n // 2) if n % 2 else a + b * (n // 2) for n in range(count)]
    if kind == "steady":
        return [start[0] + start[1] * n for n in range(count)]
    if kind == "quadratic":
        a, b, c = start
        return [a + b * n + c * n * (n - 1) // 2 for n in range(count)]
    row = start[:2] if kind != "scaled" else start[:1]
    while len(row) < count:
        if kind == "scaled":
            row.append(start[1] * row[-1] + start[2])
        elif kind == "pairwise":
            row.append(row[-1] + row[-2] + start[2])
        else:
            row.append(start[2] * row[-1] + start[3] * row[-2])
    return row


def _guesses(row: list[int]) -> Iterator[int]:
    """The next terms under all rules that fit: each rule is settled by the first terms and then continued."""
    a, b, c, d = row[:4]
    starts = [("quadratic", [a, b - a, c - 2 * b + a]), ("pairwise", [a, b, c - a - b])]
    starts.append(("woven", [a, c - a, b, d - b]))
    # The other rules are settled by two terms, and most fail at the third.
    if c - b == b - a:
        starts.append(("steady", [a, b - a]))
    starts += [("scaled", [a, factor, b - factor * a]) for factor in FACTORS if factor * (b - a) == c - b]
    starts += [("recurrent", [a, b, f, g]) for f, g in product(FACTORS, OTHERS) if f * b + g * a == c]
    for kind, start in starts:
        continued = _continued(kind, start, len(row) + 1)
        if continued[:-1] == row:
            yield continued[-1]


def _same(values: list[int]) -> int | None:
    """The value that they all have, or None."""
    return values[0] if values.count(values[0]) == len(values) else None


def _steady(t: Sequence[int]) -> Iterator[int]:
    step = _same([b - a for a, b in pairwise(t)])
    if step is not None:
        yield t[-1] + step


def _scaled(t: Sequence[int]) -> Iterator[int]:
    for factor in FACTORS:
        if t[1] - factor * t[0] == t[2] - factor * t[1]:
            rest = _same([b - factor * a for a, b in pairwise(t)])
            if rest is not None:
                yield factor * t[-1] + rest


def _quadratic(t: Sequence[int]) -> Iterator[int]:
    change = _same([c - 2 * b + a for a, b, c in zip(t, t[1:], t[2:], strict=False)])
    if change is not None:
        yield 2 * t[-1] - t[-2] + change


def _pairwise(t: Sequence[int]) -> Iterator[int]:
    rest = _same([c - b - a for a, b, c in zip(t, t[1:], t[2:], strict=False)])
    if rest is not None:
        yield t[-1] + t[-2] + rest


def _recurrent(t: Sequence[int]) -> Iterator[int]:
    for f, g in product(FACTORS, OTHERS):
        if t[2] == f * t[1] + g * t[0] and all(c == f * b + g * a for a, b, c in zip(t, t[1:], t[2:], strict=False)):
            yield f * t[-1] + g * t[-2]


def _woven(t: Sequence[int]) -> Iterator[int]:
    steps = [_same([b - a for a, b in pairwise(t[side::2])]) for side in (0, 1)]
    if None not in steps:
        yield t[-2] + (steps[len(t) % 2] or 0)


RULES: dict[str, Callable[[Sequence[int]], Iterator[int]]] = {
    "steady": _steady,
    "scaled": _scaled,
    "quadratic": _quadratic,
    "pairwise": _pairwise,
    "recurrent": _recurrent,
    "woven": _woven,
}


@lru_cache(maxsize=64)  # a reply and each mistake are about the same terms
def _following(terms: tuple[int, ...]) -> int:
    """By what stays the same from term to term under each rule; raises ValueError unless all that fit agree."""
    if not FEWEST <= len(terms) <= 50:
        raise ValueError(f"expected {FEWEST} to 50 terms")
    found = {value for rule in RULES.values() for value in rule(terms)}
    if len(found) != 1:
        raise ValueError("expected a sequence with one continuation")
    return found.pop()


def check(facts: Facts, reply: str) -> Verdict:
    following = _following(tuple(facts["terms"]))
    return numbers.judge(reply, lambda claimed: claimed == following)


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    if step.rule == "next":
        return claim["following"] == _following(tuple(facts["terms"]))
    given = [b - a for a, b in pairwise(facts["terms"])]
    return list(claim["differences"]) == given and any(True for _ in RULES[step.rule](facts["terms"]))


def canonical(facts: Facts) -> list[int]:
    return list(facts["terms"])
