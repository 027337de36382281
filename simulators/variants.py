"""Adversarial variants: the same problem made harder to read, with a checker that knows what was done.

- ``irrelevant``: a sentence with numbers that have nothing to do with the question stands before it;
- ``renamed``: people swap their names throughout;
- ``reordered``: what has no order (edges, premises, clauses) is told in another one;
- ``premise``: somebody claims an answer. Where the family's checker refuses the claim, the statements contradict
  each other, and the one right reply is :data:`UNDETERMINED`; where it accepts it, nothing changes.

A variant is written into the facts under ``variant``, so that whoever has the facts can judge it. It shares the
split of the problem it comes from (:func:`simulators.core.canonical_key`), and is no duplicate of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulators.checks import words
from simulators.core import (
    MALFORMED,
    TEMPLATES,
    VARIANT,
    Facts,
    Family,
    Mistake,
    Problem,
    Step,
    Stream,
    Verdict,
    mistakes,
    no_verdict,
    plain,
    wrong,
)
from simulators.text import blocks
from simulators.vocabulary import PEOPLE, THINGS

KINDS = ("irrelevant", "premise", "renamed", "reordered")
LONGEST_CLAIM = 200  # characters of an answer that somebody could claim in passing
UNDETERMINED = "cannot be determined"
_SAME = dict.fromkeys(
    ("it cannot be determined", "can't be determined", "can not be determined", "undetermined", "contradiction"),
    UNDETERMINED,
)
_TEMPLATE = TEMPLATES / "variants.j2"
_NAME = re.compile("|".join(rf"\b{name}\b" for name in PEOPLE))


def judge(family: Family, facts: Facts, reply: str) -> Verdict:
    """The verdict on a reply; facts that the family cannot read give no verdict, never a 0."""
    try:
        return check(family, facts, reply)
    except MALFORMED as error:
        return no_verdict(f"{family.name} cannot read these facts: {type(error).__name__}: {error}")


def check(family: Family, facts: Facts, reply: str) -> Verdict:
    """The family's verdict, or the variant's where a claimed answer contradicts the facts."""
    variant = facts.get(VARIANT)
    if variant is None:
        return family.check(facts, reply)
    facts = plain(facts)
    if variant["kind"] == "premise":
        stated = family.check(facts, variant["claim"])
        if stated.reward is None:
            return stated
        if stated.reward < 1:
            said = words.judge(reply, UNDETERMINED, same=_SAME)
            return said if said.reward else wrong(f"{reply[:40]!r} does not fit what is claimed")
    return family.check(facts, reply)


def check_step(family: Family, facts: Facts, step: Step) -> bool:
    """Whether a step holds: the family's own, or the one that states a contradiction."""
    if step.rule != "contradiction" or VARIANT not in facts:
        return family.check_step(plain(facts), step)
    claim = facts[VARIANT]["claim"]
    bare = plain(facts)
    return (
        step.claim["claimed"] == claim
        and family.check(bare, claim).reward == 0
        and family.check(bare, step.claim["found"]).reward == 1
    )


def kinds(family: Family, problem: Problem) -> tuple[str, ...]:
    """The kinds of variants that this problem has."""
    if family.conversation is not None:  # its words are the facts' own
        return ()
    named = len(set(_names(problem.facts))) > 1
    # Where the reply may be right by itself, a claim could not be told from its contradiction.
    short = max((len(text) for text in (problem.answer, *(wrong for _, wrong in problem.mistakes))), default=0)
    claimed = short <= LONGEST_CLAIM and problem.mistakes and family.check(problem.facts, UNDETERMINED).reward == 0
    return (
        "irrelevant",
        *(("renamed",) if named else ()),
        *(("reordered",) if family.reordered else ()),
        *(("premise",) if claimed else ()),
    )


def changed(family: Family, problem: Problem, kind: str, rng: Stream) -> Problem:
    """The problem as its variant of that kind, the note of it among its facts.

    Raises ValueError for a kind that :func:`kinds` does not list.
    """
    if kind not in kinds(family, problem):
        raise ValueError(f"{family.name} has no variant {kind!r} of this problem; there are: {kinds(family, problem)}")
    if kind == "premise":
        return _claimed(problem, rng)
    facts, note = problem.facts, {"kind": kind}
    if kind == "reordered" and family.reordered:
        facts = family.reordered(rng, facts)
    if kind == "renamed":
        return _renamed(problem, rng)
    if kind == "irrelevant":
        note |= _aside(rng)
    return problem._replace(facts={**facts, VARIANT: note})


def _claimed(problem: Problem, rng: Stream) -> Problem:
    """Half of the claims are right; those that are not are mistakes that learners make."""
    if rng.chance(1, 2):
        facts = {**problem.facts, VARIANT: {"kind": "premise", "claim": problem.answer}}
        wrong_replies = (*problem.mistakes, Mistake("contradiction_imagined", UNDETERMINED))
        return problem._replace(facts=facts, mistakes=wrong_replies)
    claim = rng.choice(problem.mistakes).answer
    return Problem(
        facts={**problem.facts, VARIANT: {"kind": "premise", "claim": claim}},
        answer=UNDETERMINED,
        steps=(*problem.steps, Step("contradiction", {"found": problem.answer, "claimed": claim})),
        mistakes=mistakes(UNDETERMINED, contradiction_overlooked=problem.answer, claim_believed=claim),
    )


def _aside(rng: Stream) -> dict[str, Any]:
    first, second = rng.sample(PEOPLE, 2)
    aside = rng.choice(sorted(_told("aside_")))
    things = rng.choice(THINGS)[1]
    return {"aside": aside, "person": first, "other": second, "count": rng.integer(2, 99), "things": things}


def _names(value: Any) -> list[str]:
    """All names of people in the texts of some JSON, in order."""
    if isinstance(value, str):
        return _NAME.findall(value)
    if isinstance(value, Mapping):
        return [name for part in (*value, *value.values()) for name in _names(part)]
    return [name for part in value for name in _names(part)] if isinstance(value, list | tuple) else []


def _renamed(problem: Problem, rng: Stream) -> Problem:
    there = sorted(set(_names(problem.facts)))
    to = dict(zip(there, [*there[1:], there[0]], strict=True))
    strangers = [name for name in PEOPLE if name not in there]
    if rng.chance(1, 2) and len(strangers) >= len(there):
        to = dict(zip(there, rng.sample(strangers, len(there)), strict=True))

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            return _NAME.sub(lambda found: to.get(found[0], found[0]), value)
        if isinstance(value, Mapping):
            return {swap(key): swap(part) for key, part in value.items()}
        return [swap(part) for part in value] if isinstance(value, list | tuple) else value

    return Problem(
        facts={**swap(problem.facts), VARIANT: {"kind": "renamed"}},
        answer=swap(problem.answer),
        steps=tuple(Step(step.rule, swap(step.claim)) for step in problem.steps),
        mistakes=tuple(Mistake(name, swap(answer)) for name, answer in problem.mistakes),
    )


def _told(start: str) -> dict[str, Any]:
    return {name: render for name, render in blocks(_TEMPLATE).items() if name.startswith(start)}


def reworded(facts: Facts, prompt: str) -> str:
    """The question with what its variant adds."""
    variant = facts.get(VARIANT, {})
    if "aside" in variant:
        (aside,) = _told("aside_")[variant["aside"]]([(variant,)])
        return f"{aside}\n\n{prompt}"
    if variant.get("kind") == "premise":
        (premise,) = blocks(_TEMPLATE)["premise"]([(variant,)])
        return f"{prompt}\n\n{premise}"
    return prompt


def told(step: Step) -> str:
    """The text of the step that states a contradiction."""
    return str(blocks(_TEMPLATE)["contradiction"]([(step.claim,)])[0])
