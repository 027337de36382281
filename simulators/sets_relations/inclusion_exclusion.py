"""How many are in none, one, several or all of some overlapping groups, from the sizes of the groups and overlaps."""

from __future__ import annotations

from itertools import combinations, permutations
from math import comb
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import COURSES

VERSION = 1
# Groups, what is asked for, and the largest number of people who are in just the same groups.
LEVELS = (
    {"groups": 2, "asked": ("none", "any"), "size": 30},
    {"groups": 2, "asked": ("exactly", "only", "all"), "size": 80},
    {"groups": 3, "asked": ("none", "any"), "size": 40},
    {"groups": 3, "asked": ("exactly", "only", "least", "all"), "size": 60},
    {"groups": 4, "asked": ("none", "exactly", "only", "least", "all"), "size": 90},
)


def make(rng: Stream, *, groups: int, asked: tuple[str, ...], size: int) -> Problem:
    names = rng.sample(COURSES, groups)
    kind = rng.choice(asked)
    number = {"exactly": rng.integer(1, groups - 1), "least": 2}.get(kind, 0)
    whose = rng.choice(names) if kind == "only" else ""
    # The people by the groups they are in, one bit for each.
    people = [rng.integer(1, size) for _ in range(1 << groups)]
    overlaps = []
    for count in range(1, groups + 1):
        for chosen in combinations(range(groups), count):
            within = sum([1 << i for i in chosen])
            overlaps.append(
                ([names[i] for i in chosen], sum([n for b, n in enumerate(people) if b & within == within]))
            )
    told = [(inside, n) for inside, n in overlaps if not whose or whose in inside]
    sums = [sum(people), *(sum([n for inside, n in told if len(inside) == j]) for j in range(1, groups + 1))]
    if kind == "all":
        terms = [[(-1) ** groups, people[0]], *([(-1) ** (groups + j + 1), sums[j]] for j in range(groups))]
        sums.pop()
        overlaps.pop()
    else:
        terms = [[_weight(kind, number, j), n] for j, n in enumerate(sums) if _weight(kind, number, j)]
    answer = str(sum([weight * n for weight, n in terms]))
    steps = [Step("sum", {"groups": j, "sum": n}) for j, n in enumerate(sums) if j and _weight(kind, number, j)]
    return Problem(
        facts={
            "names": names,
            "total": sum(people),
            "sizes": overlaps,
            "outside": people[0] if kind == "all" else -1,
            "kind": kind,
            "number": number,
            "whose": whose,
        },
        answer=answer,
        steps=(*steps, Step("combine", {"terms": terms, "value": int(answer)})),
        mistakes=mistakes(
            answer,
            overlaps_forgotten=sum([weight * n for weight, n in terms[: 2 if kind in ("none", "all") else 1]]),
            all_added=sum([n for _, n in terms]),
            last_term_forgotten=int(answer) - terms[-1][0] * terms[-1][1],
        ),
    )


def _weight(kind: str, number: int, groups: int) -> int:
    """How often the sum of the overlaps of so many groups counts (the principle of inclusion and exclusion)."""
    if kind in ("none", "all"):
        return (-1) ** groups
    if not groups:
        return 0
    if kind == "exactly":
        return (-1) ** (groups - number) * comb(groups, number)
    return (-1) ** groups * (groups - 1) if kind == "least" else (-1) ** (groups - 1)


def _regions(facts: Facts) -> list[int]:
    """How many are in just these groups and no other, for every set of groups, one bit for each."""
    bit = {name: 1 << i for i, name in enumerate(facts["names"])}
    full = (1 << len(bit)) - 1
    people = [0] * (full + 1)
    people[0] = facts["total"]
    for inside, n in facts["sizes"]:
        people[sum([bit[name] for name in inside])] = n
    for each in bit.values():
        for within in range(full + 1):
            if not within & each:
                people[within] -= people[within | each]
    if (
        facts["outside"] >= 0
    ):  # so far as if no one were in all the groups: the number in none tells how far off that is
        excess = (facts["outside"] - people[0]) * (-1) ** len(bit)
        people = [n + excess * (-1) ** (full ^ within).bit_count() for within, n in enumerate(people)]
    return people


def _asked(facts: Facts) -> int:
    kind, number = facts["kind"], facts["number"]
    regions = _regions(facts)
    if kind == "only":
        return regions[1 << list(facts["names"]).index(facts["whose"])]
    groups = len(facts["names"])
    low, high = {
        "none": (0, 0),
        "any": (1, groups),
        "exactly": (number, number),
        "least": (number, groups),
        "all": (groups, groups),
    }[kind]
    return sum([n for within, n in enumerate(regions) if low <= within.bit_count() <= high])


def _sum(facts: Facts, groups: int) -> int:
    """The sum of the overlaps of so many groups: everyone is counted once for each choice among the own groups."""
    whose = 1 << list(facts["names"]).index(facts["whose"]) if facts["whose"] else 0
    own = 1 if whose else 0
    return sum(
        [
            n * comb(within.bit_count() - own, groups - own)
            for within, n in enumerate(_regions(facts))
            if within & whose == whose and groups >= own <= within.bit_count()
        ]
    )


def check(facts: Facts, reply: str) -> Verdict:
    count = _asked(facts)
    return numbers.judge(reply, lambda claimed: claimed == count, units=("pupils", "people", "elements"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "sum":
        return 0 < claim["groups"] <= len(facts["names"]) and claim["sum"] == _sum(facts, claim["groups"])
    known = {facts["outside"], *(_sum(facts, j) for j in range(len(facts["names"]) + 1))}
    reckoned = sum([weight * n for weight, n in claim["terms"]])
    return reckoned == claim["value"] == _asked(facts) and all(n in known for _, n in claim["terms"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "names": rng.shuffled(facts["names"]), "sizes": rng.shuffled(facts["sizes"])}


def canonical(facts: Facts) -> list[Any]:
    """The groups in the order that makes the list of sizes the least."""
    named = [(frozenset(inside), n) for inside, n in facts["sizes"]]
    orders = []
    for order in permutations(facts["names"]):
        place = {"": -1, **{name: i for i, name in enumerate(order)}}
        sizes = sorted([[sorted([place[name] for name in inside]), n] for inside, n in named])
        orders.append([sizes, place[facts["whose"]]])
    return [facts["kind"], facts["number"], facts["total"], facts["outside"], *min(orders)]
