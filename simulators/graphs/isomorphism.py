"""Whether two directed graphs have the same shape: a mapping of the vertices that shows it, any one, or "no"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import ascii_uppercase

from simulators.checks import assignments
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.graphs._networks import Pair, renamed

VERSION = 1
LEVELS = (
    {"nodes": 6, "arrows": 10},
    {"nodes": 7, "arrows": 12},
    {"nodes": 8, "arrows": 15},
    {"nodes": 9, "arrows": 18},
    {"nodes": 11, "arrows": 24},
)
TRIES = 200
NO = "no"


def make(rng: Stream, *, nodes: int, arrows: int) -> Problem:
    letters = ascii_uppercase[:nodes]
    numbers = [str(number) for number in range(1, nodes + 1)]
    image = dict(zip(letters, rng.shuffled(numbers), strict=True))
    alike = rng.chance(2, 3)
    for _ in range(TRIES):
        first = _drawn(rng, letters, arrows)
        second = [(image[a], image[b]) for a, b in first]
        if alike:
            break
        second = _switched(rng, second)
        if _kinds(first) != _kinds(second):
            break
    else:
        alike, second = True, [(image[a], image[b]) for a, b in first]
    facts = {"first": first, "second": rng.shuffled(second)}
    mapping = _text(image)
    a, b = rng.sample(letters, 2)
    exchanged = {**image, a: image[b], b: image[a]}
    in_order = dict(zip(letters, numbers, strict=True))
    guesses = {"two_exchanged": exchanged, "names_in_order": in_order}
    if not alike:
        return Problem(
            facts=facts,
            answer=NO,
            steps=_different(first, second),
            mistakes=mistakes(NO, degrees_only=mapping, **{name: _text(guess) for name, guess in guesses.items()}),
        )
    arrived = set(second)
    wrong_guesses = {
        name: _text(guess) for name, guess in guesses.items() if {(guess[a], guess[b]) for a, b in first} != arrived
    }
    return Problem(
        facts=facts,
        answer=mapping,
        steps=(*_degrees_told(first, image), Step("mapping", {"mapping": mapping, "images": _images(first, image)})),
        mistakes=mistakes(mapping, **wrong_guesses, gave_up=NO),
    )


def _drawn(rng: Stream, letters: str, arrows: int) -> list[Pair]:
    """Arrows between different vertices, at least one at each."""
    order = rng.shuffled(letters)
    pairs = set[Pair]()
    for at in range(1, len(order)):
        ends = (order[at], order[rng.below(at)])
        pairs.add(ends if rng.chance(1, 2) else ends[::-1])
    while len(pairs) < arrows:
        a, b = rng.sample(letters, 2)
        pairs.add((a, b))
    return rng.shuffled(sorted(pairs))


def _switched(rng: Stream, pairs: Sequence[Pair]) -> list[Pair]:
    """Two arrows exchange their ends where they can: every vertex keeps its numbers of arrows."""
    kept = set(pairs)
    for _ in range(20):
        (a, b), (c, d) = rng.sample(sorted(kept), 2)
        if a != d and c != b and (a, d) not in kept and (c, b) not in kept:
            return sorted(kept - {(a, b), (c, d)} | {(a, d), (c, b)})
    return sorted(kept)


def _kinds(pairs: Sequence[Pair]) -> dict[str, int]:
    """How many arrows lead from each kind of vertex to each; a kind is what comes in and what goes out."""
    kind = _kind(pairs)
    found: dict[str, int] = {}
    for a, b in pairs:
        name = f"{kind[a]} to {kind[b]}"
        found[name] = found.get(name, 0) + 1
    return found


def _kind(pairs: Sequence[Pair]) -> dict[str, str]:
    names = {name for pair in pairs for name in pair}
    return {name: f"{sum(b == name for _, b in pairs)}/{sum(a == name for a, _ in pairs)}" for name in sorted(names)}


def _different(first: Sequence[Pair], second: Sequence[Pair]) -> tuple[Step, ...]:
    one, other = _kinds(first), _kinds(second)
    kinds = min(kinds for kinds in one if one[kinds] != other.get(kinds, 0))
    claim = {"kinds": kinds, "first": one[kinds], "second": other.get(kinds, 0)}
    return Step("kinds", claim), Step("no", {"reply": NO})


def _degrees_told(first: Sequence[Pair], image: Mapping[str, str]) -> list[Step]:
    groups: dict[str, list[str]] = {}
    for name, kind in _kind(first).items():
        groups.setdefault(kind, []).append(name)
    return [
        Step("alike", {"kind": kind, "first": names, "second": sorted(image[name] for name in names)})
        for kind, names in sorted(groups.items())
    ]


def _images(pairs: Sequence[Pair], image: Mapping[str, str]) -> list[str]:
    return [f"{a}->{b} becomes {image[a]}->{image[b]}" for a, b in sorted(pairs)]


def _text(image: Mapping[str, str]) -> str:
    return ", ".join([f"{name}={image[name]}" for name in sorted(image)])


def check(facts: Facts, reply: str) -> Verdict:
    """Any mapping under which the arrows of the first graph become those of the second; "no" only after a search."""
    if (final(reply) or "").lower() == NO:
        return wrong("they have the same shape") if _same_shape(facts) else RIGHT
    return assignments.judge(reply, lambda image: _is_mapping(facts, {key.upper(): to for key, to in image.items()}))


def _is_mapping(facts: Facts, image: Mapping[str, str]) -> bool:
    names, numbers = ({name for pair in facts[graph] for name in pair} for graph in ("first", "second"))
    return (
        set(image) == names
        and sorted(image.values()) == sorted(numbers)
        and sorted([image[a], image[b]] for a, b in facts["first"]) == sorted(map(list, facts["second"]))
    )


def _same_shape(facts: Facts) -> bool:
    return _searched(*(tuple(map(tuple, facts[graph])) for graph in ("first", "second")))


@lru_cache(maxsize=256)
def _searched(first: tuple[Pair, ...], second: tuple[Pair, ...]) -> bool:
    """Whether a mapping exists: vertex after vertex is mapped to one with the same arrows to those mapped before."""
    arrows, others = set(first), set(second)
    numbers = sorted({name for pair in second for name in pair})
    count = {
        name: (sum(b == name for _, b in pairs), sum(a == name for a, _ in pairs))
        for pairs in (first, second)
        for name in {name for pair in pairs for name in pair}
    }
    names = sorted({name for pair in first for name in pair}, key=lambda name: (-sum(count[name]), name))

    def extends(image: dict[str, str]) -> bool:
        if len(image) == len(names):
            return True
        name = names[len(image)]
        return any(
            count[number] == count[name]
            and number not in image.values()
            and all(
                ((name, before) in arrows) == ((number, to) in others)
                and ((before, name) in arrows) == ((to, number) in others)
                for before, to in image.items()
            )
            and extends({**image, name: number})
            for number in numbers
        )

    return len(arrows) == len(others) and len(names) == len(numbers) and extends({})


@lru_cache(maxsize=64)
def _sorts(arrows: tuple[Pair, ...]) -> dict[str, str]:
    """The kind of each vertex, as the steps call it: arrows in / arrows out."""
    into, out = [b for _, b in arrows], [a for a, _ in arrows]
    return {name: f"{into.count(name)}/{out.count(name)}" for name in {*into, *out}}


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "no":
        return check(facts, claim["reply"]).reward == 1
    if step.rule == "mapping":
        image = dict(pair.split("=") for pair in claim["mapping"].split(", "))
        told = [f"{a}->{b} becomes {image[a]}->{image[b]}" for a, b in sorted(map(tuple, facts["first"]))]
        return _is_mapping(facts, image) and claim["images"] == told
    sorts = [_sorts(tuple(map(tuple, facts[graph]))) for graph in ("first", "second")]
    if step.rule == "alike":
        groups = [sorted(name for name, kind in sort.items() if kind == claim["kind"]) for sort in sorts]
        return groups == [claim["first"], claim["second"]]
    source, target = claim["kinds"].split(" to ")
    counts = [
        sum((sort[a], sort[b]) == (source, target) for a, b in facts[graph])
        for sort, graph in zip(sorts, ("first", "second"), strict=True)
    ]
    return counts == [claim["first"], claim["second"]] and counts[0] != counts[1]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {"first": rng.shuffled(facts["first"]), "second": rng.shuffled(facts["second"])}


def canonical(facts: Facts) -> list[list[list[int]]]:
    return [renamed([(a, b, 1) for a, b in facts[graph]], directed=True) for graph in ("first", "second")]
