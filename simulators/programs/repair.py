"""A function that has one fault, with what it should do in words and a call that goes wrong: repair it."""

from __future__ import annotations

from typing import Any

from simulators.checks import hidden
from simulators.checks.calls import CallError, called
from simulators.checks.names import words
from simulators.checks.stages import meaning
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar.execution import returned
from simulators.grammar.functions import Function, argument, function, specification, values
from simulators.grammar.mutations import Mutant, canonical_source, fenced, mutant, places

VERSION = 1
LEVELS = ({"stages": 1}, {"stages": 2}, {"stages": 3}, {"stages": 4}, {"stages": 5})
TRIES = 200


def make(rng: Stream, *, stages: int) -> Problem:
    for _ in range(TRIES):
        made = function(rng, stages=stages)
        given, source = argument(rng, made.given), canonical_source(made.source())
        expected, count = values(made, given)[-1], places(source)
        others = [values(made, argument(rng, made.given))[-1] for _ in range(12)]
        if count < 2 or not expected or sum(repr(other) != repr(expected) for other in others) < len(others) // 2:
            continue  # what a call gives must say something of its argument
        faulty, other = (mutant(source, place) for place in rng.sample(range(count), 2))
        said = returned(faulty.source, made.name, given)
        if said is not None and repr(said) != repr(expected):
            example = {"argument": given, "expected": expected, "said": said}
            elsewhere = returned(other.source, made.name, given)  # None where it fails, or does not end
            differs = elsewhere is not None and repr(elsewhere) != repr(expected)
            return _problem(made, source, faulty, example, other if differs else None)
    raise RuntimeError(f"no fault that a call shows came up in {TRIES} tries")


def _problem(made: Function, source: str, faulty: Mutant, example: dict[str, Any], other: Mutant | None) -> Problem:
    hard_coded = f"def {made.name}({made.parameter}):\n    return {example['expected']!r}\n"
    wrong = [Mistake("fault_left", fenced(faulty.source)), Mistake("only_the_example", fenced(hard_coded))]
    if other is not None:
        wrong.append(Mistake(f"repaired_elsewhere_{other.fault}", fenced(other.source)))
    before, after = (text.splitlines()[faulty.line - 1].strip() for text in (faulty.source, source))
    return Problem(
        facts={
            "name": made.name,
            "given": made.given,
            "says": specification(made),
            "rules": [[stage.rule, list(stage.constants)] for stage in made.stages],
            "source": faulty.source.strip(),
            "example": example,
        },
        answer=fenced(source),
        steps=(
            Step("call", {"said": repr(example["said"]), "expected": repr(example["expected"])}),
            Step("line", {"number": faulty.line, "before": before, "after": after}),
        ),
        mistakes=tuple(wrong),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox: what the function returns for values that nobody was shown is held against what the words mean."""
    return hidden.judge(facts, reply)


def check_step(facts: Facts, step: Step) -> bool:
    """The call is made again; the new line, of the same names, is put in, and the whole function tried."""
    claim, example = step.claim, facts["example"]
    if step.rule == "call":
        try:
            said = called(facts["source"], facts["name"], example["argument"])
        except CallError:
            return False
        return [claim["said"], claim["expected"]] == [repr(said), repr(meaning(facts["rules"], example["argument"]))]
    lines = facts["source"].splitlines()
    number = claim["number"]
    if not 0 < number <= len(lines) or lines[number - 1].strip() != claim["before"]:
        return False
    if words(claim["before"]) != words(claim["after"]):
        return False  # what no case reaches must be right too
    lines[number - 1] = lines[number - 1].replace(claim["before"], claim["after"])
    return hidden.holds(facts, "\n".join(lines))


def canonical(facts: Facts) -> list[Any]:
    return [facts["source"].replace(f"{facts['name']}(", "function("), facts["example"]["argument"]]
