"""Truth values that satisfy all clauses of a formula in conjunctive normal form, if there are any."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"variables": 4, "clauses": 11},
    {"variables": 5, "clauses": 14},
    {"variables": 6, "clauses": 17},
    {"variables": 7, "clauses": 20},
    {"variables": 9, "clauses": 26},
)
LETTERS = "pqrstuvwz"
MOST_VARIABLES = 12
TRIES = 1000  # far more than it takes to draw different clauses
ALL_FALSE, UNSATISFIABLE = "all false", "unsatisfiable"

# Variable i (from 1) is the literal i, its negation -i.
Clause = tuple[int, ...]


def make(rng: Stream, *, variables: int, clauses: int) -> Problem:
    drawn: dict[Clause, None] = {}
    for _ in range(TRIES):
        drawn.setdefault(_clause(rng, variables))
        if len(drawn) == clauses:
            break
    given = list(drawn)
    names = LETTERS[:variables]
    steps = list(_tried(given, [], names))
    if "model" in steps[-1].claim:
        true = steps[-1].claim["model"]
        answer = ", ".join(true) or ALL_FALSE
        wrong_replies = {"called_unsatisfiable": UNSATISFIABLE, "one_value_flipped": _flipped(given, true, names)}
    else:
        steps.append(Step("unsatisfiable", {"satisfiable": False}))
        answer = UNSATISFIABLE
        wrong_replies = {"every_variable_true": ", ".join(names), "every_variable_false": ALL_FALSE}
    return Problem(
        facts={"variables": list(names), "clauses": [_worded(clause, names) for clause in given]},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **wrong_replies),
    )


def _clause(rng: Stream, variables: int) -> Clause:
    chosen = sorted(rng.sample(range(1, variables + 1), rng.integer(2, 3)))
    signs = rng.below(8)
    return tuple(variable if signs >> at & 1 else -variable for at, variable in enumerate(chosen))


def _worded(literals: Any, names: str) -> list[str]:
    return [names[one - 1] if one > 0 else f"not {names[-one - 1]}" for one in literals]


def _tried(clauses: list[Clause], assumed: list[int], names: str) -> Iterator[Step]:
    """Davis, Putnam, Logemann and Loveland: each dead end as a step, and last a model, if there is one."""
    known, forced, violated = _propagated(clauses, assumed)
    told = {"assumed": _worded(assumed, names), "forced": _worded(forced, names)}
    if violated:
        yield Step("dead_end", {**told, "violated": _worded(violated, names)})
        return
    open_clauses = [clause for clause in clauses if known.isdisjoint(clause)]
    if not open_clauses:
        yield Step("model", {**told, "model": [name for at, name in enumerate(names, 1) if at in known]})
        return
    shortest = min(open_clauses, key=lambda clause: sum(-one not in known for one in clause))
    choice = next(one for one in shortest if -one not in known)
    for literal in (choice, -choice):
        for step in _tried(clauses, [*assumed, literal], names):
            yield step
            if "model" in step.claim:
                return


def _propagated(clauses: list[Clause], assumed: list[int]) -> tuple[set[int], list[int], Clause]:
    """What is known once every clause with one open literal has forced it, and a clause that is violated, or ()."""
    known = set(assumed)
    forced: list[int] = []
    changed = True
    while changed:
        changed = False
        for clause in clauses:
            if known.isdisjoint(clause):
                free = [one for one in clause if -one not in known]
                if not free:
                    return known, forced, clause
                if len(free) == 1:
                    known.add(free[0])
                    forced.append(free[0])
                    changed = True
    return known, forced, ()


def _flipped(clauses: list[Clause], true: list[str], names: str) -> str:
    """The first assignment with another value of one variable that violates a clause; the model's if none does."""
    values = [at if name in true else -at for at, name in enumerate(names, 1)]
    for at, literal in enumerate(values):
        flipped = {*values[:at], -literal, *values[at + 1 :]}
        if any(flipped.isdisjoint(clause) for clause in clauses):
            return ", ".join(name for place, name in enumerate(names, 1) if place in flipped) or ALL_FALSE
    return ", ".join(true) or ALL_FALSE


@cache
def _columns(variables: int) -> list[int]:
    return [sum(1 << row for row in range(2**variables) if row >> at & 1) for at in range(variables)]


@lru_cache(maxsize=256)
def _satisfiable(variables: tuple[str, ...], clauses: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a row of the truth table, of which each variable's column is a number, satisfies every clause."""
    if len(variables) > MOST_VARIABLES:
        raise ValueError(f"expected at most {MOST_VARIABLES} variables, got {len(variables)}")
    rows = everywhere = (1 << 2 ** len(variables)) - 1
    columns = dict(zip(variables, _columns(len(variables)), strict=True))
    columns |= {f"not {name}": everywhere & ~column for name, column in columns.items()}
    for clause in clauses:
        table = 0
        for literal in clause:
            table |= columns[literal]
        rows &= table
    return rows > 0


def _possible(facts: Facts) -> bool:
    return _satisfiable(tuple(facts["variables"]), tuple(map(tuple, facts["clauses"])))


def _violated(facts: Facts, true: set[str]) -> list[str] | None:
    """The first clause that these true variables leave false."""
    for clause in facts["clauses"]:
        if not any(
            (literal[4:] not in true) if literal.startswith("not ") else (literal in true) for literal in clause
        ):
            return list(clause)
    return None


def check(facts: Facts, reply: str) -> Verdict:
    items = words.read_list(reply)
    said = [item.lower() for item in items or []]
    if said == [UNSATISFIABLE]:
        return words.judge(reply, UNSATISFIABLE) if not _possible(facts) else wrong("there are values that satisfy it")
    true = set() if said == ALL_FALSE.split() else set(said)
    if not said or not (true <= set(facts["variables"]) and len(said) <= 2 * MOST_VARIABLES):
        return wrong("expected the variables that are true, or unsatisfiable")
    violated = _violated(facts, true)
    return wrong(f"violates {' or '.join(violated)}") if violated else words.judge_list(reply, lambda _: True)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "unsatisfiable":
        return claim["satisfiable"] is _possible(facts) is False
    clauses = [set(clause) for clause in facts["clauses"]]
    literals = {*facts["variables"], *(f"not {name}" for name in facts["variables"])}
    known = set(claim["assumed"])
    for literal in claim["forced"]:
        denied = {_negated(one) for one in known}
        if literal in known | denied or not any(clause - denied == {literal} for clause in clauses):
            return False
        known.add(literal)
    if not known <= literals:
        return False
    if step.rule == "dead_end":
        return set(claim["violated"]) in clauses and {_negated(one) for one in claim["violated"]} <= known
    true = set(claim["model"])
    return true == known & set(facts["variables"]) and _violated(facts, true) is None


def _negated(literal: str) -> str:
    return literal[4:] if literal.startswith("not ") else f"not {literal}"


def canonical(facts: Facts) -> list[list[Any]]:
    return shapes.renamed(
        ("", [(int(one.startswith("not ")), one.removeprefix("not ")) for one in clause]) for clause in facts["clauses"]
    )


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "clauses": rng.shuffled([rng.shuffled(clause) for clause in facts["clauses"]])}
