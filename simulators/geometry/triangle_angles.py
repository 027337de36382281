"""An angle that follows from others in several steps: triangles, parallel lines, lines that cross."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
NAMES = "abcdefghkmnpqrs"
LEVELS = (
    {"clues": 2, "shuffled": False, "joined": False},
    {"clues": 3, "shuffled": False, "joined": False},
    {"clues": 4, "shuffled": True, "joined": False},
    {"clues": 6, "shuffled": True, "joined": True},
    {"clues": 9, "shuffled": True, "joined": True},
)

# Rule → whether it can follow an angle, and the angle it gives (for those that bring no angle of their own).
_PLAIN: dict[str, tuple[Callable[[int], bool], Callable[[int], int]]] = {
    "straight": (lambda a: a != 90, lambda a: 180 - a),
    "co_interior": (lambda a: a != 90, lambda a: 180 - a),
    "vertical": (lambda _: True, lambda a: a),
    "alternate": (lambda _: True, lambda a: a),
    "right": (lambda a: 5 <= a <= 85, lambda a: 90 - a),
    "apex": (lambda a: 5 <= a <= 85, lambda a: 180 - 2 * a),
    "base": (lambda a: a % 2 == 0 and a <= 170, lambda a: (180 - a) // 2),
}
_EQUAL = ("vertical", "alternate")
_RULES = (*_PLAIN, "triangle", "triangle", "exterior", "quadrilateral")
# Rule → what the angles count in its equation, and what they sum to.
_EQUATIONS = {
    "straight": ((1, 1), 180),
    "co_interior": ((1, 1), 180),
    "vertical": ((1, -1), 0),
    "alternate": ((1, -1), 0),
    "right": ((1, 1), 90),
    "apex": ((2, 1), 180),
    "base": ((1, 2), 180),
    "triangle": ((1, 1, 1), 180),
    "exterior": ((1, 1, -1), 0),
    "quadrilateral": ((1, 1, 1, 1), 360),
}


def make(rng: Stream, *, clues: int, shuffled: bool, joined: bool) -> Problem:
    names = rng.sample(NAMES, clues + 1)
    sizes = [rng.integer(15, 160)]
    told: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = []
    steps = []
    rule = ""
    for at in range(clues):
        rule, before, given, size = _next(rng, sizes, rule, joined)
        parents = [names[index] for index in before]
        told.append((rule, (*parents, names[at + 1]), tuple(given)))
        known = [*[sizes[index] for index in before], *given]
        steps.append(Step(rule, {"angle": names[at + 1], "from": parents, "known": known, "size": size}))
        sizes.append(size)
    answer = str(sizes[-1])
    return Problem(
        facts={
            "first": [names[0], sizes[0]],
            "clues": rng.shuffled(told) if shuffled else told,
            "asked": names[clues],
        },
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            last_step_left_out=sizes[-2],
            supplement=180 - sizes[-1],
            full_turn_taken=sizes[-1] + 180 if rule == "triangle" else answer,
            complement=abs(90 - sizes[-1]),
            first_angle_again=sizes[0],
        ),
    )


def _next(rng: Stream, sizes: list[int], last: str, joined: bool) -> tuple[str, list[int], list[int], int]:
    """A rule that gives a new angle: its name, which angles it uses, what else it states, and the size."""
    angle, at = sizes[-1], len(sizes) - 1
    for _ in range(20):
        rule = rng.choice(_RULES)
        if rule == last or (rule in _EQUAL and last in _EQUAL):
            continue
        if rule in _PLAIN:
            fits, follow = _PLAIN[rule]
            if fits(angle):
                return rule, [at], [], follow(angle)
        elif rule == "quadrilateral":
            others = [rng.integer(30, 110), rng.integer(30, 110)]
            size = 360 - angle - sum(others)
            if 10 <= size <= 170:
                return rule, [at], others, size
        elif angle <= 150:
            # A second angle is one that was found before, where there is a fitting one, or is told.
            earlier = rng.below(at) if joined and at else at
            if earlier < at and angle + sizes[earlier] <= 170:
                before, given, two = [at, earlier], [], angle + sizes[earlier]
            else:
                given = [rng.integer(10, 170 - angle)]
                before, two = [at], angle + given[0]
            return rule, before, given, two if rule == "exterior" else 180 - two
    return "vertical", [at], [], angle


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(
        reply, lambda size: size == _sizes(facts)[facts["asked"]], unknown=facts["asked"], units=("°", "degrees")
    )


def _sizes(facts: Facts) -> dict[str, int]:
    clues = tuple([(rule, tuple(names), tuple(given)) for rule, names, given in facts["clues"]])
    return _solved(tuple(facts["first"]), clues)


@lru_cache(maxsize=256)  # a reply, each mistake and each step ask for the same angles
def _solved(first: tuple[str, int], clues: tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...]) -> dict[str, int]:
    """Every clue is an equation; one with a single unknown is solved, until none is left."""
    found = {first[0]: first[1]}
    waiting = list(clues)
    while waiting:
        left = []
        for clue in waiting:
            rule, names, given = clue
            unknown = [name for name in names if name not in found]
            if len(unknown) != 1:
                left.append(clue)
                continue
            factors, total = _EQUATIONS[rule]
            sizes = [found.get(name, 0) for name in names]
            sizes[-1:-1] = given  # the angle named last is the last of the equation
            rest = total - sum([factor * size for factor, size in zip(factors, sizes, strict=True)])
            factor = factors[-1 if unknown[0] == names[-1] else names.index(unknown[0])]
            found[unknown[0]] = rest // factor
            if rest % factor:
                raise ValueError(f"{unknown[0]} is not whole")
        if len(left) == len(waiting):
            raise ValueError(f"nothing follows from {left}")
        waiting = left
    return found


def check_step(facts: Facts, step: Step) -> bool:
    claim, sizes = step.claim, _sizes(facts)
    names = [*claim["from"], claim["angle"]]
    given = [list(others) for rule, angles, others in facts["clues"] if rule == step.rule and list(angles) == names]
    if not given or claim["size"] != sizes[claim["angle"]]:
        return False
    return list(claim["known"]) == [*(sizes[name] for name in claim["from"]), *given[0]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["clues"]) - 1)
    return {**facts, "clues": facts["clues"][turn:] + facts["clues"][:turn]}


def canonical(facts: Facts) -> list[Any]:
    """The clues in the order in which they can be used, with places instead of names."""
    places, chain = {facts["first"][0]: 0}, []
    waiting = list(facts["clues"])
    while waiting:
        clue = next(one for one in waiting if all(name in places for name in one[1][:-1]))
        waiting.remove(clue)
        rule, names, given = clue
        chain.append([rule, [places[name] for name in names[:-1]], sorted(given)])
        places[names[-1]] = len(places)
    return [facts["first"][1], chain]
