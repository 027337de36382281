"""A regular expression to write: for codes that are told part by part, with strings that fit and that do not."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import codes
from simulators.checks.fences import block
from simulators.checks.programs import judged_by, verdict
from simulators.checks.sandbox.jobs import SHORT
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar import patterns
from simulators.grammar.patterns import Part

VERSION = 1
LEVELS = (
    {"classes": 2, "words": False, "optional": False},
    {"classes": 2, "words": False, "optional": True},
    {"classes": 3, "words": False, "optional": False},
    {"classes": 3, "words": True, "optional": False},
    {"classes": 4, "words": True, "optional": True},
)
SHOWN = 3
LONGEST = 1_000  # characters of an expression
LANGUAGES = frozenset({"regex", "regexp", "re", "text", "python", "txt"})
_MATCHER = """
import re
def matched(expression, texts):
    compiled = re.compile(expression)
    return [compiled.fullmatch(text) is not None for text in texts]
"""


def make(rng: Stream, **settings: Any) -> Problem:
    chain = patterns.parts(rng, **settings)
    text = patterns.expression(chain)
    right = patterns.compiled(text)
    fitting = list(dict.fromkeys(patterns.fitting(rng, chain) for _ in range(SHOWN)))
    tried = list(dict.fromkeys(patterns.near(rng, chain) for _ in range(40)))
    unfit = [one for one in tried if right and not right.fullmatch(one)][:SHOWN]
    return Problem(
        facts={"parts": [part.json() for part in chain], "fitting": fitting, "unfit": unfit},
        answer=fenced(text),
        steps=tuple(Step("part", {"number": at, "piece": patterns.piece(one)}) for at, one in enumerate(chain, 1)),
        mistakes=mistakes(fenced(text), **_wrong(rng, chain, text)),
    )


def _wrong(rng: Stream, chain: tuple[Part, ...], text: str) -> dict[str, str]:
    """The slips that a string shows."""
    right, found = patterns.compiled(text), dict[str, str]()
    samples = [patterns.near(rng, chain) for _ in range(60)] + [patterns.fitting(rng, chain) for _ in range(20)]
    for name, other in patterns.slips(chain):
        wrong_one = patterns.compiled(other)
        if name not in found and right and wrong_one:
            differ = any(bool(right.fullmatch(one)) != bool(wrong_one.fullmatch(one)) for one in samples)
            if differ:
                found[name] = fenced(other)
    return found


def fenced(text: str) -> str:
    return f"```regex\n{text}\n```"


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox, on strings nobody was shown, most one character off; a search part by part knows which fit."""
    said = block(reply, LANGUAGES)
    if said is None or not 0 < len(said.strip()) <= LONGEST or "\n" in said.strip():
        return wrong("expected one regular expression")
    trials, expected = _trials(tuple((p["kind"], p["low"], p["high"], tuple(p["options"])) for p in facts["parts"]))

    def test(matched: Any) -> bool:
        return bool(matched(said.strip(), trials) == expected)

    return verdict(judged_by(_MATCHER, "matched", test, SHORT))


@lru_cache(maxsize=16)
def _trials(parts: tuple[tuple[str, int, int, tuple[str, ...]], ...]) -> tuple[list[str], list[bool]]:
    told = [{"kind": kind, "low": low, "high": high, "options": list(options)} for kind, low, high, options in parts]
    trials = codes.trials(told)
    return trials, [codes.fits(told, text) for text in trials]


def check_step(facts: Facts, step: Step) -> bool:
    """The piece is read back into a class, signs or words and a number of times."""
    number = step.claim["number"]
    return 0 < number <= len(facts["parts"]) and codes.piece_is(facts["parts"][number - 1], step.claim["piece"])


def canonical(facts: Facts) -> list[Any]:
    return [[part[key] for key in ("kind", "low", "high", "options")] for part in facts["parts"]]
