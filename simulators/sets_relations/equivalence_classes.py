"""A class, the number of classes or the number of pairs of the equivalence relation that some listed pairs generate."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import lists, numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"size": 9, "classes": 3, "needless": 1},
    {"size": 12, "classes": 4, "needless": 2},
    {"size": 18, "classes": 5, "needless": 4},
    {"size": 27, "classes": 7, "needless": 7},
    {"size": 40, "classes": 10, "needless": 12},
)

Pair = tuple[int, int]


def make(rng: Stream, *, size: int, classes: int, needless: int) -> Problem:
    order = rng.shuffled(range(1, size + 1))
    groups = [[element] for element in order[:classes]]
    pairs: list[Pair] = []
    for element in order[classes:]:
        group = rng.choice(groups)
        pair = (element, rng.choice(group))
        pairs.append(pair if rng.chance(1, 2) else pair[::-1])
        group.append(element)
    joined = [group for group in groups if len(group) > 1]
    for _ in range(needless):  # pairs that tell nothing new
        a, b = rng.sample(rng.choice(joined), 2)
        pairs.append((a, b))
    pairs = rng.shuffled(list(dict.fromkeys(pairs)))
    asked, element = rng.choice(("class", "count", "pairs")), 0
    ordered = sorted(sorted(group) for group in groups)
    sizes = sorted([len(group) for group in groups], reverse=True)
    steps = [Step("class", {"members": group}) for group in ordered]
    wrong: dict[str, object]
    if asked == "class":
        own = rng.choice([group for group in ordered if len(group) > 1])
        element = rng.choice(own)
        answer = ", ".join(map(str, own))
        direct = {element, *(b for a, b in pairs if a == element), *(a for a, b in pairs if b == element)}
        wrong = {"direct_partners_only": ", ".join(map(str, sorted(direct)))}
        wrong["itself_forgotten"] = ", ".join(str(n) for n in own if n != element)
        wrong["one_way_only"] = ", ".join(map(str, sorted({element, *(b for a, b in pairs if a == element)})))
        steps = [Step("found", {"members": own})]
    elif asked == "count":
        answer = str(classes)
        wrong = {"lone_elements_forgotten": len(joined), "pairs_counted": len(pairs), "one_for_each": size - len(pairs)}
        steps.append(Step("count", {"classes": classes}))
    else:
        total = sum([n * n for n in sizes])
        answer = str(total)
        wrong = {"listed_pairs_only": len(pairs), "pairs_with_itself_forgotten": total - size}
        wrong["one_order_only"] = (total + size) // 2
        steps.append(Step("pairs", {"sizes": sizes, "pairs": total}))
    return Problem(
        facts={"size": size, "pairs": pairs, "asked": asked, "element": element},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **wrong),
    )


def _classes(facts: Facts) -> list[list[int]]:
    return _merged(facts["size"], tuple(map(tuple, facts["pairs"])))


@lru_cache(maxsize=16)
def _merged(size: int, pairs: tuple[Pair, ...]) -> list[list[int]]:
    """All classes, in order of their least elements: each pair merges the classes of its two elements."""
    held = [[n] for n in range(size + 1)]
    for a, b in pairs:
        if held[a] is not held[b]:
            large, small = (held[a], held[b]) if len(held[a]) > len(held[b]) else (held[b], held[a])
            large += small
            for element in small:
                held[element] = large
    return [sorted(group) for n, group in enumerate(held) if n and n == min(group)]


def check(facts: Facts, reply: str) -> Verdict:
    classes = _classes(facts)
    if facts["asked"] == "class":
        own = next(members for members in classes if facts["element"] in members)
        return lists.judge(reply, lambda claimed: sorted(claimed) == own)
    truth = len(classes) if facts["asked"] == "count" else sum([len(members) ** 2 for members in classes])
    return numbers.judge(reply, lambda claimed: claimed == truth, units=("classes", "pairs"))


def check_step(facts: Facts, step: Step) -> bool:
    claim, classes = step.claim, _classes(facts)
    if step.rule == "count":
        return claim["classes"] == len(classes)
    if step.rule == "pairs":
        sizes = sorted([len(members) for members in classes], reverse=True)
        return claim["sizes"] == sizes and claim["pairs"] == sum([n * n for n in sizes])
    return claim["members"] in classes and (step.rule == "class" or facts["element"] in claim["members"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "pairs": rng.shuffled(facts["pairs"])}


def canonical(facts: Facts) -> list[Any]:
    return [facts["size"], sorted([min(pair), max(pair)] for pair in facts["pairs"]), facts["asked"], facts["element"]]
