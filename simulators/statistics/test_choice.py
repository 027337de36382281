"""Which statistical test the stated rules of a laboratory ask for in a described study."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Design → the test if its condition holds, and the one if it does not.
TESTS = {
    "two": ("two-sample t-test", "Mann-Whitney test"),
    "pairs": ("paired t-test", "Wilcoxon test"),
    "one": ("one-sample t-test", "sign test"),
    "several": ("analysis of variance", "Kruskal-Wallis test"),
    "counts": ("chi-squared test", "Fisher test"),
    "repeated": ("repeated-measures analysis of variance", "Friedman test"),
    "changes": ("McNemar test", "binomial test"),
}
DESIGNS = tuple(TESTS)
# Numbers of members, and of groups where there are more than two; values lie so near to their limits.
LEVELS = (
    {"designs": DESIGNS[:2], "most": 0, "near": 20},
    {"designs": DESIGNS[:4], "most": 3, "near": 15},
    {"designs": DESIGNS[:5], "most": 4, "near": 12},
    {"designs": DESIGNS, "most": 5, "near": 8},
    {"designs": DESIGNS, "most": 7, "near": 4},
)
# A learner who mistakes the design takes the test of this one.
_CONFUSED = {
    "two": "pairs", "pairs": "two", "one": "pairs", "several": "repeated",
    "repeated": "several", "counts": "changes", "changes": "counts",
}  # fmt: skip


def make(rng: Stream, *, designs: tuple[str, ...], most: int, near: int) -> Problem:
    design, holds = rng.choice(designs), rng.chance(1, 2)
    limits = {
        "members": rng.integer(25, 40),
        "skewness": rng.integer(40, 120),
        "expected": rng.integer(4, 8),
        "changed": rng.integer(15, 30),
    }
    steps: list[Step] = []
    groups: list[list[int]]
    if design == "changes":
        total = limits["changed"] + (rng.below(near) if holds else -rng.integer(1, near))
        one = rng.integer(1, total - 1)
        groups = [[one, total - one]]
        steps.append(Step("changed", {"changed": total, "enough": holds}))
    elif design == "counts":
        groups, cell = _table(rng, limits["expected"], rng.integer(2, max(2, most - 1)), holds, near)
        steps.append(Step("expected", {"least": str(cell), "enough": holds}))
    else:
        groups = _groups(rng, design, limits, most, near, holds)
        fits = [size >= limits["members"] or abs(skewness) <= limits["skewness"] for size, skewness in groups]
        steps.append(Step("groups", {"fits": fits}))
    right, other = TESTS[design] if holds else TESTS[design][::-1]
    steps.append(Step("choose", {"holds": holds, "test": right}))
    confused = TESTS[_CONFUSED[design]]
    return Problem(
        facts={"design": design, "groups": groups, "limits": limits},
        answer=right,
        steps=tuple(steps),
        mistakes=mistakes(right, condition_misjudged=other, design_misread=confused[0 if holds else 1]),
    )


def _groups(rng: Stream, design: str, limits: dict[str, int], most: int, near: int, holds: bool) -> list[list[int]]:
    """Members and skewness (in hundredths) of each group: all are fit, or at least one is not."""

    def members(small: bool) -> int:
        return limits["members"] + (-rng.integer(1, near) if small else rng.below(near))

    count = {"one": 1, "pairs": 1, "two": 2}.get(design) or rng.integer(3, most)
    unfit = set() if holds else {rng.below(count), rng.below(count)}
    same = members(not holds or rng.chance(1, 2)) if design == "repeated" else 0
    groups = []
    for at in range(count):
        size = same or members(at in unfit or rng.chance(1, 2))
        lopsided = at in unfit or (size >= limits["members"] and rng.chance(1, 2))
        skewness = limits["skewness"] + (rng.integer(1, 5 * near) if lopsided else -rng.below(3 * near))
        groups.append([size, skewness if rng.chance(2, 3) else -skewness])
    return groups


def _table(rng: Stream, limit: int, count: int, holds: bool, near: int) -> tuple[list[list[int]], Fraction]:
    """Yes and no in each group, with the least expected count on the wanted side of the limit."""
    groups = [[rng.integer(1, 2 * limit), rng.integer(limit, 3 * limit)] for _ in range(count)]
    for _ in range(200):
        yes, no = (sum(column) for column in zip(*groups, strict=True))
        cell = Fraction(min(yes, no) * min(map(sum, groups)), yes + no)
        if (cell >= limit) == holds:
            break
        # One more or one fewer at a time leads over the limit, and not far beyond it.
        group = rng.choice(groups)
        at = rng.below(2)
        group[at] = group[at] + rng.integer(1, near) if holds else max(1, group[at] - rng.integer(1, near))
    return groups, cell


def check(facts: Facts, reply: str) -> Verdict:
    right = _test(facts)
    return words.judge(reply, right, same={"anova": "analysis of variance"})


def _test(facts: Facts) -> str:
    """Straight from the rules as they are told."""
    design, enough = facts["design"], _enough(facts)
    names = {
        ("one", True): "one-sample t-test",
        ("one", False): "sign test",
        ("two", True): "two-sample t-test",
        ("two", False): "Mann-Whitney test",
        ("pairs", True): "paired t-test",
        ("pairs", False): "Wilcoxon test",
        ("several", True): "analysis of variance",
        ("several", False): "Kruskal-Wallis test",
        ("repeated", True): "repeated-measures analysis of variance",
        ("repeated", False): "Friedman test",
        ("counts", True): "chi-squared test",
        ("counts", False): "Fisher test",
        ("changes", True): "McNemar test",
        ("changes", False): "binomial test",
    }
    return names[design, enough]


def _enough(facts: Facts) -> bool:
    limits, groups = facts["limits"], facts["groups"]
    if facts["design"] == "changes":
        return not sum(groups[0]) < limits["changed"]
    if facts["design"] == "counts":
        return not any(cell < limits["expected"] for cell in _expected(groups))
    return not any(_unfit(group, limits) for group in groups)


def _unfit(group: list[int], limits: dict[str, int]) -> bool:
    members, skewness = group
    return members < limits["members"] and not -limits["skewness"] <= skewness <= limits["skewness"]


def _expected(groups: list[list[int]]) -> list[Fraction]:
    """Every expected count of the table: row total times column total, divided by all."""
    columns = list(zip(*groups, strict=True))
    everyone = sum(map(sum, groups))
    return [Fraction(sum(row) * sum(column), everyone) for row in groups for column in columns]


def check_step(facts: Facts, step: Step) -> bool:
    claim, groups, limits = step.claim, facts["groups"], facts["limits"]
    if step.rule == "choose":
        return claim["holds"] is _enough(facts) and claim["test"] == _test(facts)
    if step.rule == "groups":
        return list(claim["fits"]) == [not _unfit(group, limits) for group in groups]
    if claim["enough"] is not _enough(facts):
        return False
    if step.rule == "changed":
        return claim["changed"] == sum(groups[0])
    return Fraction(claim["least"]) == min(_expected(groups))


def canonical(facts: Facts) -> list[Any]:
    """Only the limits that the design needs; groups that could change places in order."""
    needed = {"changes": ("changed",), "counts": ("expected",)}.get(facts["design"], ("members", "skewness"))
    groups = sorted([list(group) for group in facts["groups"]])
    return [facts["design"], groups, [facts["limits"][name] for name in needed]]
