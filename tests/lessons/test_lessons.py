"""What lessons are held to beyond the contract: their concepts, their prose, and errors planted in them."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from simulators import core
from simulators.core import TEMPLATES
from simulators.examples import Example, examples
from simulators.lessons import _judging, _reading
from simulators.lessons._graph import CONCEPTS
from simulators.text import blocks, phrases
from synth import diversity

ROOT = Path(__file__).parent.parent.parent
STYLES = ("textbook", "dialogue", "worked_solutions", "quiz", "story")
each_concept = pytest.mark.parametrize("name", CONCEPTS)
each_style = pytest.mark.parametrize("style", STYLES)


def prose(name: str) -> dict[str, str]:
    """The blocks of a concept, with a word in the place of each variable."""
    values = {"wrong": "W", "hero": "H", "friend": "F"}
    rendered = blocks(TEMPLATES / "lessons" / "concepts" / f"{name}.j2")
    return {part: render([(values,)])[0] for part, render in rendered.items()}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lessons_benchmark", ROOT / "benchmarks" / "lessons.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["lessons_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def test_concepts_build_on_one_another_without_a_circle() -> None:
    """Taken away one by one, those that build on nothing that is left, all are taken away in the end."""
    left = {name: set(concept.needs) for name, concept in CONCEPTS.items()}
    assert all(needs <= set(CONCEPTS) for needs in left.values())
    while left:
        ready = [name for name, needs in left.items() if not needs & set(left)]
        assert ready, left
        for name in ready:
            del left[name]


def test_there_are_many_concepts_of_many_skills() -> None:
    """Sixty concepts of fifteen skills at least, each of a family of its own."""
    assert len(CONCEPTS) >= 60
    assert len({concept.family.split(".")[0] for concept in CONCEPTS.values()}) >= 15
    assert len({concept.family for concept in CONCEPTS.values()}) == len(CONCEPTS)


@each_concept
def test_a_concept_has_all_of_its_prose(name: str) -> None:
    """Prose for every reader, two intuitions, mistakes and summaries, a reason a rule, a word on each slip."""
    said, family = prose(name), core.load(CONCEPTS[name].family)
    readers = [f"{part}_{reader}" for part in ("motivation", "definition") for reader in ("child", "teen", "adult")]
    others = [f"{part}_{number}" for part in ("intuition", "mistake", "summary") for number in (1, 2)]
    assert {*readers, *others, "use", "need", "ask", "insight"} <= set(said)
    assert {f"why_{rule}" for rule in phrases(family).steps} <= set(said)
    for level in range(1, 6):
        for example in examples(family.name, level=level, seed=8, indices=range(60)):
            assert {f"slip_{mistake.name}" for mistake in example.problem.mistakes} <= set(said)


@each_concept
def test_readers_get_words_of_their_own(name: str) -> None:
    """What a child, a teenager and an adult read shares few words; a child's sentences are short."""
    said = prose(name)
    for part in ("motivation", "definition"):
        one, two, three = (set(said[f"{part}_{reader}"].split()) for reader in ("child", "teen", "adult"))
        for first, second in ((one, two), (one, three), (two, three)):
            assert len(first & second) <= 0.6 * min(len(first), len(second)), (part, first & second)
    sentences = re.split(r"[.!?]\s", said["motivation_child"])
    assert sum(map(len, map(str.split, sentences))) / len(sentences) <= 14


def test_no_sentence_serves_two_concepts() -> None:
    """A sentence that would fit everywhere says nothing; reasons and slips of one line may be alike."""
    counted: Counter[str] = Counter()
    for name in CONCEPTS:
        parts = [text for part, text in prose(name).items() if not part.startswith(("why_", "slip_"))]
        counted.update(
            {sentence for text in parts for sentence in re.split(r"(?<=[.!?]) ", text) if len(sentence) > 40}
        )
    assert [sentence for sentence, times in counted.items() if times > 1] == []


@each_style
def test_what_a_problem_says_is_what_its_family_says(style: str) -> None:
    """The text that stands in the facts is the family's own wording of them."""
    for example in examples(f"lessons.{style}", level=3, seed=4, indices=range(40)):
        for item in example.problem.facts["items"]:
            render = phrases(core.load(item["family"])).questions[item["wording"]]
            assert render([(item["facts"],)])[0] == item["text"]


@each_concept
def test_every_worked_line_is_read_back(name: str) -> None:
    """The family's own sentences are found to be its steps, and true."""
    family = core.load(CONCEPTS[name].family)
    for level in (1, 3, 5):
        for example in examples(family.name, level=level, seed=6, indices=range(5)):
            for line in example.told:
                assert next(_reading.told(family, example.problem.facts, line), None) is not None, line


def sample(style: str = "textbook", place: int = 0) -> Example:
    return examples(f"lessons.{style}", level=2, seed=2, indices=[place])[0]


def test_an_unknown_version_is_no_verdict() -> None:
    """A family that has changed since cannot judge; an unknown one is named."""
    example = sample()
    items = [{**item, "version": 99} for item in example.problem.facts["items"]]
    verdict = example.family.check({**example.problem.facts, "items": items}, example.problem.answer)
    assert verdict.reward is None and "version 99" in verdict.reason
    items = [{**item, "family": "no.such"} for item in example.problem.facts["items"]]
    with pytest.raises(core.NotFoundError, match=r"no family 'no\.such'"):
        example.family.check({**example.problem.facts, "items": items}, example.problem.answer)


OWN = """Here you are.
```markdown
# A short lesson on Linear equations

You buy some pens.

## What it is
An equation of the form ax + b = c.

## Example 1
> Solve 3x + 4 = 19 for x.

I take 4 away on both sides and then divide.

- 19 - 4 = 15, so 3x = 15
- 15 / 3 = 5
- It fits, because 3 * 5 + 4 = 19.

**Answer:** x = 5

## A common mistake

Solve 2x + 6 = 10
for x.

**Wrong answer:** 8

That forgot to turn the sign: 10 + 6 = 16.

- 10 - 6 = 4
- 4 / 2 = 2

**Right answer:** 2

## Exercises
1. Solve 5x + 1 = 11 for x.

## Answers
1. **2**

## Summary
Undo it backwards.
```"""


def own_facts() -> dict[str, object]:
    def item(role: str, a: int, b: int, c: int) -> dict[str, object]:
        facts = {"a": a, "b": b, "c": c, "unknown": "x"}
        text = f"Solve {a}x + {b} = {c} for x."
        family = core.load("algebra.linear_equation")
        return {"role": role, "family": family.name, "version": family.version, "text": text, "facts": facts}

    items = [item("example", 3, 4, 19), {**item("mistake", 2, 6, 10), "said": "8"}, item("exercise", 5, 1, 11)]
    return {"title": "Linear equations", "concept": "linear_equations", "people": ["A", "B", "C"], "items": items}


def test_a_lesson_in_other_words_is_right() -> None:
    """Nothing but the form that was asked for is needed: working, prose and headings may be one's own."""
    assert _judging.judged(own_facts(), OWN, "textbook").reason == "right"


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("19 - 4 = 15", "19 - 4 = 16"),
        ("15 / 3 = 5\n", "15 / 3 = 6\n"),
        ("3 * 5 + 4 = 19", "3 * 5 + 4 = 18"),
        ("**Answer:** x = 5", "**Answer:** x = 6"),
        ("**Wrong answer:** 8", "**Wrong answer:** 9"),
        ("**Right answer:** 2", "**Right answer:** 8"),
        ("1. **2**", "1. **3**"),
        ("Solve 5x + 1 = 11", "Solve 5x + 1 = 16"),
        ("## Answers", "## Later"),
        ("Linear equations", "Quadratic equations"),
        ("Here you are.\n", "I would never write "),
        ("- 10 - 6 = 4", "- Subtract 6 from both sides: 10 - 6 = 5."),
        ("## Summary", "## The end"),
    ],
)
def test_a_lesson_in_other_words_with_an_error_is_wrong(true: str, false: str) -> None:
    """One thing changed, and it is noticed."""
    assert true in OWN
    assert _judging.judged(own_facts(), OWN.replace(true, false), "textbook").reward == 0


def test_huge_numbers_in_lines_are_refused_at_once() -> None:
    """A line is read within bounds, whatever stands in it."""
    example = sample()
    for huge in ("9" * 4_000, "9**9**9", "1/0", "(" * 3_000):
        changed = re.sub(r"^- .*$", f"- After step {huge} = 3 = {huge}.", example.problem.answer, flags=re.MULTILINE)
        assert example.family.check(example.problem.facts, changed).reward is not None


@each_style
def test_planted_digits_are_found(style: str, benchmark: ModuleType) -> None:
    """Nearly every digit in a computed part of a lesson is guarded."""
    found = benchmark.planted(style, 60, seed=5)
    assert sum(one.found for one in found) >= 0.95 * len(found)


@pytest.mark.slow
def test_of_two_thousand_planted_digits_nearly_all_are_found(benchmark: ModuleType) -> None:
    """Ninety-nine in a hundred."""
    found = [one for style in STYLES for one in benchmark.planted(style, 400, seed=6)]
    assert sum(one.found for one in found) >= 0.99 * len(found), [one for one in found if not one.found]


@pytest.mark.slow
@each_style
def test_lessons_do_not_become_more_alike(style: str, benchmark: ModuleType) -> None:
    """Bounds a little above what was measured: less prose, or prose that serves everything, breaks them."""
    measures = diversity.measured([benchmark.text_of(one) for one in benchmark.made(style, 500)])
    assert measures.self_bleu <= 0.93
    assert measures.compression <= 5
    assert measures.distinct_3 >= 0.12
