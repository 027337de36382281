"""Which of some words a regular expression matches from their first letter to their last."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"letters": "ab", "depth": 1, "factors": 3, "count": 4},
    {"letters": "ab", "depth": 2, "factors": 2, "count": 4},
    {"letters": "ab", "depth": 2, "factors": 3, "count": 5},
    {"letters": "abc", "depth": 3, "factors": 2, "count": 5},
    {"letters": "abc", "depth": 3, "factors": 3, "count": 6},
)
TRIES = 500
LONGEST_WORD = 10
LONGEST_PATTERN = 200
REPEATED = {"*": 0, "+": 1, "?": 0}  # the sign and the least number of times

# A letter, or an operation with its operands: "cat" and "or" have several, signs have one.
Node = Any


def make(rng: Stream, *, letters: str, depth: int, factors: int, count: int) -> Problem:
    for _ in range(TRIES):
        tree = _joined([_factor(rng, letters, depth) for _ in range(factors)])
        pattern = _text(tree)
        if not set("*+?").isdisjoint(pattern) and len(pattern) > 2 * factors:
            chosen = _words(rng, tree, letters, count)
            ends = {word: _ends(tree, word) for word in chosen}
            if len(chosen) == count and 0 < sum(len(word) in ends[word][0] for word in chosen) < count:
                return _problem(tree, pattern, ends)
    raise RuntimeError(f"no expression of depth {depth} came up in {TRIES} tries")


def _factor(rng: Stream, letters: str, depth: int) -> Node:
    if depth == 0 or rng.chance(1, 4):
        return rng.choice(letters)
    shape = rng.weighted({"or": 3, "cat": 2, "*": 3, "+": 2, "?": 1})
    if shape in REPEATED:
        inner = _factor(rng, letters, depth - 1)
        return inner if inner[0] in REPEATED else (shape, inner)
    first, second = _factor(rng, letters, depth - 1), _factor(rng, letters, depth - 1)
    if shape == "cat":
        return _joined([first, second])
    return first if first == second else (shape, first, second)


def _joined(parts: list[Node]) -> Node:
    """One sequence of all parts, which may be sequences themselves."""
    return ("cat", *(inner for part in parts for inner in (part[1:] if part[0] == "cat" else [part])))


def _text(node: Node, outer: str = "") -> str:
    """The expression in writing, bracketed where something outside would bind more tightly."""
    if isinstance(node, str):
        return node
    shape, *parts = node
    if shape in REPEATED:
        return _text(parts[0], shape) + str(shape)
    text = ("" if shape == "cat" else "|").join(_text(part, shape) for part in parts)
    return f"({text})" if outer in REPEATED or (shape == "or" and outer) else text


def _words(rng: Stream, tree: Node, letters: str, count: int) -> list[str]:
    """Words that match, and such words with one letter changed, dropped or added."""
    found: dict[str, None] = {}
    for _ in range(8 * count):
        word = _sample(rng, tree)
        if rng.chance(1, 2) and word:
            at = rng.below(len(word))
            word = word[:at] + rng.choice(("", rng.choice(letters), word[at] + rng.choice(letters))) + word[at + 1 :]
        if 1 < len(word) <= LONGEST_WORD:
            found.setdefault(word)
        if len(found) == count:
            break
    return list(found)


def _sample(rng: Stream, node: Node) -> str:
    if isinstance(node, str):
        return node
    shape, *parts = node
    if shape == "cat":
        return "".join([_sample(rng, part) for part in parts])
    if shape == "or":
        return _sample(rng, rng.choice(parts))
    most = 1 if shape == "?" else 3
    return "".join([_sample(rng, parts[0]) for _ in range(rng.integer(REPEATED[shape], most))])


def _nullable(node: Node) -> bool:
    """Whether it matches the empty word."""
    if isinstance(node, str):
        return False
    shape, *parts = node
    if shape in {"*", "?"}:
        return True
    return any(map(_nullable, parts)) if shape == "or" else all(map(_nullable, parts))


def _derived(rest: tuple[Node, ...], letter: str) -> set[tuple[Node, ...]]:
    """What can be left to match of a sequence once the letter is read (Antimirov's partial derivatives)."""
    if not rest:
        return set()
    node, *others = rest
    if isinstance(node, str):
        return {tuple(others)} if node == letter else set()
    shape, *parts = node
    if shape == "cat":
        return _derived((*parts, *others), letter)
    if shape == "or":
        return {left for part in parts for left in _derived((part, *others), letter)}
    # One time through, after which it may come again, or none at all.
    again = [] if shape == "?" else [("*", parts[0])]
    left = {(*first, *again, *others) for first in _derived((parts[0],), letter)}
    return left | _derived(tuple(others), letter) if _nullable(node) else left


def _ends(tree: Node, word: str) -> tuple[list[int], int]:
    """The lengths of the word's beginnings that match, and of the longest that can begin a match."""
    if isinstance(tree, str):
        return ([1], 1) if word[:1] == tree else ([], 0)
    lefts = {(tree,)}
    ends = []
    for at, letter in enumerate(word):
        if any(all(map(_nullable, left)) for left in lefts):
            ends.append(at)
        lefts = {new for left in lefts for new in _derived(left, letter)}
        if not lefts:
            return ends, at
    if any(all(map(_nullable, left)) for left in lefts):
        ends.append(len(word))
    return ends, len(word)


def _split(factors: tuple[Node, ...], word: str) -> list[str] | None:
    """Pieces of the word of which each matches its factor, the first ones as long as can be."""
    if not factors:
        return None if word else []
    for end in reversed(_ends(factors[0], word)[0]):
        rest = _split(factors[1:], word[end:])
        if rest is not None:
            return [word[:end], *rest]
    return None


def _problem(tree: Node, pattern: str, ends: dict[str, tuple[list[int], int]]) -> Problem:
    chosen = list(ends)
    matching = [word for word in chosen if len(word) in ends[word][0]]
    steps = [
        Step("match", {"word": word, "parts": _split(tree[1:], word)})
        if word in matching
        else Step("fail", {"word": word, "longest": word[: ends[word][1]]})
        for word in chosen
    ]
    answer = ", ".join(matching)
    return Problem(
        facts={"pattern": pattern, "words": chosen},
        answer=answer,
        steps=(*steps, Step("list", {"matching": matching})),
        mistakes=mistakes(
            answer,
            beginning_is_enough=", ".join(word for word in chosen if ends[word][0]),
            all_words=", ".join(chosen),
            others_listed=", ".join(word for word in chosen if word not in matching),
        ),
    )


class _Positions:
    """Glushkov's automaton of an expression: each letter in it is a state, told by its bit."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > LONGEST_PATTERN:
            raise ValueError(f"expected an expression of at most {LONGEST_PATTERN} characters")
        self.pattern, self.at = pattern, 0
        self.letters: list[str] = []
        self.follow: list[int] = []
        self.factors: list[str] = []  # what stands next to each other outside all brackets
        self.empty, self.first, self.last = self._choice(outermost=True)
        if self.at != len(pattern):
            raise ValueError(f"not an expression: {pattern}")

    def _choice(self, *, outermost: bool = False) -> tuple[bool, int, int]:
        empty, first, last = self._sequence(outermost=outermost)
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            other, new_first, new_last = self._sequence()
            empty, first, last = empty or other, first | new_first, last | new_last
        return empty, first, last

    def _sequence(self, *, outermost: bool = False) -> tuple[bool, int, int]:
        empty, first, last = True, 0, 0
        while self.pattern[self.at : self.at + 1] not in {"", "|", ")"}:
            begun = self.at
            other, new_first, new_last = self._repeated()
            self._link(last, new_first)
            first |= new_first if empty else 0
            last = new_last | last if other else new_last
            empty = empty and other
            if outermost:
                self.factors.append(self.pattern[begun : self.at])
        return empty, first, last

    def _repeated(self) -> tuple[bool, int, int]:
        letter = self.pattern[self.at]
        self.at += 1
        if letter == "(":
            empty, first, last = self._choice()
            if self.pattern[self.at : self.at + 1] != ")":
                raise ValueError("expected a closing bracket")
            self.at += 1
        elif letter.isalpha():
            empty, first, last = False, 1 << len(self.letters), 1 << len(self.letters)
            self.letters.append(letter)
            self.follow.append(0)
        else:
            raise ValueError(f"expected a letter, got {letter!r}")
        while (sign := self.pattern[self.at : self.at + 1]) and sign in "*+?":
            self.at += 1
            empty = empty or sign != "+"
            if sign != "?":
                self._link(last, first)
        return empty, first, last

    def _link(self, last: int, first: int) -> None:
        for state in range(len(self.follow)):
            if last >> state & 1:
                self.follow[state] |= first

    def read(self, word: str) -> tuple[int, bool]:
        """How many letters of the word can begin a match, and whether the whole is one."""
        if not word:
            return 0, self.empty
        states, nexts = 0, self.first
        for at, letter in enumerate(word):
            states = sum(1 << state for state, own in enumerate(self.letters) if own == letter and nexts >> state & 1)
            if not states:
                return at, False
            nexts = 0
            for state, follow in enumerate(self.follow):
                nexts |= follow if states >> state & 1 else 0
        return len(word), bool(states & self.last)


@lru_cache(maxsize=1024)
def _automaton(pattern: str) -> _Positions:
    return _Positions(pattern)


@lru_cache(maxsize=4096)
def _read(pattern: str, word: str) -> tuple[int, bool]:
    return _automaton(pattern).read(word)


def _matching(facts: Facts) -> list[str]:
    return sorted(word for word in facts["words"] if _read(facts["pattern"], word)[1])


def check(facts: Facts, reply: str) -> Verdict:
    matching = _matching(facts)
    return words.judge_list(reply, lambda given: sorted(map(str.lower, given)) == matching)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "list":
        return sorted(claim["matching"]) == _matching(facts)
    word = claim["word"]
    if word not in facts["words"]:
        return False
    if step.rule == "fail":
        longest, whole = _read(facts["pattern"], word)
        return not whole and claim["longest"] == word[:longest]
    factors = _automaton(facts["pattern"]).factors
    pairs = zip(factors, claim["parts"], strict=True)
    return "".join(claim["parts"]) == word and all(_read(factor, part)[1] for factor, part in pairs)


def canonical(facts: Facts) -> list[Any]:
    """Letters in the order in which the expression has them first; the words sorted."""
    letters = dict.fromkeys(letter for letter in facts["pattern"] if letter.isalpha())
    renaming = {ord(letter): str(at) for at, letter in enumerate(letters)}
    return [facts["pattern"].translate(renaming), sorted(word.translate(renaming) for word in facts["words"])]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "words": rng.shuffled(facts["words"])}
