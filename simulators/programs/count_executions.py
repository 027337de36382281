"""Loops within loops: how often a line of them is executed."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, groupby, pairwise

from simulators.checks import names, numbers
from simulators.checks.machine.runs import Seen, run
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.nests import Nest, executed, nest

VERSION = 1
LEVELS = (
    {"depth": 1, "conditions": 2, "exits": 0, "least": 3, "most": 12},
    {"depth": 2, "conditions": 1, "exits": 0, "least": 5, "most": 20},
    {"depth": 2, "conditions": 1, "exits": 1, "least": 6, "most": 25},
    {"depth": 3, "conditions": 1, "exits": 0, "least": 12, "most": 40},
    {"depth": 3, "conditions": 2, "exits": 1, "least": 15, "most": 60},
)
TRIES = 1000


def make(rng: Stream, *, depth: int, conditions: int, exits: int, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        made = nest(rng, depth=depth, conditions=conditions, exits=exits)
        try:
            reached = executed(made)
            if least <= len(reached) <= most and _matters(made, len(reached)):
                return _problem(made, reached)
        except ValueError:
            continue
    raise RuntimeError(f"no loops of which every part matters came up in {TRIES} tries")


def _matters(made: Nest, count: int) -> bool:
    """Whether every condition holds something back, every way out is taken, and the passes of the loops differ."""
    tested = [len(executed(made, line=line)) for line in made.tests]
    if any(outer <= inner for outer, inner in pairwise([*tested, count])):
        return False
    return all(executed(made, line=line) for line in made.exits)


def _problem(made: Nest, reached: list[tuple[int, ...]]) -> Problem:
    answer = str(len(reached))
    passes = [(first, [list(rest) for _, *rest in group]) for first, group in groupby(reached, key=lambda at: at[0])]
    totals = accumulate(len(inner) for _, inner in passes)
    return Problem(
        facts={"source": made.source(), "line": made.line, "loops": list(made.loops)},
        answer=answer,
        steps=tuple(
            Step("pass", {"first": first, "inner": inner, "so_far": total})
            for (first, inner), total in zip(passes, totals, strict=True)
        ),
        mistakes=mistakes(
            answer,
            conditions_ignored=len(executed(made, line=made.tests[0])),
            ends_of_ranges_included=_with_ends(made),
            outermost_loop_only=len(executed(made, line=made.starts[0])),
        ),
    )


def _with_ends(made: Nest) -> int:
    try:
        return len(executed(made, inclusive=True))
    except ValueError:
        return len(executed(made))


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which notes every statement that is executed."""
    count = len(_reached(facts["source"], facts["line"]))
    return numbers.judge(reply, lambda said: said == count, units=("times", "time"))


@lru_cache(maxsize=16)
def _reached(source: str, line: int) -> list[Seen]:
    return [seen for seen in run(source, watched=True).history if seen.line == line]


def check_step(facts: Facts, step: Step) -> bool:
    """What the loops' variables were each time that the line was executed, by the same run."""
    claim, (outer, *others) = step.claim, facts["loops"]
    reached = _reached(facts["source"], facts["line"])
    inner = [[seen.names[name] for name in others] for seen in reached if seen.names[outer] == claim["first"]]
    last = max(at for at, seen in enumerate(reached, 1) if seen.names[outer] == claim["first"])
    return claim["inner"] == inner and claim["so_far"] == last


def canonical(facts: Facts) -> list[str | int]:
    return [names.numbered(facts["source"])[0], facts["line"]]
