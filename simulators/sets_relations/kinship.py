"""All relatives of a kind that somebody has in a family told by single statements."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE

VERSION = 1
LEVELS = (
    {"people": 9, "generations": 3, "asked": ("brothers", "sisters", "grandparents", "granddaughters", "grandsons")},
    {"people": 12, "generations": 3, "asked": ("aunts", "uncles", "nieces", "nephews")},
    {"people": 16, "generations": 3, "asked": ("cousins", "female cousins", "male cousins")},
    {"people": 22, "generations": 4, "asked": ("great-aunts", "great-uncles", "great-nieces", "great-nephews")},
    {"people": 28, "generations": 4, "asked": ("second cousins", "female second cousins", "male second cousins")},
)
TRIES = 200
WOMEN = frozenset(
    (
        "Ada", "Carla", "Dana", "Elif", "Farah", "Hana", "Ines", "Lena", "Mara", "Mei", "Nadia", "Noor", "Olga", "Pia",
        "Rosa", "Uma", "Vera", "Yara", "Zoe",
    )
)  # fmt: skip
# Generations up to the ancestors in common and down from there, and whether women or men are meant.
KINDS = {
    "parents": (1, 0, ""),
    "grandparents": (2, 0, ""),
    "great-grandparents": (3, 0, ""),
    "grandchildren": (0, 2, ""),
    "granddaughters": (0, 2, "f"),
    "grandsons": (0, 2, "m"),
    "brothers and sisters": (1, 1, ""),
    "brothers": (1, 1, "m"),
    "sisters": (1, 1, "f"),
    "aunts and uncles": (2, 1, ""),
    "aunts": (2, 1, "f"),
    "uncles": (2, 1, "m"),
    "nieces and nephews": (1, 2, ""),
    "nieces": (1, 2, "f"),
    "nephews": (1, 2, "m"),
    "cousins": (2, 2, ""),
    "female cousins": (2, 2, "f"),
    "male cousins": (2, 2, "m"),
    "children": (0, 1, ""),
    "great-aunts and great-uncles": (3, 1, ""),
    "great-aunts": (3, 1, "f"),
    "great-uncles": (3, 1, "m"),
    "great-nieces and great-nephews": (1, 3, ""),
    "great-nieces": (1, 3, "f"),
    "great-nephews": (1, 3, "m"),
    "children of great-aunts and great-uncles": (3, 2, ""),
    "second cousins": (3, 3, ""),
    "female second cousins": (3, 3, "f"),
    "male second cousins": (3, 3, "m"),
}
NEUTRAL = {(up, down): kind for kind, (up, down, sex) in KINDS.items() if not sex}

Statement = tuple[str, str, str]  # the first is the … of the second


class Tree:
    """A family: who is a woman, who is married to whom, and everybody's children."""

    def __init__(self) -> None:
        self.sex: dict[str, str] = {}
        self.spouse: dict[str, str] = {}
        self.parents: dict[str, list[str]] = {}

    def near(self, who: str, up: int, down: int) -> set[str]:
        """Those that many generations down from the ancestors that many generations up, but not nearer ones."""
        found = self._descend(self._ascend({who}, up), down)
        return found - self._descend(self._ascend({who}, up - 1), down - 1) if up and down else found

    def _ascend(self, found: set[str], steps: int) -> set[str]:
        for _ in range(steps):
            found = {parent for one in found for parent in self.parents.get(one, ())}
        return found

    def _descend(self, found: set[str], steps: int) -> set[str]:
        for _ in range(steps):
            found = {child for child, parents in self.parents.items() if found & set(parents)}
        return found


def make(rng: Stream, *, people: int, generations: int, asked: tuple[str, ...]) -> Problem:
    kind = rng.choice(asked)
    up, down, sex = KINDS[kind]
    for _ in range(TRIES):
        tree = _grown(rng, people, generations)
        options = [who for who in sorted(tree.sex) if any(sex in tree.sex[one] for one in tree.near(who, up, down))]
        if options:
            break
    else:
        raise ValueError(f"no family in which somebody has {kind} came up in {TRIES} tries")
    who = rng.choice(options)
    everyone = tree.near(who, up, down)
    right = {one for one in everyone if sex in tree.sex[one]}
    way = [(at, 0) for at in range(1, up + 1)] + [(up, at) for at in range(1, down + 1)]
    answer = _text(right)
    return Problem(
        facts={"statements": rng.shuffled(_told(rng, tree)), "who": who, "asked": kind},
        answer=answer,
        steps=(
            *(Step("relatives", {"kind": NEUTRAL[part], "people": sorted(tree.near(who, *part))}) for part in way),
            Step("chosen", {"people": sorted(right)}),
        ),
        mistakes=mistakes(
            answer,
            women_and_men=_text(everyone),
            one_generation_off=_text(tree.near(who, up - 1, down) or tree.near(who, up, down + 1)) or answer,
            spouses_counted=_text(right | {tree.spouse[one] for one in right if one in tree.spouse}),
            one_forgotten=_text(sorted(right)[1:]) or answer,
            own_line_counted=_text(right | tree.near(who, max(up - 1, 1), max(down - 1, 0))),
        ),
    )


def _text(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _grown(rng: Stream, people: int, generations: int) -> Tree:
    """A couple, their children, whom these marry, and so on; those who marry into the family have no parents in it."""
    tree = Tree()
    names = {"f": rng.shuffled(sorted(WOMEN)), "m": rng.shuffled(sorted(set(PEOPLE) - WOMEN))}

    def born(sex: str) -> str:
        name = names[sex if names[sex] else "m" if sex == "f" else "f"].pop()
        tree.sex[name] = "f" if name in WOMEN else "m"
        return name

    couples = [[born("f"), born("m")]]
    tree.spouse = dict(zip(couples[0], couples[0][::-1], strict=True))
    for generation in range(1, generations):
        after = []
        room = people - len(tree.sex)
        for at, couple in enumerate(couples):
            share = room // len(couples) + (at < room % len(couples))
            share = share if generation == generations - 1 else min(share, 2 * rng.integer(2, 3) - rng.below(2))
            while share > 0 and len(tree.sex) < people:
                child = born(rng.choice("fm"))
                tree.parents[child] = couple
                share -= 1
                other = "m" if tree.sex[child] == "f" else "f"
                if generation < generations - 1 and share > 0 and names[other]:
                    spouse = born(other)
                    share -= 1
                    tree.spouse |= {child: spouse, spouse: child}
                    after.append([child, spouse])
        couples = after
    return tree


def _told(rng: Stream, tree: Tree) -> list[Statement]:
    """Every marriage, and for every child a parent or a brother or sister, so that whether it is a woman is told."""
    told: list[Statement] = []
    for one, other in tree.spouse.items():
        if one < other:
            first, second = rng.shuffled([one, other])
            told.append(("wife" if tree.sex[first] == "f" else "husband", first, second))
    for child, parents in tree.parents.items():
        parent, woman = rng.choice(parents), tree.sex[child] == "f"
        elder = [name for name, others in tree.parents.items() if others == parents]
        elder = elder[: elder.index(child)]
        if elder and rng.chance(1, 2):
            told.append(("sister" if woman else "brother", child, rng.choice(elder)))
        elif child in tree.spouse and rng.chance(1, 2):
            told.append(("mother" if tree.sex[parent] == "f" else "father", parent, child))
        else:
            told.append(("daughter" if woman else "son", child, parent))
    return told


def check(facts: Facts, reply: str) -> Verdict:
    """From the statements: parents are completed until nothing new follows; relations are chained."""
    right = sorted(name.lower() for name in _relatives(facts, facts["asked"]))
    return words.judge_list(reply, lambda items: sorted(map(str.lower, items)) == right)


def _relatives(facts: Facts, kind: str) -> list[str]:
    parents, women = _parents(tuple(map(tuple, facts["statements"])))
    up, down, sex = KINDS[kind]
    found = {facts["who"]}
    for _ in range(up - 1 if down else up):
        found = {parent for one in found for parent in parents[one]}
    if up and down:
        found = {one for one in parents for other in found if one != other and parents[one] & parents[other]}
    for _ in range(down - 1 if up else down):
        found = {child for child in parents if parents[child] & found}
    return sorted(one for one in found if not sex or (one in women) == (sex == "f"))


@lru_cache(maxsize=64)
def _parents(statements: tuple[Statement, ...]) -> tuple[dict[str, set[str]], set[str]]:
    """Everybody's parents as far as they are told, and who is a woman."""
    women = {one for kind, one, _ in statements if kind in ("wife", "sister", "daughter", "mother")}
    women |= {other for kind, _, other in statements if kind == "husband"}
    spouse = {
        one: other for kind, *pair in statements if kind in ("wife", "husband") for one, other in (pair, pair[::-1])
    }
    alike = [pair for kind, *pair in statements if kind in ("brother", "sister")]
    parents: dict[str, set[str]] = {name: set() for _, *names in statements for name in names}
    for kind, one, other in statements:
        if kind in ("mother", "father", "son", "daughter"):
            child, parent = (one, other) if kind in ("son", "daughter") else (other, one)
            parents[child] |= {parent, spouse[parent]}
    for _ in alike:  # each round brings parents at least to one more
        for one, other in alike:
            parents[one] = parents[other] = parents[one] | parents[other]
    return parents, women


def check_step(facts: Facts, step: Step) -> bool:
    kind = step.claim["kind"] if step.rule == "relatives" else facts["asked"]
    return sorted(step.claim["people"]) == _relatives(facts, kind)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "statements": rng.shuffled(facts["statements"])}


def canonical(facts: Facts) -> list[Any]:
    rows: list[shapes.Row] = [(kind, [(0, one), (1, other)]) for kind, one, other in facts["statements"]]
    return [shapes.renamed([*rows, ("who", [(0, facts["who"])])]), facts["asked"]]
