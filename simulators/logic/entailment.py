"""Whether propositional premises entail a conclusion."""

from __future__ import annotations

import re
from functools import cache, lru_cache, reduce
from itertools import compress, product
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
Drawn = tuple[Any, int]  # a formula and its column of the truth table
_TOKEN = re.compile(r"\s*(<->|->|and|or|not|[a-z()])")


def make(rng: Stream, *, atoms: int, premises: int, depth: int) -> Problem:
    names = ATOMS[:atoms]
    entailed = rng.chance(1, 2)
    for _ in range(TRIES):
        given = [_drawn(rng, atoms, depth) for _ in range(premises)]
        tables = [table for _, table in given]
        models = reduce(and_, tables)
        for _ in range(CONCLUSIONS if models else 0):  # premises that contradict each other make no honest question
            conclusion, table = _drawn(rng, atoms, 1)
            # Nor does a conclusion for which one of them alone would do.
            if bool(models & ~table) != entailed and 0 not in [one & ~table for one in tables]:
                texts = [_text(formula, names) for formula, _ in given]
                return _problem(texts, _text(conclusion, names), names, models, models & ~table)
    raise RuntimeError(f"no question with {premises} premises came up in {TRIES} tries")


@cache
def _literals(atoms: int) -> list[Drawn]:
    """Atoms, one in four denied, with their columns of the truth table as the bits of a number: row r has bit r."""
    columns = [sum(1 << row for row in range(2**atoms) if row >> atom & 1) for atom in range(atoms)]
    everywhere = (1 << (1 << atoms)) - 1
    denied = [(("not", atom), everywhere ^ column) for atom, column in enumerate(columns)]
    return [*denied, *enumerate(columns), *enumerate(columns), *enumerate(columns)]


def _drawn(rng: Stream, atoms: int, depth: int) -> Drawn:
    literals, drawn = 4 * atoms, rng.below(32 * atoms)
    if depth == 0 or drawn < literals:
        return _literals(atoms)[drawn % literals]
    connective = drawn // atoms % 4
    if depth == 1:
        left, right = rng.below(32 * atoms) % literals, rng.below(32 * atoms) % literals
        return _of_literals(atoms)[(connective * literals + left) * literals + right]
    return _compound(CONNECTIVES[connective], _drawn(rng, atoms, depth - 1), _drawn(rng, atoms, depth - 1), atoms)


@cache
def _of_literals(atoms: int) -> list[Drawn]:
    """All formulas of a connective and two literals, in this order."""
    some = _literals(atoms)
    return [_compound(connective, one, other, atoms) for connective in CONNECTIVES for one in some for other in some]


def _compound(connective: str, one: Drawn, other: Drawn, atoms: int) -> Drawn:
    (left, table), (right, beside) = one, other
    if connective == "and":
        table &= beside
    elif connective == "or":
        table |= beside
    else:
        table = (1 << (1 << atoms)) - 1 ^ (table & ~beside if connective == "->" else table ^ beside)
    return (connective, left, right), table


@lru_cache(maxsize=1024)  # short formulas come again and again
def _text(formula: Any, names: str, *, outermost: bool = True) -> str:
    if isinstance(formula, int):
        return names[formula]
    if formula[0] == "not":
        return f"not {_text(formula[1], names, outermost=False)}"
    connective, left, right = formula
    text = f"{_text(left, names, outermost=False)} {connective} {_text(right, names, outermost=False)}"
    return text if outermost else f"({text})"


def _problem(texts: list[str], conclusion: str, names: str, models: int, counter: int) -> Problem:
    cases = 2 ** len(names)
    if counter:
        row = (counter & -counter).bit_length() - 1
        last = Step("counterexample", {"holding": _true_in(names, row)})
    else:
        last = Step("follows", {"rows": [_true_in(names, row) for row in range(cases) if models >> row & 1]})
    wrong = Mistake("counterexample_missed", "yes") if counter else Mistake("counterexample_imagined", "no")
    return Problem(
        facts={"atoms": list(names), "premises": texts, "conclusion": conclusion},
        answer="no" if counter else "yes",
        steps=(Step("count", {"models": models.bit_count(), "cases": cases}), last),
        mistakes=(wrong,),
    )


def _true_in(names: str, row: int) -> list[str]:
    return [name for at, name in enumerate(names) if row >> at & 1]


@lru_cache(maxsize=1024)
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


@lru_cache(maxsize=1024)
def _holding(formula: Any, atoms: tuple[str, ...]) -> frozenset[int]:
    """The cases in which a formula holds, from those in which its parts do."""
    every = _every_case(atoms)
    if isinstance(formula, str):
        return frozenset([case for case, true in enumerate(every) if formula in true])
    sign, *parts = formula
    left = _holding(parts[0], atoms)
    if sign == "not":
        return frozenset(range(len(every))) - left
    right = _holding(parts[1], atoms)
    if sign == "and":
        return left & right
    if sign == "or":
        return left | right
    broken = left - right if sign == "->" else left ^ right
    return frozenset(range(len(every))) - broken


@lru_cache(maxsize=16)
def _every_case(atoms: tuple[str, ...]) -> list[list[str]]:
    """The atoms that are true in each case of the truth table."""
    if len(atoms) > MOST_ATOMS:
        raise ValueError(f"expected at most {MOST_ATOMS} atoms, got {len(atoms)}")
    return [[*compress(atoms, case)] for case in product((False, True), repeat=len(atoms))]


def _models(facts: Facts) -> list[tuple[list[str], bool]]:
    """The cases of the truth table in which all premises hold: the true atoms, and whether the conclusion is."""
    return _cases(tuple(facts["atoms"]), tuple(facts["premises"]), facts["conclusion"])


@lru_cache(maxsize=1024)
def _cases(atoms: tuple[str, ...], premises: tuple[str, ...], conclusion: str) -> list[tuple[list[str], bool]]:
    every, goal = _every_case(atoms), _holding(_parsed(conclusion), atoms)
    given = [_holding(_parsed(text), atoms) for text in premises]
    return [(every[case], case in goal) for case in frozenset(range(len(every))).intersection(*given)]


def check(facts: Facts, reply: str) -> Verdict:
    """Each formula is read from its text; the conclusion must hold in every case in which all premises do."""
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
