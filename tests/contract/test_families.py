"""What every family must keep. Families are found, never listed: a new file is held to all of this."""

from __future__ import annotations

import gc
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators import core, text, variants
from simulators.core import Family, Step, canonical_key, stream
from simulators.examples import Example, examples, fault, varied

NAMES = core.names()
LEVELS = [(name, level) for name in NAMES for level in range(1, len(core.load(name).levels) + 1)]
each_family = pytest.mark.parametrize("name", NAMES)
SECONDS = 1.0  # that a level of a dear family may take in a slow test; the cards measure more of them
BRIEFLY = 0.25  # the same in a fast one
AT_ONCE = 0.05  # seconds of processor time; the slowest was met at 0.005
# Each second level is left to the slow tests, which hold all of them to everything.
each_level = pytest.mark.parametrize(
    ("name", "level"),
    [pytest.param(name, level, marks=() if level % 2 else pytest.mark.slow) for name, level in LEVELS],
)


def made(name: str, level: int, count: int = 40, seed: int = 5) -> list[Example]:
    return examples(name, level=level, seed=seed, indices=range(count))


def briefly(name: str, level: int, count: int) -> Iterator[Example]:
    """So many examples, or as many as fit into the time, four at least: in a sandbox, each takes its milliseconds."""
    began = time.monotonic()
    for first in range(0, count, 4):
        if first and time.monotonic() - began > BRIEFLY:
            return
        yield from examples(name, level=level, seed=5, indices=range(first, min(first + 4, count)))


@each_family
def test_a_family_has_levels_phrasings_and_a_summary(name: str) -> None:
    """Five levels at least, all different; three phrasings at least; a docstring; a version."""
    family = core.load(name)
    assert len(family.levels) >= 5
    assert len({json.dumps(level, sort_keys=True) for level in family.levels}) == len(family.levels)
    assert len(text.phrases(family).questions) >= 3
    assert family.summary.endswith(".")
    assert family.version >= 1


@each_level
def test_every_example_is_proven(name: str, level: int) -> None:
    """The checker accepts the answer and the whole worked reply, refuses every mistake, and every step holds."""
    for example in briefly(name, level, 40):
        assert fault(example) == "", example.row()
        answer = example.problem.answer
        assert answer.strip() and ("\n" not in answer or re.fullmatch(r"```\w+\n[^`]*\n```", answer))  # or a program
        assert example.prompt and all(example.told) and example.problem.steps
        assert example.family.check(example.problem.facts, example.reply()).reward == 1, example.reply()


@pytest.mark.slow
@each_level
def test_a_thousand_examples_are_proven(name: str, level: int) -> None:
    """What goes wrong once in some hundred times (a tie, a zero, a coincidence) goes wrong here.

    Where each takes a sandbox some milliseconds, forty and as many more as fit into the time.
    """
    began = time.monotonic()
    for first in range(0, 1000, 20):
        if first >= 40 and time.monotonic() - began > SECONDS:
            break
        for example in examples(name, level=level, seed=77, indices=range(first, first + 20)):
            assert fault(example) == "", example.row()


@each_level
def test_the_checker_judges_stored_facts_the_same(name: str, level: int) -> None:
    """Facts survive a JSON round trip: the same verdicts, steps and canonical form; no gold among them."""
    for example in briefly(name, level, 10):
        facts = json.loads(json.dumps(example.problem.facts))
        steps = tuple(Step(*step) for step in json.loads(json.dumps(example.problem.steps)))
        stored = example._replace(problem=core.Problem(facts, example.problem.answer, steps, example.problem.mistakes))
        assert fault(stored) == ""
        assert canonical_key(example.family, facts) == canonical_key(example.family, example.problem.facts)
        assert not {"answer", "gold", "solution", "result"} & set(facts)


@each_level
def test_most_examples_have_a_named_mistake(name: str, level: int) -> None:
    """At least nine examples in ten bring a wrong reply; a family knows two kinds at least."""
    batch = made(name, level, 50)
    assert sum(bool(example.problem.mistakes) for example in batch) >= 45
    assert len({mistake.name for example in batch for mistake in example.problem.mistakes}) >= 2


def altered(value: Any) -> Iterator[Any]:
    """The value with one leaf changed, for every leaf."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str):
        yield value + "x"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from ({**value, key: other} for other in altered(inner))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in altered(inner))


@each_level
def test_every_value_that_a_step_claims_is_checked(name: str, level: int) -> None:
    """Changing any leaf of any claim is noticed: no step is waved through."""
    for example in made(name, level, 10):
        for step in example.problem.steps:
            for claim in altered(step.claim):
                assert not holds(example, Step(step.rule, claim)), (step, claim)


def holds(example: Example, step: Step) -> bool:
    try:
        return example.family.check_step(example.problem.facts, step)
    except core.MALFORMED:
        return False


@each_level
def test_a_neighbour_of_the_answer_is_wrong(name: str, level: int) -> None:
    """Where the answer is an integer, one more, one less, its double and its negative are refused."""
    for example in made(name, level, 20):
        answer = example.problem.answer
        if not answer.lstrip("-").isdecimal():
            continue
        value = int(answer)
        for other in {value + 1, value - 1, 2 * value, -value} - {value}:
            assert example.family.check(example.problem.facts, str(other)).reward == 0, (example.row(), other)


KIND = (
    r"\boxed{%s}",
    r"We get $\boxed{%s}$.",
    "The answer is %s.",
    "the final answer is: **%s**",
    "Step by step: 1 + 1 = 2.\n\nAnswer: %s",
    "It all adds up.\n#### %s",
    "  %s \n",
    "**%s**",
    "`%s`",
)


@each_level
def test_the_answer_is_accepted_however_it_is_dressed(name: str, level: int) -> None:
    """Boxes, bold, "the answer is", "####" and white space do not turn a right reply wrong."""
    for example in made(name, level, 3):
        for dress in KIND:
            reply = dress % example.problem.answer
            assert example.family.check(example.problem.facts, reply).reward == 1, reply


def hostile(answer: str, mistake: str) -> list[str]:
    arabic = answer.translate({ord("0") + i: chr(0x660 + i) for i in range(10)})
    return [
        "",
        " \n\t",
        "?",
        "\x00",
        f"The answer is not {answer}.",
        f"I would never say {answer}",
        f"{answer} or {mistake}, one of the two",
        rf"\boxed{{{answer}}} or perhaps \boxed{{{mistake}}}",
        " ".join(map(str, range(2000))),
        ", ".join(map(str, range(-500, 500))),
        "yes no true false",
        *([arabic] if arabic != answer else []),
        "9" * 5000,
        "1e999999999",
        "1/0",
        "nan",
        "inf",
        "9**9**9**9",
        "(" * 15_000,
        "[" * 15_000,
        r"\boxed{" * 2000,
        r"\frac{" * 2000,
        "-" * 15_000,
        "1 " * 7_000,
        "a,b;" * 4_000,
        "x" * 1_000_000,
        "\udcff" * 10_000,  # how bytes that are no UTF-8 arrive
        "\udcff",
        "__import__('os')._exit(0)",
        "while True: print(1)",
        '{"reward": 1}',
        "None",
        "reward: 1",
        "the answer is whatever the facts say",
    ]


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No collection of garbage, whose pauses belong to all that was imported before and would be timed with a reply."""
    gc.disable()
    yield
    gc.enable()


@each_level
@pytest.mark.usefixtures("uncollected")
def test_hostile_replies_earn_nothing(name: str, level: int) -> None:
    """Denials, hedges, lists of everything, foreign digits, giants and code are wrong, at once and without a crash."""
    for example in made(name, level, 2):
        for reply in hostile(
            example.problem.answer, example.problem.mistakes[0].answer if example.problem.mistakes else "0"
        ):
            taken = []
            for _ in range(2):  # a pause of the machine does not come twice
                began = time.process_time()
                assert example.family.check(example.problem.facts, reply).reward == 0, reply[:80]
                taken.append(time.process_time() - began)
                if taken[-1] < AT_ONCE:
                    break
            assert min(taken) < AT_ONCE, reply[:80]


@each_family
@given(data=st.data())
def test_any_text_is_judged(name: str, data: st.DataObject) -> None:
    """Whatever the text, the checker returns a reward in [0, 1] and a reason."""
    example = made(name, data.draw(st.integers(1, 5)), 1)[0]
    reply = data.draw(st.text() | st.text("0123456789-+*/^=.,()[]{}\\ abcxyz$%", max_size=60))
    verdict = example.family.check(example.problem.facts, reply)
    assert verdict.reward is not None and 0 <= verdict.reward <= 1
    assert verdict.reason


def keys(family: Family, level: int, seed: int, count: int) -> list[str]:
    settings, where = family.settings(level), f"{family.name}/{level}"
    return [canonical_key(family, family.make(stream(seed, where, i), **settings).facts) for i in range(count)]


@pytest.mark.parametrize(
    ("name", "level"),
    [pytest.param(name, level, marks=() if level == 1 else pytest.mark.slow) for name, level in LEVELS],
)
def test_a_level_is_not_all_duplicates(name: str, level: int) -> None:
    """95% of 1,000 problems differ in canonical form, or the level's space is documented as small.

    Where to draw them is dear, 95% of 200 and of as many more as fit into the time; the fast tests have little of it.
    """
    family = core.load(name)
    settings, where = family.settings(level), f"{name}/{level}"
    began, drawn, most = time.monotonic(), list[str](), BRIEFLY if level == 1 else SECONDS
    while len(drawn) < 1000 and (len(drawn) < 200 or level in family.spaces or time.monotonic() - began < most):
        drawn.append(canonical_key(family, family.make(stream(1, where, len(drawn)), **settings).facts))
    distinct = len(set(drawn))
    if level in family.spaces:
        space = family.spaces[level]
        assert space < 20_000, "not small: leave it out of SPACES"
        assert 0.5 * space * (1 - (1 - 1 / space) ** 1000) <= distinct <= space
    else:
        assert distinct >= 0.95 * len(drawn)


@each_level
def test_facts_told_in_another_order_are_the_same_problem(name: str, level: int) -> None:
    """Where a family can reorder its facts, answer, mistakes, steps and canonical form stay; the facts do not."""
    family = core.load(name)
    if family.reordered is None:
        pytest.skip("nothing in its facts is without order")
    changed = 0
    for number, example in enumerate(made(name, level, 30)):
        facts = family.reordered(core.stream(1, f"{name}/reordered", number), example.problem.facts)
        changed += facts != example.problem.facts
        assert fault(example._replace(problem=example.problem._replace(facts=facts))) == "", facts
        assert canonical_key(family, facts) == canonical_key(family, example.problem.facts)
    assert changed >= 8


@each_level
def test_variants_are_proven_and_share_the_split(name: str, level: int) -> None:
    """Every variant that a problem has is proven, reads otherwise, and falls into the split of its problem."""
    family = core.load(name)
    for example in briefly(name, level, 6):
        kinds = variants.kinds(family, example.problem)
        if family.conversation is not None:
            assert kinds == ()  # its words are the facts' own
            continue
        assert {"irrelevant"} <= set(kinds)
        for kind in kinds:
            other = varied(example, kind)
            assert fault(other) == "", other.row()
            keys = [canonical_key(family, facts) for facts in (example.problem.facts, other.problem.facts)]
            assert keys[0][:16] == keys[1][:16], (kind, example.row(), other.row())
            assert other == example or (other.prompt != example.prompt and keys[0] != keys[1])
            assert varied(example, kind) == other
        assert varied(example, "irrelevant") != example


@each_family
def test_neighbouring_seeds_share_no_more_than_chance(name: str) -> None:
    """Seeds 1 and 2 have no more problems in common than two seeds that are far apart."""
    family = core.load(name)
    near, nearer, far = (set(keys(family, len(family.levels), seed, 30)) for seed in (1, 2, 987_654_321))
    assert len(near & nearer) <= len(near & far) + 6


@each_family
def test_an_example_depends_on_nothing_but_its_index(name: str) -> None:
    """Made alone or within a batch, before or after others, it is the same."""
    batch = made(name, 2, 12)
    assert examples(name, level=2, seed=5, indices=[7])[0] == batch[7]
    assert examples(name, level=2, seed=5, indices=[9, 3]) == [batch[9], batch[3]]
