"""Whether propositional premises entail a conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, reduce
from itertools import product
from operator import and_
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict

VERSION = 1
ATOMS = "pqrstu"
LEVELS = (
    {"atoms": 4, "premises": 3, "depth": 1},
    {"atoms": 4, "premises": 4, "depth": 1},
    {"atoms": 4, "premises": 3, "depth": 2},
    {"atoms": 5, "premises": 4, "depth": 2},
    {"atoms": 6, "premises": 5, "depth": 2},
)
CONNECTIVES = ("and", "or", "->", "<->")
TRIES = 1000
CONCLUSIONS = 8  # that are tried with one set of premises
LONGEST = 500
MOST_ATOMS = 12
_TOKEN = re.compile(r"\s*(<->|->|and|or|not|[a-z()])")


def make(rng: Stream, *, atoms: int, premises: int, depth: int) -> Problem:
    names = ATOMS[:atoms]
    columns = _columns(atoms)
    entailed = rng.chance(1, 2)
    for _ in range(TRIES):
        formulas = [_formula(rng, atoms, depth) for _ in range(premises)]
        tables = [_table(formula, columns) for formula in formulas]
        models = reduce(and_, tables)
        for _ in range(CONCLUSIONS if models else 0):  # premises that contradict each other make no honest question
            conclusion = _formula(rng, atoms, 1)
            false = ~_table(conclusion, columns)
            # Nor does a conclusion for which one of them alone would do.
            if bool(models & false) != entailed and all(table & false for table in tables):
                texts = [_text(formula, names) for formula in formulas]
                return _problem(texts, _text(conclusion, names), names, models, models & false)
    raise RuntimeError(f"no question with {premises} premises came up in {TRIES} tries")


@cache
def _columns(atoms: int) -> list[int]:
    """Each atom's column of the truth table as the bits of a number: row r has bit r."""
    return [sum(1 << row for row in range(2**atoms) if row >> atom & 1) for atom in range(atoms)]


def _formula(rng: Stream, atoms: int, depth: int) -> Any:
    drawn = rng.below(32 * atoms)
    if depth == 0 or drawn < 4 * atoms:
        atom = drawn % atoms
        return ("not", atom) if drawn // atoms % 4 == 0 else atom
    return CONNECTIVES[drawn // atoms % 4], _formula(rng, atoms, depth - 1), _formula(rng, atoms, depth - 1)


def _table(formula: Any, columns: list[int]) -> int:
    everywhere = (1 << (1 << len(columns))) - 1
    if isinstance(formula, int):
        return columns[formula]
    connective, *parts = formula
    tables = [_table(part, columns) for part in parts]
    if connective == "not":
        return everywhere & ~tables[0]
    left, right = tables
    return {
        "and": left & right,
        "or": left | right,
        "->": everywhere & ~left | right,
        "<->": everywhere & ~(left ^ right),
    }[connective]


def _text(formula: Any, names: str, *, outermost: bool = True) -> str:
    if isinstance(formula, int):
        return names[formula]
    if formula[0] == "not":
        return f"not {_text(formula[1], names, outermost=False)}"
    connective, left, right = formula
    text = f"{_text(left, names, outermost=False)} {connective} {_text(right, names, outermost=False)}"
    return text if outermost else f"({text})"


def _problem(texts: list[str], conclusion: str, names: str, models: int, counter: int) -> Problem:
    def rows(table: int) -> Iterator[list[str]]:
        for row in range(2 ** len(names)):
            if table >> row & 1:
                yield [name for at, name in enumerate(names) if row >> at & 1]

    answer = "no" if counter else "yes"
    last = (
        Step("counterexample", {"holding": next(rows(counter))})
        if counter
        else Step("follows", {"rows": list(rows(models))})
    )
    wrong = Mistake("counterexample_missed", "yes") if counter else Mistake("counterexample_imagined", "no")
    return Problem(
        facts={"atoms": list(names), "premises": texts, "conclusion": conclusion},
        answer=answer,
        steps=(Step("count", {"models": models.bit_count(), "cases": 2 ** len(names)}), last),
        mistakes=(wrong,),
    )


def _parsed(text: str) -> Any:
    """The formula that a text is: operands left to right, brackets first, "not" tightest; nothing is run as code."""
    if len(text) > LONGEST:
        raise ValueError(f"expected a formula of at most {LONGEST} characters")
    tokens = [*_TOKEN.findall(text), ""]
    formula, at = _chain(tokens, 0)
    if at != len(tokens) - 1 or "".join(tokens) != "".join(text.split()):
        raise ValueError(f"not a formula: {text}")
    return formula


def _chain(tokens: list[str], at: int) -> tuple[Any, int]:
    left, at = _operand(tokens, at)
    if tokens[at] in CONNECTIVES:
        right, end = _operand(tokens, at + 1)
        return (tokens[at], left, right), end
    return left, at


def _operand(tokens: list[str], at: int) -> tuple[Any, int]:
    piece = tokens[at]
    if piece == "not":
        inner, end = _operand(tokens, at + 1)
        return ("not", inner), end
    if piece == "(":
        inner, end = _chain(tokens, at + 1)
        if tokens[end] != ")":
            raise ValueError("expected a closing bracket")
        return inner, end + 1
    if not piece.isalpha() or piece in CONNECTIVES:
        raise ValueError(f"expected a formula, got {piece!r}")
    return piece, at + 1


def _true(formula: Any, given: dict[str, bool]) -> bool:
    """The truth value of a formula under one assignment."""
    if isinstance(formula, str):
        return given[formula]
    sign, *parts = formula
    if sign == "not":
        return not _true(parts[0], given)
    left, right = parts
    if sign == "and":
        return _true(left, given) and _true(right, given)
    if sign == "or":
        return _true(left, given) or _true(right, given)
    if sign == "->":
        return _true(right, given) or not _true(left, given)
    return _true(left, given) is _true(right, given)


def _models(facts: Facts) -> list[tuple[list[str], bool]]:
    """The cases of the truth table in which all premises hold: the true atoms, and whether the conclusion is."""
    return _cases(tuple(facts["atoms"]), tuple(facts["premises"]), facts["conclusion"])


@lru_cache(maxsize=1024)
def _cases(atoms: tuple[str, ...], premises: tuple[str, ...], conclusion: str) -> list[tuple[list[str], bool]]:
    if len(atoms) > MOST_ATOMS:
        raise ValueError(f"expected at most {MOST_ATOMS} atoms, got {len(atoms)}")
    given, goal = [_parsed(text) for text in premises], _parsed(conclusion)
    cases = (dict(zip(atoms, case, strict=True)) for case in product((False, True), repeat=len(atoms)))
    return [
        ([atom for atom in atoms if case[atom]], _true(goal, case))
        for case in cases
        if all(_true(premise, case) for premise in given)
    ]


def check(facts: Facts, reply: str) -> Verdict:
    return words.yes_or_no(reply, all(holds for _, holds in _models(facts)))


def check_step(facts: Facts, step: Step) -> bool:
    claim, models = step.claim, _models(facts)
    if step.rule == "count":
        return claim["models"] == len(models) and claim["cases"] == 2 ** len(facts["atoms"])
    if step.rule == "counterexample":
        return (list(claim["holding"]), False) in models
    given = sorted(map(list, claim["rows"]))
    return given == sorted(true for true, _ in models) and all(holds for _, holds in models)


def canonical(facts: Facts) -> list[Any]:
    """Premises in any order, atoms renamed in the order in which they first come."""
    texts = [*sorted(facts["premises"]), facts["conclusion"]]
    names: dict[str, str] = {}
    return [
        "".join(
            names.setdefault(t, str(len(names))) if len(t) == 1 and t.isalpha() else t for t in _TOKEN.findall(text)
        )
        for text in texts
    ]
