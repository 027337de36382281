"""The contract between a family of problems and everything that makes, judges or stores them.

A *family* is a module. Its path is its name: ``simulators/algebra/linear_equation.py`` is
``algebra.linear_equation``. It needs no base class and no registration; it defines

- ``VERSION``: raised whenever the same seed gives other output;
- ``LEVELS``: the settings of ``make``, easiest first;
- ``make(rng, **settings) -> Problem``: proposes; draws from ``rng`` and from nothing else;
- ``check(facts, reply) -> Verdict``: judges any text from the facts alone;
- ``check_step(facts, step) -> bool``: judges one step of a reasoning trace;
- ``canonical(facts)``, optional: the problem up to renaming and reordering, as JSON. Left out,
  it is the facts themselves;
- ``reordered(rng, facts)``, optional: the facts with what has no order (edges, premises) told in
  another one; the same answer, steps and canonical form belong to them;
- ``SHARED``, optional: names of the routines that both ``make`` and ``check`` reach, each with its
  reason beside it (what a row of a board is, say); a test refuses all others;
- ``SPACES``, optional: for each level (from 1) with few problems, how many there are at most;
- ``conversation(facts, answer)``, optional: a family with tools, whose answers are messages as JSON text,
  tells its problem and a reply in OpenAI's chat form, from the system's message to the reply's last one,
  and the tools at hand.

Packages of third parties add families through the entry-point group ``provender.families``
(``"skill.family" = "package.module"``).

Exceptions::

    ProvenderError            something the user can mend; its text says what came and what exists
    ├── NotFoundError         no such family, level, recipe or file
    └── ContractError         a family's module or template breaks the contract
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from struct import unpack
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

Facts = Mapping[str, Any]
Messages = list[dict[str, Any]]  # OpenAI's chat form; the arguments of tool calls are JSON text
T = TypeVar("T")


class ProvenderError(Exception):
    """Something the user can mend. The command line prints its text and exits with 2."""


class NotFoundError(ProvenderError, LookupError):
    """What was named does not exist; the text lists what does."""


class ContractError(ProvenderError):
    """A family's module or template lacks what the contract asks of it."""


class Verdict(NamedTuple):
    """What a checker says of a reply.

    ``reward`` is in [0, 1]; ``None`` means *no verdict*: the machinery failed, and a trainer masks
    the sample instead of punishing it.
    """

    reward: float | None
    reason: str


RIGHT = Verdict(1.0, "right")


def wrong(reason: str) -> Verdict:
    """The verdict on a wrong reply, saying why."""
    return Verdict(0.0, reason)


def no_verdict(reason: str) -> Verdict:
    """The verdict when the machinery, and not the reply, is at fault."""
    return Verdict(None, reason)


class Step(NamedTuple):
    """One step of a reasoning trace: the rule it applies and the claim it makes.

    ``claim`` is JSON and stands by itself: the step's text is rendered from it, and ``check_step``
    judges it, with the facts at hand but without the other steps.
    """

    rule: str
    claim: Mapping[str, Any]


class Mistake(NamedTuple):
    """A wrong reply that a learner really gives, by the name of the error behind it."""

    name: str
    answer: str


class Problem(NamedTuple):
    """What a family proposes.

    ``facts`` is JSON and all that a checker may read. ``answer`` is the gold reply in canonical
    text. ``steps`` lead to it; ``mistakes`` are replies that the checker must refuse.
    """

    facts: Facts
    answer: str
    steps: tuple[Step, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def mistakes(answer: str, **named: object) -> tuple[Mistake, ...]:
    """Name wrong replies, leaving out those that happen to coincide with the answer or a former one.

    >>> mistakes("4", sign_kept=-4, doubled=4, halved=-4)
    (Mistake(name='sign_kept', answer='-4'),)
    """
    names = {answer: ""}
    for name, value in named.items():
        names.setdefault(str(value), name)
    del names[answer]
    return tuple([Mistake(name, text) for text, name in names.items()])


class Stream:
    """The random draws of one example. Made by :func:`stream`.

    Words of 64 bits come from BLAKE2b in counter mode. A draw below ``n`` is ``word * n >> 64``:
    its bias is under ``n / 2**64``, and wider ranges take more words.
    """

    __slots__ = ("_block", "_state", "_words")

    def __init__(self, state: hashlib.blake2b) -> None:
        self._state = state
        self._block = 0
        self._words = list(unpack("<8Q", state.digest()))

    def _refill(self) -> None:
        self._block += 1
        state = self._state.copy()
        state.update(self._block.to_bytes(8, "little"))
        self._words = list(unpack("<8Q", state.digest()))

    def below(self, n: int) -> int:
        """A uniform integer in ``[0, n)``. Raises ValueError if there is none."""
        if n < 1:
            raise ValueError(f"expected a positive bound, got {n}")
        if n > 1 << 32:
            return self._below_wide(n)
        if not self._words:
            self._refill()
        return self._words.pop() * n >> 64

    def _below_wide(self, n: int) -> int:
        value = bits = 0
        while bits < n.bit_length() + 32:
            if not self._words:
                self._refill()
            value = value << 64 | self._words.pop()
            bits += 64
        return value * n >> bits

    def integer(self, low: int, high: int) -> int:
        """A uniform integer in ``[low, high]``, both ends included."""
        return low + self.below(high - low + 1)

    def nonzero(self, low: int, high: int) -> int:
        """A uniform integer in ``[low, high]`` other than 0; the range must hold 0."""
        value = low + self.below(high - low)
        return value if value < 0 else value + 1

    def digits(self, count: int) -> int:
        """A uniform integer with exactly ``count`` decimal digits and no leading zero."""
        least = int(10 ** (count - 1))
        return least + self.below(9 * least)

    def chance(self, numerator: int, denominator: int) -> bool:
        """True with probability ``numerator / denominator``."""
        return self.below(denominator) < numerator

    def choice(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[self.below(len(options))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One of the keys, in proportion to its integer weight."""
        at = self.below(sum(weights.values()))
        for option, weight in weights.items():
            at -= weight
            if at < 0:
                return option
        raise ValueError("expected at least one positive weight")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in random order (Fisher–Yates)."""
        return self.sample(items, len(items))

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """``count`` items from different places, in random order. The items are not copied."""
        size, words = len(items), self._words
        if count > size or size > 1 << 32:
            raise ValueError(f"expected no more items than there are, and at most 2^32 of them, got {count} of {size}")
        moved: dict[int, int] = {}  # Fisher–Yates, of which only the places that changed are kept
        chosen = []
        for i in range(count):
            if not words:
                self._refill()
                words = self._words
            j = i + (words.pop() * (size - i) >> 64)  # as below() draws, without its calls
            chosen.append(items[moved.get(j, j)])
            moved[j] = moved.get(i, i)
        return chosen


@lru_cache(maxsize=4096)
def _prefix(seed: int, name: str) -> hashlib.blake2b:
    return hashlib.blake2b(f"{seed}\0{name}\0".encode())


def stream(seed: int, name: str, index: int) -> Stream:
    """The independent random stream of example ``index`` of ``name`` under ``seed``.

    Hashed, never added: neighbouring seeds and indices share nothing, and any example can be made
    alone, on any machine, in any order.

    >>> a, b = stream(1, "algebra.linear_equation", 7), stream(1, "algebra.linear_equation", 7)
    >>> a.integer(0, 10**6) == b.integer(0, 10**6)
    True
    """
    state = _prefix(seed, name).copy()
    state.update(index.to_bytes(8, "little"))
    return Stream(state)


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A loaded family: its module's parts under their names."""

    name: str
    skill: str
    version: int
    levels: tuple[Mapping[str, Any], ...]
    summary: str
    template: Path
    make: Callable[..., Problem]
    check: Callable[[Facts, str], Verdict]
    check_step: Callable[[Facts, Step], bool]
    canonical: Callable[[Facts], Any]
    reordered: Callable[[Stream, Facts], Facts] | None
    spaces: Mapping[int, int]
    conversation: Callable[[Facts, str], tuple[Messages, list[dict[str, Any]]]] | None = None

    def settings(self, level: int) -> Mapping[str, Any]:
        """The settings of a level, counted from 1. Raises NotFoundError, naming the levels there are."""
        if not 1 <= level <= len(self.levels):
            raise NotFoundError(f"{self.name} has no level {level}; there are: 1 to {len(self.levels)}")
        return self.levels[level - 1]


ROOT = Path(__file__).parent
# A wheel carries the templates inside this package; a checkout has them beside it.
TEMPLATES = ROOT / "templates" if (ROOT / "templates").is_dir() else ROOT.parent / "templates"
NOT_SKILLS = frozenset({"checks", "driving", "games", "grammar", "patients", "templates", "worlds"})


@lru_cache(maxsize=1)
def _modules() -> dict[str, str]:
    """Name of every family → the module that holds it."""
    found = {
        f"{path.parent.name}.{path.stem}": f"simulators.{path.parent.name}.{path.stem}"
        for path in ROOT.glob("*/*.py")
        if path.parent.name not in NOT_SKILLS and not path.stem.startswith("_")
    }
    from importlib.metadata import entry_points  # 25 ms that no one pays for a mere import

    for entry in entry_points(group="provender.families"):
        found.setdefault(entry.name, entry.value)
    return dict(sorted(found.items()))


def names() -> tuple[str, ...]:
    """The names of all families, sorted; nothing is imported."""
    return tuple(_modules())


@cache
def load(name: str) -> Family:
    """The family of that name.

    Raises NotFoundError for an unknown name and ContractError for a module that breaks the contract.
    """
    modules = _modules()
    if name not in modules:
        raise NotFoundError(f"no family {name!r}; there are: {', '.join(modules)}")
    module = importlib.import_module(modules[name])
    missing = [part for part in ("VERSION", "LEVELS", "make", "check", "check_step") if not hasattr(module, part)]
    if missing:
        raise ContractError(f"family {name} lacks {', '.join(missing)} in {modules[name]}")
    return Family(
        name=name,
        skill=name.split(".", maxsplit=1)[0],
        version=module.VERSION,
        levels=tuple(module.LEVELS),
        summary=(module.__doc__ or "").strip().split("\n")[0],
        template=_template(name, module),
        make=module.make,
        check=module.check,
        check_step=module.check_step,
        canonical=getattr(module, "canonical", _facts_themselves),
        reordered=getattr(module, "reordered", None),
        spaces=getattr(module, "SPACES", {}),
        conversation=getattr(module, "conversation", None),
    )


def _template(name: str, module: ModuleType) -> Path:
    own = TEMPLATES / f"{name.replace('.', '/')}.j2"
    return own if own.exists() or module.__file__ is None else Path(module.__file__).with_suffix(".j2")


def _facts_themselves(facts: Facts) -> Facts:
    return facts


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


# The fact under which simulators.variants notes what it did to a problem. No family has one of that name.
VARIANT = "variant"


def plain(facts: Facts) -> Facts:
    """The facts as the family made them, without the note of a variant."""
    return {name: value for name, value in facts.items() if name != VARIANT}


def canonical_key(family: Family, facts: Facts) -> str:
    """Hash of the problem up to renaming and reordering: 32 hex digits.

    Two problems with the same key are duplicates. Those whose keys begin with the same 16 digits, a problem and
    its variants, belong into the same split.
    """
    variant = facts.get(VARIANT)
    if variant is None:
        return _digest(f"{family.name}\0{_CANONICAL(family.canonical(facts))}")
    whole = _digest(f"{family.name}\0{_CANONICAL(family.canonical(plain(facts)))}")
    return whole[:16] + _digest(f"{whole}\0{_CANONICAL(variant)}")[:16]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


# What reading facts of the wrong shape can raise; anything else out of a checker is a bug.
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
