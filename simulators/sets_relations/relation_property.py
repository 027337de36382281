"""Which of five properties a listed relation has: reflexive, irreflexive, symmetric, antisymmetric, transitive."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Elements and, roughly, pairs that are drawn before some closure is taken.
LEVELS = (
    {"size": 6, "pairs": 8},
    {"size": 7, "pairs": 10},
    {"size": 8, "pairs": 12},
    {"size": 10, "pairs": 15},
    {"size": 13, "pairs": 20},
)
PROPERTIES = ("reflexive", "irreflexive", "symmetric", "antisymmetric", "transitive")

Pair = tuple[int, int]


def make(rng: Stream, *, size: int, pairs: int) -> Problem:
    relation = _drawn(rng, size, pairs)
    elements = range(1, size + 1)
    if not any(_fault(name, relation, elements) == [] for name in PROPERTIES):
        relation |= {(a, a) for a in elements}
    steps, held = [], []
    for name in PROPERTIES:
        fault = _fault(name, relation, elements)
        if fault:
            steps.append(Step("fails", {"property": name, "elements": fault}))
        else:
            held.append(name)
            steps.append(Step("holds", {"property": name}))
    answer = ", ".join(held)
    return Problem(
        facts={"size": size, "pairs": rng.shuffled(sorted(relation))},
        answer=answer,
        steps=(*steps, Step("all", {"held": held})),
        mistakes=mistakes(
            answer,
            transitivity_misjudged=_toggled(held, "transitive"),
            not_symmetric_means_antisymmetric=_toggled(held, "antisymmetric"),
            not_reflexive_means_irreflexive=_toggled(held, "irreflexive"),
        ),
    )


def _drawn(rng: Stream, size: int, pairs: int) -> set[Pair]:
    """Some pairs, made more regular by one or two closures so that every property occurs often."""
    every = [(a, b) for a in range(1, size + 1) for b in range(1, size + 1)]
    closes, shape = rng.chance(1, 2), rng.below(4)
    count = rng.integer(pairs - 2, pairs)
    relation = set(rng.sample(every, 2 * count // 3 if closes else count))
    if shape == 1:
        relation |= {(b, a) for a, b in relation}
    elif shape == 2:
        relation = {(a, b) if a < b else (b, a) for a, b in relation}
    if rng.chance(1, 2):
        relation = {(a, b) for a, b in relation if a != b} or {(1, 2)}
    if closes:
        relation = _closed(relation, size)
    if rng.chance(1, 3):
        relation |= {(a, a) for a in range(1, size + 1)}
    if rng.chance(1, 3) and len(relation) > 3:
        relation.discard(rng.choice(sorted(relation)))
    return relation


def _closed(relation: set[Pair], size: int) -> set[Pair]:
    """The smallest transitive relation that holds these pairs (Warshall's algorithm)."""
    after: list[set[int]] = [set() for _ in range(size + 1)]
    for a, b in relation:
        after[a].add(b)
    for middle in range(1, size + 1):
        for following in after:
            if middle in following:
                following.update(after[middle])
    return {(a, b) for a in range(1, size + 1) for b in after[a]}


def _fault(name: str, relation: set[Pair], elements: range) -> list[int]:
    """The first elements, in order of size, that go against the property; empty where nothing does."""
    if name == "reflexive":
        return next(([a] for a in elements if (a, a) not in relation), [])
    ordered = sorted(relation)
    if name == "irreflexive":
        return next(([a] for a, b in ordered if a == b), [])
    if name == "symmetric":
        return next(([a, b] for a, b in ordered if (b, a) not in relation), [])
    if name == "antisymmetric":
        return next(([a, b] for a, b in ordered if a != b and (b, a) in relation), [])
    after: dict[int, list[int]] = {a: [] for a in elements}
    for a, b in ordered:
        after[a].append(b)
    return next(([a, b, c] for a, b in ordered for c in after[b] if (a, c) not in relation), [])


def _toggled(held: list[str], name: str) -> str:
    return ", ".join(each for each in PROPERTIES if (each in held) != (each == name)) or "no property"


def _against(facts: Facts) -> dict[str, list[int]]:
    return _found(facts["size"], tuple(map(tuple, facts["pairs"])))


@lru_cache(maxsize=16)
def _found(size: int, pairs: tuple[Pair, ...]) -> dict[str, list[int]]:
    """For each property the first elements against it, from rows of bits and their transposition."""
    rows, columns = [0] * (size + 1), [0] * (size + 1)
    for a, b in pairs:
        rows[a] |= 1 << b
        columns[b] |= 1 << a
    found: dict[str, list[int]] = {name: [] for name in PROPERTIES}
    for a in range(size, 0, -1):  # so that what comes first is what stays
        row, own = rows[a], 1 << a
        found["irreflexive" if row & own else "reflexive"] = [a]
        one_way, both_ways = row & ~columns[a], row & columns[a] & ~own
        if one_way:
            found["symmetric"] = [a, _lowest(one_way)]
        if both_ways:
            found["antisymmetric"] = [a, _lowest(both_ways)]
        for b in range(size, 0, -1):
            if row >> b & 1 and rows[b] & ~row:
                found["transitive"] = [a, b, _lowest(rows[b] & ~row)]
    return found


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def check(facts: Facts, reply: str) -> Verdict:
    held = sorted([name for name, against in _against(facts).items() if not against])
    return words.judge_list(reply, lambda said: sorted(map(str.lower, said)) == held)


def check_step(facts: Facts, step: Step) -> bool:
    against, claim = _against(facts), step.claim
    if step.rule == "all":
        return claim["held"] == [name for name in PROPERTIES if not against[name]]
    return against.get(claim["property"]) == (claim["elements"] if step.rule == "fails" else [])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "pairs": rng.shuffled(facts["pairs"])}


def canonical(facts: Facts) -> list[Any]:
    return [facts["size"], sorted(map(list, facts["pairs"]))]
