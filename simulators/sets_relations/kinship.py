"""All relatives of a kind that somebody has in a family told by single statements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE

VERSION = 2
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
NAMES = {"f": sorted(WOMEN), "m": sorted(set(PEOPLE) - WOMEN)}
OTHER = {"f": "m", "m": "f"}
NEUTRAL = {(up, down): kind for kind, (up, down, sex) in KINDS.items() if not sex}

Statement = tuple[str, str, str]  # the first is the … of the second


class Tree:
    """A family: everybody's sex, parents and marriage (numbers of couples, -1 for none), and the couples' children."""

    def __init__(self) -> None:
        self.sex: list[str] = []
        self.home: list[int] = []
        self.married: list[int] = []
        self.couples: list[tuple[int, int]] = []  # whoever has parents in the family comes first
        self.children: list[list[int]] = []
        self.names = {sex: len(names) for sex, names in NAMES.items()}  # how many are left

    def born(self, sex: str, home: int = -1) -> int:
        """Someone new, of the other sex where there are no names left for this one."""
        if not self.names[sex]:
            sex = OTHER[sex]
        self.names[sex] -= 1
        who = len(self.sex)
        self.sex.append(sex)
        self.home.append(home)
        self.married.append(-1)
        if home >= 0:
            self.children[home].append(who)
        return who

    def marry(self, one: int, other: int) -> None:
        """Make a couple, still without children."""
        self.married[one] = self.married[other] = len(self.couples)
        self.couples.append((one, other))
        self.children.append([])

    def near(self, who: int, up: int, down: int) -> Sequence[int]:
        """Those that many generations down from the ancestors that many generations up, but not nearer ones."""
        found: Sequence[int] = [who]
        for left in range(up, 0, -1):
            couple = self.home[who]
            if couple < 0:
                return ()
            found = self.couples[couple]
            if left == 1 and down:
                found = [child for child in self.children[couple] if child != who]
                down -= 1
            who = found[0] if left > 1 else who
        for _ in range(down):
            homes = [self.married[one] for one in found]
            found = [child for couple in homes if couple >= 0 for child in self.children[couple]]
        return found


def make(rng: Stream, *, people: int, generations: int, asked: tuple[str, ...]) -> Problem:
    kind = rng.choice(asked)
    up, down, sex = KINDS[kind]
    for _ in range(TRIES):
        tree = _grown(rng, people, generations)
        who, right = _with_relatives(rng, tree, up, down, sex)
        if right:
            break
    else:
        raise ValueError(f"no family in which somebody has {kind} came up in {TRIES} tries")
    left = {sex: rng.sample(names, tree.sex.count(sex)) for sex, names in NAMES.items()}
    names = [left[sex].pop() for sex in tree.sex]

    def near(up: int, down: int) -> list[str]:
        return sorted([names[one] for one in tree.near(who, up, down)])

    chosen = sorted([names[one] for one in right])
    spouses = [names[one] for at in map(tree.married.__getitem__, right) if at >= 0 for one in tree.couples[at]]
    everyone, answer = near(up, down), ", ".join(chosen)
    way = [(at, 0) for at in range(1, up + 1)] + [(up, at) for at in range(1, down + 1)]
    return Problem(
        facts={"statements": rng.shuffled(_told(rng, tree, names)), "who": names[who], "asked": kind},
        answer=answer,
        steps=(
            *[Step("relatives", {"kind": NEUTRAL[part], "people": near(*part)}) for part in way],
            Step("chosen", {"people": chosen}),
        ),
        mistakes=mistakes(
            answer,
            women_and_men=", ".join(everyone),
            one_generation_off=", ".join(near(up - 1, down) or near(up, down + 1)) or answer,
            spouses_counted=", ".join(sorted({*chosen, *spouses})) if spouses else answer,
            one_forgotten=", ".join(chosen[1:]) or answer,
            own_line_counted=", ".join(sorted({*chosen, *near(max(up - 1, 1), max(down - 1, 0))})),
        ),
    )


def _grown(rng: Stream, people: int, generations: int) -> Tree:
    """A couple, their children, whom these marry, and so on; those who marry into the family have no parents in it."""
    tree, coins = Tree(), rng.below(1 << people)
    tree.marry(tree.born("f"), tree.born("m"))
    couples = range(1)
    for generation in range(1, generations):
        last = generation == generations - 1
        room = people - len(tree.sex)
        for at, couple in enumerate(couples):
            share = room // len(couples) + (at < room % len(couples))
            share = share if last else min(share, 2 * rng.integer(2, 3) - rng.below(2))
            while share > 0 and len(tree.sex) < people:
                child = tree.born("fm"[coins >> len(tree.sex) & 1], couple)
                share -= 1
                spouse = OTHER[tree.sex[child]]
                if not last and share > 0 and tree.names[spouse]:
                    tree.marry(child, tree.born(spouse))
                    share -= 1
        couples = range(couples.stop, len(tree.couples))
    return tree


def _with_relatives(rng: Stream, tree: Tree, up: int, down: int, sex: str) -> tuple[int, list[int]]:
    """Somebody who has such relatives, of that sex if one is given, and these; none if nobody has."""
    for who in rng.shuffled(range(len(tree.sex))):
        if found := [one for one in tree.near(who, up, down) if sex in tree.sex[one]]:
            return who, found
    return 0, []


def _told(rng: Stream, tree: Tree, names: list[str]) -> list[Statement]:
    """Every marriage, and for every child a parent or a brother or sister, so that whether it is a woman is told."""
    told: list[Statement] = []
    coins = rng.below(1 << 4 * len(names))
    for couple, children in zip(tree.couples, tree.children, strict=True):
        one, other = couple if coins & 1 else couple[::-1]
        told.append(("wife" if tree.sex[one] == "f" else "husband", names[one], names[other]))
        for at, child in enumerate(children):
            coins >>= 4
            woman = tree.sex[child] == "f"
            parent = couple[coins & 1]
            if at and coins & 2:
                told.append(("sister" if woman else "brother", names[child], names[children[rng.below(at)]]))
            elif tree.married[child] >= 0 and coins & 4:
                told.append(("mother" if tree.sex[parent] == "f" else "father", names[parent], names[child]))
            else:
                told.append(("daughter" if woman else "son", names[child], names[parent]))
        coins >>= 4
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
        homes = [(one, parents[one]) for one in found if parents[one]]
        found = {one for one, home in parents.items() for other, alike in homes if home == alike and one != other}
    for _ in range(down - 1 if up else down):
        found = {child for child, home in parents.items() if not found.isdisjoint(home)}
    return sorted([one for one in found if not sex or (one in women) == (sex == "f")])


@lru_cache(maxsize=64)
def _parents(statements: tuple[Statement, ...]) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """Everybody's parents as far as they are told, in the order of their names, and who is a woman."""
    spouse: dict[str, str] = {}
    alike, known, women = [], [], set()
    for kind, one, other in statements:
        if kind in ("wife", "husband"):
            spouse[one], spouse[other] = other, one
            women.add(one if kind == "wife" else other)
            continue
        if kind in ("sister", "daughter", "mother"):
            women.add(one)
        if kind in ("sister", "brother"):
            alike.append((one, other))
        else:
            known.append((one, other) if kind in ("son", "daughter") else (other, one))
    parents: dict[str, tuple[str, ...]] = {name: () for _, *pair in statements for name in pair}
    for child, parent in known:
        parents[child] = tuple(sorted((parent, spouse[parent])))
    for _ in alike:  # each round brings parents at least to one more
        for one, other in alike:
            parents[one] = parents[other] = parents[one] or parents[other]
    return parents, women


def check_step(facts: Facts, step: Step) -> bool:
    kind = step.claim["kind"] if step.rule == "relatives" else facts["asked"]
    return sorted(step.claim["people"]) == _relatives(facts, kind)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "statements": rng.shuffled(facts["statements"])}


def canonical(facts: Facts) -> list[Any]:
    rows: list[shapes.Row] = [(kind, [(0, one), (1, other)]) for kind, one, other in facts["statements"]]
    return [shapes.renamed([*rows, ("who", [(0, facts["who"])])]), facts["asked"]]
