"""Makes whole examples: problems drawn, put into words and judged, a batch at a time.

>>> example = examples("algebra.linear_equation", level=1, seed=7, indices=range(1))[0]
>>> fault(example)
''
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from simulators import variants
from simulators.core import MALFORMED, VARIANT, Facts, Family, Messages, Mistake, Problem, Step, Verdict, load, stream
from simulators.text import Phrases, phrases


class Example(NamedTuple):
    """A problem in words, number ``place`` of its stream. ``told`` holds the text of each of its steps."""

    family: Family
    level: int
    seed: int
    place: int
    prompt: str
    problem: Problem
    told: tuple[str, ...]

    def reply(self) -> str:
        """The worked reply: every step, then the answer."""
        return "\n".join((*self.told, f"Answer: {self.problem.answer}"))

    def conversation(self) -> tuple[Messages, list[dict[str, Any]]]:
        """The example as messages in OpenAI's chat form, and the tools at hand: two turns where a family has no own."""
        tell = self.family.conversation
        if tell is not None:
            return tell(self.problem.facts, self.problem.answer)
        return [{"role": "user", "content": self.prompt}, {"role": "assistant", "content": self.reply()}], []

    @property
    def variant(self) -> str:
        """The kind of adversarial variant that this is, "" for none."""
        return str(self.problem.facts[VARIANT]["kind"]) if VARIANT in self.problem.facts else ""

    def row(self) -> dict[str, Any]:
        """The example as JSON, as ``provender sample --json`` prints it."""
        return {
            "family": self.family.name,
            "version": self.family.version,
            "level": self.level,
            "seed": self.seed,
            "index": self.place,
            "variant": self.variant,
            "prompt": self.prompt,
            "answer": self.problem.answer,
            "facts": self.problem.facts,
            "trace": self.trace(),
            "rejected": [{"mistake": name, "answer": answer} for name, answer in self.problem.mistakes],
        }

    def trace(self) -> list[dict[str, Any]]:
        """The steps as JSON: rule, claim and text."""
        pairs = zip(self.problem.steps, self.told, strict=True)
        return [{"rule": step.rule, "claim": step.claim, "text": text} for step, text in pairs]


def examples(name: str, *, level: int, seed: int, indices: Iterable[int]) -> list[Example]:
    """The examples of a family at these indices, in order; each depends on nothing but its own.

    Raises NotFoundError for an unknown family or level.
    """
    family = load(name)
    settings = family.settings(level)
    count = len(phrases(family).questions)
    where = f"{name}/{level}"
    indices = list(indices)
    problems, choices = [], []
    for index in indices:
        rng = stream(seed, where, index)
        problems.append(family.make(rng, **settings))
        choices.append(rng.below(count))
    return _worded(family, level, seed, indices, problems, choices)


def express(family: Family, level: int, seed: int, indices: list[int], problems: list[Problem]) -> list[Example]:
    """Put problems that come from elsewhere (a played game, say) into the family's words.

    The phrasing depends on the family, the seed and the index.
    """
    count = len(phrases(family).questions)
    choices = [stream(seed, f"{family.name}/phrasing", index).below(count) for index in indices]
    return _worded(family, level, seed, indices, problems, choices)


def varied(example: Example, kind: str) -> Example:
    """The example as an adversarial variant of that kind: see :mod:`simulators.variants`.

    It depends on the example's place alone. Where it would read the same (its phrasing tells no names, say), the
    example itself comes back. Raises ValueError for a kind that its problem does not have.

    >>> example = examples("number_theory.gcd", level=1, seed=7, indices=[0])[0]
    >>> fault(varied(example, "premise"))
    ''
    """
    family = example.family
    rng = stream(example.seed, f"{family.name}/{example.level}/{kind}", example.place)
    problem = variants.changed(family, example.problem, kind, rng)
    own = problem._replace(steps=tuple(step for step in problem.steps if step.rule != "contradiction"))
    spoken = _worded(family, example.level, example.seed, [example.place], [own], [_phrasing(example)])[0]
    added = tuple(map(variants.told, problem.steps[len(own.steps) :]))
    prompt = variants.reworded(problem.facts, spoken.prompt)
    if prompt == example.prompt:
        return example
    return example._replace(prompt=prompt, problem=problem, told=(*spoken.told, *added))


def _phrasing(example: Example) -> int:
    """The number of the phrasing that the example was put into: drawn after the problem, as examples() does."""
    rng = stream(example.seed, f"{example.family.name}/{example.level}", example.place)
    example.family.make(rng, **example.family.settings(example.level))
    return rng.below(len(phrases(example.family).questions))


def _worded(
    family: Family, level: int, seed: int, indices: list[int], problems: list[Problem], choices: list[int]
) -> list[Example]:
    spoken = phrases(family)
    prompts = _prompts(spoken, problems, choices)
    told = _told(spoken, problems)
    return [
        Example(family, level, seed, index, prompt, problem, texts)
        for index, prompt, problem, texts in zip(indices, prompts, problems, told, strict=True)
    ]


def _prompts(spoken: Phrases, problems: list[Problem], choices: list[int]) -> list[str]:
    prompts = [""] * len(problems)
    for choice, render in enumerate(spoken.questions):
        places = [place for place, chosen in enumerate(choices) if chosen == choice]
        if places:
            texts = render([(problems[place].facts,) for place in places])
            for place, text in zip(places, texts, strict=True):
                prompts[place] = text
    return prompts


def _told(spoken: Phrases, problems: list[Problem]) -> list[tuple[str, ...]]:
    rows: defaultdict[str, list[tuple[Facts, ...]]] = defaultdict(list)
    for problem in problems:
        facts = problem.facts
        for rule, claim in problem.steps:
            rows[rule].append((claim, facts))
    texts = {rule: iter(spoken.step(rule)(pairs)) for rule, pairs in rows.items()}
    return [tuple([next(texts[rule]) for rule, _ in problem.steps]) for problem in problems]


def fault(example: Example) -> str:
    """Why the example is not proven: the checker against its answer, mistakes and steps; "" if it is."""
    problem = example.problem
    return find_fault(example.family, problem.facts, problem.answer, problem.steps, problem.mistakes)


def find_fault(family: Family, facts: Facts, answer: str, steps: Iterable[Step], mistakes: Iterable[Mistake]) -> str:
    """What the checker finds wrong with an answer, its trace and its mistakes; "" if nothing."""
    judge, judge_step = family.check, family.check_step
    if VARIANT in facts:
        judge, judge_step = partial(variants.check, family), partial(variants.check_step, family)
    try:
        verdict = judge(facts, answer)
        if verdict.reward != 1:
            return _refused("the answer", verdict)
        for number, step in enumerate(steps, 1):
            if not judge_step(facts, step):
                return f"step {number} ({step.rule}) does not hold"
        for name, reply in mistakes:
            verdict = judge(facts, reply)
            if verdict.reward is None:
                return _refused(f"mistake {name}", verdict)
            if verdict.reward >= 1:
                return f"mistake {name} is right: {reply!r}"
    except MALFORMED as error:
        return f"{family.name} cannot read these facts: {type(error).__name__}: {error}"
    return ""


def _refused(what: str, verdict: Verdict) -> str:
    return f"{what} got {'no verdict' if verdict.reward is None else verdict.reward}: {verdict.reason}"
